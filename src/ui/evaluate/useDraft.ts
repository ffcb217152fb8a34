// The draft of what to evaluate, begun when a tab that needs it is first opened for the base model
// at hand.

import { useEffect } from 'react';
import type { ModelInfo, RunSummary } from '../../bridge/protocol';
import type { RewardInfo } from '../../domain/reward';
import { currentDataset, datasetStore } from '../../state/data/datasetStore';
import {
  beginDraft,
  draftStore,
  usableRuns,
  type EvaluationDraft,
} from '../../state/evaluate/evaluationDraft';
import { heldOutStore, needHeldOut } from '../../state/evaluate/heldOut';
import { rewardStore } from '../../state/common/rewardStore';
import { runStore } from '../../state/training/runStore';
import { currentModel, sessionStore } from '../../state/session/sessionStore';
import { useStore } from '../common/useStore';

export interface Drafting {
  readonly draft: EvaluationDraft;
  readonly model: ModelInfo;
  /** Runs on this base that have a checkpoint. */
  readonly runs: readonly RunSummary[];
  readonly rewards: readonly RewardInfo[];
}

/** Null until the worker has told what there is. */
export function useDraft(): Drafting | null {
  const { modelId, datasetId, draft, begun, withRuns } = useStore(draftStore, (state) => state);
  const openId = useStore(datasetStore, (state) => currentDataset(state)?.id ?? null);
  const loading = useStore(datasetStore, (state) => state.loadingItems);
  const model = useStore(sessionStore, currentModel);
  const all = useStore(runStore, (state) => state.runs);
  const rewards = useStore(rewardStore, (state) => state.rewards);
  const heldOut = useStore(heldOutStore, (state) => (model === null ? null : state[model.id]));
  // A draft begun before there was any run is begun again with the first, an untouched one with
  // another set.
  const stale =
    draft === null ||
    modelId !== model?.id ||
    (!withRuns && usableRuns(all, modelId).length > 0) ||
    (draft === begun && datasetId !== openId);
  useEffect(() => {
    if (model !== null) needHeldOut(model.id);
  }, [model]);
  useEffect(() => {
    if (!stale || loading || model === null || rewards === null || heldOut == null) return;
    const data = datasetStore.getState();
    beginDraft(
      model,
      all,
      currentDataset(data),
      rewards,
      {
        scored: data.items.map((item) => item.caption),
        unscored: data.unscored.map((item) => item.caption),
      },
      heldOut,
    );
  }, [stale, loading, model, rewards, all, heldOut]);
  if (stale || model === null || rewards === null) return null;
  return { draft, model, runs: usableRuns(all, model.id), rewards };
}
