import { describe, expect, it } from 'vitest';
import { defaultRunSettings } from '../../settings/runSettings';
import { analyseScores } from './scoreAnalysis';
import { detectableGain, ratingsInUse, signalOf } from './signal';
import { ratingSource } from '../../data/scores/scoreSource';

const items = (scores: readonly number[]) =>
  scores.map((score, i) => ({ id: `${i}`, fileName: '', caption: `prompt ${i % 4}`, score }));
const settings = {
  ...defaultRunSettings().threshold,
  ...defaultRunSettings().training,
  c: 5,
};

describe('the signal of a set', () => {
  it('counts images, prompts and ties, and says how sure τ is', () => {
    const analysis = analyseScores(items(Array.from({ length: 101 }, (_, i) => i)), settings)!;
    const signal = signalOf(analysis, 0.5, 0.2, null);
    expect(signal).toMatchObject({ count: 101, prompts: 4, ties: 1, noise: null });
    // The median of 101 values: 50 ± 1.645·√(101)/2.
    expect(signal.band!.low).toBeGreaterThan(38);
    expect(signal.band!.high).toBeLessThan(62);
    expect(signal.band!.flips).toBeGreaterThan(2);
  });
  it('says nothing of a τ that is no percentile', () => {
    const fixed = analyseScores(items([1, 2, 3, 4]), { ...settings, fixedThreshold: 2 })!;
    expect(signalOf(fixed, 0.5, 0, null).band).toBeNull();
  });
  it('takes the noise of one rating from images rated twice', () => {
    const ratings = [3, 5].flatMap((value, i) =>
      [value, value - 1].map((given, repeat) => ({
        imageId: `${i}`,
        rater: 'me',
        scale: 'stars' as const,
        value: given,
        time: 0,
        repeat: repeat === 1,
      })),
    );
    const analysis = analyseScores(items([1, 2, 3, 4, 5]), settings)!;
    const { noise } = signalOf(analysis, 0.5, 0, ratings);
    expect(noise!.deviation).toBeCloseTo(Math.SQRT1_2, 12);
    expect(noise!.near).toBe(1);
    expect(ratingsInUse(ratingSource('stars', null), ratings)).toHaveLength(4);
    expect(ratingsInUse('metadata.csv', ratings)).toBeNull();
  });
  it('tells the largest gain there can be where the prompts’ share is not known', () => {
    const analysis = analyseScores(items([1, 2, 3, 4]), settings)!;
    expect(signalOf(analysis, 0.5, Number.NaN, null).detectable).toBe(detectableGain(0, 64));
  });
  it('needs the gain that 80 % power asks for', () => {
    expect(detectableGain(0, 64)).toBeCloseTo(0.4953, 3);
    expect(detectableGain(0.75, 64)).toBeCloseTo(0.4953 / 2, 3);
    expect(detectableGain(0, 256)).toBeCloseTo(0.4953 / 2, 3);
  });
});
