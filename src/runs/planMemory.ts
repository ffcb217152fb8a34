// What training on an opened base would take with these settings, from headers and shapes alone:
// the very graphs a run compiles, lowered and placed without a device. About a second for Stable
// Diffusion 1.5.

import type { ImageSize } from '../domain/imageSize';
import type { MemoryParts } from '../domain/memory';
import type { WeightStorage } from '../executors/executor';
import { sourceOf } from '../executors/weights/weightSource';
import { graphMemory, weightCount, type GraphMemory } from '../executors/wgsl/graphMemory';
import { weightsOf, type Graph } from '../graph/graph';
import type { DeviceProfile } from '../kernels/deviceProfile';
import { imageBatchOf } from '../paradigms/pipelineBatch';
import { paradigmOf } from '../paradigms/list';
import type { BaseModel } from '../paradigms/paradigm';
import { planCoding } from '../paradigms/tiledCoding';
import type { RunSettings } from '../settings/runSettings';
import { adapterPlanOf } from './adapterPlan';
import { trainStep } from './trainStep';

/** Bytes of a 32-bit address space: all that wasm has. */
export const WASM_BYTES = 2 ** 32;

/**
 * Images of at most so many pixels are encoded when a step wants them, so that the first step comes
 * at once. Larger ones are encoded before it: their encoder's weights and activations would lie
 * beside the step's.
 */
const ENCODED_AS_WANTED = 64 * 64;

/** Whether images of this size are encoded before the first step. */
export const encodedFirst = ([height, width]: ImageSize): boolean =>
  height * width > ENCODED_AS_WANTED;

export interface PlannedMemory {
  readonly parts: MemoryParts;
  readonly largestBindingBytes: number;
}

/** Type of most weights a graph reads, by their number. */
function fileType(graph: Graph, model: BaseModel): 'F16' | 'F32' {
  let halves = 0;
  let all = 0;
  for (const { source } of weightsOf(graph)) {
    if (source.kind !== 'weight' || !(source.model in model.weights)) continue;
    all++;
    if (sourceOf(model.weights, source.model).header(source.tensor).dtype === 'F16') halves++;
  }
  return 2 * halves > all ? 'F16' : 'F32';
}

/**
 * Plans a run. `profile` null: wasm, which holds every number in 32 bits and matrices laid out both
 * ways. `activationBudget`: as buildTrainGraph. Errors: BadSettings of the settings.
 */
export function planMemory(
  model: BaseModel,
  settings: RunSettings,
  profile: DeviceProfile | null,
  activationBudget?: number,
): PlannedMemory {
  const memoryOf = (graph: Graph, storage: WeightStorage): GraphMemory => {
    const memory = graphMemory(graph, profile, storage, fileType(graph, model));
    return profile ? memory : { ...memory, weightBytes: 2 * 4 * weightCount(graph) };
  };
  const empty = { hidden: new Float32Array(0), pooled: null };
  const plan = adapterPlanOf(model, settings.adapter);
  const step = memoryOf(
    trainStep(model, settings, empty).graph(
      plan,
      activationBudget === undefined ? {} : { activationBudget },
    ),
    settings.training.weightStorage,
  );
  const coding = planCoding(model, 'encoder', profile?.limits.bindingBytes ?? Infinity).model;
  const { encoder } = paradigmOf(coding).networks(coding);
  const encoding = memoryOf(encoder.graph(imageBatchOf(coding.imageSize)), 'file');
  return {
    parts: {
      weights: step.weightBytes,
      activations: step.activationBytes,
      adapters: step.stateBytes,
      encoding: encoding.weightBytes + encoding.activationBytes,
      encodedFirst: encodedFirst(model.imageSize),
    },
    largestBindingBytes: Math.max(step.largestBindingBytes, encoding.largestBindingBytes),
  };
}
