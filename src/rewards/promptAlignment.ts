// Prompt alignment: cosine of CLIP's picture and prompt embeddings (Radford et al. 2021), as CLIPScore (Hessel et al. 2021) without
// its factor 2.5 and without cutting off below 0. PickScore and HPS are the same formula on models tuned to preferences
// (times exp(logit_scale), a constant of the model).

import type { FeatureReward } from './reward';

export const promptAlignment: FeatureReward = {
  id: 'prompt_alignment',
  label: 'Prompt alignment',
  formula: 'Cosine of the CLIP embeddings of picture and prompt.',
  range: [-1, 1],
  source: 'Radford et al. 2021 (CLIP); Hessel et al. 2021 (CLIPScore)',
  needs: 'clip',
  usesPrompt: true,
  score({ imageEmbedding, textEmbedding }) {
    if (!textEmbedding) throw new Error('prompt alignment without the prompt’s embedding');
    return imageEmbedding.reduce((sum, value, d) => sum + value * textEmbedding[d]!, 0);
  },
};
