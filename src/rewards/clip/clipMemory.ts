// What a CLIP model takes while it scores, from its headers alone: the very graphs that are
// compiled, lowered and placed without a device.

import type { PlannableMemory } from '../../executors/executor';
import { graphMemory, weightCount, type GraphMemory } from '../../executors/wgsl/graphMemory';
import type { Graph } from '../../graph/graph';
import { buildClipImageGraph, buildClipTextGraph } from '../../models/clipModel';
import { PIPELINE_BATCH } from '../../paradigms/pipelineBatch';
import { isLarge, type ClipCheckpoint } from './clipCheckpoint';

/** What is known of a model by its headers. */
export type SizedClip = Pick<ClipCheckpoint, 'config' | 'tokenizer' | 'weights' | 'bytes'>;

export interface ClipMemory {
  /** Bytes while it scores: weights and activations of both encoders, of a large model of one. */
  readonly bytes: number;
  /** Of the largest buffer that an operation reads or writes. */
  readonly largestBindingBytes: number;
}

/** `profile` null: the processor (wasm), which holds all numbers in 32 bits. */
export function clipMemory(
  model: SizedClip,
  profile: PlannableMemory['profile'] | null,
): ClipMemory {
  const { config, tokenizer, weights } = model;
  const large = isLarge(model);
  const { dtype } = weights.header('visual_projection.weight');
  const memoryOf = (graph: Graph): GraphMemory => {
    const memory = graphMemory(graph, profile, large ? 'f16' : 'file', dtype);
    return profile ? memory : { ...memory, weightBytes: 4 * weightCount(graph) };
  };
  const encoders = [
    memoryOf(buildClipImageGraph(config, PIPELINE_BATCH)),
    memoryOf(buildClipTextGraph(config, PIPELINE_BATCH, tokenizer.maxLength)),
  ];
  const bytes = encoders.map(({ weightBytes, activationBytes }) => weightBytes + activationBytes);
  return {
    bytes: large ? Math.max(...bytes) : bytes.reduce((sum, one) => sum + one, 0),
    largestBindingBytes: Math.max(...encoders.map((one) => one.largestBindingBytes)),
  };
}
