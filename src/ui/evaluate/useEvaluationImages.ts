// URLs of an evaluation's images: those at hand at once, the rest when the worker has sent them.

import { useEffect, useState } from 'react';
import type { ImagePlace } from '../../domain/evaluation';
import type { StudioFailure } from '../../bridge/protocol';
import { fetchEvaluationImages, imageUrl } from '../../state/evaluate/evaluationImages';
import { toFailure } from '../../state/common/failure';

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
  const [state, setState] = useState<{ key: string; failure: StudioFailure | null }>({
    key: '',
    failure: null,
  });
  const key = `${evaluationId} ${version} ${JSON.stringify(places)}`;
  useEffect(() => {
    const abort = new AbortController();
    const wanted = JSON.parse(key.slice(key.indexOf('['))) as ImagePlace[];
    fetchEvaluationImages(evaluationId, wanted, abort.signal).then(
      () => {
        if (!abort.signal.aborted) setState({ key, failure: null });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setState({ key, failure: toFailure(error) });
      },
    );
    return () => abort.abort();
  }, [evaluationId, key]);
  return {
    url: (place) => imageUrl(evaluationId, place),
    failure: state.key === key ? state.failure : null,
  };
}
