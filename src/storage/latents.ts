// Cached latents: the VAE's mean and log-variance of an image at one size under one model, so that
// a second run on the same set need not encode it again. Only a cache: everything here can be
// computed anew from the originals.

import type { LatentRecord, StudioDatabase } from './database';
import { faultOf } from './records';
import { write, written } from './write';

/** Key of an image's latents. `size` is that of the image that was encoded. */
export function latentKey(
  imageSha256: string,
  modelHash: string,
  [height, width]: readonly [number, number],
): string {
  return `${imageSha256}|${modelHash}|${height === width ? height : `${width}x${height}`}`;
}

export async function putLatent(db: StudioDatabase, record: LatentRecord): Promise<void> {
  await write(db, ['latents'], written().latents, (tx) => tx.objectStore('latents').put(record));
}

/** Latents in the order of `keys`; null where there is none. */
export async function getLatents(
  db: StudioDatabase,
  keys: readonly string[],
): Promise<(LatentRecord | null)[]> {
  const tx = db.transaction('latents', 'readonly');
  return Promise.all(keys.map(async (key) => usable(await tx.store.get(key))));
}

const usable = (latent: LatentRecord | undefined): LatentRecord | null =>
  latent !== undefined && faultOf('latents', latent) === null ? latent : null;

/** Frees all cached latents. */
export async function clearLatents(db: StudioDatabase): Promise<void> {
  await write(db, ['latents'], written().latentsDeletion, (tx) =>
    tx.objectStore('latents').clear(),
  );
}
