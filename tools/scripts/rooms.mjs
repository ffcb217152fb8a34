// The map of docs/architecture.md as rules: which room may import which, and no import cycle
// between files anywhere, type-only imports included. Part of `npm run lint`; parses with the oxc
// parser that Vite brings (dependency-cruiser needs TypeScript below 7 to read TypeScript). About
// half a second.
//   node tools/scripts/rooms.mjs          says every violation and every cycle; exit 1 if any

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

/**
 * Rooms below src/ from the ground up, each with those it may import. A room names earlier rooms
 * only, so that dependencies point downwards. Tests may import from every room.
 */
export const ROOMS = Object.entries({
  errors: '',
  strings: '',
  statistics: '',
  random: '',
  // Plain data about the paradigms, for the page and the settings (src/paradigms/facts.ts).
  paradigmFacts: 'strings',
  formats: 'errors strings',
  domain: 'statistics paradigmFacts formats',
  device: 'errors strings',
  graph: '',
  objectives: 'errors strings paradigmFacts domain graph',
  optimizers: 'errors strings graph',
  settings: 'errors strings paradigmFacts domain objectives optimizers',
  kernels: 'graph objectives optimizers',
  executors: 'errors strings formats device graph objectives optimizers kernels',
  schedules: 'errors strings formats',
  models: 'errors strings random formats graph',
  paradigms:
    'errors strings statistics random paradigmFacts formats domain graph objectives optimizers ' +
    'settings executors schedules models',
  rewards: 'errors strings statistics formats domain graph executors models paradigms',
  data: 'errors strings statistics random paradigmFacts formats domain objectives settings rewards',
  runs:
    'errors strings statistics random paradigmFacts formats domain graph objectives optimizers ' +
    'settings kernels executors schedules models paradigms data',
  bench2d:
    'errors strings random formats domain graph objectives executors schedules models data runs',
  evaluate:
    'errors strings statistics random paradigmFacts formats domain executors schedules models ' +
    'paradigms rewards',
  storage: 'errors strings paradigmFacts formats domain settings paradigms data runs',
  bridge: 'errors strings paradigmFacts formats domain settings',
  worker:
    'errors strings statistics random paradigmFacts formats domain device objectives settings ' +
    'executors models paradigms rewards data runs bench2d evaluate storage bridge',
  state:
    'errors strings statistics random paradigmFacts formats domain objectives settings rewards ' +
    'data evaluate bridge',
  ui:
    'errors strings statistics paradigmFacts formats domain objectives optimizers settings ' +
    'rewards data evaluate bridge state',
  main: 'strings state ui',
}).map(([room, may]) => [room, may === '' ? [] : may.split(' ')]);

const SOURCE = /\.(ts|tsx|mjs)$/;

/** What the page may know of the paradigms; the rest of that room runs on the device. */
const PARADIGM_FACTS = /^src\/paradigms\/(facts|paradigmFacts|[^/]+\/facts)\.ts$/;

/** Room of a file below src/ (a file that lies there itself is its own room); null elsewhere. */
export function roomOf(file) {
  if (PARADIGM_FACTS.test(file)) return 'paradigmFacts';
  const [top, room] = file.split('/');
  return top === 'src' ? room.replace(/\.tsx?$/, '') : null;
}

const isTest = (file) => /\.test\.(ts|tsx|mjs)$|\/kernelTest\.ts$/.test(file);

/** Paths in `import('…')`, of expressions and of types, anywhere below an AST node. */
function importCalls(node) {
  if (Array.isArray(node)) return node.flatMap(importCalls);
  if (node === null || typeof node !== 'object') return [];
  const path =
    node.type === 'ImportExpression' || node.type === 'TSImportType'
      ? node.source?.value
      : undefined;
  return [...(typeof path === 'string' ? [path] : []), ...Object.values(node).flatMap(importCalls)];
}

/** Every path a file imports, re-exports or names in an import type, as written. */
function specifiers(file, text) {
  const parsed = parseSync(file, text);
  if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0].message}`);
  return new Set([
    ...parsed.module.staticImports.map((one) => one.moduleRequest.value),
    ...parsed.module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...(/\bimport\s*\(/.test(text) ? importCalls(parsed.program) : []),
  ]);
}

/** File -> the source files it imports; paths relative to `root`. */
export function importGraph(root, files) {
  const known = new Set(files);
  const graph = new Map();
  for (const file of files) {
    const targets = [];
    for (const path of specifiers(file, readFileSync(join(root, file), 'utf8'))) {
      if (!path.startsWith('.')) continue;
      const base = posix.join(posix.dirname(file), path.replace(/\?.*$/, ''));
      const target = ['', '.ts', '.tsx', '/index.ts'].map((end) => base + end);
      const found = target.find((one) => known.has(one));
      if (found !== undefined) targets.push(found);
      else if (!existsSync(join(root, base)))
        throw new Error(`${file} imports ${path}, which is not there`);
    }
    graph.set(file, targets);
  }
  return graph;
}

/** Imports that the rooms do not allow, one sentence each. */
export function roomViolations(graph, rooms = ROOMS) {
  const allowed = new Map(rooms.map(([room, may]) => [room, new Set(may)]));
  const found = [];
  for (const [file, targets] of graph) {
    const from = roomOf(file);
    if (from === null || isTest(file)) continue;
    for (const target of targets) {
      const to = roomOf(target);
      if (to === from) continue;
      if (!allowed.has(from)) found.push(`${file}: src/${from} is not on the map`);
      else if (to === null) found.push(`${file} imports ${target}, outside src/`);
      else if (!allowed.get(from).has(to))
        found.push(`${file} imports ${target}: ${from} may not import ${to}`);
    }
  }
  return found;
}

/** Groups of files that import each other in a circle (Tarjan's strongly connected components). */
export function importCycles(graph) {
  const order = new Map();
  const low = new Map();
  const stack = [];
  const cycles = [];
  const visit = (file) => {
    order.set(file, order.size);
    low.set(file, order.get(file));
    stack.push(file);
    for (const target of graph.get(file)) {
      if (!order.has(target)) {
        visit(target);
        low.set(file, Math.min(low.get(file), low.get(target)));
      } else if (stack.includes(target)) low.set(file, Math.min(low.get(file), order.get(target)));
    }
    if (low.get(file) !== order.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1 || graph.get(file).includes(file)) cycles.push(group.sort());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return cycles;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  const files = ['src', 'tools', 'e2e', 'test-support'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      .filter((file) => SOURCE.test(file)),
  );
  const graph = importGraph(root, files);
  const violations = roomViolations(graph);
  const cycles = importCycles(graph);
  for (const violation of violations) console.error(violation);
  for (const cycle of cycles) console.error(`import cycle:\n  ${cycle.join('\n  ')}`);
  console.log(
    `${files.length} files: ${violations.length} room violations, ${cycles.length} import cycles`,
  );
  process.exit(violations.length + cycles.length > 0 ? 1 : 0);
}
