// Where texts that people read stand outside src/strings/. Part of `npm run lint`: components hold
// none (text between tags, and the attributes that are read out or shown), errors hold none (the
// arguments of StudioError), and no room holds a sentence, which may become part of an error, a
// reason or a note.
//   node tools/scripts/texts.mjs

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { roomOf } from './rooms.mjs';

/** Attributes whose value people see or hear. */
const READ = new Set(['title', 'label', 'aria-label', 'placeholder', 'alt', 'description', 'lede']);
/**
 * Their sentences are translated by their English (strings/de/records.ts), or are no texts of the
 * studio: what the graph's builder says of a graph that cannot be, and WGSL.
 */
const NOT_READ = new Set('strings objectives rewards graph kernels'.split(' '));
/** Files whose sentences nobody reads in the studio. */
const NO_TEXTS = new Set([
  // Names of CSV columns, which scripts read: the same in every language.
  'src/evaluate/resultTables.ts',
  'src/ui/evaluate/EqualDrift.tsx',
  // Extensions of files.
  'src/data/import/files/unreadFiles.ts',
  // Labels of buffers and passes, for the browser's tools.
  'src/executors/wgsl/lowerGraph.ts',
  'src/executors/wgsl/pipelineCache.ts',
  // Tests' tables and helpers, and Dawn in Node.
  'src/executors/tfjs/opCases.ts',
  'src/executors/wgsl/kernelTest.ts',
  'src/device/dawnNode.ts',
]);
/** What only a fault of the program throws. */
const FAULTS = new Set(['Error', 'RangeError', 'TypeError', 'DOMException']);
/** A word: three letters in a row. Names of keys, units and symbols are shorter. */
const WORD = /\p{Letter}{3}/u;
/** A word among others, no part of a path, a number or a name in code. */
const WHOLE_WORD = /(?<![\p{L}\p{N}_./$-])\p{L}[\p{L}’']+(?![\p{L}\p{N}_./$-]*[\p{L}\p{N}_/$])/gu;
/** What stands in HTML, CSS, programs and patterns, and in no sentence. */
const CODE = /[<>{}=;\n|^]/;

const isSentence = (text) => !CODE.test(text) && (text.match(WHOLE_WORD) ?? []).length >= 3;

/** The text of a literal or template, null of other nodes; values in a template are “…”. */
function textOf(node) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type !== 'TemplateLiteral') return null;
  return node.quasis.map(({ value }) => value.cooked).join('…');
}

/** Texts below a node that is handed to an error; what is handed on to a function is not one. */
function handed(node) {
  if (Array.isArray(node)) return node.flatMap(handed);
  if (node === null || typeof node !== 'object' || node.type === 'CallExpression') return [];
  if (node.type === 'ConditionalExpression') return handed([node.consequent, node.alternate]);
  const text = textOf(node);
  return text === null ? Object.values(node).flatMap(handed) : /\p{L}/u.test(text) ? [node] : [];
}

/** Texts of a parsed file as nodes. `sentences`: those that are no argument of an error. */
export function textsOf(program) {
  const found = { components: [], errors: [], sentences: [] };
  const walk = (node) => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (node === null || typeof node !== 'object' || node.type === 'ImportDeclaration') return;
    if (node.type === 'JSXText' && WORD.test(node.value)) found.components.push(node);
    if (node.type === 'JSXAttribute') {
      if (node.name.name === 'className') return;
      const text = node.value?.type === 'Literal' ? node.value.value : '';
      if (READ.has(node.name.name) && WORD.test(text))
        return void found.components.push(node.value);
    }
    if (node.type === 'NewExpression') {
      if (FAULTS.has(node.callee.name)) return;
      if (node.callee.name === 'StudioError') {
        const texts = handed(node.arguments.slice(1));
        found.errors.push(...texts);
        if (texts.length > 0) return;
      }
    }
    const text = textOf(node);
    if (text !== null && isSentence(text)) found.sentences.push(node);
    for (const value of Object.values(node)) if (value && typeof value === 'object') walk(value);
  };
  walk(program);
  return found;
}

/** Texts of all sources below src/, tests left out, as lines “file:line: text”. */
export function listTexts(root) {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const { components, errors, sentences } = textsOf(parseSync(file, text).program);
    const read = NOT_READ.has(roomOf(file)) || NO_TEXTS.has(file) ? [] : sentences;
    return [...components, ...errors, ...read].map((node) => {
      const line = text.slice(0, node.start).split('\n').length;
      return `${file}:${line}: ${(textOf(node) ?? node.value).trim()}`;
    });
  });
}

if (process.argv[1] === import.meta.filename || process.argv[1]?.endsWith('texts.mjs')) {
  const strays = listTexts(process.cwd());
  for (const line of strays) console.error(line);
  console.log(`${strays.length} texts outside strings/`);
  if (strays.length > 0) process.exitCode = 1;
}
