// How far a rater agrees with themself and with others. From images shown twice: the within-rater
// standard deviation √(Σd²/2n) (Dahlberg 1940; Bland & Altman 1996 call it the within-subject SD),
// the share of exactly equal pairs, and ICC(1). Between two raters: Pearson's r.

import { intraclassCorrelation } from './intraclassCorrelation';

/** What is needed of a rating (domain/rating.ts). */
interface Rating {
  readonly imageId: string;
  readonly value: number;
  readonly repeat: boolean;
}

export interface RepeatNoise {
  /** Images rated twice. */
  readonly pairs: number;
  /** In units of the scale; NaN without pairs. */
  readonly deviation: number;
  /** Share of pairs with equal values. */
  readonly equal: number;
  /** NaN when it cannot be told (one pair, or no spread). */
  readonly icc: number;
}

/** Values of one rater on one scale by image: [first showing, second showing]. */
function pairsOf(ratings: readonly Rating[]): [number, number][] {
  const second = new Map(
    ratings.filter(({ repeat }) => repeat).map(({ imageId, value }) => [imageId, value]),
  );
  return ratings.flatMap(({ imageId, value, repeat }): [number, number][] =>
    !repeat && second.has(imageId) ? [[value, second.get(imageId)!]] : [],
  );
}

/** Noise of one rater on one scale. */
export function repeatNoise(ratings: readonly Rating[]): RepeatNoise {
  const pairs = pairsOf(ratings);
  const squares = pairs.reduce((sum, [one, other]) => sum + (one - other) ** 2, 0);
  return {
    pairs: pairs.length,
    deviation: Math.sqrt(squares / (2 * pairs.length)),
    equal: pairs.filter(([one, other]) => one === other).length / pairs.length,
    icc: intraclassCorrelation(
      pairs.flat(),
      pairs.flatMap((_, i) => [String(i), String(i)]),
    ),
  };
}

/** Pearson's correlation; NaN when either side does not vary. */
export function correlation(one: readonly number[], other: readonly number[]): number {
  const n = one.length;
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / n;
  const [a, b] = [mean(one), mean(other)];
  let [ab, aa, bb] = [0, 0, 0];
  one.forEach((value, i) => {
    ab += (value - a) * (other[i]! - b);
    aa += (value - a) ** 2;
    bb += (other[i]! - b) ** 2;
  });
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : Number.NaN;
}

/** Agreement of two raters over the images both rated (each one's mean of two showings). */
export function agreement(
  one: readonly Rating[],
  other: readonly Rating[],
): { shared: number; correlation: number } {
  const means = (ratings: readonly Rating[]): Map<string, number> => {
    const sums = new Map<string, { sum: number; count: number }>();
    for (const { imageId, value } of ratings) {
      const { sum, count } = sums.get(imageId) ?? { sum: 0, count: 0 };
      sums.set(imageId, { sum: sum + value, count: count + 1 });
    }
    return new Map([...sums].map(([imageId, { sum, count }]) => [imageId, sum / count]));
  };
  const [a, b] = [means(one), means(other)];
  const shared = [...a.keys()].filter((imageId) => b.has(imageId));
  return {
    shared: shared.length,
    correlation: correlation(
      shared.map((id) => a.get(id)!),
      shared.map((id) => b.get(id)!),
    ),
  };
}
