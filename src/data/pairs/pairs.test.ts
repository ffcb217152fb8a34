// Pairs from scores against all comparisons, one by one; scores from pairs by hand; and both ways
// around.

import { describe, expect, it } from 'vitest';
import { normals, randomInt } from '../../random/philox';
import { pairsFromScores, scoresFromPairs, type Pair } from './pairs';

const all = { maxPerGroup: null, seed: 0 };
const key = ({ winner, loser }: Pair): string => `${winner}>${loser}`;

function everyComparison(scores: readonly number[], groups: readonly string[]): string[] {
  return scores.flatMap((one, winner) =>
    scores.flatMap((other, loser) =>
      groups[winner] === groups[loser] && one > other ? [key({ winner, loser })] : [],
    ),
  );
}

/** A set of `count` images; `coarse` gives stars, which tie. */
function randomSet(seed: number, count: number, coarse: boolean) {
  const values = [...normals(seed, { stream: 80, step: 0, item: 0 }, count)];
  return {
    scores: coarse ? values.map((value) => Math.round(value + 3)) : values,
    groups: values.map((_, i) => `g${randomInt(seed, { stream: 81, step: 0, item: i }, 7)}`),
  };
}

describe('pairsFromScores', () => {
  it('compares images of one group only, without ties, best winners first', () => {
    expect(
      pairsFromScores([2, 9, 3, 2, 1, 3], ['a', 'b', 'a', 'a', 'a', 'b'], all).map(key),
    ).toEqual(['2>0', '2>3', '2>4', '0>4', '3>4', '1>5']);
    expect(pairsFromScores([1, 1, 1], ['a', 'a', 'a'], all)).toEqual([]);
    expect(pairsFromScores([1, 2], ['a', 'b'], all)).toEqual([]);
    expect(pairsFromScores([1_700_000_001, 1_700_000_000], ['a', 'a'], all).map(key)).toEqual([
      '0>1',
    ]);
    expect(pairsFromScores([], [], all)).toEqual([]);
  });
  it.each([false, true])('finds every comparison of a random set once (stars: %s)', (coarse) => {
    for (let seed = 0; seed < 20; seed++) {
      const { scores, groups } = randomSet(seed, 60, coarse);
      const found = pairsFromScores(scores, groups, all).map(key);
      expect([...found].sort()).toEqual(everyComparison(scores, groups).sort());
    }
  });
  it('keeps the cap per group, of the same pairs, the same ones each time', () => {
    const { scores, groups } = randomSet(1, 80, true);
    const options = { maxPerGroup: 5, seed: 3 };
    const found = pairsFromScores(scores, groups, options);
    expect(pairsFromScores(scores, groups, options)).toEqual(found);
    const everything = new Set(everyComparison(scores, groups));
    const counts = new Map<string, number>();
    for (const pair of found) {
      expect(everything).toContain(key(pair));
      const group = groups[pair.winner]!;
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
    expect(new Set(found.map(key)).size).toBe(found.length);
    expect([...counts.values()]).toEqual([...counts].map(() => 5));
    const another = pairsFromScores(scores, groups, { ...options, seed: 4 });
    expect(another).not.toEqual(found);
  });
  it('chooses each pair of a capped group equally often', () => {
    // 10 pairs of 5 images, 3 kept: each is kept with probability 0.3; 2,000 seeds give a standard
    // deviation of √(0.3·0.7/2000) = 0.0102.
    const times = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed++)
      for (const pair of pairsFromScores([1, 2, 3, 4, 5], Array(5).fill('a'), {
        maxPerGroup: 3,
        seed,
      }))
        times.set(key(pair), (times.get(key(pair)) ?? 0) + 1);
    expect(times.size).toBe(10);
    for (const count of times.values()) expect(Math.abs(count / 2000 - 0.3)).toBeLessThan(0.045);
  });
  it('caps a group of 20,000 images without listing its 200 million pairs', () => {
    const scores = Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 20_000);
    const groups = scores.map(() => 'a');
    const pairs = pairsFromScores(scores, groups, { maxPerGroup: 50, seed: 0 });
    expect(pairs).toHaveLength(50);
    for (const { winner, loser } of pairs) expect(scores[winner]).toBeGreaterThan(scores[loser]!);
  });
  it('refuses scores that cannot be compared', () => {
    expect(() => pairsFromScores([1, Number.NaN], ['a', 'a'], all)).toThrow('score 1 is NaN');
    expect(() => pairsFromScores([1, 2], ['a'], all)).toThrow('2 scores, 1 groups');
    expect(() => pairsFromScores([1], ['a'], { maxPerGroup: 0, seed: 0 })).toThrow('0 pairs');
  });
});

describe('scoresFromPairs', () => {
  it('is the share of pairs that an image wins', () => {
    const pairs = [
      { winner: 0, loser: 1 },
      { winner: 0, loser: 2 },
      { winner: 1, loser: 0 },
      { winner: 1, loser: 2 },
    ];
    expect([...scoresFromPairs(pairs, 4)]).toEqual([2 / 3, 2 / 3, 0, Number.NaN]);
  });
  it('keeps the order of the scores that the pairs were made from', () => {
    const { scores } = randomSet(2, 30, true);
    const groups = scores.map(() => 'a');
    const shares = scoresFromPairs(pairsFromScores(scores, groups, all), scores.length);
    expect(pairsFromScores(shares, groups, all).map(key).sort()).toEqual(
      everyComparison(scores, groups).sort(),
    );
  });
  it('refuses pairs of images that are not there', () => {
    expect(() => scoresFromPairs([{ winner: 0, loser: 2 }], 2)).toThrow('image 2 of 2');
    expect(() => scoresFromPairs([{ winner: 1, loser: 1 }], 2)).toThrow('paired with itself');
  });
});
