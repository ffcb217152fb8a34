// SGD with momentum, as torch.optim.SGD: the momentum buffer lies where Adam's first moment does.

import type { Optimizer } from '../optimizer';

export const sgd: Optimizer<'sgd'> = {
  id: 'sgd',
  kohyaName: 'SGD',
  update: (b, { parameters, gradients, first, norm }) => b.sgd(parameters, gradients, first, norm),
};
