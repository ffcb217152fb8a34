// Weight to the right: which way an image leans. How much more ink (see ink.ts) lies in its right
// half than in its left, as a share of all of it, −1…1; 0 for an empty image. The demo set's
// score: no filter over the whole image's colours can raise it, since both halves pass through
// the same filter; something has to turn round or move. A matter of taste, not of quality.

import { inkOf } from './ink';
import type { PixelReward } from './reward';

export const weightToTheRight: PixelReward = {
  id: 'weight_to_the_right',
  label: 'Weight to the right',
  formula:
    '(ink of the right half − ink of the left half) / (their sum); of an odd width the middle ' +
    'column counts for neither.',
  range: [-1, 1],
  source: 'Plumbline',
  needs: 'pixels',
  score(image) {
    const half = Math.floor(image.width / 2);
    let left = 0;
    let right = 0;
    inkOf(image).forEach((ink, i) => {
      const x = i % image.width;
      if (x < half) left += ink;
      else if (x >= image.width - half) right += ink;
    });
    return (right - left) / Math.max(right + left, 1e-12);
  },
};
