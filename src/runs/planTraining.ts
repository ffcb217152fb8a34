// What a training step of a base would need of a GPU, from its configs alone: nothing is run, read
// or uploaded. The page shows it before Train, the command line with `npm run plan`.

import { StudioError } from '../errors';
import type { WeightStorage } from '../executors/executor';
import { graphMemory, weightCount, type GraphMemory } from '../executors/wgsl/graphMemory';
import type { Graph } from '../graph/graph';
import type { DeviceProfile } from '../kernels/deviceProfile';
import { planAdapters } from '../models/lora';
import type { Objective } from '../objectives';
import type { ParadigmId } from '../paradigms/facts';
import { PARADIGMS } from '../paradigms/list';
import type { ModelFiles } from '../paradigms/modelFiles';
import type { SizedModel } from '../paradigms/paradigm';
import type { OptimizerName } from '../optimizers';
import { runErrors } from '../strings/errors/runs';
import { buildTrainGraph } from './trainStep';

export interface TrainingPlanOptions {
  readonly batch: number;
  readonly rank: number;
  readonly targets: readonly string[];
  readonly objective: Objective;
  readonly optimizer: OptimizerName;
  readonly weights: WeightStorage;
  readonly profile: DeviceProfile;
  /** Bytes of activations above which norms are computed again; default as in a run. */
  readonly activationBudget?: number;
}

export interface TrainingPlan extends GraphMemory {
  readonly parameters: number;
  /** Numbers that are trained. */
  readonly adapterParameters: number;
  /** Weights, activations and adapters with their optimizer states. */
  readonly totalBytes: number;
}

/** What a network that cannot be built says, in words. */
function cannotBuild(error: unknown): StudioError {
  if (error instanceof StudioError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new StudioError('BadModel', ...runErrors.cannotBuild(reason));
}

/**
 * A base by its configs, at `imageSize` [height, width] or its own. Errors: BadModel, Unsupported,
 * or BadSettings for the size.
 */
export async function sizeModel(
  paradigm: ParadigmId,
  files: ModelFiles,
  imageSize: readonly [number, number] | null,
): Promise<SizedModel> {
  try {
    return await PARADIGMS[paradigm].sized(files, imageSize);
  } catch (error) {
    throw cannotBuild(error);
  }
}

/**
 * The graph of a step. Errors: StudioError of the settings, or BadModel where it cannot be built.
 */
export function trainingGraph(model: SizedModel, options: TrainingPlanOptions): Graph {
  const { batch, rank, targets, objective, optimizer } = options;
  const plan = planAdapters(model.modules, targets, rank);
  const reference = objective.reference === 'none' ? 'none' : null;
  try {
    return buildTrainGraph((b) => model.errors(b, { batch, plan, reference }), {
      objective,
      optimizer,
      plan,
      ...(options.activationBudget !== undefined && {
        activationBudget: options.activationBudget,
      }),
    });
  } catch (error) {
    throw cannotBuild(error);
  }
}

/** Plans a step. Errors: as trainingGraph. */
export function planTraining(model: SizedModel, options: TrainingPlanOptions): TrainingPlan {
  const graph = trainingGraph(model, options);
  const memory = graphMemory(graph, options.profile, options.weights);
  return {
    ...memory,
    parameters: weightCount(graph),
    adapterParameters: planAdapters(model.modules, options.targets, options.rank).entries.reduce(
      (sum, { inFeatures, outFeatures }) => sum + options.rank * (inFeatures + outFeatures),
      0,
    ),
    totalBytes: memory.weightBytes + memory.activationBytes + memory.stateBytes,
  };
}
