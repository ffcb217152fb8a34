// Rewards and the bundled CLIP scorer for the command line: a reward by its id, or a head (a taste
// saved from the page, an aesthetic predictor) as a .safetensors file.

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StudioError } from '../../../src/errors';
import type { Executor } from '../../../src/executors/executor';
import { openClipScorer, type ClipScorer } from '../../../src/rewards/clip/clipScorer';
import { headReward, rewardById, type Reward } from '../../../src/rewards';
import { parseScorers } from '../../../src/worker/services/modelCatalogue';
import { PUBLIC } from './data';
import { modelFolder } from '../modelFolder';

/** Errors: Unsupported for an unknown id; BadModel, BadSafetensors for a file that is no head. */
export async function openReward(idOrFile: string): Promise<Reward> {
  if (!idOrFile.endsWith('.safetensors')) return rewardById(idOrFile);
  const bytes = await readFile(idOrFile).catch((error: unknown) => {
    throw new StudioError(
      'BadModel',
      `${idOrFile} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Give a reward’s id, or a head as a .safetensors file.',
    );
  });
  return headReward(idOrFile, basename(idOrFile, '.safetensors'), new Uint8Array(bytes));
}

/** The first scorer of the catalogue. Errors: BadModel where there is none. */
export async function openBundledScorer(executor: Executor): Promise<ClipScorer> {
  const [entry] = parseScorers(
    JSON.parse(await readFile(join(PUBLIC, 'models/catalogue.json'), 'utf8')),
  );
  if (!entry)
    throw new StudioError(
      'BadModel',
      'No CLIP scorer lies in public/models.',
      'Choose a reward of the pixels alone.',
    );
  return openClipScorer(executor, modelFolder(join(PUBLIC, entry.folder)));
}
