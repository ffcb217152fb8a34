// The exponential moving average of a run's adapters (EMA), as diffusers' EMAModel keeps it: after
// step n the average keeps min(emaDecay, (1 + n)/(10 + n)) of itself and takes the rest from the
// adapters; after the first step it is them. It lies on the device beside the adapters.

import type { GraphBuilder } from '../graph/graph';
import type { Checkpoint } from './checkpoint';

/** The state it lies in, and the graph input [1,2] = (share kept, share taken). */
export const AVERAGE_STATE = 'ema';
export const AVERAGE_SHARES = 'emaShares';

/** Shares of step `step` (0-based), the first of which begins the average. */
export function averageShares(decay: number, step: number): Float32Array {
  const kept = step === 0 ? 0 : Math.min(decay, (1 + step) / (10 + step));
  return Float32Array.of(kept, 1 - kept);
}

/** Adds the average's step to a graph, after the adapters [length] were updated. */
export function addAverage(b: GraphBuilder, length: number): void {
  b.declareState(AVERAGE_STATE, length);
  const policy = b.state('policy', 0, [1, length]);
  const average = b.state(AVERAGE_STATE, 0, [1, length]);
  const moved = b.mixPerSample(average, policy, b.input(AVERAGE_SHARES, [1, 2]));
  // Read and written by two nodes: no dispatch may bind a state both ways.
  b.pin(b.add(moved, policy, 1, 0), AVERAGE_STATE, 0);
}

/** The adapters that a run gives: the average where it keeps one. */
export function givenAdapters({
  adapters,
  ema,
}: Pick<Checkpoint, 'adapters' | 'ema'>): Float32Array {
  return ema ?? adapters;
}
