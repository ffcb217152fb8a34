// Brightness: mean grey (0.299 R + 0.587 G + 0.114 B) over 255. Range 0…1. A filter over the whole
// image raises it, so it shows that training works, not that an image became better.

import { greyOf } from './ink';
import type { PixelReward } from './reward';

export const brightness: PixelReward = {
  id: 'brightness',
  label: 'Brightness',
  formula: 'Mean of 0.299 R + 0.587 G + 0.114 B, over 255.',
  range: [0, 1],
  source: 'Plumbline; ITU-R BT.601 grey',
  needs: 'pixels',
  score: (image) => greyOf(image).reduce((a, b) => a + b, 0) / (image.width * image.height * 255),
};
