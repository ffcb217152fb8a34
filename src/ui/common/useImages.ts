// URLs of a page of stored images: those at hand at once, the rest when the worker has sent them.

import type { StudioFailure } from '../../bridge/protocol';
import { cachedImages, cacheImages } from '../../state/common/imageCache';
import { useFetched } from './useFetched';

export interface Images {
  readonly urls: ReadonlyMap<string, string>;
  readonly failure: StudioFailure | null;
}

export function useImages(datasetId: string | null, ids: readonly string[]): Images {
  const wanted = datasetId !== null && ids.length > 0;
  const failure = useFetched(wanted ? [datasetId, ...ids].join('\n') : null, (signal) =>
    cacheImages(datasetId ?? '', ids, signal),
  );
  return { urls: datasetId === null ? new Map() : cachedImages(datasetId, ids), failure };
}
