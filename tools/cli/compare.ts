// `npm run compare -- OUT1 OUT2 …`: puts the reports of several `npm run align` runs into one
// table. Runs that differ in their seed alone are one row; rows are compared where they were
// trained with the same seeds. Prints Markdown.

import { StudioError } from '../../src/errors';
import { runMain } from './align/runMain';
import { compareReport } from './compare/report';
import { readRun } from './compare/readRun';
import { checkComparable, rowsOf } from './compare/rows';

const USAGE = 'npm run compare -- out/tgo-0 out/tgo-1 out/sft-0 out/sft-1';

async function main(folders: readonly string[]): Promise<void> {
  if (folders.length === 0)
    throw new StudioError('BadSettings', 'No run is given.', `Usage: ${USAGE}`);
  const runs = await Promise.all(folders.map(readRun));
  checkComparable(runs);
  console.log(compareReport(rowsOf(runs)));
}

await runMain(main, USAGE);
