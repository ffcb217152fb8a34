// Batches of pairs and groups: who is drawn, how often, and what the rows share.

import { describe, expect, it } from 'vitest';
import { objectiveOf } from '../../objectives';
import { defaultRunSettings, withChange, type SettingsPatch } from '../../settings/runSettings';
import { advantagesOf } from './advantages';
import { batchDrawer, type DrawnSample } from './batchDrawer';

const settings = withChange(defaultRunSettings(), {
  training: { seed: 3, batchSize: 6 },
  pairing: { groupSize: 3 },
});
/** Three prompts of 4, 3 and 1 images. */
const samples: DrawnSample[] = [4, 1, 3, 3, 9, 7, 8, 5].map((score, i) => ({
  score,
  group: i < 4 ? 'a' : i < 7 ? 'b' : 'c',
}));

describe('batches of pairs', () => {
  it('hold each pair of the set once per epoch, winner first, both on one noise', () => {
    const drawer = batchDrawer(samples, objectiveOf('dpo'), settings, null);
    // Five pairs in a (3 and 3 tie) and three in b; three pairs per step.
    expect(drawer.epochSteps).toBe(3);
    const drawn = Array.from({ length: 8 }, (_, step) => drawer.draw(step));
    const pairs = drawn.flatMap(({ indices, noiseOf, rows }) => {
      expect(noiseOf).toEqual([0, 0, 2, 2, 4, 4]);
      expect(rows.pairs).toEqual([
        [0, 1],
        [2, 3],
        [4, 5],
      ]);
      return rows.pairs.map(([winner, loser]) => `${indices[winner]}>${indices[loser]}`);
    });
    const epoch = ['0>1', '0>2', '0>3', '2>1', '3>1', '4>5', '4>6', '6>5'];
    for (const from of [0, 8, 16]) expect(pairs.slice(from, from + 8).sort()).toEqual(epoch);
    const again = batchDrawer(samples, objectiveOf('dpo'), settings, null);
    expect(again.draw(5)).toEqual(drawn[5]);
  });
  it('are the set’s own comparisons where it has any, unless its scores are asked for', () => {
    const compared = samples.map((sample, i) => ({
      ...sample,
      preferredOver: i === 1 ? [0, 0] : [],
    }));
    const one = withChange(defaultRunSettings(), { training: { seed: 3, batchSize: 2 } });
    expect(batchDrawer(compared, objectiveOf('dpo'), one, null).draw(0).indices).toEqual([1, 0]);
    const made = { ...one, pairing: { ...one.pairing, pairSource: 'scores' as const } };
    expect(batchDrawer(compared, objectiveOf('dpo'), made, null).epochSteps).toBe(8);
  });
  it('are refused where nothing can be paired', () => {
    const draw = (of: readonly DrawnSample[], values: SettingsPatch) => () =>
      batchDrawer(of, objectiveOf('dpo'), withChange(settings, values), null);
    expect(draw(samples, { training: { batchSize: 5 } })).toThrow(
      '5 images cannot be divided into pairs',
    );
    expect(draw(samples, { pairing: { pairSource: 'comparisons' } })).toThrow('nobody compared');
    expect(draw(samples.slice(6), {})).toThrow('no prompt of this set has two images');
  });
});

describe('batches of groups', () => {
  it('hold different images of one prompt with their advantages, on one noise', () => {
    const drawer = batchDrawer(samples, objectiveOf('dgpo'), settings, null);
    expect(drawer.epochSteps).toBe(1);
    const seen = new Set<number>();
    for (let step = 0; step < 12; step++) {
      const { indices, noiseOf, rows } = drawer.draw(step);
      expect(noiseOf).toEqual([0, 0, 0, 3, 3, 3]);
      expect(rows.groups).toEqual([0, 0, 0, 1, 1, 1]);
      expect(new Set(indices).size).toBe(6);
      for (const slot of [0, 3])
        expect(new Set(indices.slice(slot, slot + 3).map((i) => samples[i]!.group)).size).toBe(1);
      for (const index of indices) seen.add(index);
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
  it('are refused where no prompt has enough images', () => {
    expect(() =>
      batchDrawer(
        samples,
        objectiveOf('dgpo'),
        withChange(settings, { pairing: { groupSize: 6 } }),
        null,
      ),
    ).toThrow('the largest has 4');
    expect(() =>
      batchDrawer(
        samples,
        objectiveOf('dgpo'),
        withChange(settings, { pairing: { groupSize: 4 } }),
        null,
      ),
    ).toThrow('cannot be divided into groups of 4');
  });
});

describe('advantagesOf', () => {
  it('is (s − mean)/sd within the group; alone, within the set; 0 among equals', () => {
    const found = advantagesOf([1, 3, 7, 2, 2], ['a', 'a', 'b', 'c', 'c']);
    expect([...found]).toEqual([-1, 1, (7 - 3) / Math.sqrt(4.4), 0, 0]);
    expect(advantagesOf([1e6, ...Array(99).fill(0)], Array(100).fill('a'))[0]).toBe(5);
  });
});
