// From an evaluation's pictures to its results: per entry the rewards against the base, diversity
// and drift. Pure: numbers in, numbers out. Entries that are not drawn whole have no results yet,
// and without the base nobody has.

import type {
  EntryResult,
  EvaluationRequest,
  EvaluationScores,
  FeatureKind,
  PicturePlace,
} from '../domain/evaluation';
import { compareRewards } from '../statistics/compareRewards';
import { diversity, diversityAcross } from './diversity';
import { drift, type LogRatios } from './drift';
import { rewardSummary } from '../statistics/rewardSummary';

/** What results are made of, a picture. */
export interface MeasuredPicture extends PicturePlace {
  readonly scores: Readonly<Record<string, number>>;
  readonly feature: ArrayLike<number>;
}

type Asked = Pick<EvaluationRequest, 'entries' | 'prompts' | 'samplesPerPrompt' | 'rewardIds'>;

/** [entry][prompt][sample] of what `read` finds on each picture; `missing` where none is drawn. */
function byPlace<T>(
  request: Asked,
  pictures: readonly MeasuredPicture[],
  missing: T,
  read: (picture: MeasuredPicture) => T,
): T[][][] {
  const table = request.entries.map(() =>
    request.prompts.map(() => Array.from({ length: request.samplesPerPrompt }, () => missing)),
  );
  for (const picture of pictures) {
    const row = table[picture.entry]?.[picture.prompt];
    if (row !== undefined && picture.sample < row.length) row[picture.sample] = read(picture);
  }
  return table;
}

/** Scores of every place by reward; NaN where nothing is drawn yet. */
export function scoresByPlace(
  request: Asked,
  pictures: readonly MeasuredPicture[],
): EvaluationScores {
  return Object.fromEntries(
    request.rewardIds.map((id) => [
      id,
      byPlace(request, pictures, Number.NaN, (picture) => picture.scores[id] ?? Number.NaN),
    ]),
  );
}

/**
 * Results of the entries that are drawn whole. `ratios` by entry key, where they were measured.
 */
export function entryResults(
  request: Asked,
  pictures: readonly MeasuredPicture[],
  kind: FeatureKind,
  ratios: Readonly<Record<string, LogRatios>> = {},
): EntryResult[] {
  const features = byPlace<ArrayLike<number> | null>(
    request,
    pictures,
    null,
    (picture) => picture.feature,
  );
  const scores = scoresByPlace(request, pictures);
  const whole = (entry: number): boolean =>
    features[entry]!.every((row) => row.every((feature) => feature !== null));
  if (!whole(0)) return [];
  const base = features[0]!.flat() as ArrayLike<number>[];
  return request.entries.flatMap(({ key }, entry) => {
    if (!whole(entry)) return [];
    const own = features[entry] as ArrayLike<number>[][];
    const rewards = Object.fromEntries(
      request.rewardIds.map((id) => {
        const table = scores[id]!;
        const comparison = entry === 0 ? null : compareRewards(table[0]!, table[entry]!);
        return [
          id,
          { summary: comparison?.summary ?? rewardSummary(table[entry]!.flat()), comparison },
        ];
      }),
    );
    return [
      {
        key,
        rewards,
        diversity: diversity(own, kind),
        diversityAcross: diversityAcross(own, kind),
        drift: entry === 0 ? null : drift(base, own.flat(), kind, ratios[key] ?? null),
      },
    ];
  });
}
