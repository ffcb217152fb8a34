import { describe, expect, it } from 'vitest';
import { blindTrials, outcomeOf, tally } from './blindTrials';

describe('blindTrials', () => {
  it('shows every pair once, in an order and on sides that the seed decides', () => {
    const trials = blindTrials(7, 40, 5);
    expect(new Set(trials.map((trial) => `${trial.prompt}/${trial.sample}`)).size).toBe(200);
    expect(Math.max(...trials.map((trial) => trial.prompt))).toBe(39);
    expect(blindTrials(7, 40, 5)).toEqual(trials);
    expect(blindTrials(8, 40, 5)).not.toEqual(trials);
    const left = trials.filter((trial) => trial.firstOnLeft).length;
    expect(left).toBeGreaterThan(75); // 100 ± 3.5 standard deviations of 7.07
    expect(left).toBeLessThan(125);
    // The side must not follow from the order of the pairs.
    const early = trials.filter((trial) => trial.firstOnLeft && trial.prompt < 20).length;
    expect(Math.abs(early - left / 2)).toBeLessThan(20);
  });
});

describe('votes', () => {
  it('are turned back to the models', () => {
    expect([
      outcomeOf('left', true),
      outcomeOf('left', false),
      outcomeOf('right', true),
      outcomeOf('right', false),
      outcomeOf('tie', true),
    ]).toEqual(['first', 'second', 'second', 'first', 'tie']);
  });
  it('are counted with ties as halves', () => {
    const result = tally(['second', 'second', 'tie', 'first']);
    expect(result).toMatchObject({ first: 1, second: 2, ties: 1, share: 0.625 });
    expect(result.lower).toBeLessThan(0.625);
    expect(tally([])).toMatchObject({ first: 0, share: Number.NaN, lower: 0, upper: 1 });
  });
});
