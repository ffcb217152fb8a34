// Object URLs of evaluations' pictures, fetched when they are first looked at. The last few hundred
// are kept; oldest go first.

import type { PicturePlace } from '../../domain/evaluation';
import { client } from '../session/client';
import { pngUrl, releaseUrls } from '../common/pictures';

const CAPACITY = 600;
const urls = new Map<string, string>();

const keyOf = (evaluationId: string, { entry, prompt, sample }: PicturePlace): string =>
  `${evaluationId}/${entry}/${prompt}/${sample}`;

/** URL of a picture that is here already. */
export function pictureUrl(evaluationId: string, place: PicturePlace): string | undefined {
  return urls.get(keyOf(evaluationId, place));
}

/**
 * Fetches the pictures that are missing here; those that are not drawn stay missing. Rejects when
 * the worker cannot read them.
 */
export async function fetchEvaluationPictures(
  evaluationId: string,
  places: readonly PicturePlace[],
  signal?: AbortSignal,
): Promise<void> {
  const missing = places.filter((place) => !urls.has(keyOf(evaluationId, place)));
  if (missing.length === 0) return;
  const { pictures } = await client.request(
    'evaluationPictures',
    { evaluationId, places: missing },
    { signal },
  );
  for (const { place, png } of pictures) {
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
export function forgetPictures(evaluationId: string): void {
  for (const [key, url] of urls) {
    if (!key.startsWith(`${evaluationId}/`)) continue;
    releaseUrls([url]);
    urls.delete(key);
  }
}
