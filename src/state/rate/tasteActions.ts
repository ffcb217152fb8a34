// Fitting a taste to the ratings on screen, or a scorer to a set's scores, with its progress and
// outcome.

import { createStore } from 'zustand/vanilla';
import type { RatingScale } from '../../domain/rating';
import type { RewardInfo } from '../../domain/reward';
import { client } from '../session/client';
import { NO_WORK, setTask, type SetTaskState } from '../common/setTask';
import { addReward } from '../common/rewardStore';
import { receiveDataset } from '../data/datasetStore';
import { sessionStore } from '../session/sessionStore';

export const tasteStore = createStore<SetTaskState>(() => NO_WORK);

const fit = setTask((change) => tasteStore.setState(change));
export const cancelFit = fit.cancel;

/**
 * Fits a taste; `rater` null = the mean over raters, `scorerHash` null = on features of the CLIP
 * model beside the app. Null where it failed or was cancelled.
 */
export async function fitTaste(
  datasetId: string,
  rater: string | null,
  scale: RatingScale,
  name: string,
  scorerHash: string | null,
): Promise<RewardInfo | null> {
  const { modelId } = sessionStore.getState();
  if (modelId === null) return null;
  const reply = await fit.run(datasetId, 'features', (options) =>
    client.request('fitTaste', { datasetId, modelId, scorerHash, rater, scale, name }, options),
  );
  if (reply === null) return null;
  addReward(reply.reward);
  return reply.reward;
}

/** Learns a scorer from the scores a set trains on; it then scores new images of its runs. */
export async function learnScorer(datasetId: string, modelId: string, name: string): Promise<void> {
  const reply = await fit.run(datasetId, 'features', (options) =>
    client.request('learnScorer', { datasetId, modelId, scorerHash: null, name }, options),
  );
  if (reply === null) return;
  addReward(reply.reward);
  receiveDataset(reply.set);
}
