// Float64 form of supervised fine-tuning (docs/losses.md 1.1): loss = weight·m, label and weight =
// 1[s ≥ τ] by the tie rule (a dropped tie has label 1, weight 0), g = gradientScale·weight/N.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import { weightedErrors } from '../shared/weightedErrors';
import wgsl from './sft.wgsl?raw';

export const sftTerms: ObjectiveTerms = {
  id: 'sft',
  numbers: [],
  tableColumns: () => 0,
  wgsl,
  reference: (batch) => weightedErrors(batch, (label) => label),
};
