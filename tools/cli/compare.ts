// `npm run compare -- OUT1 OUT2 …`: puts the reports of several `npm run align` runs into one
// table. Runs that differ in their seed alone are one row; rows are compared where they were
// trained with the same seeds. Prints Markdown.

import { join } from 'node:path';
import { parseRunSettings } from '../../src/settings/runSettings';
import { StudioError } from '../../src/errors';
import type { RunCost } from './align/cost';
import type { RewardsFile } from './align/report';
import { runMain } from './align/runMain';
import { json } from './align/train';
import { compareReport } from './compare/report';
import { checkComparable, rowsOf, type Run } from './compare/rows';

const USAGE = 'npm run compare -- out/tgo-0 out/tgo-1 out/sft-0 out/sft-1';

async function readRun(folder: string): Promise<Run> {
  const file = await json<RewardsFile>(join(folder, 'rewards.json'));
  if ((file.drawnFor as unknown) === undefined)
    throw new StudioError(
      'BadSettings',
      `${folder}/rewards.json was written by an earlier version, without noises and side effects.`,
      'Run npm run align on that folder again: the training is resumed, only the report is redone.',
    );
  return {
    folder,
    settings: parseRunSettings(await json(join(folder, 'settings.json'))),
    file,
    cost: await json<RunCost>(join(folder, 'cost.json')),
  };
}

async function main(folders: readonly string[]): Promise<void> {
  if (folders.length === 0)
    throw new StudioError('BadSettings', 'No run is given.', `Usage: ${USAGE}`);
  const runs = await Promise.all(folders.map(readRun));
  checkComparable(runs);
  console.log(compareReport(rowsOf(runs)));
}

await runMain(main, USAGE);
