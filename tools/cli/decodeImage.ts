// Decodes image files for the command line by the page's rule: upright (EXIF), in sRGB (an embedded
// profile is applied), the first frame, straight alpha, 8 bits. CMYK without a profile is turned
// into RGB as browsers do it, channel by channel.

import sharp, { type SharpOptions } from 'sharp';
import type { DecodeImage } from '../../src/data/import/importSet';

/** Straight RGBA. Errors: throws what libvips says. */
export const decodeWithSharp: DecodeImage = async (bytes) => {
  const options = { failOn: 'error', limitInputPixels: 100_000_000 } as const;
  const { space, icc } = await sharp(bytes, options).metadata();
  if (space === 'cmyk' && icc === undefined) return decodeCmyk(bytes, options);
  const { data, info } = await sharp(bytes, options)
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 4) throw new Error(`${info.channels} channels`);
  return { width: info.width, height: info.height, rgba: data };
};

async function decodeCmyk(bytes: Uint8Array, options: SharpOptions) {
  const { data, info } = await sharp(bytes, options)
    .autoOrient()
    .pipelineColourspace('cmyk')
    .toColourspace('cmyk')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const black = 255 - data[pixel * channels + 3]!;
    for (let c = 0; c < 3; c++)
      rgba[pixel * 4 + c] = Math.round(((255 - data[pixel * channels + c]!) * black) / 255);
  }
  return { width, height, rgba };
}
