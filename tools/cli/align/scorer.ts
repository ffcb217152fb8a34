// Rewards and CLIP models for the command line: a reward by its id, or a head (a taste saved from
// the page, an aesthetic predictor) as a .safetensors file; the bundled CLIP model, or a folder of
// one's own, which prompt alignment and heads then read.

import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StudioError } from '../../../src/errors';
import type { Executor } from '../../../src/executors/executor';
import { isSafetensors } from '../../../src/formats/safetensors';
import type { ModelFiles } from '../../../src/paradigms/baseModel';
import { OPEN_CLIP_WEIGHTS } from '../../../src/rewards/clip/openClipFolder';
import { openClipScorer, type ClipScorer } from '../../../src/rewards/clip/clipScorer';
import {
  alignmentOf,
  headReward,
  promptAlignment,
  rewardById,
  type ClipFeatureSource,
  type Reward,
  type ScorerOf,
} from '../../../src/rewards';
import { bytes as shownBytes } from '../../../src/strings/format';
import { parseScorers } from '../../../src/worker/services/modelCatalogue';
import { roomForScorer } from '../../../src/worker/services/scorerMemory';
import { PUBLIC } from './data';
import { modelFolder } from '../modelFolder';

/** A CLIP model of one's own. */
export interface OwnScorer {
  readonly name: string;
  readonly scorer: ClipScorer;
}

/**
 * A reward; prompt alignment and heads are those of `own` where there is one. Errors: Unsupported
 * for an unknown id; BadModel, BadSafetensors for a file that is no head.
 */
export async function openReward(
  idOrFile: string,
  own: { readonly name: string; readonly scorer: { readonly hash: string } } | null = null,
): Promise<Reward> {
  if (own && idOrFile === promptAlignment.id)
    return alignmentOf({ name: own.name, hash: own.scorer.hash });
  if (!idOrFile.endsWith('.safetensors')) return rewardById(idOrFile);
  const bytes = await readFile(idOrFile).catch((error: unknown) => {
    throw new StudioError(
      'BadModel',
      `${idOrFile} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'Give a reward’s id, or a head as a .safetensors file.',
    );
  });
  const name = basename(idOrFile, '.safetensors');
  return headReward(idOrFile, name, new Uint8Array(bytes), own?.scorer.hash ?? null);
}

/** One safetensors file of open_clip, as the only one of a folder. */
function openClipFile(path: string): ModelFiles {
  const there = (asked: string): boolean => asked === OPEN_CLIP_WEIGHTS;
  const folder = modelFolder(dirname(path));
  return {
    read: (asked) => folder.read(asked),
    open: (asked) => folder.open!(there(asked) ? basename(path) : asked),
    exists: async (asked) => there(asked),
  };
}

/**
 * A CLIP folder or open_clip file of one's own; what it takes is said before a weight is read.
 * Errors: as loadClipCheckpoint; OutOfMemory with the sizes.
 */
export async function openOwnScorer(executor: Executor, path: string): Promise<OwnScorer> {
  const name = basename(path, '.safetensors');
  const files = isSafetensors(path) ? openClipFile(path) : modelFolder(path);
  const scorer = await openClipScorer(executor, files);
  const bytes = await roomForScorer(executor, name, scorer.model);
  console.error(`${name}: ${shownBytes(bytes)} while it scores`);
  return { name, scorer };
}

/** The model each reward reads: its own where it is bound to `own`, else `bundled`. */
export function scorerFor(bundled: ClipFeatureSource | null, own: OwnScorer | null): ScorerOf {
  return async ({ scorerHash }) => (own && scorerHash === own.scorer.hash ? own.scorer : bundled);
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
