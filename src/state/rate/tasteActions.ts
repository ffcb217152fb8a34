// Fitting a taste to the ratings on screen, with its progress and outcome.

import { createStore } from 'zustand/vanilla';
import type { StudioFailure } from '../../bridge/protocol';
import type { RatingScale } from '../../domain/rating';
import type { Progress } from '../../bridge/studioClient';
import { client } from '../session/client';
import { toFailure } from '../session/failure';
import { addReward } from '../data/rewardStore';
import { sessionStore } from '../session/sessionStore';

export interface TasteState {
  readonly fitting: Progress | null;
  readonly failure: StudioFailure | null;
}

export const tasteStore = createStore<TasteState>(() => ({ fitting: null, failure: null }));

let abort: AbortController | null = null;

export function cancelFit(): void {
  abort?.abort();
}

/**
 * Fits a taste; `rater` null = the mean over raters, `scorerHash` null = on features of the CLIP
 * model beside the app.
 */
export async function fitTaste(
  datasetId: string,
  rater: string | null,
  scale: RatingScale,
  name: string,
  scorerHash: string | null,
): Promise<void> {
  const { modelId } = sessionStore.getState();
  if (modelId === null || tasteStore.getState().fitting !== null) return;
  abort = new AbortController();
  tasteStore.setState({ fitting: { phase: 'features', done: 0, total: 0 }, failure: null });
  try {
    const { reward } = await client.request(
      'fitTaste',
      { datasetId, modelId, scorerHash, rater, scale, name },
      {
        signal: abort.signal,
        onProgress: (fitting) => {
          if (tasteStore.getState().fitting !== null) tasteStore.setState({ fitting });
        },
      },
    );
    addReward(reward);
  } catch (error) {
    tasteStore.setState({ failure: toFailure(error) });
  } finally {
    tasteStore.setState({ fitting: null });
  }
}
