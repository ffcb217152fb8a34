// Against numpy's values of tools/pretrain/rewards.py (and of the colour formulas) on a formula
// image, and by what each score promises: filters over the whole image must not raise the shape
// rewards.
import { describe, expect, it } from 'vitest';
import { PIXEL_REWARDS, pixelRewardById, rewardById, REWARDS, type RgbImage } from '.';

const image = (
  width: number,
  height: number,
  pixel: (x: number, y: number) => readonly [number, number, number],
): RgbImage => ({
  width,
  height,
  rgb: Float32Array.from(
    { length: width * height * 3 },
    (_, i) => pixel(Math.floor(i / 3) % width, Math.floor(i / 3 / width))[i % 3]!,
  ),
});
const formula = image(9, 7, (x, y) => [
  (x * 37 + y * 11) % 256,
  (x * x * 5 + y * 29) % 256,
  255 - ((x * y * 7) % 256),
]);
const score = (id: string, image: RgbImage) => pixelRewardById(id).score(image, 'a prompt');

const NUMPY: Record<string, number> = {
  mirror_symmetry: 0.10802629769939413,
  filled_area: 0.8412698412698413,
  edge_density: 0.44931639421420644,
  compactness: 0.2664070570244145,
  top_heaviness: 0.015064640994337408,
  weight_to_the_right: 0.18095152228812683,
  colourfulness: 147.31242307907667,
  warmth: -0.27948957360722065,
  brightness: 0.4965628384687209,
};

describe.each(PIXEL_REWARDS.filter(({ id }) => !id.startsWith('jpeg')))('$id', ({ id, range }) => {
  it('equals numpy', () => expect(score(id, formula)).toBeCloseTo(NUMPY[id]!, 10));
  it('stays in its range', () => {
    for (const made of [
      formula,
      image(8, 8, (x, y) => ((x + y) % 2 === 0 ? [255, 255, 255] : [0, 0, 0])),
      image(8, 8, () => [255, 0, 0]),
      image(4, 4, (x) => (x < 2 ? [255, 0, 0] : [0, 255, 255])),
      image(1, 1, () => [9, 9, 9]),
    ]) {
      const value = score(id, made);
      expect(value).toBeGreaterThanOrEqual(range[0] - 1e-12);
      expect(value).toBeLessThanOrEqual(range[1] + 1e-12);
    }
  });
});

describe('shape rewards', () => {
  it.each([
    'mirror_symmetry',
    'filled_area',
    'edge_density',
    'compactness',
    'top_heaviness',
    'weight_to_the_right',
  ])('%s is blind to contrast and brightness', (id) => {
    const faded = { ...formula, rgb: Array.from(formula.rgb, (value) => 60 + value * 0.4) };
    expect(score(id, faded)).toBeCloseTo(score(id, formula), 10);
  });
  it('say what they measure', () => {
    const square = (size: number) =>
      image(16, 16, (x, y) =>
        Math.abs(x - 7.5) < size / 2 && Math.abs(y - 7.5) < size / 2 ? [0, 0, 0] : [255, 255, 255],
      );
    expect(score('mirror_symmetry', square(6))).toBeCloseTo(1, 12);
    expect(score('filled_area', square(6))).toBeCloseTo(36 / 256, 12);
    expect(score('compactness', square(6))).toBeCloseTo(Math.PI / 4, 12);
    expect(score('edge_density', square(8))).toBeGreaterThan(score('edge_density', square(4)));
    expect(
      score(
        'weight_to_the_right',
        image(8, 8, (x, y) => (x === 6 && y > 0 && y < 7 ? [0, 0, 0] : [255, 255, 255])),
      ),
    ).toBeCloseTo(1, 9);
    expect(
      score(
        'top_heaviness',
        image(8, 8, (x, y) => (y === 1 && x > 0 && x < 7 ? [0, 0, 0] : [255, 255, 255])),
      ),
    ).toBeCloseTo(0.5 - 1.5 / 8, 9);
  });
});

describe('colour rewards', () => {
  it('are 0 or extreme where they should be', () => {
    expect(
      score(
        'colourfulness',
        image(4, 4, (x) => [x * 60, x * 60, x * 60]),
      ),
    ).toBeCloseTo(0, 6);
    expect([
      score(
        'warmth',
        image(2, 2, () => [255, 0, 0]),
      ),
      score(
        'warmth',
        image(2, 2, () => [0, 0, 255]),
      ),
    ]).toEqual([1, -1]);
    expect(
      score(
        'brightness',
        image(2, 2, () => [255, 255, 255]),
      ),
    ).toBeCloseTo(1, 12);
  });
});

it('unknown ids and pixels of another size are refused', () => {
  expect(() => rewardById('beauty')).toThrow('no reward called “beauty”');
  expect(() => pixelRewardById('prompt_alignment')).toThrow('needs a CLIP model');
  expect(new Set(REWARDS.map(({ id }) => id)).size).toBe(REWARDS.length);
  for (const { id } of PIXEL_REWARDS)
    expect(() => score(id, { width: 3, height: 3, rgb: [1, 2, 3] })).toThrow('3×3 has 3 numbers');
});
