// Ticks of a count.

import { expect, it } from 'vitest';
import { countTicks } from './scale';

it.each([
  [2, [0, 1, 2]],
  [6, [0, 2, 4, 6]],
  [9, [0, 5]],
  [30, [0, 10, 20, 30]],
])('marks a count of up to %i by whole numbers alone', (most, wanted) => {
  expect(countTicks(most, 4)).toEqual(wanted);
});
