// Object URLs of stored images, the last few hundred that were looked at: turning a page back or
// dragging τ asks the worker only for what is new, and no image loses its URL while it is on
// screen. Oldest go first.

import { fetchImages } from '../data/datasetActions';
import { blobUrl } from './imageUrls';

const CAPACITY = 600;
const urls = new Map<string, string>();

const keyOf = (datasetId: string, id: string): string => `${datasetId}/${id}`;

/** URLs of those images that are here already; touching them keeps them. */
export function cachedImages(datasetId: string, ids: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const id of ids) {
    const key = keyOf(datasetId, id);
    const url = urls.get(key);
    if (url === undefined) continue;
    urls.delete(key);
    urls.set(key, url);
    found.set(id, url);
  }
  return found;
}

/**
 * Fetches the images that are missing. Rejects when the worker cannot read them or the signal ends
 * it.
 */
export async function cacheImages(
  datasetId: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const missing = ids.filter((id) => !urls.has(keyOf(datasetId, id)));
  if (missing.length === 0) return;
  for (const [id, blob] of await fetchImages(datasetId, missing, signal)) {
    const key = keyOf(datasetId, id);
    if (!urls.has(key)) urls.set(key, blobUrl(blob));
  }
  for (const [key, url] of urls) {
    if (urls.size <= CAPACITY) break;
    urls.delete(key);
    URL.revokeObjectURL(url);
  }
}
