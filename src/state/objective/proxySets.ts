// Which stored sets may be the proxy of the open one, and taking one: its scores are read once and
// put into the settings.

import type { DatasetSummary } from '../../domain/dataset';
import { proxySetOf } from '../../data/labels/proxySet';
import { client } from '../session/client';
import { commitLiveSettings } from '../training/runActions';
import { editSettings } from './settingsStore';

/**
 * True of a set that the untouched base sampled: one made here without a LoRA, or the base's own
 * demo set.
 */
export function sampledByBase(dataset: DatasetSummary, modelId: string | null): boolean {
  const plan = dataset.generation?.plan;
  if (plan === undefined) return modelId !== null && dataset.modelId === modelId;
  return plan.modelId === modelId && (plan.runId === null || plan.strength === 0);
}

/** Sets that the base sampled and that are scored as the open one is. */
export function proxyCandidates(
  datasets: readonly DatasetSummary[],
  open: DatasetSummary,
  modelId: string | null,
): DatasetSummary[] {
  return datasets.filter(
    (dataset) =>
      dataset.id !== open.id &&
      dataset.scoreSource === open.scoreSource &&
      sampledByBase(dataset, modelId),
  );
}

/**
 * Makes a stored set the proxy and τ its percentile. Resolves with false when none of its images
 * has a score yet. Errors: what the worker says.
 */
export async function chooseProxy(dataset: DatasetSummary): Promise<boolean> {
  const { items } = await client.request('listItems', { datasetId: dataset.id });
  const scores = items.map((item) => item.score);
  if (!scores.some(Number.isFinite)) return false;
  editSettings({
    threshold: {
      thresholdScope: 'proxy',
      fixedThreshold: null,
      proxySet: proxySetOf(dataset.name, dataset.scoreSource, scores),
    },
  });
  await commitLiveSettings();
  return true;
}
