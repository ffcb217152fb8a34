// A run's folder as `npm run align` leaves it, with its report.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseRunSettings } from '../../../src/settings/runSettings';
import { StudioError } from '../../../src/errors';
import type { RunCost } from '../align/cost';
import type { RewardsFile } from '../align/report';
import { json } from '../align/train';
import type { Run } from './rows';

/**
 * Reads the report, settings and cost of a run.
 * Errors: BadSettings where the folder is none, has no report, or one of an earlier version.
 */
export async function readRun(folder: string): Promise<Run> {
  if (!existsSync(folder))
    throw new StudioError(
      'BadSettings',
      `${folder} is not there.`,
      'Give the --out folders of npm run align.',
    );
  if (!existsSync(join(folder, 'rewards.json')))
    throw new StudioError(
      'BadSettings',
      `${folder} has no report: rewards.json is not there.`,
      existsSync(join(folder, 'settings.json'))
        ? 'Run the same npm run align again with --reward ID (--reward warmth, say) and without ' +
            '--no-report: training is not repeated.'
        : 'Give the --out folder of an npm run align that has ended.',
    );
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
