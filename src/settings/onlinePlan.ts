// How many images an online run draws (UPO Alg. 2): known before it begins, because nothing but
// the settings decides it.

import type { RunSettings } from './runSettings';

export interface PlanSettings {
  readonly source: Pick<RunSettings['source'], 'bankSize' | 'stepsPerRound'>;
  readonly training: Pick<RunSettings['training'], 'batchSize'>;
}

/** Scores the memory bank must hold before anything is trained. */
export function scoresNeeded(bankSize: number): number {
  return Math.ceil(bankSize / 2);
}

/**
 * Images sampled until `steps` optimizer steps are done; at 0 those before the first. The round
 * that makes the bank half full is the
 *  first that is trained on.
 */
export function imagesSampled(
  { source: { bankSize, stepsPerRound }, training: { batchSize } }: PlanSettings,
  steps: number,
): number {
  const filling = Math.ceil(scoresNeeded(bankSize) / batchSize);
  return (filling + Math.max(0, Math.ceil(steps / stepsPerRound) - 1)) * batchSize;
}
