// τ beyond one number: hand-checked prompts, batches and proxy sets, what must hold of any set, and
// the kernel's own labels and weights.

import { describe, expect, it } from 'vitest';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import { GraphBuilder } from '../../graph/graph';
import { numberNames, numberValues } from '../../graph/objectiveTerms';
import { tgoTerms } from '../../objectives/tgo/terms';
import { normals, randomInt } from '../../random/philox';
import { batchSpread, TrainingThreshold } from '../batches/batchThreshold';
import { BatchSampler } from '../batches/batchSampler';
import { percentile } from '../../statistics/percentile';
import { groupOf, promptThresholds, suggestedShrinkage } from './promptThreshold';
import { MOST_PROXY_SCORES, proxySetOf } from './proxySet';
import { resolveThreshold, type ThresholdSettings } from './threshold';

const base: ThresholdSettings = {
  percentile: 0.5,
  fixedThreshold: null,
  thresholdScope: 'global',
  thresholdShrinkage: 8,
  oracleBeta: 1,
  proxySet: null,
  ties: 'positive',
  scoreScale: 'raw',
  c: 5,
};
const SCALES = ['raw', 'standardized', 'minmax', 'rank'] as const;
const TIES = ['positive', 'negative', 'drop'] as const;

/** A set whose prompts decide half of the score; `coarse` makes it stars. */
function randomSet(
  seed: number,
  count: number,
  prompts: number,
  coarse: boolean,
): { scores: number[]; groups: string[] } {
  const own = normals(seed, { stream: 80, step: 0, item: 0 }, count);
  const shared = normals(seed, { stream: 81, step: 0, item: 0 }, prompts);
  const group = Array.from({ length: count }, (_, i) =>
    randomInt(seed, { stream: 82, step: 0, item: i }, prompts),
  );
  const scores = group.map((g, i) => own[i]! + shared[g]!);
  return {
    scores: coarse
      ? scores.map((score) => Math.min(5, Math.max(1, Math.round(score + 3))))
      : scores,
    groups: group.map((g) => `prompt ${g}`),
  };
}

