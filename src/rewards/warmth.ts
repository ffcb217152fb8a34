// Warmth: mean of (R − B) over 255. Range −1 (blue) to 1 (red). A colour filter fakes it, and a
// prompt's own colour decides much of it (a high ICC): kept to show what a score of that kind does.

import { greyOf } from './ink';
import type { PixelReward } from './reward';

export const warmth: PixelReward = {
  id: 'warmth',
  label: 'Warmth',
  formula: 'Mean of (R − B), over 255.',
  range: [-1, 1],
  source: 'Plumbline',
  needs: 'pixels',
  score(image) {
    const count = greyOf(image).length;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += image.rgb[i * 3]! - image.rgb[i * 3 + 2]!;
    return sum / (count * 255);
  },
};
