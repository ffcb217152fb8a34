// Per-sample errors and their derivative against float64. m and r are sums of positive numbers in
// blocks of 32: relative error ≤ 1e-6 at D = 65,536. a = −(m−r)/T is summed as a difference, so its
// error is relative to Σ|e²−f²|, not to m: with T = 1e-3, policy and reference 0.01 apart and m ~
// 1, a ~ 1 with an error of about 1e-5.

import { expect, it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  expectClose,
  randomInput,
  randomNumbers,
  testExecutor,
  type TestInput,
} from '../../executors/wgsl/kernelTest';
import { GraphBuilder, type Shape } from '../../graph/graph';
import { DEFAULT_UNIFORMS } from '../../graph/ops';
import { sampleErrorsReference } from './sampleErrors.reference';

const CASES: { n: number; d: Shape }[] = [
  { n: 1, d: [1] },
  { n: 3, d: [7] },
  { n: 5, d: [8, 8, 4] },
  { n: 3, d: [1024] },
  { n: 2, d: [4099] },
  { n: 70, d: [12] },
  { n: 2, d: [128, 128, 4] },
];

function factors(n: number): TestInput {
  return { shape: [n], data: randomNumbers(n, 8, 0.2).map((value) => 1 + value) };
}

/** Predictions a little apart around a target at distance ~1, as in training. */
function predictions(n: number, d: Shape): [TestInput, TestInput, TestInput] {
  const shape = [n, ...d];
  const target = randomInput(shape, 1);
  const reference = randomInput(shape, 2);
  const step = randomNumbers(reference.data.length, 3, 0.01);
  return [
    { shape, data: Float32Array.from(reference.data, (value, i) => value + step[i]!) },
    reference,
    target,
  ];
}

describeOnGpu('sampleErrors', () => {
  for (const variant of ['portable', 'tuned'] as const) {
    it.each(CASES)(`${variant} N=$n D=$d`, async ({ n, d }) => {
      await compareWithReference({
        op: { kind: 'sampleErrors' },
        inputs: [...predictions(n, d), factors(n)],
        outputShapes: [[n, 3]],
        uniforms: { temperature: 1e-3 },
        variant,
        atol: 1e-5,
        rtol: 1e-6,
      });
    });
  }

  it.each(CASES)('without a reference N=$n D=$d', async ({ n, d }) => {
    const [policy, , target] = predictions(n, d);
    await compareWithReference({
      op: { kind: 'sampleErrors' },
      inputs: [policy, null, target, factors(n)],
      outputShapes: [[n, 3]],
      uniforms: { temperature: 1e-3 },
      atol: 1e-6,
      rtol: 1e-6,
    });
  });

  it('keeps Δ ~ 1e-6 on m ~ 0.1 and is exactly zero where policy and reference agree', async () => {
    const n = 4;
    const d = 4096;
    const shape = [n, d];
    const target = randomNumbers(n * d, 1, 0.3);
    const reference = randomNumbers(n * d, 2, 0.1);
    // Samples 2 and 3 agree with the reference to the bit; 0 and 1 are some 1e-5 off.
    const policy = reference.map((value, i) => (i < 2 * d ? value * (1 + 1e-5) : value));
    const builder = new GraphBuilder();
    const errors = builder.sampleErrors(
      builder.input('policy', shape),
      builder.input('reference', shape),
      builder.input('target', shape),
      builder.input('k', [n]),
    );
    builder.output('errors', errors);
    const program = await (await testExecutor()).compile(builder.build(), { weights: {} });
    const k = new Float32Array(n).fill(1);
    const got = (await program.run({ policy, reference, target, k }, { temperature: 1e-3 }))[
      'errors'
    ]!;
    program.dispose();
    const exact = [policy, reference, target, k].map((data, i) => ({
      shape: i < 3 ? shape : [n],
      data: Float64Array.from(data),
    }));
    const [wanted] = sampleErrorsReference({ kind: 'sampleErrors' }, exact, [[n, 3]], {
      ...DEFAULT_UNIFORMS,
      temperature: Math.fround(1e-3),
    });
    // Rounding policy−reference and the products leaves 1e-7 of Σ|e²−f²|, some 1e-4 of Δ here; m−r
    // in float32 would leave 1e-2 and more.
    const columns = (values: ArrayLike<number>): number[] =>
      Array.from({ length: 2 }, (_, i) => values[i * 3 + 2]!);
    expectClose(columns(got), columns(wanted!), 1e-8, 1e-4, 'a');
    expect([Math.abs(got[8]!), Math.abs(got[11]!)]).toEqual([0, 0]);
    expect([got[6], got[9]]).toEqual([got[7], got[10]]);
  });

  it.each(CASES)('derivative N=$n D=$d', async ({ n, d }) => {
    const [policy, , target] = predictions(n, d);
    await compareWithReference({
      op: { kind: 'sampleErrorsInput' },
      inputs: [policy, target, factors(n), randomInput([n, 6], 5, 'input', 100)],
      outputShapes: [[n, ...d]],
      atol: 1e-6,
      rtol: 1e-6,
    });
  });
});