describe('τ per prompt', () => {
  // Two prompts: a (1, 2, 3, 4), median 2.5; b (10, 20), median 15. The whole set's median is 3.5.
  const scores = [1, 2, 3, 4, 10, 20];
  const groups = ['a', 'a', 'a', 'a', 'b', 'b'];
  it('is n/(n+k)·own + k/(n+k)·global by hand', () => {
    const [a, b] = promptThresholds(scores, groups, 0.5, 2, 3.5);
    expect(a).toEqual({
      group: 'a',
      members: [0, 1, 2, 3],
      own: 2.5,
      tau: 3.5 + (4 / 6) * (2.5 - 3.5),
    });
    expect(b).toEqual({ group: 'b', members: [4, 5], own: 15, tau: 9.25 });
    expect(a!.tau).toBeCloseTo((4 * 2.5 + 2 * 3.5) / 6, 12);
  });
  it('labels by it, weighs by it, and knows what the global τ would say', () => {
    const result = resolveThreshold(
      scores,
      { ...base, thresholdScope: 'prompt', thresholdShrinkage: 2 },
      groups,
    );
    // τ: 2.8333 for a, 9.25 for b.
    expect([...result.labels]).toEqual([0, 0, 1, 1, 1, 1]);
    expect([...result.globalLabels]).toEqual([0, 0, 0, 1, 1, 1]);
    expect(result.rawTau).toBe(3.5);
    expect(result.weights[2]).toBeCloseTo(1 + 5 * (3 - 17 / 6), 5);
    expect(result.weights[5]).toBeCloseTo(1 + 5 * 10.75, 5);
    expect([result.positiveCount, result.negativeCount, result.tieCount]).toEqual([4, 2, 0]);
  });
  it('measures standard deviations, ranges and ranks of what the prompts leave', () => {
    // k = 0: distances −1.5, −0.5, 0.5, 1.5, −5, 5.
    const at = (scoreScale: ThresholdSettings['scoreScale']) =>
      resolveThreshold(
        scores,
        { ...base, thresholdScope: 'prompt', thresholdShrinkage: 0, scoreScale },
        groups,
      );
    expect(at('minmax').scale.inverseScale).toBe(0.1);
    expect(at('standardized').scale.inverseScale).toBeCloseTo(
      1 / Math.sqrt((2 * 2.25 + 2 * 0.25 + 2 * 25) / 6),
      12,
    );
    // In ranks: −5 < −1.5 < −0.5 < 0 < 0.5 < 1.5 < 5, zero half way between places 2 and 3 of 0…5.
    expect([...at('rank').deviations]).toEqual([-0.3, -0.1, 0.1, 0.3, -0.5, 0.5].map(Math.fround));
  });
  it('groups by the set’s groups, else by prompt', () => {
    expect([
      groupOf({ caption: 'a cat', groupId: 'g1' }),
      groupOf({ caption: 'a cat', groupId: null }),
      groupOf({ caption: 'a cat' }),
    ]).toEqual(['g1', 'a cat', 'a cat']);
  });
  it('cannot do without prompts', () => {
    expect(() => resolveThreshold(scores, { ...base, thresholdScope: 'prompt' })).toThrow(
      'without their prompts',
    );
    expect(() => promptThresholds(scores, ['a'], 0.5, 0, 0)).toThrow('6 scores, 1 groups');
  });
  it('suggests the k of empirical Bayes: π/2·(1 − ICC)/ICC at the median', () => {
    expect(suggestedShrinkage(0.5, 0.5)).toBeCloseTo(Math.PI / 2, 5);
    expect(suggestedShrinkage(0.2, 0.5)).toBeCloseTo((Math.PI / 2) * 4, 4);
    // p = 0.9: z = 1.28155, φ = 0.175498, 0.09/φ² = 2.9222.
    expect(suggestedShrinkage(0.5, 0.9)).toBeCloseTo(2.9222, 3);
    expect([suggestedShrinkage(-0.1, 0.5), suggestedShrinkage(Number.NaN, 0.5)]).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
  });
});

describe('of any set', () => {
  const cases = [1, 2, 3, 4].flatMap((seed) =>
    [false, true].flatMap((coarse) =>
      SCALES.map((scoreScale, i) => ({
        seed,
        coarse,
        scoreScale,
        ties: TIES[(seed + i) % 3]!,
        p: [0.5, 0.3, 0.75, 0.9][seed - 1]!,
      })),
    ),
  );
  it.each(cases)(
    'seed $seed, coarse $coarse, $scoreScale, ties $ties, p $p',
    ({ seed, coarse, scoreScale, ties, p }) => {
      const { scores, groups } = randomSet(seed, 60, 7, coarse);
      const settings: ThresholdSettings = { ...base, percentile: p, scoreScale, ties };
      const at = (k: number, by = groups) =>
        resolveThreshold(
          scores,
          { ...settings, thresholdScope: 'prompt', thresholdShrinkage: k },
          by,
        );
      const global = resolveThreshold(scores, settings);
      const essence = ({ taus, labels, weights, deviations, tieCount }: typeof global) => ({
        taus: [...taus],
        labels: [...labels],
        weights: [...weights],
        deviations: [...deviations],
        tieCount,
      });

      // One group is the global τ, at any k; so is k → ∞.
      expect(
        essence(
          at(
            3,
            scores.map(() => 'one'),
          ),
        ),
      ).toEqual(essence(global));
      expect(essence(at(Number.MAX_VALUE))).toEqual(essence(global));
      // k = 0 is each prompt's percentile.
      for (const { members, own, tau } of at(0).prompts) {
        expect(tau).toBe(own);
        expect(tau).toBe(
          percentile(
            members.map((i) => scores[i]!),
            p,
          ),
        );
      }
      // In between τ lies between the two, and nearer the own one the more images there are.
      const between = at(8);
      for (const { members, own, tau } of between.prompts) {
        expect(Math.abs(tau - global.rawTau)).toBeCloseTo(
          (members.length / (members.length + 8)) * Math.abs(own - global.rawTau),
          12,
        );
      }
      // The side is that of the raw score, whatever the scale.
      for (const [i, s] of scores.entries()) {
        const tau = between.taus[i]!;
        expect(between.labels[i]).toBe(
          s === tau ? { positive: 1, negative: 0, drop: -1 }[ties] : s > tau ? 1 : 0,
        );
      }
      expect(
        between.positiveCount +
          between.negativeCount +
          between.labels.filter((label) => label === -1).length,
      ).toBe(scores.length);
    },
  );
  it('a tie at equal percentiles stays one: stars', () => {
    const result = resolveThreshold(
      [3, 3, 3, 3, 1, 3, 5, 0.1, 3],
      { ...base, thresholdScope: 'prompt', thresholdShrinkage: 7 },
      ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c'],
    );
    expect(new Set(result.taus)).toEqual(new Set([3]));
    expect(result.tieCount).toBe(6);
  });
});

