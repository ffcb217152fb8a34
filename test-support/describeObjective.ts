// Holds a training method to its golden values, its derivative to central differences, and its WGSL
// and tfjs runs to its float64 form, extremes included: what every method's test says in one call.

import { describe, expect, it } from 'vitest';
import type { Executor } from '../src/executors/executor';
import { createTfjsExecutor } from '../src/executors/tfjs/tfjsExecutor';
import {
  describeOnGpu,
  expectClose,
  randomNumbers,
  testExecutor,
} from '../src/executors/wgsl/kernelTest';
import { GraphBuilder } from '../src/graph/graph';
import {
  columnsRead,
  numberNames,
  numberValues,
  type ObjectiveTerms,
  type SampleTerms,
} from '../src/graph/objectiveTerms';
import { objectiveTermsOf } from '../src/kernels/objective/objective.reference';
import type { Objective } from '../src/objectives';

/** Errors, scores and pairs of docs/losses.md 1.18. */
export const GOLDEN = {
  m: [0.11, 0.095, 0.13, 0.082],
  r: [0.112, 0.094, 0.126, 0.085],
  scores: [0.9, 0.2, 0.55, 0.4],
  tau: 0.475,
} as const;

export interface ObjectiveInputs {
  readonly m: readonly number[];
  readonly r: readonly number[];
  readonly scores: readonly number[];
  /** The method's numbers, and those of COMMON_NUMBERS that differ from their defaults. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Row-major [N,columns]. */
  readonly table?: readonly number[];
}

export interface GoldenCase extends ObjectiveInputs {
  readonly name: string;
  /** Mean loss and dL/dm as printed. */
  readonly loss: number;
  readonly g: readonly number[];
}

/** errors [N,3] = (m, r, (r − m)/T); T is 1 where the method has none. */
function errorsOf({ m, r, numbers }: ObjectiveInputs): Float64Array {
  const temperature = numbers['temperature'] ?? 1;
  return Float64Array.from(m.flatMap((value, i) => [value, r[i]!, (r[i]! - value) / temperature]));
}

function rows(values: ArrayLike<number>): SampleTerms[] {
  return Array.from({ length: values.length / 6 }, (_, i) => {
    const [loss, z, label, weight, slope, g] = Array.from(
      { length: 6 },
      (_column, column) => values[i * 6 + column]!,
    ) as [number, number, number, number, number, number];
    return { loss, z, label, weight, slope, g };
  });
}

/** The float64 form on inputs in float64. */
export function exactTerms(terms: ObjectiveTerms, inputs: ObjectiveInputs): SampleTerms[] {
  return rows(
    objectiveTermsOf(
      terms,
      errorsOf(inputs),
      inputs.scores,
      numberNames(terms).map((name) => inputs.numbers[name] ?? defaultOf(terms, name, inputs)),
      inputs.table ?? null,
    ),
  );
}

function defaultOf(terms: ObjectiveTerms, name: string, { numbers }: ObjectiveInputs): number {
  return numberValues(terms, numbers)[numberNames(terms).indexOf(name)]!;
}

export const meanLoss = (terms: readonly SampleTerms[]): number =>
  terms.reduce((sum, { loss }) => sum + loss, 0) / terms.length;

/** The same through an executor: inputs rounded to float32. */
async function termsOn(
  executor: Executor,
  terms: ObjectiveTerms,
  inputs: ObjectiveInputs,
): Promise<Float32Array> {
  const n = inputs.scores.length;
  const b = new GraphBuilder();
  const columns = columnsRead(terms, n);
  const found = b.objective(
    terms,
    b.input('errors', [n, 3]),
    b.input('scores', [n]),
    b.input('numbers', [numberNames(terms).length]),
    columns > 0 ? b.input('table', [n, columns]) : null,
  );
  b.output('terms', found);
  const program = await executor.compile(b.build(), { weights: {} });
  try {
    const { terms: got } = await program.run({
      errors: Float32Array.from(errorsOf(inputs)),
      scores: Float32Array.from(inputs.scores),
      numbers: numberValues(terms, inputs.numbers),
      ...(columns > 0 && { table: Float32Array.from(inputs.table!) }),
    });
    return got!;
  } finally {
    program.dispose();
  }
}

