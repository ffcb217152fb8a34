// What the Scores screen shows, from the items and the settings by the same arithmetic the trainer
// uses: threshold, labels and weights, a histogram split by label and by what the choice of τ
// changes, the weights, examples near and far, and the share of variance that lies between prompts.

import type { ScoredItem } from '../../domain/dataset';
import { batchSpread, type BatchSpread } from '../../data/batches/batchThreshold';
import { histogram } from '../../statistics/histogram';
import { intraclassCorrelation } from '../../statistics/intraclassCorrelation';
import { signedDistance } from '../../data/labels/labels';
import { groupOf } from '../../data/labels/promptThreshold';
import {
  byPrompt,
  type ThresholdResult,
  type ThresholdSettings,
} from '../../data/labels/threshold';
import { resolveThreshold, scoreThreshold, thresholdOrigin } from '../../data/labels/threshold';
import type { RunSettings } from '../../settings/runSettings';

export type AnalysisSettings = ThresholdSettings &
  Pick<RunSettings['training'], 'seed' | 'batchSize'>;

export interface ScoreBin {
  readonly from: number;
  readonly to: number;
  /** Good and bad; per batch: in every batch that was looked at. */
  readonly positive: number;
  readonly negative: number;
  readonly dropped: number;
  /** Good by their τ, but not by the whole set's (among `positive`). */
  readonly raised: number;
  /** Bad by their τ, but not by the whole set's (among `negative`). */
  readonly lowered: number;
  /** Good in some batches and bad in others. */
  readonly wavering: number;
}

export interface WeightPoint {
  readonly score: number;
  readonly weight: number;
}

/**
 * A sample with what τ makes of it. `change`: 1 raised, −1 lowered, 0 as under the whole set's τ.
 */
export interface LabelledItem {
  readonly item: ScoredItem;
  readonly label: number;
  readonly weight: number;
  readonly tau: number;
  readonly change: number;
}

export interface ScoreAnalysis {
  readonly threshold: ThresholdResult;
  /** The percentile of the whole set: what τ would be in the global scope. */
  readonly globalTau: number;
  /** What the run's batches make of it; null unless τ is per batch. */
  readonly spread: BatchSpread | null;
  readonly low: number;
  readonly high: number;
  readonly bins: readonly ScoreBin[];
  /** w(s): a curve, or a cloud of samples where τ differs between them. */
  readonly weightCurve: readonly WeightPoint[];
  readonly cloud: boolean;
  readonly raisedCount: number;
  readonly loweredCount: number;
  readonly waveringCount: number;
  /** Every sample, by score. */
  readonly sorted: readonly LabelledItem[];
}

/** Batches looked at for the spread of τ. */
const BATCHES = 200;

/** About the square root of the count, within what a chart can show. */
export const binCount = (count: number): number =>
  Math.max(8, Math.min(48, Math.round(Math.sqrt(count) * 1.6)));

/** True where the sample is good in some of the batches and bad in others. */
const wavers = (share: number | undefined): boolean =>
  share !== undefined && share > 0 && share < 1;

/** All the numbers of the histogram, of the items that have a score. Null where none has. */
export function analyseScores(
  all: readonly ScoredItem[],
  settings: AnalysisSettings,
): ScoreAnalysis | null {
  const items = all.filter((item) => Number.isFinite(item.score));
  if (items.length === 0) return null;
  const scores = items.map((item) => item.score);
  const threshold = resolveThreshold(scores, settings, items.map(groupOf));
  const { labels, globalLabels, weights, taus, origin } = threshold;
  const spread = origin === 'batch' ? batchSpread(scores, settings, BATCHES) : null;
  const compared = byPrompt(origin) || origin === 'proxy';
  const change = (i: number): number =>
    !compared || labels[i] === globalLabels[i] ? 0 : labels[i] === 1 ? 1 : labels[i] === 0 ? -1 : 0;
  const bins = binCount(scores.length);
  const { edges } = histogram(scores, bins);
  const low = edges[0]!;
  const high = edges[edges.length - 1]!;
  const countsOf = (wanted: (i: number) => boolean): number[] =>
    histogram(
      scores.filter((_, i) => wanted(i)),
      bins,
      [low, high],
    ).counts;
  const wavering = (i: number): boolean => wavers(spread?.goodShare[i]);
  const positive = countsOf((i) => labels[i] === 1 && !wavering(i));
  const negative = countsOf((i) => labels[i] === 0 && !wavering(i));
  const dropped = countsOf((i) => labels[i] === -1 && !wavering(i));
  const raised = countsOf((i) => change(i) === 1);
  const lowered = countsOf((i) => change(i) === -1);
  const waveringBins = countsOf(wavering);
  const sorted = items
    .map((item, i): LabelledItem => ({
      item,
      label: labels[i]!,
      weight: weights[i]!,
      tau: taus[i]!,
      change: change(i),
    }))
    .sort((a, b) => a.item.score - b.item.score);
  const sum = (counts: readonly number[]): number =>
    counts.reduce((total, count) => total + count, 0);
  const cloud = byPrompt(origin);
  return {
    threshold,
    spread,
    low,
    high,
    sorted,
    cloud,
    globalTau: scoreThreshold(scores, settings.percentile),
    raisedCount: sum(raised),
    loweredCount: sum(lowered),
    waveringCount: sum(waveringBins),
    bins: Array.from({ length: bins }, (_, bin) => ({
      from: edges[bin]!,
      to: edges[bin + 1]!,
      positive: positive[bin]!,
      negative: negative[bin]!,
      dropped: dropped[bin]!,
      raised: raised[bin]!,
      lowered: lowered[bin]!,
      wavering: waveringBins[bin]!,
    })),
    weightCurve:
      cloud || settings.scoreScale === 'rank'
        ? samplePoints(sorted, cloud ? 400 : 120)
        : scoreCurve(threshold, settings.c, low, high),
  };
}

