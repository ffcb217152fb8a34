// Object URLs for images, made once and given back when the image leaves the page: a forgotten
// URL keeps its bytes.

import type { ImagePixels, SampleImage } from '../../domain/run';
import { encodeBmp } from '../../formats/bmp';

/** A URL for PNG bytes from the worker. */
export function pngUrl(png: Uint8Array<ArrayBuffer>): string {
  return URL.createObjectURL(new Blob([png], { type: 'image/png' }));
}

/**
 * A URL for pixels from the worker: as a bitmap file, for nothing need be compressed to be shown.
 */
export function pixelsUrl({ rgb, width, height }: ImagePixels): string {
  return URL.createObjectURL(new Blob([encodeBmp(rgb, width, height)], { type: 'image/bmp' }));
}

/** A URL for a sample image, stored or just made. */
export function sampleUrl(image: SampleImage): string {
  return 'png' in image ? pngUrl(image.png) : pixelsUrl(image.pixels);
}

/** A URL for any stored image. */
export function blobUrl(blob: Blob): string {
  return URL.createObjectURL(blob);
}

export function releaseUrls(urls: Iterable<string>): void {
  for (const url of urls) URL.revokeObjectURL(url);
}

/** Hands a file to the browser's download list. */
export function download(fileName: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = fileName;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
