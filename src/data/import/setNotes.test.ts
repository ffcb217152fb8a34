// Scores far from all others are named; a wide but ordinary spread is not.

import { describe, expect, it } from 'vitest';
import { dataErrors } from '../../strings/errors/data';
import { scoreNotes } from './setNotes';

const { farOut, ties } = dataErrors.scores;
const even = Array.from({ length: 21 }, (_, i) => i);

describe('scoreNotes', () => {
  it('names scores that lie far from all others', () => {
    expect(scoreNotes([...even, 1e9])).toEqual([farOut(1, 1e9, 5.25, 15.75)]);
    expect(scoreNotes([1e9, ...even, -1e9])).toEqual([farOut(2, 1e9, 4.5, 15.5)]);
  });
  it('says nothing of an ordinary spread, and of equal ones only that they tie', () => {
    expect(scoreNotes(even)).toEqual([]);
    expect(scoreNotes(even.map((i) => (i % 2 ? -1e9 : 1e9) * (i + 1)))).toEqual([]);
    expect(scoreNotes([...even.map(() => 3), 1, 5, 1e3])).toEqual([ties(3, 23, 1, 21)]);
  });
});