describe('τ of a proxy set', () => {
  it('is the percentile of the proxy’s scores, and follows a moved percentile', () => {
    const proxySet = proxySetOf('base samples', 'warmth', [4, Number.NaN, 1, 3, 2]);
    expect(proxySet).toEqual({
      name: 'base samples',
      scoreSource: 'warmth',
      count: 4,
      scores: [1, 2, 3, 4],
    });
    const settings: ThresholdSettings = { ...base, thresholdScope: 'proxy', proxySet };
    const result = resolveThreshold([0, 2, 3, 9], settings);
    expect([result.rawTau, ...result.labels]).toEqual([2.5, 0, 0, 1, 1]);
    const higher = resolveThreshold([0, 2, 3, 9], { ...settings, percentile: 0.9 });
    expect(higher.rawTau).toBeCloseTo(3.7, 12);
    expect([...higher.labels]).toEqual([0, 0, 0, 1]);
    expect([...higher.globalLabels]).toEqual([0, 0, 0, 1]);
    expect(() => resolveThreshold([1], { ...settings, proxySet: null })).toThrow('no proxy set');
    expect(() => proxySetOf('empty', 'warmth', [Number.NaN])).toThrow('no scores');
  });
  it('keeps the quantiles of a large set', () => {
    const scores = [...normals(3, { stream: 80, step: 0, item: 0 }, 5001)];
    const { scores: kept, count } = proxySetOf('large', 'x', scores);
    expect([kept.length, count]).toEqual([MOST_PROXY_SCORES, 5001]);
    for (const p of [0, 0.25, 0.5, 0.875, 1])
      expect(percentile(kept, p)).toBe(percentile(scores, p));
    expect(percentile(kept, 0.37)).toBeCloseTo(percentile(scores, 0.37), 2);
  });
});

