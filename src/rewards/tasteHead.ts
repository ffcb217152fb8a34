// Your own taste: a linear head on CLIP image embeddings, fitted to one's ratings in the tab. Ridge
// regression (ridge.ts) on unit embeddings; likes and dislikes are regressed as ±1. How good it is
// is told by leave-one-out: every image is judged by the head fitted without it. The strength λ is
// chosen by the same leave-one-out errors, which flatters them a little.

import type { FittedTo } from '../domain/reward';
import { correlation } from '../statistics/raterNoise';
import { StudioError } from '../errors';
import { writeSafetensors } from '../formats/writeSafetensors';
import { rewardErrors } from '../strings/errors/rewards';
import { areaUnderCurve, rankCorrelation } from './rankStatistics';
import { fitRidge } from './ridge';

export const MIN_RATINGS = 20;
export const MIN_LIKES = 10;
/** Of each kind, so that leaving one out leaves one. */
export const MIN_OF_EACH = 2;

export const TASTE_FORMULA =
  'w·e + b, e = unit CLIP embedding of the image; w, b fitted to ratings by ridge regression.';
export const TASTE_SOURCE = 'Fitted here; ridge: Hoerl & Kennard 1970';

export interface TasteHead {
  readonly name: string;
  readonly scale: FittedTo;
  /** Hash of the CLIP model whose embeddings it reads. */
  readonly scorerHash: string;
  /** Images it was fitted to. */
  readonly count: number;
  /** [D], [1]: score = w·e + b, in the ratings' unit. */
  readonly weight: Float64Array;
  readonly bias: number;
  readonly lambda: number;
  /**
   * Pearson's r and Spearman's ρ of ratings and leave-one-out judgements, each relative to the mean
   * of the other images; NaN without spread.
   */
  readonly pearson: number;
  readonly spearman: number;
  /** Chance that a liked image is judged above a disliked one, leave-one-out; null for ratings. */
  readonly areaUnderCurve: number | null;
}

export interface TasteFit {
  readonly head: TasteHead;
  /**
   * Judgement of each image by the head fitted without it, in the ratings' unit, same order as the
   * ratings.
   */
  readonly leaveOneOut: readonly number[];
}

const said = () => rewardErrors.taste;

function checkEnough(values: readonly number[], scale: FittedTo): void {
  const count = scale === 'like' ? values.filter((value) => value !== 0).length : values.length;
  const wanted = scale === 'like' ? MIN_LIKES : MIN_RATINGS;
  if (count < wanted) throw new StudioError('BadScoreFile', ...said().tooFew(scale, wanted, count));
  if (scale === 'like') {
    for (const [kind, own] of [
      ['likes', values.filter((value) => value > 0).length],
      ['dislikes', values.filter((value) => value < 0).length],
    ] as const) {
      if (own < MIN_OF_EACH)
        throw new StudioError('BadScoreFile', ...said().tooFewOfKind(kind, MIN_OF_EACH, own));
    }
  } else if (values.every((value) => value === values[0]))
    throw new StudioError('BadScoreFile', ...said().allEqual(scale, count, values[0]!));
}

/**
 * Fits a taste. `embeddings`: unit image embeddings, one an image; `ratings` at the same places
 * (likes 1, dislikes −1; an image rated
 *  more than once comes once, with the mean). Errors: StudioError BadScoreFile saying how many
 *  ratings are missing, or that they or the images do not differ.
 */
export function fitTasteHead(
  embeddings: readonly ArrayLike<number>[],
  ratings: readonly number[],
  of: { name: string; scale: FittedTo; scorerHash: string },
): TasteFit {
  if (embeddings.length !== ratings.length || !ratings.every(Number.isFinite))
    throw new Error(
      `${embeddings.length} embeddings, ${ratings.length} ratings, or a rating that is no number`,
    );
  checkEnough(ratings, of.scale);
  const first = embeddings[0]!;
  if (embeddings.every((one) => Array.prototype.every.call(one, (value, d) => value === first[d])))
    throw new StudioError('BadScoreFile', ...said().sameToModel);
  const { weight, bias, lambda, leaveOneOut } = fitRidge(embeddings, ratings);

  // Without image i, the others' mean moves away from its rating: where a head knows nothing,
  // judgement and rating would correlate at −1. So both are taken relative to that mean (for the
  // ratings this changes nothing but the unit).
  const n = ratings.length;
  const total = ratings.reduce((sum, value) => sum + value, 0);
  const judged = Array.from(leaveOneOut, (value, i) => value - (total - ratings[i]!) / (n - 1));
  const decided = ratings.map((_, i) => i).filter((i) => ratings[i] !== 0);
  return {
    head: {
      ...of,
      count: n,
      weight,
      bias,
      lambda,
      pearson: correlation(ratings, judged),
      spearman: rankCorrelation(ratings, judged),
      areaUnderCurve:
        of.scale === 'like'
          ? areaUnderCurve(
              decided.map((i) => judged[i]!),
              decided.map((i) => ratings[i]! > 0),
            )
          : null,
    },
    leaveOneOut: [...leaveOneOut],
  };
}

const KIND = 'plumbline-taste';

/** True for the metadata of a taste's file. */
export function isTasteFile(metadata: Readonly<Record<string, string>>): boolean {
  return metadata['kind'] === KIND;
}

/**
 * The head as a safetensors file {weight [1,D], bias [1]} (F64, so that it judges exactly as it was
 * fitted), which linearHead.ts reads; what it was fitted to is in the metadata.
 */
export function writeTasteHead(head: TasteHead): Uint8Array<ArrayBuffer> {
  const { weight, bias, ...facts } = head;
  const metadata = Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, String(value)]),
  );
  return writeSafetensors(
    {
      weight: { dtype: 'F64', shape: [1, weight.length], data: weight },
      bias: { dtype: 'F64', shape: [1], data: Float64Array.of(bias) },
    },
    { ...metadata, kind: KIND },
  );
}
