// What training on an opened base would take with these settings, from headers and shapes alone:
// the very graphs a run compiles, lowered and placed without a device. About a second for Stable
// Diffusion 1.5.

import type { ImageSize } from '../domain/imageSize';
import type { MemoryParts } from '../domain/memory';
import { sourceOf } from '../executors/weights/weightSource';
import { graphMemory, weightCount, type GraphMemory } from '../executors/wgsl/graphMemory';
import { weightsOf, type Graph } from '../graph/graph';
import { PLAIN_GPU_PROFILE, type DeviceProfile } from '../kernels/deviceProfile';
import { PIPELINE_BATCH } from '../paradigms/imagePipeline';
import { paradigmOf } from '../paradigms/list';
import type { BaseModel } from '../paradigms/paradigm';
import type { RunSettings } from '../settings/runSettings';
import { adapterPlanOf } from './trainRun';
import { trainStep } from './trainStep';

/** Bytes of a 32-bit address space: all that wasm has. */
export const WASM_BYTES = 2 ** 32;

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
 * ways. Errors: BadSettings of the settings.
 */
export function planMemory(
  model: BaseModel,
  settings: RunSettings,
  profile: DeviceProfile | null,
): PlannedMemory {
  const memoryOf = (graph: Graph): GraphMemory => {
    const memory = graphMemory(graph, profile ?? PLAIN_GPU_PROFILE, 'file', fileType(graph, model));
    return profile ? memory : { ...memory, weightBytes: 2 * 4 * weightCount(graph) };
  };
  const empty = { hidden: new Float32Array(0), pooled: null };
  const plan = adapterPlanOf(model, settings.adapter);
  const step = memoryOf(trainStep(model, settings, empty).graph(plan));
  const encoder = memoryOf(paradigmOf(model).networks(model).encoder.graph(PIPELINE_BATCH));
  return {
    parts: {
      weights: step.weightBytes,
      activations: step.activationBytes,
      adapters: step.stateBytes,
      encoding: encoder.weightBytes + encoder.activationBytes,
    },
    largestBindingBytes: Math.max(step.largestBindingBytes, encoder.largestBindingBytes),
  };
}

/** Sizes with less to hold than `size`, of the same shape, largest first: halves and quarters. */
export function smallerSizes([height, width]: ImageSize, step: number): ImageSize[] {
  return [0.75, 0.5].flatMap((factor) => {
    const size = [height, width].map(
      (edge) => Math.max(1, Math.round((edge * factor) / step)) * step,
    ) as [number, number];
    return size[0] < height ? [size] : [];
  });
}
