// What one operation's implementation is given and must return. Inputs have the graph's shapes; an
// implementation runs inside tf.tidy, so intermediates need no disposal, and returns new tensors
// (never an input itself).

import type * as tf from '@tensorflow/tfjs-core';

import type { Shape } from '../../../graph/graph';
import type { Op, OpKind, Uniforms } from '../../../graph/ops';

/** A part of a flat state, for the operations that work in place. */
export interface StateRange {
  readonly length: number;
  /** The numbers as a tensor [length]. */
  read(): tf.Tensor;
  /** Replaces them. */
  write(values: tf.Tensor): void;
  /**
   * The numbers themselves where the backend keeps them in reach (wasm): valid until the next
   * allocation.
   */
  view(): Float32Array | null;
}

export interface NodeContext {
  readonly uniforms: Uniforms;
  readonly outputShapes: readonly Shape[];
  /**
   * A rearrangement of input `index`; kept with the weight when that input is frozen, made anew
   * otherwise.
   */
  derived(index: number, key: string, make: (input: tf.Tensor) => tf.Tensor): tf.Tensor;
  /** True when input `index` is a frozen weight. */
  frozen(index: number): boolean;
  /** The flat state behind input `index`; throws when it is none. */
  state(index: number): StateRange;
}

export type NodeInputs = readonly (tf.Tensor | null)[];

export type OpImplementation<K extends OpKind> = (
  op: Extract<Op, { kind: K }>,
  inputs: NodeInputs,
  context: NodeContext,
) => tf.Tensor[];

export type OpTable = { readonly [K in OpKind]: OpImplementation<K> };

/** Input `index`, which the graph promises to be there. */
export function required(inputs: NodeInputs, index: number): tf.Tensor {
  const input = inputs[index];
  if (!input) throw new Error(`tfjs executor: input ${index} is missing`);
  return input;
}

/** Rows × last axis of a tensor. */
export function rowsAndColumns(x: tf.Tensor): [number, number] {
  const columns = x.shape[x.shape.length - 1] ?? 1;
  return [x.size / columns, columns];
}