/** The float64 form on the inputs as float32 has them: what an executor is held to. */
function roundedTerms(terms: ObjectiveTerms, inputs: ObjectiveInputs): Float64Array {
  return objectiveTermsOf(
    terms,
    Float32Array.from(errorsOf(inputs)),
    Float32Array.from(inputs.scores),
    numberValues(terms, inputs.numbers),
    inputs.table ? Float32Array.from(inputs.table) : null,
  );
}

/** A batch of `n` samples with |r − m| of about `spread`. */
export function randomErrors(
  n: number,
  seed: number,
  spread: number,
): Pick<ObjectiveInputs, 'm' | 'r' | 'scores'> {
  const r = Array.from(randomNumbers(n, seed), (value) => 0.1 + 0.02 * Math.abs(value));
  const step = randomNumbers(n, seed + 1, spread);
  return {
    r,
    m: r.map((value, i) => Math.max(1e-3, value + step[i]!)),
    scores: Array.from(randomNumbers(n, seed + 2)),
  };
}

export interface ObjectiveCases {
  readonly golden: readonly GoldenCase[];
  /** Batches on which executors and derivatives are tested, beside the golden ones. */
  readonly batches: readonly (ObjectiveInputs & { readonly name: string })[];
  /** Batches far outside training, on which terms must stay finite and right. */
  readonly extremes: readonly (ObjectiveInputs & { readonly name: string })[];
  /**
   * The loss of errors m with what the method does not differentiate held as it is in `inputs`.
   * Default: the mean of the losses.
   */
  readonly heldLoss?: (inputs: ObjectiveInputs, m: readonly number[]) => number;
  /** Relative tolerance of float32 terms; default 5e-6, of the largest number in a column. */
  readonly tolerance?: number;
}

/** WGSL takes exp(−|x|) at most to exp(−80): a slope that is 0 in float64 is some 1e-35 there. */
const TINY = 1e-28;

/** The test of one method. */
export function describeObjective({ terms, id }: Objective, cases: ObjectiveCases): void {
  const all = [...cases.golden, ...cases.batches, ...cases.extremes];
  describe(`${id} in float64`, () => {
    it.each(cases.golden.map((one) => [one.name, one] as const))('golden: %s', (_name, one) => {
      const found = exactTerms(terms, one);
      expectClose([meanLoss(found)], [one.loss], 1e-9, 5e-8, 'loss');
      expectClose(
        found.map(({ g }) => g),
        one.g,
        6e-7, // printed to six decimals
        1e-6,
        'dL/dm',
      );
    });

    it.each([...cases.golden, ...cases.batches].map((one) => [one.name, one] as const))(
      'dL/dm equals central differences: %s',
      (_name, one) => {
        const held =
          cases.heldLoss ?? ((inputs, m) => meanLoss(exactTerms(terms, { ...inputs, m })));
        const scale = one.numbers['gradientScale'] ?? 1;
        const found = exactTerms(terms, one);
        const largest = Math.max(...found.map(({ g }) => Math.abs(g)));
        found.forEach(({ g }, i) => {
          const step = 1e-7;
          const moved = (by: number): number =>
            held(
              one,
              one.m.map((value, at) => (at === i ? value + by : value)),
            );
          const numeric = ((moved(step) - moved(-step)) / (2 * step)) * scale;
          expect(Math.abs(numeric - g), `sample ${i}: ${g}, numeric ${numeric}`).toBeLessThan(
            1e-8 + 1e-5 * largest,
          );
        });
      },
    );
  });

  const agree = (executor: () => Promise<Executor>): void => {
    it.each(all.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
      const got = rows(await termsOn(await executor(), terms, one));
      const wanted = rows(roundedTerms(terms, one));
      for (const column of ['loss', 'z', 'label', 'weight', 'slope', 'g'] as const) {
        const values = wanted.map((row) => row[column]);
        expect(values.every(Number.isFinite), `${column} of the reference is finite`).toBe(true);
        const largest = values.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
        const tolerance = cases.tolerance ?? 5e-6;
        expectClose(
          got.map((row) => row[column]),
          values,
          tolerance * largest + TINY,
          tolerance,
          column,
        );
      }
    });
  };
  describeOnGpu(`${id} on wgsl`, () => agree(() => testExecutor()));
  describe(`${id} on tfjs-cpu`, () => agree(() => createTfjsExecutor('cpu')));
}
