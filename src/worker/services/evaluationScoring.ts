// What an evaluation scores images by: the rewards of given ids, the CLIP model of each feature
// reward, and the bundled one for diversity and drift.

import type { ClipFeatureSource, Reward, ScorerOf } from '../../rewards';
import { rewardsOf } from './scoreWith';
import type { StudioServices } from './studioServices';

export interface EvaluationScoring {
  /** Errors: Unsupported for an unknown id. */
  rewards(ids: readonly string[]): Promise<readonly Reward[]>;
  /** For diversity and drift: null where no scorer lies beside the app. */
  scorer(): Promise<ClipFeatureSource | null>;
  /** The CLIP model a reward reads. Errors: BadModel where there is none. */
  scorerOf: ScorerOf;
}

export function evaluationScoring(
  studio: Pick<StudioServices, 'db' | 'scorers' | 'scorer'>,
): EvaluationScoring {
  return {
    rewards: (ids) => rewardsOf(studio, ids),
    scorer: async () => (studio.scorers.length === 0 ? null : studio.scorer()),
    scorerOf: ({ scorerHash }) => studio.scorer(scorerHash),
  };
}
