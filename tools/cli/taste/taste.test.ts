// The hidden rules say what they state, the stars are fifths with slips at the stated rate, and the
// report's numbers are those of its pairs.

import { describe, expect, it } from 'vitest';
import type { RgbImage } from '../../../src/rewards';
import { parseTasteArguments } from './arguments';
import { HIDDEN_RULES, SLIP_CHANCE, starsBy } from './hiddenRule';
import { agreement, tasteReport, withinGroups } from './report';

const rule = (id: string) => HIDDEN_RULES.find((one) => one.id === id)!;

/** A white image of 8 × 8 with a square of one colour, `edge` wide, away from the border. */
function square(edge: number, colour: readonly [number, number, number]): RgbImage {
  const rgb = new Uint8ClampedArray(8 * 8 * 3).fill(255);
  for (let y = 1; y <= edge; y++) for (let x = 1; x <= edge; x++) rgb.set(colour, (y * 8 + x) * 3);
  return { width: 8, height: 8, rgb };
}

describe('hidden rules', () => {
  it('warm: the colour of what is drawn, whatever its size', () => {
    expect(rule('warm').score(square(2, [200, 80, 60]), '')).toBeCloseTo(140 / 255, 12);
    expect(rule('warm').score(square(5, [200, 80, 60]), '')).toBeCloseTo(140 / 255, 12);
    expect(rule('warm').score(square(5, [40, 80, 180]), '')).toBeCloseTo(-140 / 255, 12);
    expect(rule('warm').score(square(0, [0, 0, 0]), '')).toBe(0);
  });
  it('fills: the size of what is drawn, whatever its colour', () => {
    expect(rule('fills').score(square(4, [200, 80, 60]), '')).toBeCloseTo(16 / 64, 12);
    expect(rule('fills').score(square(4, [40, 80, 180]), '')).toBeCloseTo(16 / 64, 12);
  });
});

describe('starsBy', () => {
  const scores = Array.from({ length: 1000 }, (_, i) => (i * 617) % 1000);
  it('gives fifths one to five stars, and slips at its rate, by a star, within the scale', () => {
    const { stars, slipped } = starsBy(scores, 0);
    const off = stars.map((star, i) => star - (1 + Math.floor(scores[i]! / 200)));
    expect(off.every((by) => Math.abs(by) <= 1)).toBe(true);
    expect([Math.min(...stars), Math.max(...stars)]).toEqual([1, 5]);
    expect(off.filter((by) => by !== 0)).toHaveLength(slipped);
    // At either end half of the slips have nowhere to go: 0.15 · (3 + 2 · ½)/5 = 12 %, ± 3 standard
    // deviations.
    expect(slipped / 1000).toBeGreaterThan(SLIP_CHANCE * 0.8 - 0.031);
    expect(slipped / 1000).toBeLessThan(SLIP_CHANCE * 0.8 + 0.031);
    expect(new Set(off)).toEqual(new Set([-1, 0, 1]));
  });
  it('follows from the seed, and gives equal scores the same meant star', () => {
    expect(starsBy(scores, 3)).toEqual(starsBy(scores, 3));
    expect(starsBy(scores, 3).stars).not.toEqual(starsBy(scores, 4).stars);
    const { stars, slipped } = starsBy(
      scores.map(() => 7),
      0,
    );
    expect(stars.filter((star) => star === 3)).toHaveLength(1000 - slipped);
  });
});

describe('the report', () => {
  it('tells what is known within groups', () => {
    expect(withinGroups([1, 10, 3, 14, 7], ['a', 'b', 'a', 'b', 'c'])).toEqual([-1, -2, 1, 2, 0]);
  });
  it('takes its numbers from the pairs', () => {
    const found = {
      likes: 'x',
      formula: 'y',
      slipped: 7,
      stars: agreement([1, 2, 3], [1, 2, 4]),
      leaveOneOut: { count: 60, pearson: 0.5, spearman: 0.25 },
      unseen: agreement([1, 2, 3, 4], [1, 2, 4, 3]),
      withinPrompts: agreement([1, 2, 3], [3, 2, 1]),
      betweenPrompts: 0.75,
    };
    expect(found.unseen).toEqual({
      count: 4,
      pearson: expect.closeTo(0.8, 12) as number,
      spearman: expect.closeTo(0.8, 12) as number,
    });
    const base = [
      [0, 2],
      [2, 4],
      [1, 3],
    ];
    const raised = base.map((row) => row.map((value) => value + 1));
    const text = tasteReport(
      found,
      [
        { score: 'rule', base, aligned: [raised, base] },
        { score: 'taste', base, aligned: [base, base] },
      ],
      '3 validation prompts × 2 shared noises',
    );
    expect(text).toContain('7 of the ratings slipped');
    expect(text).toContain('| taste and rule, images nobody rated | 4 | 0.8 | 0.8 |');
    expect(text).toContain('| the same, within prompts | 3 | -1 | -1 |');
    expect(text).toContain('75 % of the variance');
    // sd of 0, 2, 2, 4, 1, 3 = 1.414: a step of 1 is 0.707 of it, half of that over both runs.
    expect(text).toContain(
      '| rule | run 0 | 3 | +0.707 [+0.707, +0.707] | 100 % [44 %, 100 %], strict 100 %',
    );
    expect(text).toMatch(/\| rule \| run 1 \| 2 \| \+0\.000 .* \| 50 % /u);
    expect(text).toMatch(/\| rule \| 2 runs \| 2\.5 \| \+0\.354 .* \| 75 % \|/u);
    expect(text).toMatch(/\| taste \| 2 runs \| 2 \| \+0\.000 /u);
  });
});

describe('npm run taste', () => {
  it('takes rules by name, all of them unless told', () => {
    expect(parseTasteArguments(['--out', 'x'])).toMatchObject({
      base: 'emoji-64',
      rules: HIDDEN_RULES,
      pictures: 400,
      ratings: 60,
      runs: 1,
      steps: null,
      set: {},
    });
    expect(
      parseTasteArguments(['--out', 'x', '--rule', 'fills', '--steps', '5']).rules.map(
        ({ id }) => id,
      ),
    ).toEqual(['fills']);
    expect(
      parseTasteArguments([
        '--out',
        'x',
        '--set',
        'thresholdScope=prompt',
        '--set',
        'thresholdShrinkage=0',
      ]).set,
    ).toEqual({ thresholdScope: 'prompt', thresholdShrinkage: 0 });
    expect(() => parseTasteArguments(['--out', 'x', '--rule', 'loud'])).toThrow('no rule “loud”');
    expect(() => parseTasteArguments(['--out', 'x', '--pictures', '60'])).toThrow('leaves too few');
    expect(() => parseTasteArguments([])).toThrow('--out is missing');
  });
});
