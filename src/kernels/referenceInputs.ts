// Small accessors shared by the float64 references: reading a required input and the lengths they
// all need. Nothing here computes; a missing required input is a programming error and throws.

import type { Shape } from '../graph/graph';
import type { ReferenceTensor } from './kernel';

/** Input i, which must not be null. */
export function required(
  inputs: readonly (ReferenceTensor | null)[],
  index: number,
): ReferenceTensor {
  const tensor = inputs[index];
  if (!tensor) throw new Error(`reference: input ${index} is missing`);
  return tensor;
}

/** Length of the last axis. */
export function channelsOf(shape: Shape): number {
  return shape[shape.length - 1] ?? 1;
}

/** Zeroed result of a shape. */
export function zeros(shape: Shape): Float64Array {
  return new Float64Array(shape.reduce((product, length) => product * length, 1));
}
