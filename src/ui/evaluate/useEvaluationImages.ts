// URLs of an evaluation's images: those at hand at once, the rest when the worker has sent them.

import type { ImagePlace } from '../../domain/evaluation';
import type { StudioFailure } from '../../bridge/protocol';
import { fetchEvaluationImages, imageUrl } from '../../state/evaluate/evaluationImages';
import { useFetched } from '../common/useFetched';

export interface EvaluationImages {
  readonly url: (place: ImagePlace) => string | undefined;
  readonly failure: StudioFailure | null;
}

/** `version` changes when more may have been sampled. */
export function useEvaluationImages(
  evaluationId: string,
  places: readonly ImagePlace[],
  version = 0,
): EvaluationImages {
  const failure = useFetched(`${evaluationId} ${version} ${JSON.stringify(places)}`, (signal) =>
    fetchEvaluationImages(evaluationId, places, signal),
  );
  return { url: (place) => imageUrl(evaluationId, place), failure };
}
