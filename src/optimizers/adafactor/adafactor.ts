// Adafactor (Shazeer & Stern 2018) as transformers' with a given learning rate: second moments by
// row and column of each matrix, updates cut to a root mean square of 1, no first moment (what
// Diffusion-DPO and RPO train SDXL with). Row means lie where Adam's first moment does, column
// means where its second.

import type { Optimizer } from '../optimizer';

export const adafactor: Optimizer<'adafactor'> = {
  id: 'adafactor',
  kohyaName: 'Adafactor',
  update: (b, { parameters, gradients, first, second, norm, matrices }) =>
    b.adafactor(parameters, gradients, first, second, norm, matrices),
};

/** Share that the means keep at step `step` (0-based): 1 − (step + 1)^−0.8. */
export const adafactorDecay = (step: number): number => 1 - (step + 1) ** -0.8;
