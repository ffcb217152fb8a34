// What an evaluation scores pictures by: the rewards of given ids, and the CLIP scorer for feature rewards, diversity and drift.

import { rewardById } from '../rewards';
import type { ClipFeatureSource, Reward } from '../rewards/reward';

export interface EvaluationScoring {
  /** Errors: Unsupported for an unknown id. */
  rewards(ids: readonly string[]): Promise<readonly Reward[]>;
  /** Null where no scorer lies beside the app. */
  scorer(): Promise<ClipFeatureSource | null>;
}

export function evaluationScoring(): EvaluationScoring {
  return { rewards: async (ids) => ids.map((id) => rewardById(id)), scorer: async () => null };
}
