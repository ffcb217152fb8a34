// Gradient norm and clip factor against float64: sums of squares in blocks of 32, then slices, good
// to about 1e-6 relative. Numbers that are not finite must raise the flag wherever they stand, and
// give a zero clip factor.

import { expect, it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  randomNumbers,
  testExecutor,
} from '../../executors/wgsl/kernelTest';
import { GraphBuilder } from '../../graph/graph';

const VARIANTS = ['portable', 'tuned'] as const;

async function normOf(
  gradients: Float32Array,
  variant: (typeof VARIANTS)[number],
): Promise<number[]> {
  const builder = new GraphBuilder();
  builder.output('norm', builder.gradientNorm(builder.input('gradients', [gradients.length])));
  const program = await (await testExecutor(variant)).compile(builder.build(), { weights: {} });
  try {
    return [...(await program.run({ gradients }))['norm']!];
  } finally {
    program.dispose();
  }
}

describeOnGpu('gradientNorm', () => {
  for (const variant of VARIANTS) {
    it.each([1, 7, 64, 1024, 4099, 300_000])(`${variant} %i numbers`, async (length) => {
      for (const maxGradNorm of [1, 1e6, 0]) {
        await compareWithReference({
          op: { kind: 'gradientNorm' },
          inputs: [randomInput([length], 1)],
          outputShapes: [[4]],
          uniforms: { maxGradNorm },
          variant,
          atol: 1e-7,
          rtol: 2e-6,
        });
      }
    });

    it(`${variant} zero and tiny gradients`, async () => {
      expect(await normOf(new Float32Array(64), variant)).toEqual([0, 1, 0, 0]);
      await compareWithReference({
        op: { kind: 'gradientNorm' },
        inputs: [randomInput([1000], 2, 'input', 1e-10)],
        outputShapes: [[4]],
        variant,
        atol: 0,
        rtol: 2e-6,
      });
    });

    it.each([
      [Number.NaN, 0, 64],
      [Number.POSITIVE_INFINITY, 4098, 4099],
      [Number.NEGATIVE_INFINITY, 513, 1024],
      [-Number.NaN, 6, 7],
      [3e38, 5, 64],
    ])(`${variant} %d at %i of %i is not finite`, async (value, at, length) => {
      const gradients = randomNumbers(length, 3);
      gradients[at] = value;
      const [, factor, flag] = await normOf(gradients, variant);
      expect([factor, flag]).toEqual([0, 1]);
    });
  }
});
