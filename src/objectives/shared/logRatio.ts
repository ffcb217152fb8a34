// The log-ratio a = log πθ − log πref of a sample in terms of its errors (losses.md 1.0): (r − m)/T
// in diffusion, r − m (log-probabilities of tokens) in MaskGIT.

import type { Equation } from '../equation';
import type { EquationFacts } from '../objective';

export function logRatioEquation({ paradigm }: EquationFacts, temperature = true): Equation {
  return {
    label: 'where the log-ratio is',
    tex:
      paradigm === 'maskgit' || !temperature
        ? 'a_{i} = r_{i} − m_{i}'
        : 'a_{i} = \\frac{r_{i} − m_{i}}{T}',
  };
}
