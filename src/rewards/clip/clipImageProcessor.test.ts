// Bytes of Pillow 12's Image.resize(…, BICUBIC) for formula images, and the crop and arithmetic
// of CLIPImageProcessor.
import { describe, expect, it } from 'vitest';
import { parseClipImageProcessorConfig } from '../../formats/clipConfig';
import { clipPixels, resizeBicubic } from './clipImageProcessor';

const formula = (width: number, height: number): Uint8Array =>
  Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const x = Math.floor(i / 3) % width;
    const y = Math.floor(i / 3 / width);
    return (x * 53 + y * 97 + (i % 3) * 31 + x * y * 7) % 256;
  });
const checksum = (bytes: Uint8Array): number =>
  bytes.reduce((sum, value) => (sum * 31 + value) % 1000003, 0);

describe('resizeBicubic', () => {
  it.each([
    [7, 5, 3, 4, [63, 94, 123, 142, 173, 136, 88, 119, 87, 127, 158, 114], 824225],
    [4, 3, 9, 7, [0, 17, 48, 0, 27, 57, 19, 50, 80, 46, 77, 109], 263952],
    [16, 11, 16, 5, [75, 106, 90, 86, 117, 155, 150, 181, 97, 97, 128, 159], 118675],
  ])(
    '%i×%i to %i×%i is Pillow’s, byte for byte',
    (width, height, toWidth, toHeight, start, sum) => {
      const made = resizeBicubic(formula(width, height), width, height, toWidth, toHeight);
      expect(Array.from(made.subarray(0, 12))).toEqual(start);
      expect(checksum(made)).toBe(sum);
    },
  );
});

describe('clipPixels', () => {
  const plain = { do_rescale: false, do_normalize: false };
  const columns = (width: number, height: number) => ({
    width,
    height,
    rgb: Uint8Array.from(
      { length: width * height * 3 },
      (_, i) => 10 * (Math.floor(i / 3) % width),
    ),
  });
  const row = (config: object, width: number, height: number): number[] => {
    const made = clipPixels(
      parseClipImageProcessorConfig({ ...plain, ...config }),
      columns(width, height),
    );
    return Array.from(
      { length: made.width },
      (_, x) => made.pixels[(Math.floor(made.height / 2) * made.width + x) * 3]!,
    );
  };
  it('crops the middle; of an odd rest more is cut right and below', () => {
    expect(row({ do_resize: false, crop_size: 3 }, 6, 5)).toEqual([10, 20, 30]);
    expect(row({ do_resize: false, crop_size: { height: 5, width: 4 } }, 7, 5)).toEqual([
      10, 20, 30, 40,
    ]);
  });
  it('puts zeros around an image smaller than the crop, the odd one left and above', () => {
    expect(row({ do_resize: false, crop_size: 5 }, 2, 2)).toEqual([0, 0, 0, 10, 0]);
    expect(row({ do_resize: false, crop_size: 4 }, 3, 3)).toEqual([0, 0, 10, 20]);
  });
  it('resizes the shortest edge and truncates the longer', () => {
    const made = clipPixels(
      parseClipImageProcessorConfig({ ...plain, size: 4, do_center_crop: false }),
      columns(7, 5),
    );
    expect([made.width, made.height]).toEqual([5, 4]);
  });
  it('rescales and normalises by channel', () => {
    const made = clipPixels(
      parseClipImageProcessorConfig({
        size: 1,
        crop_size: 1,
        image_mean: [0.5, 0, 0.25],
        image_std: [0.5, 1, 2],
      }),
      { width: 1, height: 1, rgb: [255, 51, 0] },
    );
    [1, 0.2, -0.125].forEach((value, c) => expect(made.pixels[c]).toBeCloseTo(value, 6));
  });
  it('refuses pixels that do not fit the size', () =>
    expect(() =>
      clipPixels(parseClipImageProcessorConfig({}), { width: 2, height: 2, rgb: [1] }),
    ).toThrow('2×2 has 1 numbers'));
});