/** w(s) on an even grid, with the corner at τ on the grid. */
function scoreCurve(
  { rawTau, scale }: ThresholdResult,
  c: number,
  low: number,
  high: number,
): WeightPoint[] {
  const grid = Array.from({ length: 81 }, (_, index) => low + ((high - low) * index) / 80);
  if (rawTau > low && rawTau < high) grid.push(rawTau);
  return grid
    .sort((a, b) => a - b)
    .map((score) => ({
      score,
      weight:
        1 + c * Math.min(Math.abs(signedDistance(score, rawTau)) * scale.inverseScale, scale.clip),
    }));
}

/** The samples themselves, about `count` of them: in ranks, and where τ differs between samples. */
function samplePoints(sorted: readonly LabelledItem[], count: number): WeightPoint[] {
  const every = Math.max(1, Math.floor(sorted.length / count));
  return sorted
    .filter(
      (entry, index) => entry.label !== -1 && (index % every === 0 || index === sorted.length - 1),
    )
    .map((entry) => ({ score: entry.item.score, weight: entry.weight }));
}

/** Share of the score variance that lies between prompts; NaN when it cannot be told. */
export function betweenPromptShare(items: readonly ScoredItem[]): number {
  const scored = items.filter((item) => Number.isFinite(item.score));
  return intraclassCorrelation(
    scored.map((item) => item.score),
    scored.map(groupOf),
  );
}

export type Side = 'farGood' | 'nearGood' | 'nearBad' | 'farBad';

/** `count` examples of each side, near the line and far from it. */
export function examples(
  analysis: ScoreAnalysis,
  count: number,
): Record<Side, ScoreAnalysis['sorted']> {
  const good = analysis.sorted.filter((entry) => entry.label === 1);
  const bad = analysis.sorted.filter((entry) => entry.label === 0);
  return {
    farGood: good.slice(-count).reverse(),
    nearGood: good.slice(0, count),
    nearBad: bad.slice(-count).reverse(),
    farBad: bad.slice(0, count),
  };
}

/**
 * The percentile (0…1) at which τ would be `score`: the inverse of numpy's linear interpolation.
 */
export function percentileOf(scores: readonly number[], score: number): number {
  const sorted = [...scores].sort((a, b) => a - b);
  const last = sorted.length - 1;
  if (last < 1 || score <= sorted[0]!) return 0;
  if (score >= sorted[last]!) return 1;
  const above = sorted.findIndex((value) => value > score);
  const low = sorted[above - 1]!;
  const high = sorted[above]!;
  return (above - 1 + (score - low) / (high - low)) / last;
}

/**
 * The one τ in score units for these settings (per batch and per prompt: the whole set's), or null
 * without scores.
 */
export function resolveTau(
  items: readonly ScoredItem[],
  settings: Omit<ThresholdSettings, 'c'>,
): number | null {
  const origin = thresholdOrigin(settings);
  if (origin === 'fixed') return settings.fixedThreshold;
  const scores =
    origin === 'proxy'
      ? settings.proxySet!.scores
      : items.map((item) => item.score).filter(Number.isFinite);
  return scores.length === 0 ? null : scoreThreshold(scores, settings.percentile);
}

/**
 * τ in score units of a new image of each prompt, or null without scores. Where τ is per prompt:
 * that of the prompt’s own group, and of a prompt
 *  that the set does not know the whole set's (n = 0 images). Elsewhere the one τ.
 */
export function tausByPrompt(
  items: readonly ScoredItem[],
  settings: ThresholdSettings,
): ((prompt: string) => number) | null {
  const one = resolveTau(items, settings);
  if (one === null) return null;
  if (!byPrompt(thresholdOrigin(settings))) return () => one;
  const scored = items.filter((item) => Number.isFinite(item.score));
  const { taus } = resolveThreshold(
    scored.map((item) => item.score),
    settings,
    scored.map(groupOf),
  );
  const known = new Map(scored.map((item, i) => [item.caption, taus[i]!]));
  return (prompt) => known.get(prompt) ?? one;
}
