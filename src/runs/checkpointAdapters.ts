// What a checkpoint says of its adapters, and whether they are those of a run.

import { StudioError } from '../errors';
import type { AdapterPlan } from '../models/lora';
import type { BaseModel } from '../paradigms/paradigm';
import { runErrors } from '../strings/errors/runs';
import type { Checkpoint, CheckpointLayout } from './checkpoint';

/** A plan as checkpoints say it. */
export const checkpointLayout = ({ entries }: AdapterPlan): CheckpointLayout[] =>
  entries.map(({ module, offsetA, offsetB, inFeatures, outFeatures }) => ({
    module,
    offsetA,
    offsetB,
    inFeatures,
    outFeatures,
  }));

/** What a run must know of a checkpoint to begin with its adapters. */
export type StartAdapters = Pick<Checkpoint, 'baseHash' | 'rank' | 'alpha' | 'adapters' | 'ema'>;

/** Errors: BadCheckpoint when it was made on another base, or with other adapters. */
export function checkBelongs(checkpoint: StartAdapters, model: BaseModel, plan: AdapterPlan): void {
  const said = runErrors;
  if (checkpoint.baseHash !== model.hash)
    throw new StudioError(
      'BadCheckpoint',
      ...said.otherBase(checkpoint.baseHash.slice(0, 12), model.hash.slice(0, 12)),
    );
  if (checkpoint.alpha !== checkpoint.rank * plan.scale)
    throw new StudioError(
      'BadCheckpoint',
      ...said.otherScale(checkpoint.alpha / checkpoint.rank, plan.scale),
    );
  if (checkpoint.adapters.length !== plan.length)
    throw new StudioError(
      'BadCheckpoint',
      ...said.otherAdapters(checkpoint.adapters.length, plan.length),
    );
}
