import { describe, expect, it } from 'vitest';
import { countIn, defaultPrompts, promptsOfOwnSet } from './heldOut';

describe('defaultPrompts', () => {
  const heldOut = { validation: ['v', 'w', 'seen'], test: ['t'] };
  it('are the validation prompts that no training set holds', () => {
    expect(defaultPrompts(heldOut, [['p']], ['seen', 'x'])).toEqual(['v', 'w']);
  });
  it('fall back on other lists, never on test or training prompts', () => {
    const none = { validation: [], test: ['t'] };
    expect(
      defaultPrompts(
        none,
        [
          ['x', 't'],
          ['p', 'x', 'p'],
        ],
        ['x'],
      ),
    ).toEqual(['p']);
    expect(defaultPrompts(none, [['x']], ['x'])).toEqual([]);
  });
  it('are those of a set of one’s own, images that nothing trains on first', () => {
    expect(promptsOfOwnSet(['a', 'b', 'a'], [], ['v'])).toEqual(['a', 'b']);
    expect(promptsOfOwnSet(['a', 'b'], ['b', 'c'], ['v'])).toEqual(['c']);
    expect(promptsOfOwnSet(['a', 'v'], ['c'], ['v'])).toEqual([]);
  });
  it('are counted in a list', () => {
    expect(countIn(['a', 'b', 'a'], ['a', 'c'])).toBe(2);
  });
});
