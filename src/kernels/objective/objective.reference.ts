// Float64 reference of the objective op: hands the batch to the method's own float64 form and lays
// its terms out as [N,6]. The tfjs executor computes by it too.

import {
  cappedG,
  columnsRead,
  numberNames,
  type ObjectiveTerms,
  type SampleTerms,
} from '../../graph/objectiveTerms';
import type { Reference } from '../kernel';
import { required } from '../referenceInputs';

/** Terms [N,6] of a method from errors [N,3], scores [N], numbers [P] and table [N,columns]. */
export function objectiveTermsOf(
  terms: ObjectiveTerms,
  errors: ArrayLike<number>,
  scores: ArrayLike<number>,
  numbers: ArrayLike<number>,
  table: ArrayLike<number> | null,
): Float64Array {
  const size = scores.length;
  const columns = columnsRead(terms, size);
  const column = (index: number): Float64Array =>
    Float64Array.from({ length: size }, (_, i) => errors[i * 3 + index]!);
  const errorCap = numbers[numberNames(terms).indexOf('errorCap')]!;
  const found = terms.reference({
    size,
    m: column(0),
    r: column(1),
    a: column(2),
    scores,
    table: (row, at) => {
      if (!table) throw new Error(`objective ${terms.id}: its table was not given`);
      return table[row * columns + at]!;
    },
    numbers: Object.fromEntries(numberNames(terms).map((name, i) => [name, numbers[i]!])),
  });
  return Float64Array.from(
    found.flatMap(({ loss, z, label, weight, slope, g }: SampleTerms, i) => [
      loss,
      z,
      label,
      weight,
      slope,
      cappedG(g, errors[i * 3]!, errors[i * 3 + 1]!, errorCap),
    ]),
  );
}

export const objectiveReference: Reference<'objective'> = (op, inputs) => [
  objectiveTermsOf(
    op.terms,
    required(inputs, 0).data,
    required(inputs, 1).data,
    required(inputs, 2).data,
    inputs[3]?.data ?? null,
  ),
];
