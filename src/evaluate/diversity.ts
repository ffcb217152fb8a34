// How much the images of one prompt differ among themselves. A model that samples one image over
// and over has 0: the usual price of too much alignment. (Mean distance of random pairs, as Zhu et
// al. 2017, BicycleGAN, measure it with LPIPS; here within each prompt.)

import type { FeatureKind } from '../domain/evaluation';
import { featureDistance } from './imageFeatures';

/**
 * Mean distance of all pairs of images of different prompts, unit as below: with one image per
 * prompt this is what can be told of diversity. A model that samples one image whatever is asked
 * has 0. NaN with one prompt. Cost: quadratic in the images.
 */
export function diversityAcross(
  features: readonly (readonly ArrayLike<number>[])[],
  kind: FeatureKind,
): number {
  const distance = featureDistance(kind);
  let [sum, pairs] = [0, 0];
  features.forEach((images, p) => {
    for (const other of features.slice(0, p))
      for (const a of images)
        for (const b of other) {
          sum += distance(a, b);
          pairs++;
        }
  });
  return sum / pairs;
}

/**
 * Mean distance of all pairs of a prompt's images, then the mean over prompts. `features`
 * [prompts][noises]; unit: the kind's distance.
 *  NaN when no prompt has two images.
 */
export function diversity(
  features: readonly (readonly ArrayLike<number>[])[],
  kind: FeatureKind,
): number {
  const distance = featureDistance(kind);
  const means = features
    .filter((images) => images.length > 1)
    .map((images) => {
      let sum = 0;
      for (let i = 0; i < images.length; i++) {
        for (let j = 0; j < i; j++) sum += distance(images[i]!, images[j]!);
      }
      return sum / ((images.length * (images.length - 1)) / 2);
    });
  return means.reduce((sum, value) => sum + value, 0) / means.length;
}
