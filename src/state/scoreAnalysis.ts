// What the Scores screen shows, from the items and the settings by the same arithmetic the trainer uses: threshold, labels
// and weights, a histogram split by label, the weight curve, examples near and far, and the share of variance that lies
// between prompts.

import type { ScoredItem } from '../bridge/protocol';
import { histogram } from '../dataset/histogram';
import { intraclassCorrelation } from '../dataset/intraclassCorrelation';
import type { ThresholdResult, ThresholdSettings } from '../dataset/threshold';
import { percentile, resolveThreshold } from '../dataset/threshold';

export interface ScoreBin {
  readonly from: number;
  readonly to: number;
  readonly positive: number;
  readonly negative: number;
  readonly dropped: number;
}

export interface WeightPoint {
  readonly score: number;
  readonly weight: number;
}

export interface ScoreAnalysis {
  readonly threshold: ThresholdResult;
  readonly low: number;
  readonly high: number;
  readonly bins: readonly ScoreBin[];
  readonly weightCurve: readonly WeightPoint[];
  /** Score and weight of every sample, by score. */
  readonly sorted: readonly { readonly item: ScoredItem; readonly label: number; readonly weight: number }[];
}

/** About the square root of the count, within what a chart can show. */
export const binCount = (count: number): number => Math.max(8, Math.min(48, Math.round(Math.sqrt(count) * 1.6)));

/** All the numbers of the histogram. Null for an empty set. */
export function analyseScores(items: readonly ScoredItem[], settings: ThresholdSettings): ScoreAnalysis | null {
  if (items.length === 0) return null;
  const scores = items.map((item) => item.score);
  const threshold = resolveThreshold(scores, settings);
  const bins = binCount(scores.length);
  const { edges } = histogram(scores, bins);
  const low = edges[0]!;
  const high = edges[edges.length - 1]!;
  const countsOf = (label: number): number[] =>
    histogram(scores.filter((_, index) => threshold.labels[index] === label), bins, [low, high]).counts;
  const [positive, negative, dropped] = [countsOf(1), countsOf(0), countsOf(-1)];
  const sorted = items
    .map((item, index) => ({ item, label: threshold.labels[index]!, weight: threshold.weights[index]! }))
    .sort((a, b) => a.item.score - b.item.score);
  return {
    threshold, low, high, sorted,
    bins: Array.from({ length: bins }, (_, bin) => ({
      from: edges[bin]!, to: edges[bin + 1]!, positive: positive[bin]!, negative: negative[bin]!, dropped: dropped[bin]!,
    })),
    weightCurve: settings.scoreScale === 'rank' ? rankCurve(sorted) : scoreCurve(threshold, settings.c, low, high),
  };
}

/** w(s) on an even grid, with the corner at τ on the grid. */
function scoreCurve(threshold: ThresholdResult, c: number, low: number, high: number): WeightPoint[] {
  const grid = Array.from({ length: 81 }, (_, index) => low + ((high - low) * index) / 80);
  if (threshold.tau > low && threshold.tau < high) grid.push(threshold.tau);
  return grid.sort((a, b) => a - b).map((score) => ({
    score, weight: 1 + c * Math.min(Math.abs(score - threshold.tau) * threshold.inverseScale, threshold.clip),
  }));
}

/** In ranks the curve follows the samples themselves. */
function rankCurve(sorted: ScoreAnalysis['sorted']): WeightPoint[] {
  const every = Math.max(1, Math.floor(sorted.length / 120));
  return sorted.filter((entry, index) => entry.label !== -1 && (index % every === 0 || index === sorted.length - 1)).map((entry) => ({ score: entry.item.score, weight: entry.weight }));
}

/** Share of the score variance that lies between prompts; NaN when it cannot be told. */
export function betweenPromptShare(items: readonly ScoredItem[]): number {
  return intraclassCorrelation(items.map((item) => item.score), items.map((item) => item.caption));
}

export type Side = 'farGood' | 'nearGood' | 'nearBad' | 'farBad';

/** `count` examples of each side, near the line and far from it. */
export function examples(analysis: ScoreAnalysis, count: number): Record<Side, ScoreAnalysis['sorted']> {
  const good = analysis.sorted.filter((entry) => entry.label === 1);
  const bad = analysis.sorted.filter((entry) => entry.label === 0);
  return { farGood: good.slice(-count).reverse(), nearGood: good.slice(0, count), nearBad: bad.slice(-count).reverse(), farBad: bad.slice(0, count) };
}

/** The percentile (0…1) at which τ would be `score`: the inverse of numpy's linear interpolation. */
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

/** τ in score units for these settings, or null without scores. */
export function resolveTau(items: readonly ScoredItem[], settings: Pick<ThresholdSettings, 'percentile' | 'fixedThreshold'>): number | null {
  if (settings.fixedThreshold !== null) return settings.fixedThreshold;
  return items.length === 0 ? null : percentile(items.map((item) => item.score), settings.percentile);
}
