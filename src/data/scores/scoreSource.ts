// Which of an image's scores is meant. A source is a string: a table's name, a reward's id, or
// ratings as `rating:<scale>` (the mean over raters) or `rating:<scale>:<rater>`. Stored ratings
// all have the source "rating" and say scale, rater and showing themselves; a rater's two showings
// of one image count as their mean. Scales never mix: a star is no like.

import type { RatingScale, SourceCount } from '../../domain/rating';

/** The source of every stored rating. */
export const RATING = 'rating';

interface Bounds {
  readonly min: number;
  readonly max: number;
  /** What the keys and the slider move by. */
  readonly step: number;
}

export const RATING_SCALES: Readonly<Record<RatingScale, Bounds>> = {
  stars: { min: 1, max: 5, step: 1 },
  slider: { min: -5, max: 5, step: 0.1 },
  like: { min: -1, max: 1, step: 2 },
};

/** One score of an image, and whose it is. `time` in ms since 1970. */
export interface ImageScore {
  /** E.g. "metadata.csv", a reward's id, or "rating". */
  readonly source: string;
  readonly value: number;
  readonly rater?: string;
  readonly time?: number;
  /** Of a rating. */
  readonly scale?: RatingScale;
  /** The second showing of an image to this rater. */
  readonly repeat?: boolean;
}

/** The source of ratings on a scale, of one rater or (null) of all. */
export function ratingSource(scale: RatingScale, rater: string | null): string {
  return rater === null ? `${RATING}:${scale}` : `${RATING}:${scale}:${rater}`;
}

/** Scale and rater of a ratings' source; null for any other source. */
export function parseRatingSource(
  source: string,
): { scale: RatingScale; rater: string | null } | null {
  const [, scale, rest] = /^rating:([a-z]+)(:[^]*)?$/u.exec(source) ?? [];
  if (scale === undefined || !Object.hasOwn(RATING_SCALES, scale)) return null;
  return { scale: scale as RatingScale, rater: rest === undefined ? null : rest.slice(1) };
}

/** A value that may stand on a scale. */
export function fitsScale(value: number, scale: RatingScale): boolean {
  const { min, max } = RATING_SCALES[scale];
  return (
    value >= min &&
    value <= max &&
    (scale === 'slider' || Number.isInteger(value)) &&
    !(scale === 'like' && value === 0)
  );
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * What an image scores by a source: the newest score of it, or for ratings the mean over raters of
 * each one's mean. Null when it has none.
 */
export function scoreOf(scores: readonly ImageScore[], source: string): number | null {
  const rating = parseRatingSource(source);
  if (rating === null) return scores.findLast((score) => score.source === source)?.value ?? null;
  const byRater = new Map<string, number[]>();
  for (const score of scores) {
    if (
      score.source !== RATING ||
      score.scale !== rating.scale ||
      (rating.rater !== null && score.rater !== rating.rater)
    )
      continue;
    const rater = score.rater ?? '';
    byRater.set(rater, [...(byRater.get(rater) ?? []), score.value]);
  }
  return byRater.size === 0 ? null : mean([...byRater.values()].map(mean));
}

/**
 * True where both are the same judge's word on the same showing: the newer one then takes the older
 * one's place.
 */
export function sameSlot(one: ImageScore, other: ImageScore): boolean {
  return (
    one.source === other.source &&
    one.rater === other.rater &&
    one.scale === other.scale &&
    (one.repeat ?? false) === (other.repeat ?? false)
  );
}

/**
 * The sources a set's images have scores from, with how many images: tables and rewards as they
 * appear, then ratings by scale, and by rater
 *  where there are several.
 */
export function sourcesOf(
  images: readonly { readonly scores: readonly ImageScore[] }[],
): SourceCount[] {
  const plain = new Map<string, number>();
  const raters = new Map<RatingScale, Map<string, number>>();
  const rated = new Map<RatingScale, number>();
  for (const { scores } of images) {
    for (const source of new Set(
      scores.filter(({ scale }) => scale === undefined).map((score) => score.source),
    ))
      plain.set(source, (plain.get(source) ?? 0) + 1);
    const ratings = scores.filter((score) => score.source === RATING && score.scale !== undefined);
    for (const scale of new Set(ratings.map((rating) => rating.scale!))) {
      rated.set(scale, (rated.get(scale) ?? 0) + 1);
      const counts = raters.get(scale) ?? new Map<string, number>();
      raters.set(scale, counts);
      for (const rater of new Set(
        ratings.filter((rating) => rating.scale === scale).map((rating) => rating.rater ?? ''),
      ))
        counts.set(rater, (counts.get(rater) ?? 0) + 1);
    }
  }
  return [
    ...[...plain].map(([source, count]) => ({ source, count })),
    ...[...rated].flatMap(([scale, count]) => {
      const each = [...raters.get(scale)!];
      return [
        { source: ratingSource(scale, null), count },
        ...(each.length > 1
          ? each.map(([rater, own]) => ({ source: ratingSource(scale, rater), count: own }))
          : []),
      ];
    }),
  ];
}
