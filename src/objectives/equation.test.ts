// The equations' TeX: what it may hold becomes a tree, what is not closed is refused, and every
// method's equations read.

import { describe, expect, it } from 'vitest';
import { parseEquation } from './equation';
import { OBJECTIVES } from './index';

describe('equations', () => {
  it('reads fractions, scripts, sums, upright names and words', () => {
    expect(parseEquation('L = \\frac{1}{B} \\sum_{i} w_{i}')).toEqual({
      kind: 'row',
      children: [
        { kind: 'letter', text: 'L' },
        { kind: 'operator', text: '=' },
        {
          kind: 'fraction',
          over: { kind: 'number', text: '1' },
          under: { kind: 'letter', text: 'B' },
        },
        {
          kind: 'scripts',
          base: { kind: 'operator', text: '∑' },
          sub: { kind: 'letter', text: 'i' },
          sup: null,
        },
        {
          kind: 'scripts',
          base: { kind: 'letter', text: 'w' },
          sub: { kind: 'letter', text: 'i' },
          sup: null,
        },
      ],
    });
    expect(parseEquation('\\min ( \\text{of both} , 0.5 )')).toMatchObject({
      children: [
        { kind: 'letter', text: 'min' },
        { kind: 'fence', text: '(' },
        { kind: 'text', text: 'of both' },
        { kind: 'operator', text: ',' },
        { kind: 'number', text: '0.5' },
        { kind: 'fence', text: ')' },
      ],
    });
  });

  it('refuses what is not closed or missing', () => {
    expect(() => parseEquation('\\frac{1}{2')).toThrow('not closed');
    expect(() => parseEquation('x_')).toThrow('missing');
  });

  it.each(OBJECTIVES.map((objective) => [objective.id, objective] as const))(
    '%s: every equation reads, in both paradigms and at every scale',
    (_id, { equations, symbols }) => {
      for (const paradigm of ['diffusion', 'maskgit'] as const) {
        expect(symbols(paradigm).length).toBeGreaterThan(10);
        for (const scoreScale of ['standardized', 'raw', 'minmax', 'rank'] as const)
          for (const thresholdIndex of ['B', 'g', null] as const)
            for (const { tex, label } of equations({ paradigm, scoreScale, thresholdIndex })) {
              expect(label).not.toBe('');
              expect(parseEquation(tex).kind).toBe('row');
            }
      }
    },
  );
});
