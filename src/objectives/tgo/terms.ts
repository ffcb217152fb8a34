// Float64 form of the TGO/UPO objective (docs/losses.md 1.3). z = β·a; weight = 1 +
// c·min(|s−τ|·scoreInverseScale, scoreClip); loss = weight·softplus(−z) for label 1,
// weight·softplus(z) for 0; g = dL/dm of the batch mean, times gradientScale.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { distanceOf, labelOf, sigmoid, softplus } from '../shared/labels';
import wgsl from './tgo.wgsl?raw';

export const tgoTerms: ObjectiveTerms = {
  id: 'tgo',
  numbers: ['beta', 'c', 'temperature'],
  tableColumns: () => 0,
  wgsl,
  reference: ({ size, a, scores, numbers }) =>
    Array.from({ length: size }, (_, i) => {
      const { beta, c, temperature, gradientScale } = numbers;
      const { label, kept } = labelOf(scores[i]!, numbers);
      const weight = kept ? 1 + c! * distanceOf(scores[i]!, numbers) : 0;
      const z = beta! * a[i]!;
      const slope = weight * (sigmoid(z) - label);
      return {
        loss: weight * softplus(label === 1 ? -z : z),
        z,
        label,
        weight,
        slope,
        g: ((-slope * beta!) / temperature! / size) * gradientScale!,
      };
    }),
};
