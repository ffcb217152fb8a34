// Blind comparison of two models by a person: which images are shown in which order and on which
// side, and what the votes say. Order and sides are Philox draws of the sitting's seed, so a
// sitting that was broken off goes on as it was.

import type { Choice, Question } from '../domain/evaluation';
import { permutation, STREAMS, uniforms } from '../random/philox';
import { wilsonInterval, type Share } from '../statistics/wilsonInterval';

/** The three questions of DMPO (§5.1). */
export const QUESTIONS: readonly Question[] = ['preference', 'appeal', 'alignment'];

/** One pair to judge: both models' image of a prompt and sample. */
export interface BlindTrial {
  readonly prompt: number;
  readonly sample: number;
  /** The first model's image is on the left. */
  readonly firstOnLeft: boolean;
}

/** All pairs of `prompts` × `samples`, in random order on random sides. */
export function blindTrials(seed: number, prompts: number, samples: number): BlindTrial[] {
  const count = prompts * samples;
  const sides = uniforms(seed, { stream: STREAMS.blind, step: 1, item: 0 }, count);
  return Array.from(
    permutation(seed, { stream: STREAMS.blind, step: 0, item: 0 }, count),
    (pair, at) => ({
      prompt: Math.floor(pair / samples),
      sample: pair % samples,
      firstOnLeft: sides[at]! < 0.5,
    }),
  );
}

/** What a vote says, in terms of the models. */
export type Outcome = 'first' | 'second' | 'tie';

export function outcomeOf(choice: Choice, firstOnLeft: boolean): Outcome {
  if (choice === 'tie') return 'tie';
  return (choice === 'left') === firstOnLeft ? 'first' : 'second';
}

/** Share of votes for the second model, ties counted half, with Wilson's interval. */
export interface Tally extends Share {
  readonly first: number;
  readonly second: number;
  readonly ties: number;
}

export function tally(outcomes: readonly Outcome[]): Tally {
  const count = (wanted: Outcome): number =>
    outcomes.filter((outcome) => outcome === wanted).length;
  const [first, second, ties] = [count('first'), count('second'), count('tie')];
  return { first, second, ties, ...wilsonInterval(second + ties / 2, outcomes.length) };
}
