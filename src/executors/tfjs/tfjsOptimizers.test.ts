// The optimizers on tfjs-cpu and tfjs-wasm: PyTorch's recorded trajectories, and options that were
// not recorded against the float64 reference. Ten float32 steps on numbers of size 2: 3e-6.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  followOptimizer,
  optimizerRecipe,
  type OptimizerRun,
  type RecordedOptimizer,
} from '../../../test-support/optimizerRun';
import { ReferenceExecutor } from '../reference/referenceExecutor';
import { createTfjsExecutor, type TfjsBackend } from './tfjsExecutor';

const recorded = JSON.parse(readFileSync('fixtures/optim/optimizers.json', 'utf8')) as Record<
  string,
  RecordedOptimizer
>;
const largest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((x, y) => Math.max(x, y), 0);
const some = recorded['sgd_momentum']!;
const others: [string, RecordedOptimizer][] = [
  ['SGD plain with decay', { ...some, kwargs: { lr: 0.05, weight_decay: 0.1, dampening: 0.5 } }],
  [
    'SGD nesterov',
    {
      ...some,
      kwargs: { lr: 0.05, momentum: 0.8, nesterov: true, weight_decay: 0.02 },
      clip: null,
    },
  ],
  ['SGD dampened', { ...some, kwargs: { lr: 0.05, momentum: 0.9, dampening: 0.3 } }],
  [
    'Adam clipped',
    {
      ...some,
      class: 'Adam',
      kwargs: { lr: 0.01, betas: [0.8, 0.95], weight_decay: 0.1, eps: 1e-6 },
    },
  ],
];

describe.each<TfjsBackend>(['cpu', 'wasm'])('tfjs-%s', (backend) => {
  const run = async (one: RecordedOptimizer): Promise<OptimizerRun> => {
    const executor = await createTfjsExecutor(backend);
    try {
      return await followOptimizer(executor, one);
    } finally {
      executor.dispose();
    }
  };
  it.each(Object.entries(recorded))('PyTorch trajectory %s', async (_name, one) => {
    const { flat, parameters } = await run(one);
    one.f64.steps.forEach((step, index) =>
      expect(largest(parameters[index]!, flat(step.params)), `after step ${index}`).toBeLessThan(
        3e-6,
      ),
    );
  });
  it.each(others)('%s is as in float64', async (_name, one) => {
    const [made, exact] = [await run(one), await followOptimizer(new ReferenceExecutor(), one)];
    exact.parameters.forEach((parameters, index) =>
      expect(largest(made.parameters[index]!, parameters), `after step ${index}`).toBeLessThan(
        3e-6,
      ),
    );
    expect(largest(exact.parameters.at(-1)!, exact.parameters[0]!)).toBeGreaterThan(1e-2);
  });
});

it('SGD without momentum moves by the gradient, dampened or not', async () => {
  const plain = await followOptimizer(new ReferenceExecutor(), {
    ...some,
    clip: null,
    kwargs: { lr: 0.1 },
  });
  const damped = await followOptimizer(new ReferenceExecutor(), {
    ...some,
    clip: null,
    kwargs: { lr: 0.1, dampening: 0.5 },
  });
  const wanted = plain
    .flat(some.f64.init)
    .map((value, i) => value - 0.1 * plain.flat(some.f64.grads[0]!)[i]!);
  expect(largest(plain.parameters[0]!, wanted)).toBeLessThan(1e-6);
  expect(damped.parameters).toEqual(plain.parameters);
});

it('refuses what there is no code for', () => {
  expect(() => optimizerRecipe({ ...some, class: 'Lion' }, 4)).toThrow('optimizer Lion');
  expect(() => optimizerRecipe({ ...some, class: 'Adam', kwargs: { amsgrad: true } }, 4)).toThrow(
    'amsgrad = true',
  );
});
