// Float64 form of the methods that weigh each sample's own error and nothing else (SFT, weighted
// SFT, CSFT): loss = v·m, g = v/N, where a dropped tie has weight 0.

import type { ObjectiveBatch, SampleTerms } from '../../graph/objectiveTerms';
import { labelOf } from './labels';

/** `weightOf`: v of a row that is kept. */
export function weightedErrors(
  { size, m, scores, numbers }: ObjectiveBatch,
  weightOf: (label: 0 | 1, row: number) => number,
): SampleTerms[] {
  return Array.from({ length: size }, (_, row) => {
    const { label, kept } = labelOf(scores[row]!, numbers);
    const weight = kept ? weightOf(label, row) : 0;
    return {
      loss: weight * m[row]!,
      z: 0,
      label,
      weight,
      slope: 0,
      g: (numbers['gradientScale']! * weight) / size,
    };
  });
}
