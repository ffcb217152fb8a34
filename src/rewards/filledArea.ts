// Filled area: the share of pixels that are drawn (ink above 0.15, see ink.ts). Range 0…1.
// Recolouring the whole image does not change it; the object has to grow.

import { DRAWN, inkOf } from './ink';
import type { PixelReward } from './reward';

export const filledArea: PixelReward = {
  id: 'filled_area',
  label: 'Filled area',
  formula:
    'Share of pixels whose grey differs from the paper by more than 15% of the largest ' +
    'difference.',
  range: [0, 1],
  source: 'Plumbline',
  needs: 'pixels',
  score: (image) => inkOf(image).filter((ink) => ink > DRAWN).length / (image.width * image.height),
};
