// The end of every training step, the same for each paradigm: objective, derivatives of the
// adapters, norm, clip and optimizer. What comes before it (noising or masking, the forward passes,
// per-sample errors) is the paradigm's. Flat states `policy`, `gradients`, `adam.m`, `adam.v` are
// laid out by the adapter plan.

import { differentiate } from '../graph/differentiate';
import type { Graph, GraphBuilder, Tensor } from '../graph/graph';
import { optimize } from '../graph/passes';
import type { Layers } from '../models/layers';
import type { AdapterPlan } from '../models/lora';
import { numberNames, type ObjectiveTerms } from '../graph/objectiveTerms';
import type { OptimizerName } from '../settings/runSettings';

/** Graph inputs of the method: its numbers (numberValues), and its table where it reads one. */
export const OBJECTIVE_NUMBERS = 'objectiveNumbers';
export const OBJECTIVE_TABLE = 'objectiveTable';

/** What a paradigm's forward passes hand to the rest of the step. */
export interface StepEnd {
  /** The method's arithmetic. */
  readonly objective: ObjectiveTerms;
  /** Default AdamW. */
  readonly optimizer?: OptimizerName;
  readonly plan: AdapterPlan;
  /** The policy's pass: its attached adapters are the parameters. */
  readonly layers: Layers;
  /** The policy's prediction, and its derivative from terms [N,6] (see ops.ts). */
  readonly prediction: Tensor;
  readonly seed: (terms: Tensor) => Tensor;
  /** errors [N,3] = (m, r, a) of the paradigm's own measure, and scores [N]. */
  readonly errors: Tensor;
  readonly scores: Tensor;
}

/**
 * Adds objective, adapter derivatives, norm, clip and the optimizer, and finishes the graph. SGD's
 * buffer lies where Adam's first moment does. Outputs: errors [N,3], terms [N,6], norm [4].
 */
export function finishTrainGraph(
  b: GraphBuilder,
  { objective, optimizer = 'adamw', plan, layers, prediction, seed, errors, scores }: StepEnd,
): Graph {
  if (layers.attached.length !== plan.entries.length)
    throw new Error(
      `the plan has ${plan.entries.length} adapters, the network took ${layers.attached.length}`,
    );
  const samples = errors.shape[0]!;
  const columns = objective.tableColumns(samples);
  const terms = b.objective(
    objective,
    errors,
    scores,
    b.input(OBJECTIVE_NUMBERS, [numberNames(objective).length]),
    columns > 0 ? b.input(OBJECTIVE_TABLE, [samples, columns]) : null,
  );
  // Derivatives of the adapters, into the flat gradients.
  for (const state of ['gradients', 'adam.m', 'adam.v']) b.declareState(state, plan.length);
  const found = differentiate(b, {
    of: prediction,
    seed: seed(terms),
    wrt: layers.attached.flatMap(({ a, b: up }) => [a, up]),
  });
  for (const { entry, a, b: up } of layers.attached) {
    for (const [tensor, offset] of [
      [a, entry.offsetA],
      [up, entry.offsetB],
    ] as const) {
      const gradient = found.get(tensor);
      if (!gradient) throw new Error(`the prediction does not depend on ${tensor.name}`);
      b.pin(gradient, 'gradients', offset);
    }
  }
  // Global norm, clip, update of all adapters at once.
  const flat = (state: string): Tensor => b.state(state, 0, [plan.length]);
  const norm = b.gradientNorm(flat('gradients'));
  if (optimizer === 'sgd') b.sgd(flat('policy'), flat('gradients'), flat('adam.m'), norm);
  else
    b.adamw(flat('policy'), flat('gradients'), flat('adam.m'), flat('adam.v'), norm, {
      coupled: optimizer === 'adam',
    });
  b.output('errors', errors);
  b.output('terms', terms);
  b.output('norm', norm);
  return optimize(b.build());
}
