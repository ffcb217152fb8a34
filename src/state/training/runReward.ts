// By what a run's samples are scored.

import type { RunSummary } from '../../bridge/protocol';
import type { DatasetSummary } from '../../domain/dataset';

/** Id of the reward; null where nothing but a table or a person gave the scores. */
export function rewardOf(
  { settings, rewardId, datasetId }: RunSummary,
  datasets: readonly DatasetSummary[],
): string | null {
  if (settings.source.mode === 'online') return settings.source.onlineReward;
  return rewardId ?? datasets.find(({ id }) => id === datasetId)?.rewardId ?? null;
}
