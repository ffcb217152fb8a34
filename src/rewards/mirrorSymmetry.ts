// Mirror symmetry: Pearson correlation of the grey image with its left-right mirror image. Range
// −1…1; 0 for an empty image (grey variance below 1). No colour filter, brightness or contrast
// change of the whole image can raise it.

import { greyOf } from './ink';
import type { PixelReward } from './reward';

export const mirrorSymmetry: PixelReward = {
  id: 'mirror_symmetry',
  label: 'Mirror symmetry',
  formula: 'Correlation of the grey image with its left–right mirror image.',
  range: [-1, 1],
  source: 'Plumbline',
  needs: 'pixels',
  score(image) {
    const grey = greyOf(image);
    const { width } = image;
    const mean = grey.reduce((a, b) => a + b, 0) / grey.length;
    let variance = 0;
    let covariance = 0;
    grey.forEach((value, i) => {
      const mirrored = grey[i - (i % width) + width - 1 - (i % width)]!;
      variance += (value - mean) ** 2 / grey.length;
      covariance += ((value - mean) * (mirrored - mean)) / grey.length;
    });
    return variance < 1 ? 0 : covariance / variance;
  },
};
