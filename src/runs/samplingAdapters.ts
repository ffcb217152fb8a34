// The adapters of a run as a sampler takes them: with the negative prompt that its method teaches.

import type { AdapterPlan } from '../models/lora';
import type { Objective } from '../objectives';
import type { SamplingAdapters } from '../paradigms/imagePipeline';

export function samplingAdapters(
  { badPrefix }: Objective,
  plan: AdapterPlan,
  flat: Float32Array,
  strength = 1,
): SamplingAdapters {
  return { plan, flat, strength, ...(badPrefix !== undefined && { negativePrompt: badPrefix }) };
}
