// Where a run's adapters lie.

import type { BaseModel } from '../paradigms/paradigm';
import { paradigmOf } from '../paradigms/list';
import { planAdapters, type AdapterPlan } from '../models/lora';
import type { RunSettings } from '../settings/runSettings';

/**
 * The adapter plan of a base for given targets and rank. Errors: BadSettings when a target names no
 * layer.
 */
export function adapterPlanOf(
  model: BaseModel,
  {
    targets,
    rank,
    loraScale = 1,
  }: Pick<RunSettings['adapter'], 'targets' | 'rank'> & { readonly loraScale?: number },
): AdapterPlan {
  return planAdapters(paradigmOf(model).modules(model), targets, rank, loraScale);
}
