// Decodes an image file in the worker with the browser's own decoders, without colour management,
// so that the pixels are
// those of the file. (Translucent pixels pass a premultiplied canvas: their colours may be off by a
// level, which alpha over white hides.)

import type { DecodeImage } from '../../data/import/importSet';

export const decodeInBrowser: DecodeImage = async (bytes, mime) => {
  const bitmap = await createImageBitmap(
    new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }),
    { premultiplyAlpha: 'none', colorSpaceConversion: 'none' },
  );
  try {
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d', {
      willReadFrequently: true,
    });
    if (!context) throw new Error('the browser gave no canvas to decode on');
    context.drawImage(bitmap, 0, 0);
    return { width, height, rgba: context.getImageData(0, 0, width, height).data };
  } finally {
    bitmap.close();
  }
};
