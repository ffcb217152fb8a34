// Colourfulness M3 of Hasler & Süsstrunk 2003, "Measuring colourfulness in natural images": √(σ²rg
// + σ²yb) + 0.3·√(μ²rg + μ²yb) with rg = R − G, yb = (R + G)/2 − B. 0 = grey, 109 = "extremely
// colourful" in the paper.

import { greyOf } from './ink';
import type { PixelReward } from './reward';

export const colourfulness: PixelReward = {
  id: 'colourfulness',
  label: 'Colourfulness',
  formula:
    '√(σ²rg + σ²yb) + 0.3 √(μ²rg + μ²yb), rg = R − G, yb = (R + G)/2 − B (Hasler & Süsstrunk ' +
    '2003).',
  // σ² + μ² ≤ 255² for each of rg and yb, so the first root is at most 255√2 and so is the second.
  range: [0, 255 * Math.SQRT2 * Math.hypot(1, 0.3)],
  source: 'Hasler & Süsstrunk 2003',
  needs: 'pixels',
  score(image) {
    const count = greyOf(image).length;
    const { rgb } = image;
    const moments = (value: (i: number) => number) => {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < count; i++) {
        sum += value(i);
        squares += value(i) ** 2;
      }
      const mean = sum / count;
      return { mean, variance: Math.max(0, squares / count - mean ** 2) };
    };
    const rg = moments((i) => rgb[i * 3]! - rgb[i * 3 + 1]!);
    const yb = moments((i) => (rgb[i * 3]! + rgb[i * 3 + 1]!) / 2 - rgb[i * 3 + 2]!);
    return Math.sqrt(rg.variance + yb.variance) + 0.3 * Math.hypot(rg.mean, yb.mean);
  },
};
