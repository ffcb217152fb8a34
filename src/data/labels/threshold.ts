// The threshold τ and what follows from it: labels l = 1[s ≥ τ], weights w = 1 + c·min(|s−τ|/scale,
// clip) (TGO/UPO; rulings d, f, g, h, k of docs/losses.md 1.3). Pure arithmetic, used by the
// histogram and by the trainer alike, so that chart and kernel agree. τ may differ from sample to
// sample; the kernels take one: they are fed the signed distances s − τ beside τ = 0.

import type { RunSettings, ThresholdScope } from '../../settings/runSettings';
import { percentile } from '../../statistics/percentile';
import { labelOf, signedDistance } from './labels';
import { logMeanExp, scoreUnit } from './oracle';
import { promptThresholds, type PromptThreshold } from './promptThreshold';
import { distanceScale, type DistanceScale } from './scoreScale';

export { percentile } from '../../statistics/percentile';

export type ThresholdSettings = RunSettings['threshold'] & {
  /** Of the weight w = 1 + c·distance; 0 for methods that do not weigh by it. */
  readonly c: number;
};

/** What a run's settings say about its threshold. */
export function thresholdSettings(settings: RunSettings): ThresholdSettings {
  return { ...settings.threshold, c: settings.objective['c'] ?? 0 };
}

/** Where τ comes from: by hand, or the scope of the percentile. */
export type ThresholdOrigin = 'fixed' | ThresholdScope;

export function thresholdOrigin(
  settings: Pick<ThresholdSettings, 'fixedThreshold' | 'thresholdScope'>,
): ThresholdOrigin {
  return settings.fixedThreshold === null ? settings.thresholdScope : 'fixed';
}

/** True where every prompt has a τ of its own. */
export const byPrompt = (origin: ThresholdOrigin): boolean =>
  origin === 'prompt' || origin === 'oracle';

/** True when no setting that labels and weights depend on differs. */
export function sameThreshold(a: ThresholdSettings, b: ThresholdSettings): boolean {
  const keys = [
    'percentile',
    'fixedThreshold',
    'thresholdScope',
    'thresholdShrinkage',
    'oracleBeta',
    'proxySet',
    'ties',
    'scoreScale',
    'c',
  ] as const;
  return keys.every((key) => a[key] === b[key]);
}

/** What the settings decide about a set: one record for the chart, the trainer and the kernel. */
export interface ThresholdResult {
  readonly origin: ThresholdOrigin;
  /**
   * The one τ, raw score units. Per batch, per prompt and by the oracle: the percentile of the
   * whole set, about which the τs lie.
   */
  readonly rawTau: number;
  /**
   * τ of every sample [n], raw score units. Per batch each step has its own (batchThreshold.ts);
   * here stands the whole set's.
   */
  readonly taus: Float64Array;
  /** τ is the middle of the only two scores there are; null for any other set. */
  readonly binary: number | null;
  /** Every prompt's τ; empty unless τ is per prompt. */
  readonly prompts: readonly PromptThreshold[];
  /**
   * What the kernel is fed in the place of scores, beside τ = 0: s − τ [n] as the scale has it (in
   * ranks for `rank`), float32.
   */
  readonly deviations: Float32Array;
  readonly scale: DistanceScale;
  /** 1, 0, or −1 where a tie is dropped. */
  readonly labels: Int8Array;
  /**
   * The labels the percentile of the whole set would give: where they differ, the choice of τ
   * matters.
   */
  readonly globalLabels: Int8Array;
  /** 0 where a tie is dropped. */
  readonly weights: Float64Array;
  readonly positiveCount: number;
  readonly negativeCount: number;
  /** Samples whose score equals their τ. */
  readonly tieCount: number;
  readonly meanWeight: number;
  readonly maxWeight: number;
}

/**
 * The middle between two scores where a set has only these two (clicks, labels of 0 and 1), else
 * null. A percentile of such a set would be one of the two, and could label every sample good.
 */
