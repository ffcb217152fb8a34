import { describe, expect, it } from 'vitest';
import { fixed, NO_NUMBER, score, short, signedFixed } from './format';

describe('numbers on the page', () => {
  it('have no minus before nothing', () => {
    expect([short(-0), score(-0), fixed(-0.001, 2), fixed(-0.01, 2)]).toEqual([
      '0',
      '0',
      '0.00',
      '−0.01',
    ]);
  });
  it('keep their digits, with a true minus, and powers of ten where they are tiny', () => {
    expect([short(-1.23456), score(-0.5), short(0.00001), short(2.5e-7)]).toEqual([
      '−1.23',
      '−0.500',
      '10⁻⁵',
      '2.5·10⁻⁷',
    ]);
    expect([
      score(0.9, 4),
      signedFixed(0.5, 3),
      signedFixed(-0.5, 3),
      signedFixed(-1e-9, 3),
    ]).toEqual(['0.9000', '+0.500', '−0.500', '0.000']);
    expect([short(Number.NaN), score(Infinity), fixed(Number.NaN, 1)]).toEqual([
      NO_NUMBER,
      NO_NUMBER,
      NO_NUMBER,
    ]);
  });
});
