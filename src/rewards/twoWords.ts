// Two words: how much closer an image lies to one text than to another, by a CLIP model. A score
// that anybody can name ("grinning face" against "crying face") and that needs no training. The
// difference of two cosines, so that what both texts share ("face") cancels.

import { StudioError } from '../errors';
import { strings } from '../strings';
import { rewardErrors } from '../strings/errors/rewards';
import type { FeatureReward } from './reward';

const PREFIX = 'words:';
const SEPARATOR = '|';

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, d) => sum + value * b[d]!, 0);

/** The two texts that a reward id names, or null for other rewards. */
export function wordsOf(id: string): readonly [string, string] | null {
  if (!id.startsWith(PREFIX)) return null;
  const [more, less, ...rest] = id.slice(PREFIX.length).split(SEPARATOR);
  return more && less && rest.length === 0 ? [more, less] : null;
}

/**
 * cos(e, more) − cos(e, less), e = unit CLIP embedding of the image. Errors: StudioError
 * Unsupported when a text is empty, both are the same, or one holds the separator `|`.
 */
export function twoWords(more: string, less: string, label?: string): FeatureReward {
  const texts = [more.trim(), less.trim()] as const;
  const bad =
    texts.some((text) => text === '' || text.includes(SEPARATOR)) || texts[0] === texts[1];
  if (bad) throw new StudioError('Unsupported', ...rewardErrors.twoWords(SEPARATOR, ...texts));
  return {
    id: `${PREFIX}${texts.join(SEPARATOR)}`,
    label: label ?? `${texts[0]} − ${texts[1]}`,
    formula: strings.rewards.twoWords(...texts),
    range: [-2, 2],
    source: 'Radford et al. 2021 (CLIP)',
    needs: 'clip',
    usesPrompt: false,
    texts,
    scorerHash: null,
    score({ imageEmbedding }, [first, second] = []) {
      if (!first || !second) throw new Error('two words without the embeddings of both');
      return cosine(imageEmbedding, first) - cosine(imageEmbedding, second);
    },
  };
}

/** The demo's reward: a face that grins rather than cries. */
export const happier = twoWords('grinning face', 'crying face', 'Happier');
