// Errors of bench2d/.

import { full } from '../../format';
import type { Said } from './said';

export const bench2d = {
  noTensor: (name: string): Said => [
    `The bench’s model has no tensor ${name}.`,
    'Reload the page.',
  ],
  noInk: (): Said => [
    'Nothing is drawn that a base could be trained on.',
    'Draw where points are to lie.',
  ],
  sameScore: (): Said => [
    'The score is the same wherever the base has points: there is nothing to learn.',
    'Draw the score where the base has points, or take the formula again.',
  ],
  oneSided: (tau: number, good: number, bad: number): Said => [
    `τ = ${full(tau)} leaves ${good} good and ${bad} bad points.`,
    'Move the threshold.',
  ],
  openAgain: 'Open the bench again.',
  diverged: (step: number): Said => [
    `After ${step} steps the model generates points that are no numbers: it has diverged.`,
    'Choose a smaller weight, or a method that stops by itself.',
  ],
};
