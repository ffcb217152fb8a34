import { describe, expect, it } from 'vitest';
import { WALL_TILES, wallPlan } from './wall';

describe('wallPlan', () => {
  it('takes the prompts in turn, each tile with a noise of its own, in few steps', () => {
    const { prompts, seeds, inferenceSteps } = wallPlan(['a', 'b', 'c', 'd', 'e'], 25, [64, 64]);
    expect(prompts).toHaveLength(WALL_TILES);
    expect(prompts.slice(4, 7)).toEqual(['e', 'a', 'b']);
    expect(new Set(seeds).size).toBe(WALL_TILES);
    expect(inferenceSteps).toBe(8);
    expect(wallPlan(['a'], 4, [64, 64]).inferenceSteps).toBe(4);
  });
  it('shows every prompt of many, and nothing of none', () => {
    expect(
      wallPlan(
        Array.from({ length: 20 }, (_, i) => `${i}`),
        8,
        [64, 64],
      ).prompts,
    ).toHaveLength(20);
    expect(wallPlan([], 8, [64, 64]).prompts).toEqual([]);
  });
  it('shows fewer large images, still every prompt', () => {
    expect(wallPlan(['a'], 8, [256, 256]).prompts).toHaveLength(4);
    expect(wallPlan([...'abcdef'], 8, [512, 384]).prompts).toHaveLength(6);
  });
});
