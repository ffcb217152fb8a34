// The scores of a row of a set that was exported here: the column “ratings” holds every rating with
// its rater, and the column “score” what they make. Both must say the same, or one of them was
// edited and nobody could tell which is meant.

import * as v from 'valibot';
import {
  fitsScale,
  parseRatingSource,
  RATING,
  scoreOf,
  type ImageScore,
} from '../../scores/scoreSource';
import type { DatasetFacts } from '../datasetFacts';
import { readScore } from '../scores/readScore';
import { dataErrors } from '../../../strings/errors/data';
import { issueSays } from '../../../strings/issueSays';
import { show } from '../../../strings/show';
import { cellText } from './table';

const ratingsSchema = v.array(
  v.object({
    rater: v.string(),
    scale: v.picklist(['stars', 'slider', 'like']),
    value: v.pipe(v.number(), v.finite()),
    time: v.pipe(v.number(), v.finite()),
    repeat: v.optional(v.boolean()),
  }),
);

const said = () => dataErrors.scores;

/** Ratings of a row, or why they cannot be used. */
function readRatings(value: unknown): ImageScore[] | string {
  if (value === undefined || value === null || value === '') return [];
  const parsed = v.safeParse(ratingsSchema, value);
  if (!parsed.success)
    return said().badRatings(
      show(v.getDotPath(parsed.issues[0]) ?? 'ratings'),
      issueSays(parsed.issues[0]),
    );
  const wrong = parsed.output.find((rating) => !fitsScale(rating.value, rating.scale));
  return wrong
    ? said().offScale(wrong.value, wrong.scale)
    : parsed.output.map(({ repeat, ...rating }) => ({
        source: RATING,
        ...rating,
        ...(repeat === undefined ? {} : { repeat }),
      }));
}

/** The score and ratings of a row, or why they cannot be used. The score of a rated set is null. */
export function exportedScores(
  cell: unknown,
  ratingsCell: unknown,
  facts: DatasetFacts,
): { score: number | null; ratings: ImageScore[] } | string {
  const written = cellText(cell);
  const read = readScore(cell);
  if (read.kind !== 'number' && written !== '')
    return said().score(show(written), null, said().notFinite);
  const value = read.kind === 'number' ? read.value : null;
  const ratings = readRatings(ratingsCell);
  if (typeof ratings === 'string') return ratings;
  if (parseRatingSource(facts.scoreSource) === null) return { score: value, ratings };
  const derived = scoreOf(ratings, facts.scoreSource);
  if ((derived === null) !== (value === null) || Math.abs((derived ?? 0) - (value ?? 0)) > 1e-6)
    return said().notOfRatings(value, derived);
  return { score: null, ratings };
}
