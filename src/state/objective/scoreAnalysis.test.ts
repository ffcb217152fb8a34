// What the Scores screen computes from items and settings: counts that add up, examples on their
// sides, and a percentile that is the inverse of the trainer's.

import { describe, expect, it } from 'vitest';
import { percentile } from '../../data/labels/threshold';
import { orderPrompts, promptRows } from './promptRows';
import { analyseScores, examples, percentileOf, resolveTau, tausByPrompt } from './scoreAnalysis';

const items = [0.9, 0.2, 0.55, 0.4, 0.7, 0.7, 0.1, 0.3].map((score, index) => ({
  id: `i${index}`,
  fileName: `${index}.png`,
  caption: `prompt ${index % 2}`,
  score,
}));
const settings = {
  percentile: 0.5,
  fixedThreshold: null,
  thresholdScope: 'global',
  thresholdShrinkage: 8,
  oracleBeta: 1,
  proxySet: null,
  ties: 'positive',
  scoreScale: 'standardized',
  c: 5,
  seed: 0,
  batchSize: 4,
} as const;

describe('analyseScores', () => {
  it('puts every image into one bin of its label', () => {
    const analysis = analyseScores(items, settings)!;
    const sum = (key: 'positive' | 'negative' | 'dropped') =>
      analysis.bins.reduce((total, bin) => total + bin[key], 0);
    expect(sum('positive')).toBe(analysis.threshold.positiveCount);
    expect(sum('negative')).toBe(analysis.threshold.negativeCount);
    expect(sum('positive') + sum('negative') + sum('dropped')).toBe(items.length);
  });
  it('draws the weight curve through 1 at τ', () => {
    const analysis = analyseScores(items, settings)!;
    expect(Math.min(...analysis.weightCurve.map((point) => point.weight))).toBeCloseTo(1, 6);
  });
  it('leaves ties out where they are to be dropped', () => {
    const analysis = analyseScores(items, { ...settings, fixedThreshold: 0.7, ties: 'drop' })!;
    expect(analysis.bins.reduce((total, bin) => total + bin.dropped, 0)).toBe(2);
  });
  it('marks what a τ per prompt turns, and lists the prompts', () => {
    // prompt 0: 0.9, 0.55, 0.7, 0.1, median 0.625; prompt 1: 0.2, 0.4, 0.7, 0.3, median 0.35; all:
    // 0.475.
    const analysis = analyseScores(items, {
      ...settings,
      thresholdScope: 'prompt',
      thresholdShrinkage: 0,
      oracleBeta: 1,
    })!;
    const turned = analysis.sorted
      .filter((entry) => entry.change !== 0)
      .map((entry) => [entry.item.score, entry.change]);
    expect(turned).toEqual([
      [0.4, 1],
      [0.55, -1],
    ]);
    expect([analysis.raisedCount, analysis.loweredCount]).toEqual([1, 1]);
    expect(analysis.globalTau).toBeCloseTo(0.475, 12);
    const sum = (key: 'raised' | 'lowered' | 'positive' | 'negative') =>
      analysis.bins.reduce((total, bin) => total + bin[key], 0);
    expect([sum('raised'), sum('lowered'), sum('positive'), sum('negative')]).toEqual([1, 1, 4, 4]);
    const rows = orderPrompts(promptRows(analysis), 'high');
    expect(
      rows.map(({ name, tau, positive, negative, changed }) => [
        name,
        tau,
        positive,
        negative,
        changed,
      ]),
    ).toEqual([
      ['prompt 0', 0.625, 2, 2, 1],
      ['prompt 1', 0.35, 2, 2, 1],
    ]);
    expect(rows[0]!.entries.map((entry) => entry.item.score)).toEqual([0.9, 0.7, 0.55, 0.1]);
    expect(analysis.cloud).toBe(true);
  });
  it('names a group of several prompts by itself', () => {
    const grouped = items.map((item, index) => ({
      ...item,
      groupId: index < 4 ? 'first four' : 'rest',
    }));
    const rows = orderPrompts(
      promptRows(analyseScores(grouped, { ...settings, thresholdScope: 'prompt' })!),
      'name',
    );
    expect(rows.map((row) => [row.name, row.entries.length])).toEqual([
      ['first four', 4],
      ['rest', 4],
    ]);
  });
  it('tells what the batches of a run make of it', () => {
    const analysis = analyseScores(items, { ...settings, thresholdScope: 'batch', batchSize: 3 })!;
    const sum = (key: 'positive' | 'negative' | 'dropped' | 'wavering') =>
      analysis.bins.reduce((total, bin) => total + bin[key], 0);
    expect(sum('positive') + sum('negative') + sum('dropped') + sum('wavering')).toBe(items.length);
    expect(analysis.waveringCount).toBeGreaterThan(0);
    expect(analysis.spread!.taus).toHaveLength(200);
    expect(analyseScores(items, settings)!.spread).toBeNull();
  });
  it('leaves images without a score out', () => {
    const analysis = analyseScores(
      [...items, { ...items[0]!, id: 'unrated', score: Number.NaN }],
      settings,
    )!;
    expect(analysis.sorted).toHaveLength(items.length);
    expect(analyseScores([{ ...items[0]!, score: Number.NaN }], settings)).toBeNull();
  });
  it('finds examples on both sides, near and far', () => {
    const chosen = examples(analyseScores(items, settings)!, 2);
    expect(chosen.farGood.map((entry) => entry.item.score)).toEqual([0.9, 0.7]);
    expect(chosen.nearBad.map((entry) => entry.item.score)).toEqual([0.4, 0.3]);
  });
  it('is null for an empty set', () => {
    expect(analyseScores([], settings)).toBeNull();
    expect(resolveTau([], settings)).toBeNull();
  });
});

describe('percentileOf', () => {
  it('is the inverse of the interpolating percentile', () => {
    const scores = items.map((item) => item.score);
    for (const p of [0.1, 0.25, 0.5, 0.62, 0.9])
      expect(percentile(scores, percentileOf(scores, percentile(scores, p)))).toBeCloseTo(
        percentile(scores, p),
        12,
      );
  });
});

describe('tausByPrompt', () => {
  it(
    'gives each prompt the τ its images are labelled by, and a prompt the set does not know ' +
      'that of the whole set',
    () => {
      const own = { ...settings, thresholdScope: 'prompt' } as const;
      const taus = tausByPrompt(items, own)!;
      const analysis = analyseScores(items, own)!;
      for (const { item, tau } of analysis.sorted) expect(taus(item.caption)).toBe(tau);
      expect(taus('prompt 0')).not.toBe(taus('prompt 1'));
      expect(taus('another')).toBe(analysis.globalTau);
    },
  );
  it('is the one τ in the other scopes, and nothing without scores', () => {
    expect(tausByPrompt(items, settings)!('prompt 1')).toBe(resolveTau(items, settings));
    expect(
      tausByPrompt(items, { ...settings, fixedThreshold: 3, thresholdScope: 'prompt' })!(
        'prompt 1',
      ),
    ).toBe(3);
    expect(tausByPrompt([], { ...settings, thresholdScope: 'prompt' })).toBeNull();
  });
});
