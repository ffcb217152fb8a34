// The image that sampling starts from (SDEdit): of a stored set or from a file, cut and scaled as a
// training image is, and encoded.

import type { StartImage } from '../../bridge/protocol';
import { toModelInput } from '../../data/import/resample';
import { StudioError } from '../../errors';
import type { EncodedImage, ImagePipeline } from '../../paradigms/imagePipeline';
import type { StudioDatabase } from '../../storage/database';
import { getImages } from '../../storage/images';
import { workerErrors } from '../../strings/errors/worker';
import { decodeInBrowser } from './decodeImage';

/** Errors: abort; BadImage of the decoder, or where the set no longer has the image. */
export async function startImage(
  db: StudioDatabase,
  signal: AbortSignal,
  pipeline: ImagePipeline,
  image: StartImage,
): Promise<EncodedImage> {
  const read = async (): Promise<{ bytes: Uint8Array; mime: string }> => {
    if ('bytes' in image) return image;
    const [stored] = await getImages(db, [image.imageId]);
    if (!stored) throw new StudioError('BadImage', ...workerErrors.imageGone());
    return { bytes: new Uint8Array(await stored.original.arrayBuffer()), mime: stored.mime };
  };
  const { bytes, mime } = await read();
  const decoded = await decodeInBrowser(bytes, mime as 'image/png');
  const [encoded] = await pipeline.encodeImages(signal, [
    toModelInput(decoded, pipeline.model.imageSize),
  ]);
  return encoded!;
}
