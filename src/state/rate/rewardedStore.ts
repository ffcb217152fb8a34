// “What did you reward?”: the correlations of the ratings on screen with what can be measured.

import { createStore } from 'zustand/vanilla';
import type { Commands } from '../../bridge/protocol';
import { strings } from '../../strings';
import { NO_WORK, setTask, type SetTaskState } from '../common/setTask';
import { datasetStore } from '../data/datasetStore';
import { client } from '../session/client';
import { sessionStore } from '../session/sessionStore';
import { ratingStore } from './ratingStore';

interface RewardedState extends SetTaskState {
  readonly result: Commands['whatRewarded']['reply'] | null;
  /** What the result is of. */
  readonly datasetId: string | null;
}

export const rewardedStore = createStore<RewardedState>(() => ({
  result: null,
  datasetId: null,
  ...NO_WORK,
}));

const working = setTask((change) => rewardedStore.setState(change));
export const cancelRewarded = working.cancel;

/** Measures the rated images of the open set. */
export async function showRewarded(): Promise<void> {
  const { datasetId } = datasetStore.getState();
  const { modelId } = sessionStore.getState();
  if (datasetId === null || modelId === null) return;
  const { scale } = ratingStore.getState();
  const result = await working.run(datasetId, strings.rewarded.looking, (options) =>
    client.request('whatRewarded', { datasetId, modelId, scale }, options),
  );
  if (result !== null) rewardedStore.setState({ result, datasetId });
}
