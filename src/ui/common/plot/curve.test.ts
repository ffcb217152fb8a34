import { describe, expect, it } from 'vitest';
import { aligned, curvesCsv, smoothed, valueRange, type CurvePoint } from './curve';

const points = (values: readonly number[]): CurvePoint[] =>
  values.map((value, i) => ({ step: i + 1, seconds: i / 2, value }));

describe('curves', () => {
  it('smooths a constant to itself and drops what is no number', () => {
    expect(smoothed(points([3, 3, Number.NaN, 3]), 0.99).map(({ value }) => value)).toEqual([
      expect.closeTo(3, 12),
      expect.closeTo(3, 12),
      expect.closeTo(3, 12),
    ]);
    expect(smoothed(points([0, 1]), 0.5).at(-1)!.value).toBeCloseTo(2 / 3, 12);
    expect(smoothed(points([1, 5]), 0).map(({ value }) => value)).toEqual([1, 5]);
  });
  it('clips outliers and leaves out what a logarithm has no place for', () => {
    const values = [...Array.from({ length: 200 }, (_, i) => i / 200), 1e6, Number.NaN];
    expect(valueRange(values, { clip: false, logY: false })).toEqual([0, 1e6]);
    expect(valueRange(values, { clip: true, logY: false })![1]).toBeLessThan(1);
    expect(valueRange(values, { clip: false, logY: true })![0]).toBe(1 / 200);
    expect(valueRange([Number.NaN], { clip: false, logY: false })).toBeNull();
  });
  it('puts curves of different steps into one table', () => {
    const one = points([1, 2, 3]);
    const other = [{ step: 2, seconds: 9, value: 7 }];
    expect(aligned([one, other], 'step')).toEqual({
      x: [1, 2, 3],
      columns: [
        [1, 2, 3],
        [null, 7, null],
      ],
    });
    expect(aligned([one, other], 'time').x).toEqual([0, 0.5, 1, 9]);
  });
  it('writes raw values, with quoted names', () => {
    const curves = [
      { id: 'a', name: 'loss "x"', colour: 'red', points: () => points([1, Number.NaN]) },
      { id: 'b', name: 'τ', colour: 'red', points: () => points([4, 5]) },
    ];
    expect(curvesCsv(curves).split('\n')).toEqual([
      'step,seconds,"loss ""x""","τ"',
      '1,0.000,1,4',
      '2,0.500,,5',
    ]);
  });
});
