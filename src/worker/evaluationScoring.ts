// What an evaluation scores pictures by: the rewards of given ids, and the CLIP scorer for feature rewards, diversity and drift.

import { StudioError } from '../errors';
import type { ClipFeatureSource, Reward } from '../rewards';
import { rewardsOf } from './scoreWith';
import type { Studio } from './studio';

export interface EvaluationScoring {
  /** Errors: Unsupported for an unknown id. */
  rewards(ids: readonly string[]): Promise<readonly Reward[]>;
  /** Null where no scorer lies beside the app. */
  scorer(): Promise<ClipFeatureSource | null>;
}

export function evaluationScoring(studio: Pick<Studio, 'db' | 'scorer'>): EvaluationScoring {
  return {
    rewards: (ids) => rewardsOf(studio, ids),
    async scorer() {
      try {
        return await studio.scorer();
      } catch (error) {
        if (error instanceof StudioError && error.kind === 'BadModel') return null;
        throw error;
      }
    },
  };
}
