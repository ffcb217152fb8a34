// `npm test`: everything that says whether this checkout is sound. Installs and finds a Chromium if
// needed, then: types, lint, unit and kernel tests (vitest; WebGPU through Dawn on SwiftShader),
// build, parity with the golden fixtures on every executor, and the browser stories. Every stage
// runs even when an earlier one failed; the last line is the sum
// `N passed, N failed, N skipped`. types, lint, build and fuzz count one each, stories and parity
// cases one each. `npm test -- --only types,lint` runs some stages; `-- --long` tells the long
// stories too, which are counted as skipped otherwise.

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, requireNode, root, runPackage, runProgram } from './install.mjs';

requireNode();
const { values } = parseArgs({
  options: { only: { type: 'string' }, long: { type: 'boolean', default: false } },
});
await ensureInstalled();
const { dawnEnvironment, ensureChromium } = await import('./chromium.mjs');
const { buildApp } = await import('./buildApp.mjs');
const { runTool } = await import('./runTool.mjs');
const { serve } = await import('./serve.mjs');

const one = (passed) => ({ passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });

/** Reads a stage's report file made during this run; a missing or unreadable one is a failure. */
function readReport(name) {
  try {
    return JSON.parse(readFileSync(join(root, 'build', name), 'utf8'));
  } catch (error) {
    console.error(`build/${name}: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}

/** A tool's own counts; one failure more when it ended badly without saying why. */
function countsOf(report, code) {
  if (report === null) return one(false);
  const { passed, failed, skipped } = report;
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}

async function vitest(env) {
  const code = await runPackage(
    'vitest/vitest.mjs',
    ['run', '--reporter=default', '--reporter=json', '--outputFile.json=build/vitest.json'],
    { env },
  );
  const report = readReport('vitest.json');
  if (report === null) return one(false);
  // A file that could not even be loaded has no failed test to its name: it counts one.
  const unloaded = report.testResults.filter(
    (file) =>
      file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  return countsOf(
    {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloaded,
      skipped: report.numPendingTests + report.numTodoTests,
    },
    code,
  );
}

async function parity(env) {
  const code = await runTool(
    'tools/parity/parity.ts',
    ['fixtures', '--report', 'build/parity.json', '--quiet'],
    { env },
  );
  return countsOf(readReport('parity.json'), code);
}

async function stories(env, chromium) {
  if (!existsSync(join(root, 'dist', 'index.html'))) {
    console.error('No built page to tell stories about.');
    return one(false);
  }
  const isolated = await serve(join(root, 'dist'), { firstPort: 4300 });
  const plain = await serve(join(root, 'dist'), { firstPort: 4300, isolated: false });
  const origins = {
    PLUMBLINE_ORIGIN: isolated.url,
    PLUMBLINE_PLAIN_ORIGIN: plain.url,
    PLUMBLINE_CHROMIUM: chromium,
  };
  const code = await runTool(
    'e2e/run.ts',
    ['--report', 'build/stories.json', ...(values.long ? ['--long'] : [])],
    { env: { ...env, ...origins } },
  );
  await Promise.all([isolated.close(), plain.close()]);
  return countsOf(readReport('stories.json'), code);
}

let chromium = null;
let noChromium = '';
try {
  chromium = await ensureChromium();
} catch (error) {
  noChromium = error instanceof Error ? error.message : String(error);
  console.error(noChromium);
}
const env = dawnEnvironment(chromium);
const stages = {
  // The worker is checked once more under a worker's own library: touching `document` there must
  // not compile.
  types: async () =>
    one(
      (await runPackage('typescript/bin/tsc', ['--noEmit'])) === 0 &&
        (await runPackage('typescript/bin/tsc', ['--noEmit', '-p', 'src/worker'])) === 0,
    ),
  // All of them speak even when the first finds something.
  lint: async () => {
    const codes = [
      await runPackage('oxlint/bin/oxlint', ['--deny-warnings']),
      await runPackage('prettier/bin/prettier.cjs', [
        '--check',
        '--cache',
        '--cache-location',
        'build/prettier-cache',
        '--log-level',
        'warn',
        '.',
      ]),
      await runProgram(process.execPath, ['tools/scripts/rooms.mjs']),
      await runProgram(process.execPath, ['tools/scripts/columns.mjs']),
      await runProgram(process.execPath, ['tools/scripts/texts.mjs']),
    ];
    return one(codes.every((code) => code === 0));
  },
  vitest: () => vitest(env),
  build: async () => one(await buildApp()),
  // 60 damaged files for every reader of user files; `npm run fuzz` for more.
  fuzz: async () => one((await runTool('tools/fuzz/fuzz.ts', ['--cases', '60'], { env })) === 0),
  parity: () => parity(env),
  stories: () => (chromium ? stories(env, chromium) : (console.error(noChromium), one(false))),
};

const wanted = values.only ? values.only.split(',') : Object.keys(stages);
const unknown = wanted.find((name) => !(name in stages));
if (unknown !== undefined) {
  console.error(`--only ${unknown}: the stages are ${Object.keys(stages).join(', ')}.`);
  process.exit(1);
}

mkdirSync(join(root, 'build'), { recursive: true });
for (const name of ['vitest', 'parity', 'stories'])
  rmSync(join(root, 'build', `${name}.json`), { force: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const table = [];
const began = Date.now();
for (const name of wanted) {
  console.log(`\n── ${name} ──`);
  const start = Date.now();
  const counts = await stages[name]();
  for (const key of Object.keys(total)) total[key] += counts[key];
  const line =
    `${name.padEnd(8)} ${((Date.now() - start) / 1000).toFixed(1).padStart(7)} s   ` +
    `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
  table.push(line);
  console.log(`── ${line}`);
}
console.log(
  `\n${table.join('\n')}\nall      ${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s\n`,
);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
