// Decodes image files in the worker with the browser's own decoders, by the rule of the command
// line (tools/cli/decodeImage.ts): upright (EXIF), in sRGB (an embedded profile is applied), the
// first frame. A few at a time: a photo of 12 megapixels takes 48 MB while it decodes. (Translucent
// pixels pass a premultiplied canvas: their colours may be off by a level, which alpha over white
// hides.)

import type { DecodeImage, ProbeImage } from '../../data/import/importSet';

const AT_ONCE = 3;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs `work` when fewer than AT_ONCE others run. */
async function limited<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

function bitmapOf(bytes: Uint8Array, type: string): Promise<ImageBitmap> {
  return createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }), {
    premultiplyAlpha: 'none',
    imageOrientation: 'from-image',
    colorSpaceConversion: 'default',
  });
}

/** The pixels, straight RGBA. */
export const decodeInBrowser: DecodeImage = (bytes, mime) =>
  limited(async () => {
    const bitmap = await bitmapOf(bytes, mime);
    try {
      const { width, height } = bitmap;
      const context = new OffscreenCanvas(width, height).getContext('2d', {
        willReadFrequently: true,
        colorSpace: 'srgb',
      });
      if (!context) throw new Error('the browser gave no canvas to decode on');
      context.drawImage(bitmap, 0, 0);
      return { width, height, rgba: context.getImageData(0, 0, width, height).data };
    } finally {
      bitmap.close();
    }
  });

/** The size in pixels, once the whole image was decoded. */
export const probeInBrowser: ProbeImage = (bytes, mime) =>
  limited(async () => {
    const bitmap = await bitmapOf(bytes, mime);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  });
