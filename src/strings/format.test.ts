import { afterEach, describe, expect, it } from 'vitest';
import {
  exact,
  fixed,
  formatIn,
  full,
  marks,
  NO_NUMBER,
  score,
  short,
  signedFixed,
  typedNumber,
  typedWords,
} from './format';

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

describe('numbers as they are typed', () => {
  afterEach(() => formatIn('en'));

  it.each(['en', 'de'])('come back as they were shown, in %s', (language) => {
    formatIn(language);
    for (const value of [0, 0.002, -1.5, 1500, 1e-5, 12345.6, 0.5])
      expect(typedNumber(exact(value))).toBe(value);
    expect(typedNumber(full(0.123456789))).toBe(0.123456789);
  });
  it('have a comma or a point in German, and are refused where they could be thousands', () => {
    formatIn('de');
    expect([exact(0.002), exact(1.25e-5), full(-0.5)]).toEqual(['0,002', '1,25e-5', '-0,5']);
    expect(['0,5', '0.002', ' −1,5 ', '2e-4'].map(typedNumber)).toEqual([0.5, 0.002, -1.5, 2e-4]);
    expect(['1.500', '1.500,5', '1,2,3', '', 'zwei'].map(typedNumber)).toEqual(
      Array<number>(5).fill(Number.NaN),
    );
    expect(typedWords('0,5, 1;2,5 3')).toEqual(['0,5', '1', '2,5', '3']);
  });
  it('have a point in English, and commas between them', () => {
    expect(['0.5', '1500', '0,5', ''].map(typedNumber)).toEqual([
      0.5,
      1500,
      Number.NaN,
      Number.NaN,
    ]);
    expect(typedWords('0.5,1; 2')).toEqual(['0.5', '1', '2']);
  });
  it('tell every mark of an axis from the next', () => {
    expect(marks([0.619, 0.6192, null, 0.6194])).toEqual(['0.619', '0.6192', '', '0.6194']);
    expect(marks([0, 0.5, 1])).toEqual(['0', '0.5', '1']);
  });
});
