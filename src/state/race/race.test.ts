// Votes of a race: shares with ties, and names that stay hidden until somebody has voted.

import { beforeEach, describe, expect, it } from 'vitest';
import { raceStore, readRace, reveal, TIE, vote, voteShare, type Lane } from './raceStore';

const lane = (letter: string): Lane => ({
  letter,
  method: 'm',
  runId: letter,
  first: null,
  last: null,
});

beforeEach(() => raceStore.setState({ lanes: [lane('A'), lane('B')], votes: {}, revealed: false }));

describe('votes of a race', () => {
  it('share ties between the lanes', () => {
    for (const name of ['A', 'A', 'B', TIE]) vote(name, 1);
    const shares = ['A', 'B'].map((letter) => voteShare(raceStore.getState(), letter));
    expect(shares.map(({ share }) => share)).toEqual([0.625, 0.375]);
    expect(shares[0]!.lower).toBeLessThan(0.5);
    expect(shares[0]!.upper).toBeGreaterThan(0.5);
  });
  it('never fall below none, and hide the names until there is one', () => {
    vote('A', -1);
    reveal();
    expect(raceStore.getState().revealed).toBe(false);
    vote('A', 1);
    reveal();
    expect(raceStore.getState().revealed).toBe(true);
  });
});

describe('a race that was kept', () => {
  const kept = {
    lanes: [{ letter: 'A', method: 'tgo', runId: 'r' }],
    votes: { A: 2 },
    revealed: false,
  };
  it('comes back without its walls', () => {
    expect(readRace(kept)).toEqual({
      ...kept,
      lanes: [{ ...kept.lanes[0], first: null, last: null }],
    });
  });
  it.each([
    ['another letter', { ...kept, lanes: [{ ...kept.lanes[0], letter: 'Z' }] }],
    ['an unknown method', { ...kept, lanes: [{ ...kept.lanes[0], method: 'constructor' }] }],
    ['a vote below none', { ...kept, votes: { A: -1 } }],
  ])('does not where it was edited: %s', (_, edited) => {
    expect(readRace(edited)).toEqual({});
  });
});
