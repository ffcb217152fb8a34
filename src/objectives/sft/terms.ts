// Float64 form of supervised fine-tuning (docs/losses.md 1.1): loss = weight·m, label and weight =
// 1[s ≥ τ] by the tie rule (a dropped tie has label 1, weight 0), g = gradientScale·weight/N.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { labelOf } from '../shared/labels';
import wgsl from './sft.wgsl?raw';

export const sftTerms: ObjectiveTerms = {
  id: 'sft',
  numbers: [],
  tableColumns: () => 0,
  wgsl,
  reference: ({ size, m, scores, numbers }) =>
    Array.from({ length: size }, (_, i) => {
      const { label, kept } = labelOf(scores[i]!, numbers);
      const weight = kept ? label : 0;
      return {
        loss: weight * m[i]!,
        z: 0,
        label,
        weight,
        slope: 0,
        g: (numbers['gradientScale']! * weight) / size,
      };
    }),
};
