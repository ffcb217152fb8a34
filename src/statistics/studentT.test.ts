// Against scipy 1.x: stats.t.ppf(1 − (1 − confidence)/2, df) and 2·stats.t.sf(value, df).

import { describe, expect, it } from 'vitest';
import { holm } from './holm';
import { studentQuantile, studentTail } from './studentT';

describe('Student’s t', () => {
  it.each([
    [1, 12.706204736174694, 0.27159949756018376],
    [2, 4.302652729749462, 0.15880897580794018],
    [3, 3.1824463052837078, 0.11517195197647068],
    [7.5, 2.333039626864974, 0.0611994659061161],
    [15, 2.131449545559776, 0.04389557512749648],
    [63, 1.998340542520741, 0.031482542964947756],
    [1000, 1.9623390808264083, 0.028035025326697913],
  ])('%s degrees of freedom', (df, quantile, tail) => {
    expect(studentQuantile(0.95, df)).toBeCloseTo(quantile, 10);
    expect(studentTail(2.2, df)).toBeCloseTo(tail, 12);
    expect(studentTail(-2.2, df)).toBeCloseTo(tail, 12);
  });
  it('far out, near 0, and at other confidences', () => {
    expect(studentQuantile(0.9, 4.2)).toBeCloseTo(2.103010745009936, 10);
    expect(studentTail(40, 5) / 1.8411962171772954e-7).toBeCloseTo(1, 8);
    expect(studentTail(1e-3, 2.5)).toBeCloseTo(0.9992763827207849, 12);
    expect([studentTail(0, 3), studentTail(Infinity, 3)]).toEqual([1, 0]);
    expect(() => studentTail(1, 0)).toThrow('0 degrees of freedom');
    expect(() => studentQuantile(1, 3)).toThrow('outside 0…1');
  });
});

describe('holm', () => {
  it('adjusts as R’s p.adjust does, in the order given', () => {
    // p.adjust(c(.01, .04, .03, .005), "holm")
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.5, 0.9])).toEqual([1, 1]);
  });
  it('leaves out what could not be tested', () => {
    expect(holm([0.02, Number.NaN, 0.04])).toEqual([0.04, Number.NaN, 0.04]);
    expect(holm([])).toEqual([]);
  });
});
