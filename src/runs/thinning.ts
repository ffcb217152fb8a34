// Which checkpoints of a run stay. All of the last few do; before them they stand ever wider apart,
// the further back the wider, so that a run of n checkpoints keeps about log n of them. The best
// and those a person marked always stay. Where these are still more than the budget holds, they
// stand wider yet.

import { CHECKPOINT_BUDGET_BYTES, LAST_KEPT } from '../domain/checkpoints';

/** Before them one stays of each stretch, which is at most this share of its age. */
const SHARE = 1 / 2;

export interface Thinning {
  /** Steps that always stay. */
  readonly keep: ReadonlySet<number>;
  /** Bytes of one checkpoint. */
  readonly bytes: number;
  readonly budget?: number;
}

/** The steps that may go, of all up to the newest, in any order. */
export function thinned(
  steps: readonly number[],
  { keep, bytes, budget = CHECKPOINT_BUDGET_BYTES }: Thinning,
): number[] {
  const rising = [...steps].sort((a, b) => a - b);
  const most = Math.max(LAST_KEPT, Math.floor(budget / Math.max(1, bytes)));
  for (let share = SHARE; ; share *= 2) {
    const gone = rising.filter(
      (step, i) => i < rising.length - LAST_KEPT && !keep.has(step) && !isFirst(rising, i, share),
    );
    if (rising.length - gone.length <= most || share > 64) return gone;
  }
}

/**
 * True for the first checkpoint of its stretch. Stretches are powers of two long and begin at their
 * multiples: those of an older time are made of whole ones, so what stays stays the first.
 */
function isFirst(rising: readonly number[], index: number, share: number): boolean {
  const age = rising.at(-1)! - rising[index]!;
  const length = 2 ** Math.floor(Math.log2(Math.max(1, share * age)));
  const stretch = (step: number): number => Math.floor(step / length);
  return index > 0
    ? stretch(rising[index - 1]!) !== stretch(rising[index]!)
    : share <= 1 || stretch(rising[0]!) > 0;
}

/**
 * The checkpoint nearest to the best images of the run's wall, by their mean score; null where none
 * has a score.
 */
export function bestCheckpoint(
  steps: readonly number[],
  walls: readonly { readonly step: number; readonly scores: readonly number[] }[],
): number | null {
  let best = { step: 0, score: -Infinity };
  for (const { step, scores } of walls) {
    const score = scores.reduce((sum, one) => sum + one, 0) / scores.length;
    if (step > 0 && score > best.score) best = { step, score };
  }
  if (best.score === -Infinity || steps.length === 0) return null;
  return steps.reduce((near, step) =>
    Math.abs(step - best.step) < Math.abs(near - best.step) ? step : near,
  );
}