describe('τ of a batch', () => {
  const scores = [5, 1, 4, 2, 3, 9];
  const groups = scores.map(() => 'one');
  const settings: ThresholdSettings = { ...base, thresholdScope: 'batch' };
  it('is the percentile of its own scores, by hand', () => {
    const batch = new TrainingThreshold(scores, settings, groups).ofBatch([0, 1, 5]);
    expect(batch).toEqual({ tau: 5, deviations: Float32Array.of(0, -4, 4), positiveShare: 2 / 3 });
    const strict = new TrainingThreshold(scores, { ...settings, ties: 'drop' }, groups).ofBatch([
      0, 1, 5,
    ]);
    expect(strict.positiveShare).toBe(1 / 3);
  });
  it('measures in the whole set’s unit: ranks of the set', () => {
    const batch = new TrainingThreshold(
      scores,
      { ...settings, scoreScale: 'rank' },
      groups,
    ).ofBatch([1, 3, 4, 5]);
    // Ranks 0, 0.2, 0.4, 1; τ = 2.5 lies at 0.3.
    expect([...batch.deviations]).toEqual(
      [-0.3, -0.1, 0.1, 0.7].map((value) => expect.closeTo(value, 6)),
    );
  });
  it('lets SFT draw from all, but in other scopes from the good ones only', () => {
    expect(new TrainingThreshold(scores, settings, groups).positives).toBeNull();
    expect(new TrainingThreshold(scores, base, groups).positives).toEqual([0, 2, 5]);
  });
  it('gives the mean τ of a batch per prompt, and the one τ exactly', () => {
    const two = ['a', 'a', 'a', 'b', 'b', 'b'];
    const perPrompt = new TrainingThreshold(
      scores,
      { ...base, thresholdScope: 'prompt', thresholdShrinkage: 0 },
      two,
    );
    expect([perPrompt.ofBatch([0, 1]).tau, perPrompt.ofBatch([0, 5]).tau]).toEqual([4, 3.5]);
    expect([...perPrompt.ofBatch([0, 5]).deviations]).toEqual([1, 6]);
    const one = new TrainingThreshold([0.1, 0.7, 0.3], { ...base, percentile: 0.33 }, [
      'a',
      'b',
      'c',
    ]);
    expect(one.ofBatch([0, 1, 2, 0, 1]).tau).toBe(one.set.rawTau);
  });
  it('spreads as the run’s own batches do', () => {
    const spread = batchSpread(scores, { ...settings, seed: 3, batchSize: 4 }, 9);
    const sampler = new BatchSampler({ seed: 3, count: 6, batchSize: 4, subset: null });
    const taus = Array.from({ length: 9 }, (_, step) =>
      percentile(
        sampler.indices(step).map((i) => scores[i]!),
        0.5,
      ),
    ).sort((a, b) => a - b);
    expect([...spread.taus]).toEqual(taus);
    // 9 batches of 4 are 6 epochs: the lowest is never good, the highest always, the middle ones
    // now and then.
    expect([spread.goodShare[1], spread.goodShare[5]]).toEqual([0, 1]);
    expect(spread.goodShare[4]).toBeGreaterThan(0);
    expect(spread.goodShare[4]).toBeLessThan(1);
  });
});

