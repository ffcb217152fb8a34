// URLs of a page of stored images: those at hand at once, the rest when the worker has sent them.

import { useEffect, useState } from 'react';
import type { StudioFailure } from '../../bridge/protocol';
import { toFailure } from '../../state/common/failure';
import { cachedImages, cacheImages } from '../../state/common/imageCache';

export interface Images {
  readonly urls: ReadonlyMap<string, string>;
  readonly failure: StudioFailure | null;
}

export function useImages(datasetId: string | null, ids: readonly string[]): Images {
  const [fetched, setFetched] = useState<{ key: string; failure: StudioFailure | null }>({
    key: '',
    failure: null,
  });
  const key = ids.join('\n');
  useEffect(() => {
    if (datasetId === null || key === '') return undefined;
    const abort = new AbortController();
    cacheImages(datasetId, key.split('\n'), abort.signal).then(
      () => {
        if (!abort.signal.aborted) setFetched({ key, failure: null });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setFetched({ key, failure: toFailure(error) });
      },
    );
    return () => abort.abort();
  }, [datasetId, key]);
  return {
    urls: datasetId === null ? new Map() : cachedImages(datasetId, ids),
    failure: fetched.key === key ? fetched.failure : null,
  };
}
