// The smallest graph that trains by a method: predictions, errors, terms and the derivative by the
// policy's prediction. For methods that read more of the predictions than their errors, whose loss
// a test writes out once more from tensors.

import { interpret } from '../src/executors/reference/interpret';
import { GraphBuilder, sizeOf, type Graph, type Tensor } from '../src/graph/graph';
import { numberNames, numberValues, type ObjectiveTerms } from '../src/graph/objectiveTerms';
import { OBJECTIVE_TABLE, tableOf } from '../src/runs/trainStepEnd';

export interface PredictionInputs {
  /** [N,D] each. */
  readonly policy: Float64Array;
  readonly reference: Float64Array;
  readonly target: Float64Array;
  /** [N]. */
  readonly k: readonly number[];
  /** The columns that the method is fed, row-major. */
  readonly table: readonly number[];
}

export interface PredictionResults {
  /** Of row i: loss, z, label, weight, slope, g at 6i … 6i + 5. */
  readonly terms: Float64Array;
  /** dL/dpolicy [N,D]. */
  readonly derivative: Float64Array;
  /** [N,4] where they are measured, else empty. */
  readonly distances: Float64Array;
}

/** [N·D] numbers of about `scale`. */
export const wave = (count: number, scale: number, phase: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.sin(i * 1.7 + phase) * scale);

export class PredictionGraph {
  private readonly graph: Graph;

  constructor(
    private readonly terms: ObjectiveTerms,
    readonly n: number,
    readonly d: number,
  ) {
    const b = new GraphBuilder();
    const [policy, reference, target] = ['policy', 'reference', 'target'].map((name) =>
      b.input(name, [n, d]),
    ) as [Tensor, Tensor, Tensor];
    const k = b.input('k', [n]);
    const part = {
      objective: terms,
      distances: () => b.predictionDistances(policy, reference, target, k),
      seed: (of: Tensor, measured: boolean) =>
        b.sampleErrorsInput(policy, target, k, of, measured ? reference : null),
    };
    const found = b.objective(
      terms,
      b.sampleErrors(policy, reference, target, k),
      b.input('scores', [n]),
      b.input('numbers', [numberNames(terms).length]),
      tableOf(b, part, n),
    );
    b.output('terms', found);
    b.output('derivative', part.seed(found, terms.measured === 'distances'));
    this.graph = b.build();
  }

  /** `uniforms`: β of the distances. */
  run(
    { policy, reference, target, k, table }: PredictionInputs,
    numbers: Readonly<Record<string, number>>,
    uniforms: Readonly<Record<string, number>> = {},
  ): PredictionResults {
    const valuesOf = interpret(this.graph, {
      inputs: {
        policy,
        reference,
        target,
        k: Float64Array.from(k),
        [OBJECTIVE_TABLE]: Float64Array.from(table),
        scores: new Float64Array(this.n),
        numbers: Float64Array.from(numberValues(this.terms, numbers)),
      },
      // The only weights are constants, of 1.
      weight: ({ shape }) => new Float64Array(sizeOf(shape)).fill(1),
      uniforms: { temperature: 1, ...uniforms },
    });
    const found = (name: string): Float64Array => valuesOf(this.graph.outputs[name]!).slice();
    return {
      terms: found('terms'),
      derivative: found('derivative'),
      distances: this.graph.outputs['distances'] ? found('distances') : new Float64Array(0),
    };
  }
}

/** Central differences of `loss` by `values`, which are moved in place and put back. */
export function differences(values: Float64Array, loss: () => number): number[] {
  return Array.from(values, (kept, i) => {
    const at = (value: number): number => {
      values[i] = value;
      return loss();
    };
    const slope = (at(kept + 1e-6) - at(kept - 1e-6)) / 2e-6;
    values[i] = kept;
    return slope;
  });
}
