// What an evaluation scores pictures by: the rewards of given ids, and the CLIP scorer for feature rewards, diversity and drift.

import type { ClipFeatureSource, Reward } from '../rewards';
import { rewardsOf } from './scoreWith';
import type { Studio } from './studio';

export interface EvaluationScoring {
  /** Errors: Unsupported for an unknown id. */
  rewards(ids: readonly string[]): Promise<readonly Reward[]>;
  /** Null where no scorer lies beside the app. */
  scorer(): Promise<ClipFeatureSource | null>;
}

export function evaluationScoring(studio: Pick<Studio, 'db' | 'scorers' | 'scorer'>): EvaluationScoring {
  return {
    rewards: (ids) => rewardsOf(studio, ids),
    scorer: async () => (studio.scorers.length === 0 ? null : studio.scorer()),
  };
}
