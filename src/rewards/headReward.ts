// A linear head on CLIP image embeddings as a reward: a person's taste (tasteHead.ts), an aesthetic
// predictor dropped as a file.

import { StudioError } from '../errors';
import { applyHead, readLinearHead } from '../models/linearHead';
import { rewardErrors } from '../strings/errors/rewards';
import type { FeatureReward } from './reward';
import { isTasteFile, TASTE_FORMULA, TASTE_SOURCE } from './tasteHead';

/**
 * The reward of a stored head. `file`: its safetensors. `scorerHash`, or else one in its metadata,
 * binds it to that CLIP model.
 *  Errors: BadSafetensors, BadModel.
 */
export function headReward(
  id: string,
  name: string,
  file: Uint8Array,
  scorerHash: string | null = null,
): FeatureReward {
  const said = rewardErrors;
  const head = readLinearHead(file, said.head(name));
  if (head.outputs !== 1)
    throw new StudioError('BadModel', ...said.severalOutputs(said.head(name), head.outputs));
  const { metadata } = head;
  const wanted = scorerHash ?? metadata['scorerHash'] ?? null;
  const taste = isTasteFile(metadata);
  const length = Math.sqrt(head.weight.reduce((sum, weight) => sum + weight * weight, 0));
  return {
    id,
    label: name,
    needs: 'clip',
    usesPrompt: false,
    scorerHash: wanted,
    formula: taste ? TASTE_FORMULA : 'w·e + b, e = unit CLIP embedding of the image.',
    source: taste ? TASTE_SOURCE : (metadata['source'] ?? 'A linear head as a file'),
    // |w·e| ≤ |w| for a unit e.
    range: [head.bias[0]! - length, head.bias[0]! + length],
    score({ scorerHash: seen, imageEmbedding }) {
      if (wanted !== null && wanted !== seen)
        throw new StudioError(
          'BadModel',
          ...rewardErrors.otherModel(name, wanted.slice(0, 8), seen.slice(0, 8)),
        );
      if (imageEmbedding.length !== head.width)
        throw new StudioError(
          'BadModel',
          ...rewardErrors.otherWidth(name, head.width, imageEmbedding.length),
        );
      return applyHead(head, imageEmbedding)[0]!;
    },
  };
}
