import { describe, expect, it } from 'vitest';
import { commonRange, equalDrift, rewardAt, upperEnvelope } from './frontier';

const points = (...pairs: readonly (readonly [number, number])[]) =>
  pairs.map(([drift, reward]) => ({ drift, reward }));
const one = points([1, 1], [2, 3], [3, 2], [4, 5], [6, 4]);
const other = points([3, 1], [5, 7], [9, 8]);

describe('the frontier', () => {
  it('keeps what nothing beats at less drift', () => {
    expect(upperEnvelope(one)).toEqual(points([1, 1], [2, 3], [4, 5]));
    expect(upperEnvelope(points([1, 2], [1, 3]))).toEqual(points([1, 3]));
    expect(upperEnvelope([])).toEqual([]);
  });
  it('interpolates inside what was measured only', () => {
    expect(rewardAt(one, 3)).toMatchObject({
      reward: 4,
      points: [{ weight: 0.5 }, { weight: 0.5 }],
    });
    expect(rewardAt(one, 2)).toMatchObject({ reward: 3, points: [{ weight: 1 }] });
    expect(rewardAt(one, 5.5)!.reward).toBe(5); // level after the best
    expect([rewardAt(one, 0.5), rewardAt(one, 6.5), rewardAt([], 1)]).toEqual([null, null, null]);
  });
  it('compares two runs over the range that both cover', () => {
    expect(commonRange(one, other)).toEqual([3, 6]);
    const rows = equalDrift(one, other, 4);
    expect(rows.map((row) => row.drift)).toEqual([3, 4, 5, 6]);
    expect(rows.map((row) => [row.first.reward, row.second.reward])).toEqual([
      [4, 1],
      [5, 4],
      [5, 7],
      [5, 7.25],
    ]);
  });
  it('says so when they have no drift in common', () => {
    const far = points([7, 1], [8, 2]);
    expect(commonRange(one, far)).toBeNull();
    expect(equalDrift(one, far)).toEqual([]);
    expect(equalDrift(one, points([6, 0]))).toHaveLength(1);
  });
});
