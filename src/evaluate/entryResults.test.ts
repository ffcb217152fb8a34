import { describe, expect, it } from 'vitest';
import { entryResults, scoresByPlace, type MeasuredImage } from './entryResults';

const entry = (key: string, strength: number) => ({
  key,
  runId: strength > 0 ? 'r' : null,
  name: key,
  method: 'tgo',
  checkpointStep: 3,
  strength,
});
const request = {
  entries: [entry('base', 0), entry('a', 1), entry('b', 0.5)],
  prompts: ['x', 'y'],
  samplesPerPrompt: 2,
  rewardIds: ['one', 'two'],
};

/** Entry e scores prompt + sample/10 + e, and its feature moves by e. */
const images = (entries: number): MeasuredImage[] =>
  Array.from({ length: entries }, (_, e) =>
    [0, 1].flatMap((prompt) =>
      [0, 1].map((sample) => ({
        entry: e,
        prompt,
        sample,
        scores: { one: prompt + sample / 10 + e, two: 7 },
        feature: Float32Array.of(prompt + e, sample),
      })),
    ),
  ).flat();

describe('entryResults', () => {
  it('compares every whole entry with the base', () => {
    const results = entryResults(request, images(3), 'pixels', {
      b: { logRatio: 0.25, reverseLogRatio: 0.5 },
    });
    expect(results.map(({ key }) => key)).toEqual(['base', 'a', 'b']);
    expect(results[0]!.drift).toBeNull();
    expect(results[0]!.rewards['one']).toMatchObject({
      comparison: null,
      summary: { mean: 0.55, count: 4 },
    });
    expect(results[1]!.rewards['one']!.summary.mean).toBeCloseTo(1.55, 12);
    expect(results[1]!.rewards['one']!.comparison!.pictures).toMatchObject({ wins: 4, share: 1 });
    expect(results[1]!.rewards['one']!.comparison!.prompts).toMatchObject({ wins: 2 });
    expect(results[1]!.rewards['two']!.comparison!.pictures).toMatchObject({ ties: 4, share: 0.5 });
    // one of two numbers moved by 1
    expect(results[1]!.drift!.change).toBeCloseTo(Math.sqrt(0.5), 6);
    expect(results[1]!.drift!.frechet).toBeCloseTo(1, 6);
    expect(results[2]!.drift!.frechet).toBeCloseTo(4, 6);
    expect(results[2]!.drift).toMatchObject({ logRatio: 0.25, reverseLogRatio: 0.5 });
    expect(results[1]!.diversity).toBeCloseTo(Math.sqrt(0.5), 6);
    // Four pairs across the two prompts: (1, 0), (1, ±1) twice, (1, 0).
    expect(results[1]!.diversityAcross).toBeCloseTo((2 * Math.sqrt(0.5) + 2) / 4, 6);
  });
  it('says nothing of entries that lack an image, nor of any without the base', () => {
    expect(entryResults(request, images(3).slice(0, -1), 'pixels').map(({ key }) => key)).toEqual([
      'base',
      'a',
    ]);
    expect(entryResults(request, images(3).slice(1), 'pixels')).toEqual([]);
  });
  it('gives scores by place, NaN where nothing is drawn', () => {
    const scores = scoresByPlace(request, images(2));
    expect(scores['one']![1]).toEqual([
      [1, 1.1],
      [2, 2.1],
    ]);
    expect(scores['one']![2]).toEqual([
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
    ]);
  });
});