describe('the kernel', () => {
  /** terms[N,6] of the TGO loss, as columns, as training feeds it. */
  async function kernelTerms(
    threshold: TrainingThreshold,
    indices: readonly number[],
  ): Promise<{ labels: number[]; weights: number[] }> {
    const executor = await createTfjsExecutor('wasm');
    const builder = new GraphBuilder();
    builder.output(
      'terms',
      builder.objective(
        tgoTerms,
        builder.input('errors', [indices.length, 3]),
        builder.input('scores', [indices.length]),
        builder.input('numbers', [numberNames(tgoTerms).length]),
      ),
    );
    const program = await executor.compile(builder.build(), { weights: {} });
    const { set, settings } = threshold;
    const terms = (
      await program.run({
        errors: new Float32Array(indices.length * 3),
        scores: threshold.ofBatch(indices).deviations,
        numbers: numberValues(tgoTerms, {
          beta: 1,
          temperature: 1,
          c: settings.c,
          scoreInverseScale: set.scale.inverseScale,
          scoreClip: set.scale.clip,
          tieMode: TIES.indexOf(settings.ties),
        }),
      })
    )['terms']!;
    program.dispose();
    executor.dispose();
    return {
      labels: indices.map((_, i) => terms[i * 6 + 2]!),
      weights: indices.map((_, i) => terms[i * 6 + 3]!),
    };
  }

  const proxySet = proxySetOf('base', 'x', [...normals(9, { stream: 80, step: 0, item: 0 }, 31)]);
  const scopes = (['global', 'proxy', 'prompt'] as const).flatMap((thresholdScope) =>
    SCALES.map((scoreScale, i) => ({
      thresholdScope,
      scoreScale,
      ties: TIES[i % 3]!,
      coarse: i % 2 === 0,
    })),
  );
  it.each(scopes)(
    'agrees on labels and weights: $thresholdScope, $scoreScale, ties $ties',
    async ({ thresholdScope, scoreScale, ties, coarse }) => {
      const { scores, groups } = randomSet(5, 40, 6, coarse);
      const threshold = new TrainingThreshold(
        scores,
        { ...base, thresholdScope, scoreScale, ties, proxySet, thresholdShrinkage: 2 },
        groups,
      );
      const { labels, weights } = await kernelTerms(
        threshold,
        scores.map((_, i) => i),
      );
      // a dropped tie is label 1 with weight 0 there
      expect(labels).toEqual([...threshold.set.labels].map((label) => Math.abs(label)));
      weights.forEach((weight, i) =>
        expect(Math.abs(weight - threshold.set.weights[i]!)).toBeLessThanOrEqual(
          2e-6 * Math.max(1, threshold.set.weights[i]!),
        ),
      );
    },
  );
  it.each(SCALES)('agrees with a batch’s own τ: %s', async (scoreScale) => {
    const { scores, groups } = randomSet(6, 40, 6, true);
    const threshold = new TrainingThreshold(
      scores,
      { ...base, thresholdScope: 'batch', scoreScale },
      groups,
    );
    const indices = [3, 17, 0, 22, 39, 8, 8, 11];
    const { labels } = await kernelTerms(threshold, indices);
    const alone = resolveThreshold(
      indices.map((i) => scores[i]!),
      base,
    );
    expect(labels).toEqual([...alone.labels]);
    expect(threshold.ofBatch(indices).tau).toBe(alone.rawTau);
  });
});

describe('binary scores', () => {
  const mostlyGood = [1, 1, 1, 0, 1, 1];
  const mostlyBad = [0, 0, 1, 0, 0, 0];
  const groups = ['a', 'a', 'b', 'b', 'c', 'c'];
  it.each(['global', 'batch', 'prompt'] as const)('have τ between them, scope %s', (scope) => {
    for (const scores of [mostlyGood, mostlyBad])
      for (const p of [0.1, 0.5, 0.9]) {
        const settings = { ...base, thresholdScope: scope, percentile: p };
        const { taus, labels, positiveCount, tieCount } = resolveThreshold(
          scores,
          settings,
          groups,
        );
        expect(new Set(taus)).toEqual(new Set([0.5]));
        expect([...labels]).toEqual(scores);
        expect(positiveCount).toBe(scores.filter((score) => score === 1).length);
        expect(tieCount).toBe(0);
        // A batch that holds one of the values only is labelled by the set's τ.
        const batch = new TrainingThreshold(scores, settings, groups).ofBatch([0, 1]);
        expect(batch.tau).toBe(0.5);
        expect([...batch.deviations].every((d) => d > 0)).toBe(scores[0] === 1);
      }
  });
  it('leave a fixed τ alone, and three values a percentile', () => {
    expect(resolveThreshold(mostlyBad, { ...base, fixedThreshold: 0.2 }).rawTau).toBe(0.2);
    expect(resolveThreshold([0, 0, 1, 2], base).rawTau).toBe(0.5);
    expect(resolveThreshold([3, 3, 3], base).rawTau).toBe(3);
  });
});

describe('large scores', () => {
  it('keep their differences: 1,700,000,000 + i does not tie', () => {
    const scores = Array.from({ length: 8 }, (_, i) => 1_700_000_000 + i);
    const { deviations, tieCount, positiveCount } = resolveThreshold(scores, base);
    expect([...deviations]).toEqual([-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5]);
    expect([tieCount, positiveCount]).toEqual([0, 4]);
  });
});
