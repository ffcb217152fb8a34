// An image file as an import reads it before any pixel is decoded: whole, of a kind that is read,
// its container in order.

import { MAX_IMAGE_BYTES, readWhole, type SourceFile } from '../files/sourceFile';
import { kindOfFile, notAnImage, type ImageMime } from './fileKind';
import { imageSize } from './imageHeader';

export interface ReadImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mime: ImageMime;
}

/** The file, or the reason why it cannot be used. Errors: BadScoreFile where it cannot be read. */
export async function readImage(file: SourceFile): Promise<ReadImage | string> {
  const bytes = await readWhole(file, MAX_IMAGE_BYTES);
  const wrong = notAnImage(bytes);
  if (wrong !== null) return wrong;
  const mime = kindOfFile(bytes).mime!;
  const size = imageSize(bytes, mime);
  return typeof size === 'string' ? size : { bytes, mime };
}
