// URLs of an evaluation's pictures: those at hand at once, the rest when the worker has sent them.

import { useEffect, useState } from 'react';
import type { PicturePlace } from '../../domain/evaluation';
import type { StudioFailure } from '../../bridge/protocol';
import { fetchEvaluationPictures, pictureUrl } from '../../state/evaluate/evaluationPictures';
import { toFailure } from '../../state/common/failure';

export interface EvaluationPictures {
  readonly url: (place: PicturePlace) => string | undefined;
  readonly failure: StudioFailure | null;
}

/** `version` changes when more may have been drawn. */
export function useEvaluationPictures(
  evaluationId: string,
  places: readonly PicturePlace[],
  version = 0,
): EvaluationPictures {
  const [state, setState] = useState<{ key: string; failure: StudioFailure | null }>({
    key: '',
    failure: null,
  });
  const key = `${evaluationId} ${version} ${JSON.stringify(places)}`;
  useEffect(() => {
    const abort = new AbortController();
    const wanted = JSON.parse(key.slice(key.indexOf('['))) as PicturePlace[];
    fetchEvaluationPictures(evaluationId, wanted, abort.signal).then(
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
    url: (place) => pictureUrl(evaluationId, place),
    failure: state.key === key ? state.failure : null,
  };
}
