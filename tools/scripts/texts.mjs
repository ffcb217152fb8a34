// Where texts that people read stand outside src/strings/. Part of `npm run lint`: components hold
// none (text between tags, and the attributes that are read out or shown), and no room but those
// named below has texts of errors beside its code. `--all` counts those by room.
//   node tools/scripts/texts.mjs [--all]

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { roomOf } from './rooms.mjs';

/** Attributes whose value people see or hear. */
const READ = new Set(['title', 'label', 'aria-label', 'placeholder', 'alt', 'description', 'lede']);
/** Rooms whose errors are not in strings/en/errors/ yet; this list only grows shorter. */
const BESIDE_CODE = new Set(
  'worker paradigms formats executors rewards runs storage data models schedules'.split(' '),
);
/** A word: three letters in a row. Names of keys, units and symbols are shorter. */
const WORD = /\p{Letter}{3}/u;

/** Texts of a parsed file: between tags and in attributes, or the arguments of StudioError. */
export function textsOf(program) {
  const found = { components: [], errors: 0 };
  const walk = (node) => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (node === null || typeof node !== 'object') return;
    if (node.type === 'JSXText' && WORD.test(node.value)) found.components.push(node);
    if (node.type === 'JSXAttribute' && READ.has(node.name.name)) {
      const text = node.value?.type === 'Literal' ? node.value.value : '';
      if (WORD.test(text)) found.components.push(node.value);
    }
    if (node.type === 'NewExpression' && node.callee.name === 'StudioError')
      found.errors += node.arguments
        .slice(1)
        .filter(({ type }) =>
          ['Literal', 'TemplateLiteral', 'BinaryExpression'].includes(type),
        ).length;
    for (const value of Object.values(node)) if (value && typeof value === 'object') walk(value);
  };
  walk(program);
  return found;
}

/** Texts of all sources below src/, tests left out. */
export function countTexts(root) {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));
  const components = [];
  const errors = new Map();
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    const found = textsOf(parseSync(file, text).program);
    for (const { start, value } of found.components)
      components.push(`${file}:${text.slice(0, start).split('\n').length}: ${value.trim()}`);
    const room = roomOf(file) ?? file;
    if (found.errors > 0) errors.set(room, (errors.get(room) ?? 0) + found.errors);
  }
  return { components, errors };
}

if (process.argv[1] === import.meta.filename || process.argv[1]?.endsWith('texts.mjs')) {
  const { components, errors } = countTexts(process.cwd());
  for (const line of components) console.error(line);
  const strays = [...errors.keys()].filter((room) => !BESIDE_CODE.has(room));
  for (const room of strays)
    console.error(
      `${room}: ${errors.get(room)} texts of errors that belong into strings/en/errors/`,
    );
  console.log(`${components.length} texts in components`);
  if (process.argv.includes('--all')) {
    const rooms = [...errors].sort((a, b) => b[1] - a[1]);
    for (const [room, count] of rooms) console.log(`${count} error texts in ${room}/`);
    console.log(
      `${rooms.reduce((sum, [, count]) => sum + count, 0)} error texts beside their code`,
    );
  }
  if (components.length + strays.length > 0) process.exitCode = 1;
}
