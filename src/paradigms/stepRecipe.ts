// What differs between the paradigms in a training step: the modules that can carry adapters, the
// graph, and what it is fed.

import type { Graph } from '../graph/graph';
import type { AdapterPlan, LinearModule } from '../models/lora';
import { listModules as unetModules } from '../models/unet2dCondition';
import { listModules as uvitModules } from '../models/uvit2d';
import type { BaseModel } from './baseModel';
import type { TextConditioning } from './imagePipeline';
import { objectiveOf } from '../objectives';
import type { RunSettings } from '../settings/runSettings';
import { diffusionInputs } from './diffusion/diffusionInputs';
import { maskgitInputs } from './maskgit/maskgitInputs';
import { buildMaskgitTrainGraph } from './maskgit/maskgitTrainGraph';
import type { TrainingSample } from '../runs/sampleSource';
import { buildTrainGraph } from './diffusion/trainGraph';

export interface StepRecipe {
  graph(plan: AdapterPlan): Graph;
  /** Inputs of step `step`, a pure function of samples, settings, seed and step. */
  inputs(
    samples: readonly TrainingSample[],
    step: number,
  ): Record<string, Float32Array | Int32Array>;
}

/** Linear layers of a base that adapters may sit on. */
export function adaptableModules(model: BaseModel): readonly LinearModule[] {
  return model.paradigm === 'diffusion' ? unetModules(model.unet) : uvitModules(model.transformer);
}

/** The recipe of a run on `model`; `empty` conditions the samples whose caption is dropped. */
export function stepRecipe(
  model: BaseModel,
  settings: RunSettings,
  empty: TextConditioning,
): StepRecipe {
  const objective = objectiveOf(settings.method);
  const common = {
    batch: settings.batchSize,
    contextTokens: model.contextTokens,
    objective,
    optimizer: settings.optimizer,
  };
  // Some methods need no reference pass; an updated reference is a frozen copy of the adapters, else
  // the base without them.
  const reference =
    objective.reference === 'none'
      ? 'none'
      : settings.referenceUpdate === 'epoch'
        ? 'reference'
        : null;
  if (model.paradigm === 'maskgit') {
    const context = { model, settings, empty };
    return {
      graph: (plan) =>
        buildMaskgitTrainGraph({ ...common, uvit: model.transformer, plan, reference }),
      inputs: (samples, step) => maskgitInputs(context, samples, step),
    };
  }
  const predictionType = model.scheduler.prediction_type as 'epsilon' | 'v_prediction';
  const context = {
    unet: model.unet,
    schedule: model.schedule,
    predictionType,
    mseSpace: settings.mseSpace,
    scalingFactor: model.vae.scaling_factor,
    seed: settings.seed,
    captionDropout: settings.captionDropout,
    emptyEmbedding: empty.hidden,
  };
  return {
    graph: (plan) =>
      buildTrainGraph({
        ...common,
        unet: model.unet,
        height: model.latentSize,
        width: model.latentSize,
        plan,
        reference,
        predictionType,
      }),
    inputs: (samples, step) => diffusionInputs(context, samples, step),
  };
}
