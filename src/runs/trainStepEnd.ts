// The end of every training step, the same for each paradigm: objective, derivatives of the
// adapters, norm, clip and optimizer. What comes before it (noising or masking, the forward passes,
// per-sample errors) is the paradigm's. Flat states `policy`, `gradients`, `adam.m`, `adam.v` are
// laid out by the adapter plan. A batch taken in parts (gradient accumulation) adds each part's
// gradients to the state `gradientSum`, and the update then reads that.

import { differentiate } from '../graph/differentiate';
import { GraphBuilder, sizeOf, type Graph, type Tensor } from '../graph/graph';
import { optimize } from '../graph/passes';
import type { Layers } from '../models/layers';
import type { AdapterPlan } from '../models/lora';
import { numberNames, type ObjectiveTerms } from '../graph/objectiveTerms';
import type { ErrorsPart } from '../paradigms/paradigm';
import { optimizerOf, type OptimizerName } from '../optimizers';
import { addAverage } from './adapterAverage';

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
  /** The policy's prediction, its derivative from terms, and the predictions' distances. */
  readonly prediction: Tensor;
  readonly seed: ErrorsPart['seed'];
  readonly distances: ErrorsPart['distances'];
  /** errors [N,3] = (m, r, a) of the paradigm's own measure, and scores [N]. */
  readonly errors: Tensor;
  readonly scores: Tensor;
  /** Whether this is the whole batch, or a part whose gradients are summed; default whole. */
  readonly part?: boolean;
  /** Whether an average of the adapters is kept (adapterAverage.ts); default not. */
  readonly average?: boolean;
}

/** Where the gradients of a batch in parts are summed; zeros before the first part. */
export const GRADIENT_SUM = 'gradientSum';

/** Terms [N,6] of a loss that is the sum of the samples' errors: g = 1. */
const unitTerms = (b: GraphBuilder, samples: number): Tensor => b.constant(1, [samples, 6]);

/** What a method has measured of the predictions (ObjectiveTerms.measured). */
function measuredOf(
  b: GraphBuilder,
  { objective, distances, seed }: Pick<StepEnd, 'objective' | 'distances' | 'seed'>,
  samples: number,
): Tensor | null {
  if (objective.measured === undefined) return null;
  if (objective.measured === 'products') {
    const derivatives = seed(unitTerms(b, samples), false);
    const rows = b.reshape(derivatives, [samples, sizeOf(derivatives.shape) / samples]);
    return b.matmul(rows, rows, { transposeB: true });
  }
  if (!distances) throw new Error(`${objective.id} reads two predictions, here are none`);
  const found = distances();
  b.output('distances', found);
  return found;
}

/**
 * The method's table [N, columnsRead]: what it is fed, then what is measured; null of neither.
 * Output where distances are measured: distances [N,4].
 */
export function tableOf(
  b: GraphBuilder,
  end: Pick<StepEnd, 'objective' | 'distances' | 'seed'>,
  samples: number,
): Tensor | null {
  const columns = end.objective.tableColumns(samples);
  const fed = columns > 0 ? b.input(OBJECTIVE_TABLE, [samples, columns]) : null;
  const measured = measuredOf(b, end, samples);
  return fed && measured ? b.concat(fed, measured) : (fed ?? measured);
}

/** Global norm of the flat gradients in `state`, clip, update of all adapters at once. */
function update(
  b: GraphBuilder,
  state: string,
  plan: AdapterPlan,
  { optimizer = 'adamw', average = false }: Pick<StepEnd, 'optimizer' | 'average'>,
): void {
  const flat = (name: string): Tensor => b.state(name, 0, [plan.length]);
  const norm = b.gradientNorm(flat(state));
  optimizerOf(optimizer).update(b, {
    parameters: flat('policy'),
    gradients: flat(state),
    first: flat('adam.m'),
    second: flat('adam.v'),
    norm,
    matrices: plan.entries.flatMap(({ offsetA, offsetB, rank, inFeatures, outFeatures }) => [
      { offset: offsetA, rows: rank, columns: inFeatures },
      { offset: offsetB, rows: outFeatures, columns: rank },
    ]),
  });
  if (average) addAverage(b, plan.length);
  b.output('norm', norm);
}

/** The update after the last part of a batch. Output: norm [4]. */
export function buildUpdateGraph(
  plan: AdapterPlan,
  how: Pick<StepEnd, 'optimizer' | 'average'>,
): Graph {
  const b = new GraphBuilder();
  for (const state of ['policy', GRADIENT_SUM, 'adam.m', 'adam.v'])
    b.declareState(state, plan.length);
  update(b, GRADIENT_SUM, plan, how);
  return b.build();
}

/**
 * Adds objective, adapter derivatives, norm, clip and the optimizer (of a part: the sum of the
 * gradients instead), and finishes the graph.
 * Outputs: errors [N,3], terms [N,6], and of a whole batch norm [4].
 */
export function finishTrainGraph(b: GraphBuilder, end: StepEnd): Graph {
  const { objective, plan, layers, errors, scores, part = false } = end;
  if (layers.attached.length !== plan.entries.length)
    throw new Error(
      `the plan has ${plan.entries.length} adapters, the network took ${layers.attached.length}`,
    );
  const samples = errors.shape[0]!;
  const terms = b.objective(
    objective,
    errors,
    scores,
    b.input(OBJECTIVE_NUMBERS, [numberNames(objective).length]),
    tableOf(b, end, samples),
  );
  // Derivatives of the adapters, into the flat gradients.
  for (const state of ['gradients', 'adam.m', 'adam.v']) b.declareState(state, plan.length);
  const found = differentiate(b, {
    of: end.prediction,
    seed: end.seed(terms, objective.measured === 'distances'),
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
  if (part) {
    // The state is read and written by two nodes: no dispatch may bind it both ways.
    b.declareState(GRADIENT_SUM, plan.length);
    const own = b.state('gradients', 0, [plan.length]);
    const sum = b.add(b.state(GRADIENT_SUM, 0, [plan.length]), own);
    b.pin(b.add(sum, own, 1, 0), GRADIENT_SUM, 0);
  } else update(b, 'gradients', plan, end);
  b.output('errors', errors);
  b.output('terms', terms);
  return optimize(b.build());
}
