// Top-heaviness: how far the centre of the ink's mass (see ink.ts) lies above the middle, in
// image heights. Range −½…½, positive = top heavy. An empty image, which has no mass, gets ½ as
// in rewards.py.

import { inkOf } from './ink';
import type { PixelReward } from './reward';

export const topHeaviness: PixelReward = {
  id: 'top_heaviness',
  label: 'Top-heaviness',
  formula: '½ − (mean row of the ink) / height.',
  range: [-0.5, 0.5],
  source: 'Plumbline',
  needs: 'pixels',
  score(image) {
    let mass = 0;
    let moment = 0;
    inkOf(image).forEach((ink, i) => {
      mass += ink;
      moment += (ink * (Math.floor(i / image.width) + 0.5)) / image.height;
    });
    return 0.5 - moment / Math.max(mass, 1e-12);
  },
};
