// Log-probabilities of masked tokens and their derivative against float64, both variants, with
// samples whose positions are all masked, all but one unmasked, and all unmasked. lse is good to
// some float32 steps of its size (about 10: 1e-6 each), the means no worse; a = −(m−r)/T with T =
// 1. Derivatives are at most g·k/|M| ~ 3: their error is exp's, some 1e-6 of them.

import { expect, it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  randomNumbers,
  testExecutor,
  type TestInput,
} from '../../executors/wgsl/kernelTest';
import { GraphBuilder, type Shape } from '../../graph/graph';
import { DEFAULT_UNIFORMS } from '../../graph/ops';
import { maskedLogProbReference } from './maskedLogProb.reference';

const CASES: { n: number; l: Shape; v: number }[] = [
  { n: 1, l: [1], v: 1 },
  { n: 4, l: [7], v: 9 },
  { n: 5, l: [3, 5], v: 12 },
  { n: 4, l: [33], v: 130 },
  { n: 3, l: [4, 4], v: 1024 },
  { n: 70, l: [2], v: 5 },
];

/**
 * Samples 0, 4, … wholly masked; 1, 5, … at one position; 2, 6, … nowhere; the others at every
 * second or so.
 */
function maskOf(n: number, positions: number): TestInput {
  const random = randomNumbers(n * positions, 7);
  const at = (i: number): boolean =>
    [true, i % positions === positions >> 1, false, random[i]! > 0][Math.floor(i / positions) % 4]!;
  return { shape: [n, positions], data: Float32Array.from(random, (_, i) => (at(i) ? 1 : 0)) };
}

interface Inputs {
  readonly policy: TestInput;
  readonly reference: TestInput;
  readonly tokens: TestInput;
  readonly mask: TestInput;
  readonly k: TestInput;
}

/** Logits as a transformer gives them (spread 3, some far off), the reference a little apart. */
function inputsOf(n: number, l: Shape, v: number): Inputs {
  const positions = l.reduce((product, length) => product * length, 1);
  const shape = [n, ...l, v];
  const reference = randomInput(shape, 2, 'input', 3);
  const step = randomNumbers(reference.data.length, 3, 0.1);
  const tokens = Int32Array.from({ length: n * positions }, (_, i) => (i * 31 + 5) % v);
  return {
    policy: {
      shape,
      data: Float32Array.from(
        reference.data,
        (value, i) => value + step[i]! + (i % 97 === 0 ? 40 : 0),
      ),
    },
    reference,
    tokens: { shape: [n, positions], data: tokens },
    mask: maskOf(n, positions),
    k: { shape: [n], data: randomNumbers(n, 8, 0.2).map((value) => 1 + value) },
  };
}

describeOnGpu('maskedLogProb', () => {
  for (const variant of ['portable', 'tuned'] as const) {
    it.each(CASES)(`${variant} N=$n L=$l V=$v`, async ({ n, l, v }) => {
      const { policy, reference, tokens, mask, k } = inputsOf(n, l, v);
      for (const other of [reference, null]) {
        await compareWithReference({
          op: { kind: 'maskedLogProb' },
          inputs: [policy, other, tokens, mask, k],
          outputShapes: [[n, 3], mask.shape],
          uniforms: { temperature: 1 },
          variant,
          atol: 1e-5,
          rtol: 2e-6,
        });
      }
    });

    it(
      `${variant} is exactly zero where policy and reference agree, and in samples with ` +
        'nothing masked',
      async () => {
        const [n, l, v] = [4, 9, 130];
        const { policy, tokens, mask, k } = inputsOf(n, [l], v);
        const b = new GraphBuilder();
        const shape = [n, l, v];
        const { errors } = b.maskedLogProb(
          b.input('policy', shape),
          b.input('reference', shape),
          b.input('tokens', [n, l], 'i32'),
          b.input('mask', [n, l]),
          b.input('k', [n]),
        );
        b.output('errors', errors);
        const program = await (await testExecutor(variant)).compile(b.build(), { weights: {} });
        const got = Array.from(
          (
            await program.run(
              {
                policy: policy.data,
                reference: policy.data,
                tokens: tokens.data,
                mask: mask.data,
                k: k.data,
              },
              { temperature: 1e-3 },
            )
          )['errors']!,
          Math.abs,
        );
        program.dispose();
        expect([2, 5, 8, 11].map((i) => got[i])).toEqual([0, 0, 0, 0]);
        expect(got.slice(6, 9)).toEqual([0, 0, 0]);
        expect(got[0]).toBeGreaterThan(1);
        expect(got[0]).toBe(got[1]);
      },
    );
  }

  it.each(CASES)('derivative N=$n L=$l V=$v', async ({ n, l, v }) => {
    const { policy, tokens, mask, k } = inputsOf(n, l, v);
    const exact = [policy, null, tokens, mask, k].map(
      (input) => input && { shape: input.shape, data: Float64Array.from(input.data) },
    );
    const [, lse] = maskedLogProbReference(
      { kind: 'maskedLogProb' },
      exact,
      [[n, 3], mask.shape],
      DEFAULT_UNIFORMS,
    );
    await compareWithReference({
      op: { kind: 'maskedLogProbInput' },
      inputs: [
        policy,
        tokens,
        mask,
        k,
        randomInput([n, 6], 5),
        { shape: mask.shape, data: Float32Array.from(lse!) },
      ],
      outputShapes: [policy.shape],
      atol: 1e-5,
      rtol: 1e-5,
    });
  });
});
