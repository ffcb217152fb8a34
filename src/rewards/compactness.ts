// Compactness: 4π·area/perimeter² of the drawn region (ink above 0.15), the isoperimetric quotient
// of Polsby & Popper. The perimeter is counted in pixel edges, the image's border included, so a
// square has π/4, the most there is. Range 0…π/4.

import { DRAWN, inkOf } from './ink';
import type { PixelReward } from './reward';

export const compactness: PixelReward = {
  id: 'compactness',
  label: 'Compactness',
  formula: '4π · area / perimeter² of the drawn region.',
  range: [0, Math.PI / 4],
  source: 'Polsby & Popper 1991',
  needs: 'pixels',
  score(image) {
    const { width, height } = image;
    const drawn = inkOf(image).map((ink) => (ink > DRAWN ? 1 : 0));
    const at = (x: number, y: number) =>
      x < 0 || y < 0 || x >= width || y >= height ? 0 : drawn[y * width + x]!;
    let perimeter = 0;
    for (let y = 0; y <= height; y++) {
      for (let x = 0; x <= width; x++)
        perimeter += Math.abs(at(x, y) - at(x - 1, y)) + Math.abs(at(x, y) - at(x, y - 1));
    }
    return (4 * Math.PI * drawn.reduce((a, b) => a + b, 0)) / Math.max(perimeter, 1) ** 2;
  },
};
