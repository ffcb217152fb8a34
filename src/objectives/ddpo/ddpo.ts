// DDPO with importance sampling (losses.md 1.16; kvablack/ddpo-pytorch): every step of a sampled
// trajectory is an action, and the policy gradient raises the likelihood of those that led to
// better images. A step x_t → x_{t−1} of DDIM with η = 1 is normal about a mean that is linear in
// the prediction, so that its log-probability, the mean over the numbers of x, is −m up to a
// constant: m = k·mean (prediction − target)², target the prediction whose mean x_{t−1} is.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import type { DrawnRows } from '../drawnRows';
import { CLIPPED_SHARE } from '../metrics';
import type { Objective } from '../objective';
import { ADVANTAGE_COLUMNS, ON_ADVANTAGES, SECOND } from '../shared/advantages';
import { clip, CLIPPED_LOSS, clippedRatio } from '../shared/clippedRatio';
import clipped from '../shared/clippedRatio.wgsl?raw';
import wgsl from './ddpo.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'ddpo',
  numbers: ['epsilon'],
  tableColumns: () => ADVANTAGE_COLUMNS,
  wgsl: `${wgsl}\n${clipped}`,
  reference: (batch) => clippedRatio(batch, (row) => batch.table(row, SECOND) - batch.m[row]!),
};

function table({ advantages, sampledErrors }: DrawnRows): number[] {
  if (!sampledErrors) throw new Error('ddpo: the batch holds no steps of trajectories');
  return advantages.flatMap((advantage, row) => [advantage, sampledErrors[row]!]);
}

export const ddpo: Objective = {
  ...ON_ADVANTAGES,
  data: 'trajectories',
  id: 'ddpo',
  label: 'DDPO',
  title: 'DDPO, policy gradient on its own trajectories',
  summary:
    'Samples images, scores them by any reward or by a person, and makes the steps of the ' +
    'sampler that led to better ones more likely. It needs no set, only prompts.',
  paper: {
    title: 'Training Diffusion Models with Reinforcement Learning',
    url: 'https://arxiv.org/abs/2305.13301',
    where: 'eq. 6 (importance sampling), kvablack/ddpo-pytorch',
  },
  reference: 'none',
  likelihood: 'squared error',
  settings: [
    clip(1e-4, 'kvablack/ddpo-pytorch: 10⁻⁴, as log-probabilities are means over the latent.'),
  ],
  table,
  terms,
  gradientScale: () => 1,
  metrics: [CLIPPED_SHARE],
  equations: () => [
    CLIPPED_LOSS,
    {
      label: 'where the ratio of a step is',
      tex: 'q_{i} = \\frac{p ( x_{t−1} | x_{t} )}{p_{old} ( x_{t−1} | x_{t} )}',
    },
  ],
  symbols: () =>
    'A is the advantage of an image’s score among those of its prompt; p is the probability of a ' +
    'step of the sampler, marked “old” under the model that sampled it.',
};
