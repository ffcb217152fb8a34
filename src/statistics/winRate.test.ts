import { describe, expect, it } from 'vitest';
import { compareRewards } from './compareRewards';
import { imageWinRate, promptWinRate, winRate } from './winRate';

describe('win rates', () => {
  it('count ties half', () => {
    expect(winRate([1, 2, 3, 4], [2, 2, 1, 5])).toMatchObject({
      wins: 2,
      ties: 1,
      losses: 1,
      share: 0.625,
      strict: { share: 0.5 },
    });
    expect(winRate([0, 0], [0, 0])).toMatchObject({ wins: 0, ties: 2, losses: 0, share: 0.5 });
    expect(() => winRate([1], [1, 2])).toThrow('1 against 2');
  });
  it('by the median of five, one wild image does not decide a prompt', () => {
    const base = [
      [1, 1, 1, 1, 1],
      [5, 5, 5, 5, 5],
    ];
    const other = [
      [0.9, 0.9, 0.9, 90, 90],
      [6, 6, 6, -90, -90],
    ];
    expect(imageWinRate(base, other)).toMatchObject({ wins: 5, losses: 5 });
    expect(promptWinRate(base, other)).toMatchObject({ wins: 1, losses: 1, share: 0.5 });
    // Its mean would say the opposite of both prompts.
    expect(promptWinRate([[1, 1, 1, 1, 1]], [[0, 0, 0, 99, 99]])).toMatchObject({
      wins: 0,
      losses: 1,
    });
  });
  it('take the middle of an even number', () => {
    expect(promptWinRate([[0, 10]], [[4, 6]])).toMatchObject({ ties: 1 });
  });
  it('stand beside the paired difference in one comparison', () => {
    const base = [
      [1, 2, 3],
      [2, 3, 4],
    ];
    const result = compareRewards(
      base,
      base.map((row) => row.map((value) => value + 1)),
    );
    expect(result.summary).toMatchObject({
      count: 6,
      mean: 3.5,
      median: 3.5,
      least: 2,
      greatest: 5,
      lowerQuartile: 3,
      upperQuartile: 4,
    });
    expect(result.pictures).toMatchObject({ wins: 6, share: 1 });
    expect(result.prompts).toMatchObject({ wins: 2, share: 1 });
    // variance of 1,2,3,2,3,4 with n − 1 is 5.5/5
    expect(result.difference.mean).toBeCloseTo(1 / Math.sqrt(1.1), 12);
  });
});
