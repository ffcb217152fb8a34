// Edge density: mean absolute difference of ink (see ink.ts) between horizontal neighbours plus the
// same between vertical ones. Range 0…2 (a chessboard of single pixels). Ink is normalised, so
// raising the contrast does not raise it.

import { inkOf } from './ink';
import type { PixelReward } from './reward';

export const edgeDensity: PixelReward = {
  id: 'edge_density',
  label: 'Edge density',
  formula: 'Mean |horizontal| plus mean |vertical| difference of ink between neighbouring pixels.',
  range: [0, 2],
  source: 'Plumbline',
  needs: 'pixels',
  score(image) {
    const { width, height } = image;
    const ink = inkOf(image);
    let across = 0;
    let down = 0;
    ink.forEach((value, i) => {
      if (i % width < width - 1) across += Math.abs(ink[i + 1]! - value);
      if (i + width < ink.length) down += Math.abs(ink[i + width]! - value);
    });
    return across / Math.max(1, height * (width - 1)) + down / Math.max(1, (height - 1) * width);
  },
};
