// The adapters of a run as a sampler takes them: with the negative prompt that its method teaches.

import type { AdapterPlan } from '../models/lora';
import { objectiveOf, type Objective } from '../objectives';
import type { SamplingAdapters } from '../paradigms/imagePipeline';
import type { BaseModel } from '../paradigms/paradigm';
import type { RunSettings } from '../settings/runSettings';
import { adapterPlanOf } from './adapterPlan';

export function samplingAdapters(
  { badPrefix }: Objective,
  plan: AdapterPlan,
  flat: Float32Array,
  strength = 1,
): SamplingAdapters {
  return { plan, flat, strength, ...(badPrefix !== undefined && { negativePrompt: badPrefix }) };
}

/** The adapters of a run, as it was set, for a sampler. Errors: as adapterPlanOf. */
export function runAdapters(
  model: BaseModel,
  settings: RunSettings,
  flat: Float32Array,
  strength: number,
): SamplingAdapters {
  const plan = adapterPlanOf(model, settings.adapter);
  return samplingAdapters(objectiveOf(settings.method), plan, flat, strength);
}
