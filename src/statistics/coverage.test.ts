// Do the intervals keep their promise? Tables of differences are simulated with known effects of
// seed, prompt and rest, and it is counted how often the 95 % interval holds the truth: of the run
// with one seed, of the method with several. Deterministic; a few seconds.

import { describe, expect, it } from 'vitest';
import { normals } from '../random/philox';
import { differenceFromBase, type Rewards } from './pairedDifference';

const SIMULATIONS = 600;
/** Three standard errors of a share of .95 counted so often. */
const MARGIN = 3 * Math.sqrt((0.95 * 0.05) / SIMULATIONS);

interface Effects {
  /** Standard deviations, in reward units. */
  readonly seed: number;
  readonly prompt: number;
  readonly rest: number;
  /** Prompt effects are lognormal: a few prompts gain much. */
  readonly skewed?: boolean;
}

/** Share of simulations whose interval holds the truth. */
function coverage(effects: Effects, seeds: number, prompts: number): number {
  const base: Rewards = Array.from({ length: prompts }, (_, p) => [p % 2 === 0 ? 1 : -1]);
  const each = seeds + prompts + seeds * prompts;
  const draws = normals(
    seeds * 1000 + prompts,
    { stream: 95, step: 0, item: 0 },
    each * SIMULATIONS,
  );
  let at = 0;
  const next = (): number => draws[at++]!;
  // Mean 0 and standard deviation 1 either way.
  const promptEffect = (): number =>
    effects.skewed === true
      ? (Math.exp(next()) - Math.exp(0.5)) / Math.sqrt((Math.E - 1) * Math.E)
      : next();
  let held = 0;
  for (let i = 0; i < SIMULATIONS; i++) {
    const ofPrompt = base.map(() => effects.prompt * promptEffect());
    const ofSeed = Array.from({ length: seeds }, () => effects.seed * next());
    const { lower, upper, baseSd } = differenceFromBase(
      base,
      ofSeed.map((own, seed) => ({
        seed,
        rewards: base.map(([value], p) => [value! + own + ofPrompt[p]! + effects.rest * next()]),
      })),
    );
    const truth = seeds === 1 ? ofSeed[0]! / baseSd : 0;
    if (lower <= truth && truth <= upper) held++;
  }
  return held / SIMULATIONS;
}

const CASES: readonly (readonly [string, Effects])[] = [
  ['no seed effect', { seed: 0, prompt: 0.4, rest: 0.4 }],
  [
    'a seed effect as large as the mean over 64 prompts is uncertain',
    { seed: 0.1, prompt: 0.4, rest: 0.4 },
  ],
  ['seeds that differ as prompts do', { seed: 0.4, prompt: 0.4, rest: 0.4 }],
  ['seeds that decide', { seed: 1, prompt: 0.1, rest: 0.3 }],
];

describe('coverage of the 95 % interval', () => {
  describe.each(CASES)('%s', (_, effects) => {
    it.each([
      [1, 4],
      [1, 16],
      [1, 64],
      [3, 4],
      [3, 16],
      [3, 64],
      [10, 4],
      [10, 16],
      [10, 64],
    ])('%i seeds, %i prompts', (seeds, prompts) => {
      const held = coverage(effects, seeds, prompts);
      // Satterthwaite's degrees of freedom are an approximation: it may miss by .02 at 3 seeds, and
      // is on the safe side where the table has few prompts.
      expect(held).toBeGreaterThan(seeds === 3 ? 0.92 : 0.95 - MARGIN);
      expect(held).toBeLessThan(seeds === 1 ? 0.95 + MARGIN : 0.995);
    });
  });
  it('is a few points short where few prompts carry the gain', () => {
    const skewed = { seed: 0.1, prompt: 0.5, rest: 0.2, skewed: true };
    expect(coverage(skewed, 1, 4)).toBeGreaterThan(0.85);
    expect(coverage(skewed, 1, 16)).toBeGreaterThan(0.86);
    expect(coverage(skewed, 3, 64)).toBeGreaterThan(0.9);
  });
});
