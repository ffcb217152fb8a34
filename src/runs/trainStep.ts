// One training step of a run on any paradigm: the paradigm's errors, then the end that all share
// (trainStepEnd.ts), and what both are fed.

import type { InputData } from '../executors/executor';
import { GraphBuilder, type Graph } from '../graph/graph';
import { ACTIVATION_BUDGET, withinBudget } from '../graph/recompute';
import type { AdapterPlan } from '../models/lora';
import {
  objectiveOf,
  refuseUntrainable,
  rowsOfPart,
  termsInForce,
  type Objective,
} from '../objectives';
import { paradigmOf } from '../paradigms/list';
import type { BaseModel, ErrorsPart, TextConditioning } from '../paradigms/paradigm';
import { partsOf } from '../settings/parts';
import type { RunSettings } from '../settings/runSettings';
import type { StepBatch } from './sampleSource';
import { finishTrainGraph, OBJECTIVE_TABLE, type StepEnd } from './trainStepEnd';

export interface TrainStep {
  /** Parts a batch is taken in; their gradients are summed where it is more than one. */
  readonly parts: number;
  /**
   * Of one part. `batch`: samples of it, other than the settings say, to plan it.
   * `activationBudget`: as buildTrainGraph; no number depends on it.
   */
  graph(
    plan: AdapterPlan,
    options?: { readonly batch?: number; readonly activationBudget?: number },
  ): Graph;
  /**
   * Inputs of each part of step `step`, a pure function of batch, settings, seed and step.
   * `objective`: the method's numbers in force.
   */
  inputs(
    batch: StepBatch,
    objective: Readonly<Record<string, number>>,
    step: number,
  ): readonly InputData[];
}

/** Inputs [N, …] of a batch cut into parts of N/parts rows each. */
function cut(inputs: InputData, parts: number): InputData[] {
  return Array.from({ length: parts }, (_, part) =>
    Object.fromEntries(
      Object.entries(inputs).map(([name, values]) => {
        const length = values.length / parts;
        return [name, values.subarray(part * length, (part + 1) * length)];
      }),
    ),
  );
}

/**
 * The graph of a step: inputs are those of the errors and scores [N]. Errors: of `errors`; throws
 * where a method is to do without the reference it needs.
 */
export function buildTrainGraph(
  errors: (b: GraphBuilder) => ErrorsPart,
  {
    objective,
    activationBudget = ACTIVATION_BUDGET,
    ...options
  }: Pick<StepEnd, 'optimizer' | 'plan' | 'part' | 'average'> & {
    readonly objective: Objective;
    /** Bytes of activations above which norms and modules are computed again (recompute.ts). */
    readonly activationBudget?: number;
  },
): Graph {
  const b = new GraphBuilder();
  const { hasReference, ...part } = errors(b);
  if (objective.reference !== 'none' && !hasReference)
    throw new Error(`${objective.label} needs a reference: its log-ratio is against it`);
  const scores = b.input('scores', part.errors.shape.slice(0, 1));
  const graph = finishTrainGraph(b, { ...options, ...part, objective: objective.terms, scores });
  return withinBudget(graph, activationBudget);
}

/** The step of a run on `model`; `empty` conditions the samples whose caption is dropped. */
export function trainStep(
  model: BaseModel,
  settings: RunSettings,
  empty: TextConditioning,
): TrainStep {
  const paradigm = paradigmOf(model);
  const method = objectiveOf(settings.method);
  refuseUntrainable(method.id, paradigm.id);
  const objective = { ...method, terms: termsInForce(method, settings) };
  const {
    optimizer: { name: optimizer, emaDecay },
    training: { batchSize, seed, captionDropout, mseSpace },
  } = settings;
  // Some methods need no reference pass; an updated reference, or the run that this one starts
  // from, is a frozen copy of adapters, else the base without them.
  const reference =
    objective.reference === 'none'
      ? 'none'
      : settings.schedule.referenceUpdate === 'epoch' || settings.adapter.startFrom !== null
        ? 'reference'
        : null;
  const maskedReduction =
    objective.tokenMean === 'batch' ? 'batch' : settings.training.maskedReduction;
  const inputSettings = { seed, captionDropout, mseSpace, maskedReduction } as const;
  const parts = partsOf(settings.training);
  return {
    parts,
    graph: (plan, { batch = batchSize / parts, activationBudget = ACTIVATION_BUDGET } = {}) =>
      buildTrainGraph(
        (b) => paradigm.errors(b, model, { batch, plan, scale: plan.scale, reference }),
        { objective, optimizer, plan, part: parts > 1, average: emaDecay > 0, activationBudget },
      ),
    inputs: ({ samples, rows }, numbers, step) =>
      cut(
        {
          ...paradigm.trainingInputs(model, inputSettings, empty, samples, step),
          scores: Float32Array.from(samples, (sample) => sample.score),
        },
        parts,
      ).map((inputs, part) => ({
        ...inputs,
        ...(objective.table && {
          [OBJECTIVE_TABLE]: Float32Array.from(
            objective.table(rowsOfPart(rows, part, parts), numbers),
          ),
        }),
      })),
  };
}
