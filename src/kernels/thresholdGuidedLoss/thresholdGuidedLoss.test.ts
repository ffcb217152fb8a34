// TGO/UPO loss against float64, the golden vector of losses.md 1.18 and PyTorch's cases
// (fixtures/losses/tgo_upo.json, `stable`). Tolerance: inputs are rounded to float32, so |s−τ| and
// z carry 2⁻²⁴ relative to the larger of their terms; with c up to 20 and weights of size 20 that
// is some 1e-6: rtol 5e-6, and atol 2e-6 times the size of weight and slope where they cancel.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  expectClose,
  randomNumbers,
  testExecutor,
} from '../../executors/wgsl/kernelTest';
import { GraphBuilder } from '../../graph/graph';
import type { Uniforms } from '../../graph/ops';

interface FixtureCase {
  readonly id: number;
  readonly kind: string;
  readonly beta: number;
  readonly c: number;
  readonly T?: number;
  readonly tau: number;
  readonly scores: readonly number[];
  readonly labels: readonly number[];
  readonly weights: readonly number[];
  readonly logits: readonly number[];
  readonly grad_wrt: 'log_probs' | 'mse_theta';
  readonly stable: {
    readonly loss: number;
    readonly per_sample: readonly number[];
    readonly grad: readonly number[];
  };
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../../fixtures/losses/tgo_upo.json', import.meta.url), 'utf8'),
) as { cases: readonly FixtureCase[] };

/** terms[N,6] as columns, from per-sample (m, r, a). */
async function run(
  errors: readonly (readonly number[])[],
  scores: readonly number[],
  uniforms: Partial<Uniforms>,
): Promise<number[][]> {
  const n = scores.length;
  const builder = new GraphBuilder();
  builder.output(
    'terms',
    builder.thresholdGuidedLoss(builder.input('errors', [n, 3]), builder.input('scores', [n])),
  );
  const program = await (await testExecutor()).compile(builder.build(), { weights: {} });
  try {
    const terms = (
      await program.run(
        { errors: Float32Array.from(errors.flat()), scores: Float32Array.from(scores) },
        uniforms,
      )
    )['terms']!;
    return Array.from({ length: 6 }, (_, column) =>
      scores.map((_score, sample) => terms[sample * 6 + column]!),
    );
  } finally {
    program.dispose();
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describeOnGpu('thresholdGuidedLoss', () => {
  it('golden vector: β 1, c 5, T 1e-3', async () => {
    const m = [0.11, 0.095, 0.13, 0.082];
    const r = [0.112, 0.094, 0.126, 0.085];
    const errors = m.map((value, i) => [value, r[i]!, -(value - r[i]!) / 1e-3]);
    const [loss, , , , , g] = await run(errors, [0.9, 0.2, 0.55, 0.4], {
      beta: 1,
      c: 5,
      temperature: 1e-3,
      tau: 0.475,
    });
    expectClose([mean(loss!)], [2.714352575], 0, 2e-6, 'loss');
    expectClose(g!, [93.127283, -159.683969, 337.56724, -327.447356], 0, 5e-6, 'dL/dm');
  });

  it.each(cases)('PyTorch case $id ($kind)', async (fixture) => {
    // Cases by log-probability have no temperature: with T = 1, a is the log-ratio itself and
    // dL/dlp = −g.
    const temperature = fixture.T ?? 1;
    const errors = fixture.logits.map((z) => [0, 0, z / fixture.beta]);
    const [loss, z, label, weight, , g] = await run(errors, fixture.scores, {
      beta: fixture.beta,
      c: fixture.c,
      tau: fixture.tau,
      temperature,
    });
    const size = Math.max(...fixture.weights);
    expect(label).toEqual(fixture.labels);
    expectClose(z!, fixture.logits, 0, 1e-6, 'z');
    expectClose(weight!, fixture.weights, 2e-6, 5e-6, 'weight');
    expectClose(loss!, fixture.stable.per_sample, 2e-6 * size, 5e-6, 'loss');
    expectClose([mean(loss!)], [fixture.stable.loss], 2e-6 * size, 5e-6, 'mean loss');
    const slope = (size * fixture.beta) / temperature / fixture.scores.length;
    const wanted =
      fixture.grad_wrt === 'mse_theta'
        ? fixture.stable.grad
        : fixture.stable.grad.map((value) => -value);
    expectClose(g!, wanted, 2e-6 * slope, 5e-6, 'gradient');
  });

  it('at B = 0 (a = 0) the loss is weight·ln 2 and the slope ∓weight/2', async () => {
    const scores = [0.9, 0.2, 0.475, 0.4];
    const [loss, z, label, weight, slope, g] = await run(
      scores.map(() => [0.1, 0.1, 0]),
      scores,
      { beta: 1, c: 5, temperature: 1e-3, tau: 0.475, gradientScale: 0.25 },
    );
    expect(z!.map(Math.abs)).toEqual([0, 0, 0, 0]);
    expect(label).toEqual([1, 0, 1, 0]);
    expectClose(
      loss!,
      weight!.map((value) => value * Math.LN2),
      0,
      2e-7,
      'loss',
    );
    expectClose(
      slope!,
      weight!.map((value, i) => (value * (label![i] === 1 ? -1 : 1)) / 2),
      0,
      0,
      'slope',
    );
    expectClose(
      g!,
      slope!.map((value) => ((-value * 1000) / 4) * 0.25),
      0,
      5e-7,
      'g',
    );
  });

  it.each([0, 1, 2])('ties with tieMode %i', async (tieMode) => {
    const [loss, , label, weight, , g] = await run(
      [
        [0.1, 0.2, 3],
        [0.1, 0.2, 3],
        [0.1, 0.2, 3],
      ],
      [0.5, 0.25, 0.75],
      { tau: 0.5, c: 5, tieMode },
    );
    expect(label).toEqual([tieMode === 1 ? 0 : 1, 0, 1]);
    expect(weight).toEqual([tieMode === 2 ? 0 : 1, 2.25, 2.25]);
    expect([loss![0] === 0, g![0] === 0]).toEqual([tieMode === 2, tieMode === 2]);
  });

  it.each([1, 3, 130])('N = %i against the reference, with score scale and clip', async (n) => {
    const errors = randomNumbers(n * 3, 1, 200);
    await compareWithReference({
      op: { kind: 'thresholdGuidedLoss' },
      inputs: [
        { shape: [n, 3], data: errors },
        { shape: [n], data: randomNumbers(n, 2, 2) },
      ],
      outputShapes: [[n, 6]],
      uniforms: {
        beta: 0.5,
        c: 5,
        tau: 0.25,
        scoreInverseScale: 2,
        scoreClip: 3,
        temperature: 0.5,
        gradientScale: 0.125,
      },
      atol: 1e-4,
      rtol: 5e-6,
    });
  });
});
