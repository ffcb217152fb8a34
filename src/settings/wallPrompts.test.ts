import { describe, expect, it } from 'vitest';
import { defaultRunSettings, withChange } from './runSettings';
import { wallPrompts } from './wallPrompts';

const BASE = ['a face', 'a cat'];
const settings = (previewPrompts: string[]) =>
  withChange(defaultRunSettings(), { sampling: { previewPrompts } });
const own = Array.from({ length: 30 }, (_, i) => `drawing ${Math.floor(i / 3)}`);

describe('prompts of a wall', () => {
  it('are the base’s where one of them is in the set', () => {
    expect(wallPrompts(settings(BASE), BASE, [...own, 'a cat'])).toEqual({
      prompts: BASE,
      ofSet: false,
    });
  });
  it('are as many of the set’s, distinct and spread, where none is', () => {
    const ofSet = { prompts: ['drawing 2', 'drawing 7'], ofSet: true };
    expect(wallPrompts(settings(BASE), BASE, own)).toEqual(ofSet);
    expect(wallPrompts(settings([]), BASE, own)).toEqual(ofSet);
    // A copy of such a run has them as if they were chosen.
    expect(wallPrompts(settings(ofSet.prompts), BASE, own)).toEqual(ofSet);
  });
  it('are all of the set’s where it has few, and four where the base names none', () => {
    expect(wallPrompts(settings(BASE), BASE, ['one', 'one', '']).prompts).toEqual(['one']);
    expect(wallPrompts(settings([]), [], own).prompts).toHaveLength(4);
  });
  it('are the base’s where nothing is known of the set', () => {
    expect(wallPrompts(settings(BASE), BASE, ['', ' '])).toEqual({ prompts: BASE, ofSet: false });
  });
  it('are a person’s own where there are any', () => {
    expect(wallPrompts(settings(['a cat', 'a face']), BASE, own)).toEqual({
      prompts: ['a cat', 'a face'],
      ofSet: false,
    });
  });
  it('are looked up in the prompts of an online run', () => {
    const online = withChange(settings(BASE), {
      source: { mode: 'online', onlinePrompts: ['a moon'] },
    });
    expect(wallPrompts(online, BASE, BASE)).toEqual({ prompts: ['a moon'], ofSet: true });
  });
});
