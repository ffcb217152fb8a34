// SPIN-Diffusion (losses.md 1.14, arXiv 2402.10210): DPO's loss with examples as winners and the
// model's own images as losers. Within an iteration the model that sampled them is frozen, and is
// the reference.

import { dpo } from '../dpo/dpo';
import type { Objective } from '../objective';

export const spin: Objective = {
  ...dpo,
  id: 'spin',
  label: 'SPIN',
  title: 'SPIN, examples against own images',
  summary:
    'Raises the best images of the set against images that the model sampled at the last epoch. ' +
    'Each epoch is an iteration: the model as it stands then samples, and is the reference.',
  paper: {
    title: 'Self-Play Fine-Tuning of Diffusion Models for Text-to-Image Generation',
    url: 'https://arxiv.org/abs/2402.10210',
    where: 'approximate objective; model cards UCLA-AGI/SPIN-Diffusion-iter1…3',
  },
  data: 'demonstrations',
  opponent: 'images',
  beginsWith: { stepsPerRound: 8, referenceUpdate: 'epoch' },
  symbols: (paradigm) =>
    `w is a good image of the set, l what the reference sampled for its caption; ` +
    dpo.symbols(paradigm),
};
