// What a graph would take on a WebGPU device, from its shapes alone: the same lowering and
// placement that compile() does, without a device, a weight or a buffer. Staging for reads is not
// counted.

import { sizeOf, weightsOf, type Graph } from '../../graph/graph';
import { PLAIN_GPU_PROFILE, type DeviceProfile } from '../../kernels/deviceProfile';
import { lowerings } from '../../kernels/lowerings';
import type { WeightStorage } from '../executor';
import { readableWeights, storageFor, storedBytes } from '../weights/storage';
import { planBuffers } from './bufferPlan';
import { arithmeticOf } from './estimateFlops';
import { lowerGraph, placeBehind } from './lowerGraph';

export interface GraphMemory {
  readonly nodes: number;
  readonly dispatches: number;
  /** Products, convolutions and attention of one run, in floating-point operations. */
  readonly flops: number;
  readonly weightBytes: number;
  /** Slots of results and scratch, inputs and the kernels' sizes. */
  readonly activationBytes: number;
  /** Flat states: adapters, gradients, moments. */
  readonly stateBytes: number;
  readonly largestBindingBytes: number;
}

/** A uniform slot of one dispatch. */
const PARAMS_BYTES = 256;

/**
 * Plans a graph whose weight files hold `dtype`, on a GPU of that profile (null: any). Cost: about
 * a second for Stable Diffusion 1.5.
 */
export function graphMemory(
  graph: Graph,
  profile: DeviceProfile | null,
  weightStorage: WeightStorage,
  dtype: 'F16' | 'F32' = 'F16',
): GraphMemory {
  const readable = readableWeights(graph);
  const storageOf = (id: number) => storageFor(readable.get(id), { dtype }, weightStorage);
  const lowered = lowerGraph(graph, {
    lowerings,
    profile: profile ?? PLAIN_GPU_PROFILE,
    weightStorage: storageOf,
  });
  const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
  const slots = sum(planBuffers(lowered.planned).slotBytes);
  const inputs = sum(graph.inputs.map(({ shape }) => storedBytes(shape, 'f32')));
  let largest = 0;
  for (const { dispatch } of lowered.dispatches)
    for (const { buffer } of dispatch.bindings)
      largest = Math.max(largest, placeBehind(buffer).bytes);
  return {
    nodes: graph.nodes.length,
    dispatches: lowered.dispatches.length,
    flops: arithmeticOf(graph),
    weightBytes: sum(
      [...weightsOf(graph)].map(({ id, shape }) => storedBytes(shape, storageOf(id))),
    ),
    activationBytes: slots + inputs + PARAMS_BYTES * lowered.dispatches.length,
    stateBytes: sum(Object.values(graph.states).map((length) => Math.ceil(length / 64) * 256)),
    largestBindingBytes: largest,
  };
}

/** Numbers of all weights a graph reads. */
export function weightCount(graph: Graph): number {
  return [...weightsOf(graph)].reduce((count, { shape }) => count + sizeOf(shape), 0);
}
