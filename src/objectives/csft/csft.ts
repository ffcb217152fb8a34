// Conditional supervised fine-tuning (HPS, Wu et al. 2023; losses.md 1.2): all images are learned,
// the bad ones under a prompt that begins with “Weird image. ”, which sampling then avoids as its
// negative prompt.

import type { ObjectiveTerms } from '../../graph/objectiveTerms';
import type { Objective } from '../objective';
import { errorSymbol } from '../shared/logRatio';
import { weightedErrors } from '../shared/weightedErrors';
import wgsl from './csft.wgsl?raw';

const terms: ObjectiveTerms = {
  id: 'csft',
  numbers: [],
  tableColumns: () => 0,
  wgsl,
  reference: (batch) => weightedErrors(batch, () => 1),
};

export const csft: Objective = {
  id: 'csft',
  label: 'CSFT',
  title: 'CSFT, bad images under a bad prompt',
  summary:
    'Learns good and bad images, the bad ones as “Weird image. …”, and samples with “Weird ' +
    'image. ” as negative prompt.',
  paper: {
    title: 'Better Aligning Text-to-Image Models with Human Preference',
    url: 'https://arxiv.org/abs/2303.14420',
    where: 'tgxs002/align_sd',
  },
  data: 'scored',
  badPrefix: 'Weird image. ',
  reference: 'none',
  settings: [],
  terms,
  gradientScale: () => 1,
  gradientOf: () => 'L',
  lossOver: 'weighted',
  tokenMean: 'batch',
  firstLossName: null,
  metrics: [],
  equations: () => [
    { label: 'The loss of CSFT', tex: 'L = \\frac{1}{B} \\sum_{i} m_{i} ( p_{i} )' },
    {
      label: 'where the prompt is',
      tex: 'p_{i} = \\text{“Weird image. ”} + \\text{prompt if } s_{i} < τ',
    },
  ],
  symbols: (paradigm) => `${errorSymbol(paradigm)} under its prompt p.`,
  gain: null,
  curve: null,
};
