// Object URLs of evaluations' images, fetched when they are first looked at. The last few hundred
// are kept; oldest go first.

import type { ImagePlace } from '../../domain/evaluation';
import { client } from '../session/client';
import { pngUrl, releaseUrls } from '../common/imageUrls';

const CAPACITY = 600;
const urls = new Map<string, string>();

const keyOf = (evaluationId: string, { entry, prompt, sample }: ImagePlace): string =>
  `${evaluationId}/${entry}/${prompt}/${sample}`;

/** URL of an image that is here already. */
export function imageUrl(evaluationId: string, place: ImagePlace): string | undefined {
  return urls.get(keyOf(evaluationId, place));
}

/**
 * Fetches the images that are missing here; those that are not sampled stay missing. Rejects when
 * the worker cannot read them.
 */
export async function fetchEvaluationImages(
  evaluationId: string,
  places: readonly ImagePlace[],
  signal?: AbortSignal,
): Promise<void> {
  const missing = places.filter((place) => !urls.has(keyOf(evaluationId, place)));
  if (missing.length === 0) return;
  const { images } = await client.request(
    'evaluationImages',
    { evaluationId, places: missing },
    { signal },
  );
  for (const { place, png } of images) {
    const key = keyOf(evaluationId, place);
    if (!urls.has(key)) urls.set(key, pngUrl(png));
  }
  const surplus = [...urls.keys()].slice(
    0,
    Math.max(0, urls.size - Math.max(CAPACITY, places.length)),
  );
  releaseUrls(surplus.map((key) => urls.get(key)!));
  for (const key of surplus) urls.delete(key);
}

/** Gives back the URLs of a deleted evaluation. */
export function forgetImages(evaluationId: string): void {
  for (const [key, url] of urls) {
    if (!key.startsWith(`${evaluationId}/`)) continue;
    releaseUrls([url]);
    urls.delete(key);
  }
}
