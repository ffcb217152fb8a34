// “What did you reward?”: the correlations of the ratings on screen with what can be measured.

import { createStore } from 'zustand/vanilla';
import type { Commands, StudioFailure } from '../../bridge/protocol';
import type { Progress } from '../../bridge/studioClient';
import { strings } from '../../strings';
import { task } from '../common/task';
import { datasetStore } from '../data/datasetStore';
import { client } from '../session/client';
import { sessionStore } from '../session/sessionStore';
import { ratingStore } from './ratingStore';

interface RewardedState {
  readonly result: Commands['whatRewarded']['reply'] | null;
  /** What the result is of. */
  readonly datasetId: string | null;
  readonly busy: Progress | null;
  readonly failure: StudioFailure | null;
}

export const rewardedStore = createStore<RewardedState>(() => ({
  result: null,
  datasetId: null,
  busy: null,
  failure: null,
}));

const working = task(({ left: _, ...change }) => rewardedStore.setState(change));
export const cancelRewarded = working.cancel;

/** Measures the rated images of the open set. */
export async function showRewarded(): Promise<void> {
  const { datasetId } = datasetStore.getState();
  const { modelId } = sessionStore.getState();
  if (datasetId === null || modelId === null) return;
  const { scale } = ratingStore.getState();
  const result = await working.run(
    { phase: strings.rewarded.looking, done: 0, total: 0 },
    (options) => client.request('whatRewarded', { datasetId, modelId, scale }, options),
  );
  if (result !== null) rewardedStore.setState({ result, datasetId });
}
