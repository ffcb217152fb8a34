// Adafactor on every executor against transformers.Adafactor's formula, written out here in float64
// on nested arrays: six steps on three matrices with gaps between them. Numbers of size 1, updates
// of 0.02 with a relative error of some 1e-6 from sums in float32: 1e-6.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../executors/reference/referenceExecutor';
import type { Executor } from '../../executors/executor';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import { describeOnGpu, randomNumbers, testExecutor } from '../../executors/wgsl/kernelTest';
import { GraphBuilder } from '../../graph/graph';
import { adafactorDecay } from '../../optimizers/adafactor/adafactor';

const MATRICES = [
  { offset: 0, rows: 2, columns: 35 },
  { offset: 128, rows: 70, columns: 2 },
  { offset: 320, rows: 1, columns: 9 },
] as const;
const LENGTH = 384;
const STEPS = 6;
const [LEARNING_RATE, WEIGHT_DECAY, CLIP] = [0.02, 0.1, 1.5];

type Matrix = number[][];
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** A flat array with numbers in the matrices alone. */
function flat(seed: number): Float32Array {
  const values = randomNumbers(LENGTH, seed);
  return values.map((value, i) =>
    MATRICES.some(({ offset, rows, columns }) => i >= offset && i < offset + rows * columns)
      ? value
      : 0,
  );
}

/** Gradients of a step; those of the second matrix are 0 at first, as B's are, of A when B is 0. */
function gradientsOf(step: number): Float32Array {
  const values = flat(20 + step).map((value) => value * 10 ** (step - 3));
  return step === 0 ? values.fill(0, 128, 320) : values;
}

const matrixOf = (
  values: ArrayLike<number>,
  { offset, rows, columns }: (typeof MATRICES)[number],
): Matrix =>
  Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_one, j) => values[offset + i * columns + j]!),
  );

/** transformers.Adafactor(lr, weight_decay, scale_parameter=False, relative_step=False). */
function expected(): { parameters: Matrix[]; rows: number[][]; columns: number[][] } {
  const parameters = MATRICES.map((place) => matrixOf(flat(1), place));
  const rows = MATRICES.map(({ rows: count }) => Array.from({ length: count }, () => 0));
  const columns = MATRICES.map(({ columns: count }) => Array.from({ length: count }, () => 0));
  for (let step = 0; step < STEPS; step++) {
    const gradients = gradientsOf(step);
    const norm = Math.sqrt(gradients.reduce((sum, value) => sum + value * value, 0));
    const clip = Math.min(1, CLIP / (norm + 1e-6));
    MATRICES.forEach((place, which) => {
      const grad = matrixOf(gradients, place).map((row) => row.map((value) => value * clip));
      const beta2t = 1 - (step + 1) ** -0.8;
      const square = grad.map((row) => row.map((value) => value ** 2 + 1e-30));
      const average = (old: number, now: number): number => old * beta2t + now * (1 - beta2t);
      rows[which] = rows[which]!.map((old, i) => average(old, mean(square[i]!)));
      columns[which] = columns[which]!.map((old, j) =>
        average(old, mean(square.map((row) => row[j]!))),
      );
      const rowMean = mean(rows[which]!);
      const update = grad.map((row, i) =>
        row.map(
          (value, j) =>
            (value / Math.sqrt(rows[which]![i]! / rowMean)) * (1 / Math.sqrt(columns[which]![j]!)),
        ),
      );
      const rms = Math.sqrt(mean(update.flat().map((value) => value ** 2)));
      parameters[which] = parameters[which]!.map((row, i) =>
        row.map(
          (p, j) =>
            p -
            WEIGHT_DECAY * LEARNING_RATE * p -
            (LEARNING_RATE * update[i]![j]!) / Math.max(1, rms),
        ),
      );
    });
  }
  return { parameters, rows, columns };
}

async function follow(executor: Executor): Promise<Record<'p' | 'rows' | 'columns', Float32Array>> {
  const b = new GraphBuilder();
  const names = ['test.p', 'test.g', 'test.rows', 'test.columns'] as const;
  for (const name of names) b.declareState(name, LENGTH);
  const [p, g, rows, columns] = names.map((name) => b.state(name, 0, [LENGTH]));
  const norm = b.gradientNorm(g!);
  b.adafactor(p!, g!, rows!, columns!, norm, MATRICES);
  b.output('norm', norm);
  executor.writeState('test.p', LENGTH, flat(1));
  for (const name of ['test.rows', 'test.columns']) executor.writeState(name, LENGTH);
  const program = await executor.compile(b.build(), { weights: {} });
  try {
    for (let step = 0; step < STEPS; step++) {
      executor.writeState('test.g', LENGTH, gradientsOf(step));
      await program.run(
        {},
        {
          learningRate: LEARNING_RATE,
          weightDecay: WEIGHT_DECAY,
          maxGradNorm: CLIP,
          adafactorDecay: adafactorDecay(step),
        },
        ['norm'],
      );
    }
    return {
      p: await executor.readState('test.p'),
      rows: await executor.readState('test.rows'),
      columns: await executor.readState('test.columns'),
    };
  } finally {
    program.dispose();
    for (const name of names) executor.dropState(name);
  }
}

async function check(executor: Executor): Promise<void> {
  const wanted = expected();
  const found = await follow(executor);
  MATRICES.forEach((place, which) => {
    matrixOf(found.p, place).forEach((row, i) =>
      row.forEach((value, j) => {
        const exact = wanted.parameters[which]![i]![j]!;
        expect(Math.abs(value - exact), `matrix ${which}, ${i}, ${j}`).toBeLessThan(1e-6);
      }),
    );
    wanted.rows[which]!.forEach((value, i) =>
      expect(found.rows[place.offset + i]! / value).toBeCloseTo(1, 5),
    );
    wanted.columns[which]!.forEach((value, j) =>
      expect(found.columns[place.offset + j]! / value).toBeCloseTo(1, 5),
    );
  });
  expect(found.p.slice(70, 128).every((value) => value === 0)).toBe(true);
}

describe('adafactor', () => {
  it('in float64', () => check(new ReferenceExecutor()));
  it.each(['cpu', 'wasm'] as const)('on tfjs-%s', async (backend) =>
    check(await createTfjsExecutor(backend)),
  );
});

describeOnGpu('adafactor on wgsl', () => {
  it('as transformers does', async () => check(await testExecutor()));
});
