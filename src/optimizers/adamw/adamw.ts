// AdamW (Loshchilov & Hutter 2019): decoupled weight decay, as torch.optim.AdamW.

import type { Optimizer } from '../optimizer';

export const adamw: Optimizer<'adamw'> = {
  id: 'adamw',
  kohyaName: 'AdamW',
  update: (b, { parameters, gradients, first, second, norm }) =>
    b.adamw(parameters, gradients, first, second, norm),
};
