// Taps of the wall: like, dislike, neither; what is missing of a taste.

import { beforeEach, describe, expect, it } from 'vitest';
import { clearTaps, missingTaps, tapTile, wallStore } from './wallStore';

const taps = () => wallStore.getState().taps;

describe('taps of the wall', () => {
  beforeEach(clearTaps);
  it('go from like to dislike to neither', () => {
    tapTile(3);
    expect([...taps()]).toEqual([[3, 1]]);
    tapTile(3);
    expect([...taps()]).toEqual([[3, -1]]);
    tapTile(3);
    expect(taps().size).toBe(0);
  });
  it('are a taste with ten, two of each kind at least', () => {
    for (let place = 0; place < 10; place++) tapTile(place);
    expect(missingTaps(taps())).toBe(2);
    tapTile(0);
    expect(missingTaps(taps())).toBe(1);
    tapTile(1);
    expect(missingTaps(taps())).toBe(0);
    clearTaps();
    expect(missingTaps(taps())).toBe(10);
  });
});
