// @vitest-environment happy-dom
// What a race's interval is about: prompts, however many noises each has.

import { expect, it } from 'vitest';
import { scoresOf } from './RaceVote';

const image = (prompt: string, score: number) => ({ prompt, seed: 0, url: '', score });

it('has a row per prompt, and none where something is not scored', () => {
  const images = [image('a', 1), image('b', 5), image('a', 3), image('b', 7)];
  expect(scoresOf({ images })).toEqual([[2], [6]]);
  expect(scoresOf({ images: [...images, image('c', Number.NaN)] })).toBeNull();
  expect(scoresOf(null)).toBeNull();
});
