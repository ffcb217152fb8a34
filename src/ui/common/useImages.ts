// Object URLs for a page of stored images: asked for together, given back when the page changes.

import { useEffect, useState } from 'react';
import { fetchImages } from '../../state/datasetActions';
import { toFailure } from '../../state/failure';
import { blobUrl, releaseUrls } from '../../state/pictures';
import type { StudioFailure } from '../../bridge/protocol';

export interface Images {
  readonly urls: ReadonlyMap<string, string>;
  readonly failure: StudioFailure | null;
}

const NONE: Images = { urls: new Map(), failure: null };

export function useImages(datasetId: string | null, ids: readonly string[]): Images {
  const [images, setImages] = useState<Images>(NONE);
  const key = ids.join('\n');
  useEffect(() => {
    if (datasetId === null || key === '') return undefined;
    const abort = new AbortController();
    let made: string[] = [];
    fetchImages(datasetId, key.split('\n'), abort.signal)
      .then((blobs) => {
        if (abort.signal.aborted) return;
        const urls = new Map([...blobs].map(([id, blob]) => [id, blobUrl(blob)]));
        made = [...urls.values()];
        setImages({ urls, failure: null });
      })
      .catch((error: unknown) => {
        const failure = toFailure(error);
        if (failure !== null && !abort.signal.aborted) setImages({ urls: new Map(), failure });
      });
    return () => {
      abort.abort();
      releaseUrls(made);
    };
  }, [datasetId, key]);
  return datasetId === null || key === '' ? NONE : images;
}
