// JPEG compressibility and incompressibility as DDPO has them (Black et al. 2023, section 5.1): the
// size in kB (1000 bytes) of the image as a JPEG at quality 95, negative for compressibility. See
// jpegSize.ts for what is counted. Depends on the image's size.

import { jpegSize } from './jpegSize';
import type { PixelReward } from './reward';

const SOURCE = 'Black et al. 2023 (DDPO)';

export const jpegCompressibility: PixelReward = {
  id: 'jpeg_compressibility',
  label: 'JPEG compressibility',
  formula: '−(size in kB as a JPEG of quality 95).',
  range: [-Infinity, 0],
  source: SOURCE,
  needs: 'pixels',
  score: (image) => -jpegSize(image) / 1000,
};

export const jpegIncompressibility: PixelReward = {
  id: 'jpeg_incompressibility',
  label: 'JPEG incompressibility',
  formula: 'Size in kB as a JPEG of quality 95.',
  range: [0, Infinity],
  source: SOURCE,
  needs: 'pixels',
  score: (image) => jpegSize(image) / 1000,
};
