// `npm run parity -- DIR [--executor NAME]… [--strict] [--quiet] [--report
// FILE]`: runs every recorded case in a folder laid out like the golden fixtures on the executors
// and prints a line a case, then the sums. Exit code 1 when a case failed, or, with --strict, when
// one is unknown. `--only WORD` walks only cases whose path has the word in it.

import { existsSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CaseFolder } from './caseFolder';
import { badArgument, runMain } from '../cli/align/runMain';
import { Report } from './report';
import { ALL_EXECUTORS, EXECUTORS, Suite, type ParityExecutor } from './suite';
import { walk } from './walk';

const USAGE = `npm run parity -- DIR [options]
  DIR              a folder of recorded cases, as fixtures
  --executor NAME  ${ALL_EXECUTORS.join(', ')}; may be given several times
  --only WORD      cases whose path has the word in it
  --strict         a case that is unknown counts as failed
  --quiet          only what failed, and the sums
  --report FILE    the sums as JSON`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      executor: { type: 'string', multiple: true },
      strict: { type: 'boolean' },
      quiet: { type: 'boolean' },
      only: { type: 'string' },
      report: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [folder, ...others] = positionals;
  if (!folder || others.length > 0) throw badArgument('Which folder of recorded cases?', USAGE);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw badArgument(`${folder} is not a folder.`, USAGE);
  const wanted = values.executor ?? [...EXECUTORS];
  const strange = wanted.find((name) => !(ALL_EXECUTORS as readonly string[]).includes(name));
  if (strange !== undefined) throw badArgument(`There is no executor called ${strange}.`, USAGE);

  const report = new Report(values.quiet ?? false);
  const suite = new Suite(report);
  const leaveOut = process.env['PLUMBLINE_NO_GPU'] === '1' && !values.executor;
  if (leaveOut) report.skipped('(all cases)', 'wgsl', 'PLUMBLINE_NO_GPU=1');
  await suite.open((wanted as ParityExecutor[]).filter((name) => !(leaveOut && name === 'wgsl')));
  for (const line of suite.descriptions()) console.log(line);
  const started = Date.now();
  const root = resolve(folder);
  await walk(suite, new CaseFolder(root, root), values.only ?? '');
  console.log(`${report.summary()}   (${((Date.now() - started) / 1000).toFixed(0)} s)`);

  const { ok, failed, unknown, skipped } = report.totals;
  if (values.report)
    writeFileSync(
      values.report,
      JSON.stringify({
        passed: ok,
        failed: failed + (values.strict ? unknown : 0),
        skipped: skipped + (values.strict ? 0 : unknown),
      }),
    );
  return failed > 0 || (values.strict && unknown > 0) ? 1 : 0;
}

await runMain(main, USAGE);
