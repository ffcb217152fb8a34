import { describe, expect, it } from 'vitest';
import { pixelRewardById, rewardById } from '.';
import { oppositeId } from './opposite';

const red = { width: 1, height: 1, rgb: [200, 40, 10] };

describe('opposite', () => {
  it('scores minus, under a name of its own, and turned twice is the reward itself', () => {
    const warmth = pixelRewardById('warmth');
    const cold = pixelRewardById(oppositeId('warmth'));
    expect(cold.score(red, '')).toBe(-warmth.score(red, ''));
    expect(cold.score(red, '')).not.toBe(0);
    expect(cold.id).toBe('opposite:warmth');
    expect(oppositeId(cold.id)).toBe('warmth');
  });
  it('of two words, and of nothing there is', () => {
    expect(rewardById(oppositeId('words:cat|dog')).label).toBe('Opposite of cat − dog');
    expect(() => rewardById('opposite:nothing')).toThrow('There is no reward called “nothing”');
  });
});
