// Adam (Kingma & Ba 2015): weight decay is added to the gradient, as torch.optim.Adam.

import type { Optimizer } from '../optimizer';

export const adam: Optimizer<'adam'> = {
  id: 'adam',
  kohyaName: 'Adam',
  update: (b, { parameters, gradients, first, second, norm }) =>
    b.adamw(parameters, gradients, first, second, norm, { coupled: true }),
};
