// GroupNorm (+ SiLU) and its derivative against float64, both variants, one dispatch and in slices.
// Tolerance: a group's sums hold up to 20,000 float32 numbers of size 1 in blocks, an error of some
// 2⁻²² relative to Σ|x|; the results are of size 1 to 5, so 1e-5 + 1e-5·|reference| leaves a factor
// of about ten. Variance is centred, so an offset of 100 costs its own rounding (2⁻¹⁷ per number)
// and no more.

import { expect, it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  randomNumbers,
  testExecutor,
  type TestInput,
} from '../../executors/wgsl/kernelTest';
import { GraphBuilder, sizeOf, type Shape } from '../../graph/graph';
import { DEFAULT_UNIFORMS } from '../../graph/ops';
import { groupNormReference } from './groupNorm.reference';

const TOLERANCE = { atol: 1e-5, rtol: 1e-5 };

const CASES: { shape: Shape; groups: number; silu: boolean }[] = [
  { shape: [1, 1, 5], groups: 5, silu: false },
  { shape: [1, 7, 5], groups: 1, silu: true },
  { shape: [3, 7, 12], groups: 1, silu: true },
  { shape: [3, 4, 4, 80], groups: 20, silu: true },
  { shape: [2, 3, 5, 80], groups: 5, silu: false },
  { shape: [3, 64, 60], groups: 20, silu: true },
  { shape: [1, 77, 20], groups: 20, silu: false },
  { shape: [2, 33, 35, 16], groups: 2, silu: true },
  { shape: [1, 41, 43, 15], groups: 5, silu: true },
  { shape: [1, 70, 71, 8], groups: 1, silu: true },
];

const VARIANTS = ['portable', 'tuned'] as const;

function inputsOf(shape: Shape): [TestInput, TestInput, TestInput] {
  const channels = shape.at(-1)!;
  const gamma = randomNumbers(channels, 2, 0.3).map((value) => 1 + value);
  return [
    randomInput(shape, 1, 'input', 1.5),
    { shape: [channels], data: gamma, as: 'weight' },
    randomInput([channels], 3, 'weight', 0.5),
  ];
}

/** Statistics of x as the forward pass gives them, in float32. */
function statsOf(inputs: readonly TestInput[], groups: number): TestInput {
  const shape = [inputs[0]!.shape[0]!, groups, 2];
  const exact = inputs.map(({ shape: own, data }) => ({
    shape: own,
    data: Float64Array.from(data),
  }));
  const [, stats] = groupNormReference(
    { kind: 'groupNorm', groups, eps: 1e-5, silu: false },
    exact,
    [inputs[0]!.shape, shape],
    DEFAULT_UNIFORMS,
  );
  return { shape, data: Float32Array.from(stats!) };
}

describeOnGpu('groupNorm', () => {
  for (const variant of VARIANTS) {
    it.each(CASES)(
      `${variant} $shape in $groups groups, silu $silu`,
      async ({ shape, groups, silu }) => {
        await compareWithReference({
          op: { kind: 'groupNorm', groups, eps: 1e-5, silu },
          inputs: inputsOf(shape),
          outputShapes: [shape, [shape[0]!, groups, 2]],
          variant,
          ...TOLERANCE,
        });
      },
    );

    it.each(CASES)(
      `${variant} derivative $shape in $groups groups, silu $silu`,
      async ({ shape, groups, silu }) => {
        const [x, gamma, beta] = inputsOf(shape);
        await compareWithReference({
          op: { kind: 'groupNormInput', groups, eps: 1e-5, silu },
          inputs: [randomInput(shape, 9), x, statsOf([x, gamma, beta], groups), gamma, beta],
          outputShapes: [shape],
          variant,
          ...TOLERANCE,
        });
      },
    );

    it(`${variant} large inputs: offset 100, and SiLU's exponent at ±1000`, async () => {
      const shape = [2, 9, 9, 8];
      const [x, gamma, beta] = inputsOf(shape);
      const far = { ...x, data: Float32Array.from(x.data, (value) => value + 100) };
      await compareWithReference({
        op: { kind: 'groupNorm', groups: 2, eps: 1e-5, silu: true },
        inputs: [far, gamma, beta],
        outputShapes: [shape, [2, 2, 2]],
        variant,
        atol: 1e-4,
        rtol: 1e-5,
      });
      const steep = { ...gamma, data: gamma.data.map((value) => value * 500) };
      await compareWithReference({
        op: { kind: 'groupNorm', groups: 2, eps: 1e-5, silu: true },
        inputs: [x, steep, beta],
        outputShapes: [shape, [2, 2, 2]],
        variant,
        atol: 1e-3,
        rtol: 1e-5,
      });
    });
  }

  it('gives the same bits twice', async () => {
    const shape = [2, 33, 35, 16];
    const runs: Float32Array[] = [];
    for (let run = 0; run < 2; run++) {
      const builder = new GraphBuilder();
      const [x, gamma, beta] = inputsOf(shape);
      const { y } = builder.groupNorm(
        builder.input('x', shape),
        builder.input('gamma', [16]),
        builder.input('beta', [16]),
        { groups: 2, eps: 1e-5, silu: true },
      );
      builder.output('y', y);
      const program = await (await testExecutor()).compile(builder.build(), { weights: {} });
      runs.push((await program.run({ x: x.data, gamma: gamma.data, beta: beta.data }))['y']!);
      program.dispose();
    }
    expect(runs[0]!.length).toBe(sizeOf(shape));
    expect(runs[1]).toEqual(runs[0]);
  });
});