export function binaryThreshold(scores: ArrayLike<number>): number | null {
  const first = scores[0]!;
  let other: number | null = null;
  for (let i = 1; i < scores.length; i++) {
    const score = scores[i]!;
    if (score === first || score === other) continue;
    if (other !== null) return null;
    other = score;
  }
  return other === null ? null : first + (other - first) / 2;
}

/** τ of scores at a percentile p: their middle where they are binary. Errors: as percentile. */
export function scoreThreshold(scores: ArrayLike<number>, p: number): number {
  return binaryThreshold(scores) ?? percentile(scores, p);
}

/**
 * τ, labels and weights of a set. Scores of only two values have their middle as τ, whatever the
 * percentile and the scope (a fixed τ stays, and a proxy set decides for itself). `groups[i]` is
 * the prompt or group of score i (promptThreshold.ts), needed for a τ per prompt or by the
 * oracle only.
 *  Errors: throws on an empty set, without the groups or without the proxy set that the scope
 *  needs.
 */
export function resolveThreshold(
  rawScores: ArrayLike<number>,
  settings: ThresholdSettings,
  groups?: readonly string[],
): ThresholdResult {
  const { ties, c, thresholdShrinkage } = settings;
  const origin = thresholdOrigin(settings);
  const binary = binaryThreshold(rawScores);
  const global = binary ?? percentile(rawScores, settings.percentile);
  if (origin === 'proxy' && settings.proxySet === null)
    throw new Error('τ from a proxy set: no proxy set is given');
  if (byPrompt(origin) && groups === undefined)
    throw new Error('τ per prompt: the samples come without their prompts');
  const rawTau =
    origin === 'fixed'
      ? settings.fixedThreshold!
      : origin === 'proxy'
        ? scoreThreshold(settings.proxySet!.scores, settings.percentile)
        : global;
  const promptsOf = (): PromptThreshold[] => {
    if (origin === 'prompt')
      return promptThresholds(rawScores, groups!, settings.percentile, thresholdShrinkage, global);
    const beta = settings.oracleBeta * scoreUnit(rawScores);
    const oracle = (scores: readonly number[]): number => logMeanExp(scores, beta);
    return promptThresholds(
      rawScores,
      groups!,
      oracle,
      thresholdShrinkage,
      oracle(Array.from(rawScores)),
    );
  };
  const prompts = byPrompt(origin)
    ? promptsOf().map((one) => (binary === null ? one : { ...one, own: binary, tau: binary }))
    : [];
  const taus = new Float64Array(rawScores.length).fill(rawTau);
  for (const { members, tau } of prompts) for (const i of members) taus[i] = tau;

  const distances = taus.map((tau, i) => signedDistance(rawScores[i]!, tau));
  const scale = distanceScale(distances, settings.scoreScale);
  const zero = scale.place(0);
  const deviations = Float32Array.from(distances, (distance) => scale.place(distance) - zero);
  const labels = Int8Array.from(deviations, (deviation) => labelOf(deviation, ties));
  const weights = Float64Array.from(deviations, (deviation, i) =>
    labels[i] === -1 ? 0 : 1 + c * Math.min(Math.abs(deviation) * scale.inverseScale, scale.clip),
  );
  return {
    origin,
    rawTau,
    binary,
    taus,
    prompts,
    deviations,
    scale,
    labels,
    weights,
    globalLabels: Int8Array.from(taus, (_, i) =>
      labelOf(signedDistance(rawScores[i]!, global), ties),
    ),
    positiveCount: labels.filter((label) => label === 1).length,
    negativeCount: labels.filter((label) => label === 0).length,
    tieCount: deviations.filter((deviation) => deviation === 0).length,
    meanWeight: weights.reduce((sum, weight) => sum + weight, 0) / weights.length,
    maxWeight: weights.reduce((largest, weight) => Math.max(largest, weight), 0),
  };
}
