// The log-ratio a = log πθ − log πref of a sample in terms of its errors (docs/losses.md 1.0): (r −
// m)/T in diffusion, r − m (log-probabilities of tokens) in MaskGIT.

import type { Equation } from '../equation';
import type { EquationFacts } from '../objective';

/** What m, r and a are, for the methods whose sign goes with the label. */
export function errorSymbols(paradigm: EquationFacts['paradigm']): string {
  return paradigm === 'maskgit'
    ? 'm and r are minus the log-probabilities of the masked tokens under the trained and the ' +
        'untouched model with the same mask, a their log-ratio.'
    : 'm and r are the denoising errors of the trained and of the untouched model on the same ' +
        'noise, a their log-ratio.';
}

/** What m is, for methods without a reference. */
export function errorSymbol(paradigm: EquationFacts['paradigm']): string {
  return paradigm === 'maskgit'
    ? 'm is minus the log-probability of a sample’s masked tokens'
    : 'm is the denoising error of a sample';
}

export function logRatioEquation({ paradigm }: EquationFacts, temperature = true): Equation {
  return {
    label: 'where the log-ratio is',
    tex:
      paradigm === 'maskgit' || !temperature
        ? 'a_{i} = r_{i} − m_{i}'
        : 'a_{i} = \\frac{r_{i} − m_{i}}{T}',
  };
}
