// Which stored sets may be a proxy: those the base sampled by itself, scored as the open set is.

import { describe, expect, it } from 'vitest';
import type { DatasetSummary } from '../../domain/dataset';
import type { SetPlan } from '../../domain/setPlan';
import { sampledByBase, proxyCandidates } from './proxySets';

const set = (id: string, values: Partial<DatasetSummary> = {}): DatasetSummary => ({
  id,
  name: id,
  createdAt: 0,
  count: 3,
  bytes: 1,
  scoreSource: 'warmth',
  rewardId: 'warmth',
  ...values,
});
const drawn = (
  id: string,
  plan: Partial<SetPlan>,
  values: Partial<DatasetSummary> = {},
): DatasetSummary =>
  set(id, {
    modelId: 'm',
    generation: {
      plan: { modelId: 'm', runId: null, strength: 1, ...plan } as SetPlan,
      total: 3,
      state: 'done',
    },
    ...values,
  });

describe('proxy sets', () => {
  const open = set('open');
  it('are drawn by the base, without a LoRA, and scored alike', () => {
    const datasets = [
      open,
      drawn('base', {}),
      drawn('lora', { runId: 'r' }),
      drawn('lora at nought', { runId: 'r', strength: 0 }),
      drawn('other model', { modelId: 'n' }, { modelId: 'n' }),
      drawn('other score', {}, { scoreSource: 'brightness' }),
      set('demo', { modelId: 'm' }),
      set('imported'),
      set('imported from nowhere', { modelId: null }),
    ];
    expect(proxyCandidates(datasets, open, 'm').map(({ id }) => id)).toEqual([
      'base',
      'lora at nought',
      'demo',
    ]);
    expect(proxyCandidates(datasets, datasets[1]!, 'm').map(({ id }) => id)).not.toContain('base');
  });
  it('cannot be told without a model', () => {
    expect(sampledByBase(set('imported', { modelId: null }), null)).toBe(false);
  });
});
