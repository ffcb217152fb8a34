// Which sets a method refuses, before anything is trained.

import { describe, expect, it } from 'vitest';
import {
  defaultRunSettings,
  type RunSettings,
  type SettingsPatch,
  withChange,
} from '../settings/runSettings';
import { OfflineSamples } from './offlineSamples';
import { offlineSamples } from '../../test-support/offlineSamples';

const samplesOf = (scores: readonly number[]) =>
  offlineSamples(
    scores.map((score, i) => ({
      score,
      group: `prompt ${i % 2}`,
      text: { hidden: new Float32Array(1), pooled: null },
      encoded: { tokens: new Int32Array(1) },
    })),
  );
const settings = (values: SettingsPatch): RunSettings =>
  withChange(withChange(defaultRunSettings(), { training: { batchSize: 2 } }), values);

describe('OfflineSamples', () => {
  it.each([
    [
      'every score above a fixed τ',
      [1, 2, 3],
      { threshold: { fixedThreshold: 0 } },
      'no bad sample (3 good, 0',
    ],
    [
      'every score below a fixed τ',
      [1, 2, 3],
      { threshold: { fixedThreshold: 9 } },
      'no good sample (0 good, 3',
    ],
    ['a median that is the least score', [1, 1, 1, 5, 6], {}, 'no bad sample'],
    ['equal scores', [2, 2, 2], { threshold: { ties: 'negative' as const } }, 'no good sample'],
    [
      'equal scores per batch',
      [2, 2],
      { threshold: { thresholdScope: 'batch' as const } },
      'no bad sample',
    ],
  ])('refuses TGO with %s', (_, scores, values, message) => {
    expect(() => samplesOf(scores).useSettings(settings(values))).toThrow(message);
  });
  it('takes both sides, few as they are, and any τ that batches set themselves', () => {
    expect(samplesOf([0, 0, 0, 1]).useSettings(settings({})).set.positiveCount).toBe(1);
    expect(() =>
      samplesOf([1, 1, 1, 5, 6]).useSettings(
        settings({ threshold: { thresholdScope: 'batch', percentile: 0.9 } }),
      ),
    ).not.toThrow();
  });
  it('refuses SFT without a good sample', () => {
    expect(() =>
      samplesOf([1, 2]).useSettings(settings({ method: 'sft', threshold: { fixedThreshold: 9 } })),
    ).toThrow('nothing to learn from');
  });
  it('encodes all images beforehand where it is asked to, each once', async () => {
    const asked: number[] = [];
    const source = new OfflineSamples(
      Array.from({ length: 11 }, (_, i) => ({
        score: i,
        group: 'g',
        text: { hidden: new Float32Array(1), pooled: null },
      })),
      async (_, places) => {
        asked.push(...places);
        return places.map((place) => ({ tokens: Int32Array.of(place) }));
      },
    );
    const { signal } = new AbortController();
    const told: number[][] = [];
    await source.encodeAll(signal, (...progress) => told.push(progress));
    expect(told).toEqual([
      [0, 11],
      [8, 11],
    ]);
    await source.batch(signal, settings({}), 0);
    expect(asked).toEqual([...Array(11).keys()]);
  });
  it('encodes an image when a step first wants it, and once', async () => {
    const asked: number[][] = [];
    const source = new OfflineSamples(
      Array.from({ length: 6 }, (_, i) => ({
        score: i,
        group: 'g',
        text: { hidden: new Float32Array(1), pooled: null },
      })),
      async (_, places) => {
        asked.push([...places]);
        return places.map((place) => ({ tokens: Int32Array.of(place) }));
      },
    );
    const { signal } = new AbortController();
    const first = await source.batch(signal, settings({}), 0);
    expect(asked).toHaveLength(1);
    expect(first.samples.map(({ encoded }) => encoded)).toEqual(
      asked[0]!.map((place) => ({ tokens: Int32Array.of(place) })),
    );
    for (const step of [1, 2, 3, 4]) await source.batch(signal, settings({}), step);
    expect(asked.flat().sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await source.batch(signal, settings({}), 0)).toEqual(first);
  });
});
