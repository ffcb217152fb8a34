import { expect, it } from 'vitest';
import type { ModelInfo } from '../../bridge/protocol';
import type { DatasetSummary } from '../../domain/dataset';
import type { RewardInfo } from '../../domain/reward';
import { beginDraft, draftStore } from './evaluationDraft';

const model = { id: 'nano', previewPrompts: ['p'], defaults: {} } as unknown as ModelInfo;
const taste = (pearson: number) =>
  ({
    id: 'taste:1',
    taste: { pearson, ratings: Array.from({ length: 40 }) },
  }) as unknown as RewardInfo;
const warmth = { id: 'warmth', taste: null } as RewardInfo;
const begun = (pearson: number) => {
  const set = { id: 'mine', rewardId: 'taste:1' } as DatasetSummary;
  const heldOut = { validation: ['v'], test: ['t'] };
  const prompts = { scored: ['my cat'], unscored: [] };
  beginDraft(model, [], set, [taste(pearson), warmth], prompts, heldOut);
  return draftStore.getState().draft!;
};

it('ticks no scorer that cannot be told from chance, and takes the prompts of an own set', () => {
  expect(begun(0.6).rewardIds[0]).toBe('taste:1');
  expect(begun(0.1).rewardIds).not.toContain('taste:1');
  expect(begun(0.1).prompts.comparison).toEqual(['my cat']);
});
