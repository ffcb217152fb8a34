// The pairs that a pairwise method trains on: the set's own comparisons where it has any (an
// imported pair set), or pairs made from its scores. Page and trainer ask the same function.

import { StudioError } from '../../errors';
import type { RunSettings } from '../../settings/runSettings';
import { dataErrors } from '../../strings/errors/data';
import { pairsFromScores, type Pair } from './pairs';

/** What pairs are made of. */
export interface PairedSample {
  readonly score: number;
  readonly group: string;
  /** Images of the set that it was preferred over, as indices. */
  readonly preferredOver?: readonly number[];
}

/**
 * Of every image the places of those it was preferred over, from their names. An image that is no
 * longer in the set, or has no score in use, is in no pair.
 */
export function comparedPlaces(
  images: readonly { readonly fileName: string; readonly preferredOver?: readonly string[] }[],
): number[][] {
  const places = new Map(images.map(({ fileName }, place) => [fileName, place]));
  return images.map(({ preferredOver = [] }, own) =>
    preferredOver.flatMap((name) => {
      const place = places.get(name);
      return place === undefined || place === own ? [] : [place];
    }),
  );
}

export interface TrainingPairs {
  readonly from: 'comparisons' | 'scores';
  readonly pairs: readonly Pair[];
  /** Comparisons that the set has of its own. */
  readonly comparisons: number;
}

/** What the settings say of pairs. */
export interface PairSettings {
  readonly pairing: Pick<RunSettings['pairing'], 'pairSource' | 'pairsPerPrompt'>;
  readonly training: Pick<RunSettings['training'], 'seed'>;
}

/** Pairs of a set under settings; none where it has nothing to compare. */
export function trainingPairs(
  samples: readonly PairedSample[],
  { pairing: { pairSource, pairsPerPrompt }, training: { seed } }: PairSettings,
): TrainingPairs {
  const own = samples.flatMap(({ preferredOver = [] }, winner) =>
    preferredOver.map((loser) => ({ winner, loser })),
  );
  const from = pairSource === 'auto' ? (own.length > 0 ? 'comparisons' : 'scores') : pairSource;
  const pairs =
    from === 'comparisons'
      ? own
      : pairsFromScores(
          samples.map(({ score }) => score),
          samples.map(({ group }) => group),
          { maxPerGroup: pairsPerPrompt, seed },
        );
  return { from, pairs, comparisons: own.length };
}

/** The same for a run. Errors: BadSettings where there is no pair, saying what to do. */
export function comparedPairs(
  samples: readonly PairedSample[],
  settings: PairSettings,
  label: string,
): TrainingPairs {
  const found = trainingPairs(samples, settings);
  if (found.pairs.length > 0) return found;
  const { nothingCompared, noPairs } = dataErrors.batches;
  throw new StudioError(
    'BadSettings',
    ...(found.from === 'comparisons' ? nothingCompared(label) : noPairs(label)),
  );
}
