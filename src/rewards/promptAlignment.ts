// Prompt alignment: cosine of CLIP's image and prompt embeddings (Radford et al. 2021), as
// CLIPScore (Hessel et al. 2021) without its factor 2.5 and without cutting off below 0. PickScore
// and HPS are the same formula on models tuned to preferences
// (times exp(logit_scale), a constant of the model).

import { StudioError } from '../errors';
import { strings } from '../strings';
import { rewardErrors } from '../strings/errors/rewards';
import { recordSays } from '../strings/language';
import type { FeatureReward } from './reward';

export const promptAlignment: FeatureReward = {
  id: 'prompt_alignment',
  label: 'Prompt alignment',
  formula: 'Cosine of the CLIP embeddings of image and prompt.',
  range: [-1, 1],
  source: 'Radford et al. 2021 (CLIP); Hessel et al. 2021 (CLIPScore)',
  needs: 'clip',
  usesPrompt: true,
  scorerHash: null,
  score({ imageEmbedding, textEmbedding }) {
    if (!textEmbedding) throw new Error('prompt alignment without the prompt’s embedding');
    return imageEmbedding.reduce((sum, value, d) => sum + value * textEmbedding[d]!, 0);
  },
};

const PREFIX = `${promptAlignment.id}@`;

/** The CLIP model's hash in the id of its own prompt alignment, or null for other rewards. */
export function alignmentHash(id: string): string | null {
  return id.startsWith(PREFIX) && id.length > PREFIX.length ? id.slice(PREFIX.length) : null;
}

/** Prompt alignment by a CLIP model of the person's own, beside that of the bundled one. */
export function alignmentOf({
  hash,
  name,
}: {
  readonly hash: string;
  readonly name: string;
}): FeatureReward {
  return {
    ...promptAlignment,
    id: `${PREFIX}${hash}`,
    label: strings.rewards.by(recordSays(promptAlignment.label), name),
    scorerHash: hash,
    source: `${promptAlignment.source}; CLIP model “${name}” (${hash.slice(0, 8)}…)`,
    score(features) {
      if (features.scorerHash !== hash)
        throw new StudioError(
          'BadModel',
          ...rewardErrors.alignmentOfOther(name, hash.slice(0, 8), features.scorerHash.slice(0, 8)),
        );
      return promptAlignment.score(features);
    },
  };
}
