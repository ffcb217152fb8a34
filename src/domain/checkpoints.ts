// How many checkpoints of a run are kept (runs/thinning.ts).

/** Checkpoints of a run take at most so much, but for the last few, the best and the marked. */
export const CHECKPOINT_BUDGET_BYTES = 256 * 2 ** 20;
/** All of the last few stay. */
export const LAST_KEPT = 5;
