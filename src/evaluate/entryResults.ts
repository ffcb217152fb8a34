// From an evaluation's images to its results: per entry the rewards against the base, diversity
// and drift. Pure: numbers in, numbers out. Entries that are not sampled whole have no results yet,
// and without the base nobody has.

import type {
  EntryResult,
  EvaluationRequest,
  EvaluationScores,
  FeatureKind,
  ImagePlace,
} from '../domain/evaluation';
import { compareRewards } from '../statistics/compareRewards';
import { diversity, diversityAcross } from './diversity';
import { drift, type LogRatios } from './drift';
import { rewardSummary } from '../statistics/rewardSummary';

/** What results are made of, an image. */
export interface MeasuredImage extends ImagePlace {
  readonly scores: Readonly<Record<string, number>>;
  readonly feature: ArrayLike<number>;
}

type Asked = Pick<EvaluationRequest, 'entries' | 'prompts' | 'samplesPerPrompt' | 'rewardIds'>;

/** [entry][prompt][sample] of what `read` finds on each image; `missing` where none is sampled. */
function byPlace<T>(
  request: Asked,
  images: readonly MeasuredImage[],
  missing: T,
  read: (image: MeasuredImage) => T,
): T[][][] {
  const table = request.entries.map(() =>
    request.prompts.map(() => Array.from({ length: request.samplesPerPrompt }, () => missing)),
  );
  for (const image of images) {
    const row = table[image.entry]?.[image.prompt];
    if (row !== undefined && image.sample < row.length) row[image.sample] = read(image);
  }
  return table;
}

/** Scores of every place by reward; NaN where nothing is sampled yet. */
export function scoresByPlace(request: Asked, images: readonly MeasuredImage[]): EvaluationScores {
  return Object.fromEntries(
    request.rewardIds.map((id) => [
      id,
      byPlace(request, images, Number.NaN, (image) => image.scores[id] ?? Number.NaN),
    ]),
  );
}

/**
 * Results of the entries that are sampled whole. `ratios` by entry key, where they were measured.
 */
export function entryResults(
  request: Asked,
  images: readonly MeasuredImage[],
  kind: FeatureKind,
  ratios: Readonly<Record<string, LogRatios>> = {},
): EntryResult[] {
  const features = byPlace<ArrayLike<number> | null>(
    request,
    images,
    null,
    (image) => image.feature,
  );
  const scores = scoresByPlace(request, images);
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
