// By hand, against scipy's one-sample t interval, and what is refused. How often the intervals hold
// the truth is in coverage.test.ts.

import { describe, expect, it } from 'vitest';
import { normals, STREAMS } from '../random/philox';
import { standardDeviation } from './moments';
import { differenceFromBase, pairedDifference, type Rewards } from './pairedDifference';

const table = (seed: number, shift: number, prompts = 64): number[][] =>
  Array.from({ length: prompts }, (_, p) =>
    Array.from(
      normals(seed * 1000 + p, { stream: STREAMS.noise, step: 0, item: 0 }, 2),
      (value) => value + shift,
    ),
  );
const runs = (...tables: Rewards[]) => tables.map((rewards, seed) => ({ seed, rewards }));

describe('differenceFromBase', () => {
  it('finds a constant shift exactly, in base standard deviations', () => {
    const base = table(1, 0);
    const sd = standardDeviation(base.flat());
    const shifted = base.map((row) => row.map((value) => value + 0.5 * sd));
    const result = differenceFromBase(base, runs(shifted, shifted));
    for (const value of [result.mean, result.lower, result.upper])
      expect(value).toBeCloseTo(0.5, 6);
    expect(result).toMatchObject({ about: 'method', seeds: 2, prompts: 64 });
  });
  it('with one seed is the t interval on the means of prompts', () => {
    // scipy.stats.t.interval(.95, 3, mean, sem) of 1, 2, 4, 5 over sd(base) = 1.
    const base = [
      [0, 2 ** 0.5],
      [0, 2 ** 0.5],
      [0, 2 ** 0.5],
      [0, 2 ** 0.5],
    ];
    const unit = standardDeviation(base.flat());
    const gains = [1, 2, 4, 5];
    const result = differenceFromBase(
      base,
      runs(base.map((row, p) => row.map((value) => value + gains[p]! * unit))),
    );
    const half = 3.1824463052837078 * (Math.sqrt(10 / 3) / 2);
    expect(result.mean).toBeCloseTo(3, 12);
    expect(result.upper - result.mean).toBeCloseTo(half, 9);
    expect(result).toMatchObject({ about: 'run', degreesOfFreedom: 3 });
    // t = 3/(1.8257/2) = 3.2863 with 3 degrees of freedom.
    expect(result.pValue).toBeCloseTo(0.046, 3);
  });
  it('with several seeds has the two-way variance and Satterthwaite’s degrees of freedom', () => {
    // d = [[1, 2, 4], [3, 4, 9]] over sd(base); mean squares by hand: seeds 13.5, prompts 11.1667,
    // rest 1.5.
    const base = [[-1], [0], [1]];
    const gains = [
      [1, 2, 4],
      [3, 4, 9],
    ];
    const result = differenceFromBase(
      base,
      runs(...gains.map((row) => row.map((gain, p) => [base[p]![0]! + gain]))),
    );
    const [seeds, prompts, rest] = [13.5, 67 / 6, 1.5];
    const sum = seeds + prompts - rest;
    const df = sum ** 2 / (seeds ** 2 + prompts ** 2 / 2 + rest ** 2 / 2);
    expect(result.degreesOfFreedom).toBeCloseTo(df, 10);
    expect(result.mean).toBeCloseTo(23 / 6, 12);
    expect((result.upper - result.mean) / (result.mean - result.lower)).toBeCloseTo(1, 10);
    // scipy.stats.t.ppf(.975, df)
    const ratio = (result.upper - result.mean) / Math.sqrt(sum / 6);
    expect(ratio).toBeCloseTo(3.973047068272403, 9);
  });
  it('gives no interval under three prompts', () => {
    const result = differenceFromBase(table(1, 0, 2), runs(table(2, 0, 2)));
    expect(Number.isFinite(result.mean)).toBe(true);
    expect([result.lower, result.upper, result.pValue]).toEqual([NaN, NaN, NaN]);
  });
  it('refuses other prompts, other noises, a seed twice and nothing', () => {
    const base = table(1, 0, 4);
    expect(() => differenceFromBase(base, runs(table(1, 0, 3)))).toThrow('3 prompts against 4');
    expect(() => differenceFromBase(base, runs(base.map((row) => row.slice(1))))).toThrow(
      '1 noises against 2 at prompt 1',
    );
    const twice = [...runs(base), ...runs(base)];
    expect(() => differenceFromBase(base, twice)).toThrow('seed 0 is given twice');
    expect(() => differenceFromBase(base, [])).toThrow('no run');
  });
});

describe('pairedDifference', () => {
  it('pairs runs by their seed, not by their place', () => {
    const base = table(1, 0, 8);
    const [a, b] = [table(2, 0, 8), table(3, 5, 8)];
    const up = (rewards: number[][]): number[][] =>
      rewards.map((row) => row.map((value) => value + 1));
    const result = pairedDifference(
      base,
      [
        { seed: 7, rewards: a },
        { seed: 3, rewards: b },
      ],
      [
        { seed: 3, rewards: up(b) },
        { seed: 7, rewards: up(a) },
      ],
    );
    expect(result.mean * result.baseSd).toBeCloseTo(1, 6);
    expect(result.upper - result.lower).toBeCloseTo(0, 6);
  });
  it('refuses unequal seeds', () => {
    const base = table(1, 0, 4);
    expect(() => pairedDifference(base, runs(base, base), runs(base))).toThrow(
      'seeds 0, 1 against seeds 0',
    );
  });
});
