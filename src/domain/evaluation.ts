// A comparison of models over shared prompts and seeds: what is asked, what came out, and the blind
// votes on its images.

import type { SamplerName } from '../formats/schedulerConfig';
import type { RewardComparison } from '../statistics/compareRewards';
import type { RewardSummary } from '../statistics/rewardSummary';
import type { RewardFacts } from './reward';

/** What images are compared by. */
export type FeatureKind = 'clip' | 'pixels';

/** How far a model's images moved from the base's. */
export interface Drift {
  /** Squared Fréchet distance of the two sets of features; NaN with fewer than two images. */
  readonly frechet: number;
  /**
   * Mean distance between the base's image and this model's, pair by pair, in the kind's unit.
   */
  readonly change: number;
  /** Estimates of KL by log-ratios; null where they were not measured. */
  readonly logRatio: number | null;
  readonly reverseLogRatio: number | null;
}

/** What a rater is asked. */
export type Question = 'preference' | 'appeal' | 'alignment';

export type Choice = 'left' | 'right' | 'tie';

/** The base model, or a run's checkpoint at a strength. */
export interface EvaluationEntry {
  /** Names it within the evaluation; `base` for the base model. */
  readonly key: string;
  /** Null for the base. */
  readonly runId: string | null;
  /** The run's name, kept so that results can be read after the run is gone. */
  readonly name: string;
  readonly method: string;
  /** Steps of the checkpoint; 0 for the base. */
  readonly checkpointStep: number;
  /** LoRA strength; 0 for the base. */
  readonly strength: number;
}

/**
 * What is asked. `entries[0]` is the base. Image (prompt p, sample n) is sampled from
 * evaluationSeed(p, n, seed) by every entry.
 */
export interface EvaluationRequest {
  readonly name: string;
  readonly purpose: 'comparison' | 'frontier';
  readonly modelId: string;
  readonly entries: readonly EvaluationEntry[];
  readonly prompts: readonly string[];
  readonly samplesPerPrompt: number;
  readonly seed: number;
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  /** Null = the model's own. Absent in those stored before there was a choice. */
  readonly sampler?: SamplerName | null;
  readonly rewardIds: readonly string[];
  /** What images are compared by for diversity and drift; pixels where there is no scorer. */
  readonly features: FeatureKind;
}

/** What came out for one reward and entry; null for the base itself. */
export interface RewardResult {
  readonly summary: RewardSummary;
  readonly comparison: RewardComparison | null;
}

/** What came out for one entry. */
export interface EntryResult {
  readonly key: string;
  /** By reward id. */
  readonly rewards: Readonly<Record<string, RewardResult>>;
  /**
   * Within prompts, in the unit of the features' distance; NaN with one sample per prompt.
   */
  readonly diversity: number;
  /** Between images of different prompts, in the same unit. */
  readonly diversityAcross: number;
  /** Null for the base. */
  readonly drift: Drift | null;
}

export interface EvaluationSummary {
  readonly id: string;
  readonly createdAt: number;
  readonly request: EvaluationRequest;
  readonly rewards: readonly RewardFacts[];
  /** What images are in fact compared by. */
  readonly features: FeatureKind;
  /** Numbers in the features of one image; 0 until one is sampled. */
  readonly featureCount: number;
  readonly status: 'paused' | 'drawing' | 'finished';
  /** Images sampled, of all. */
  readonly done: number;
  readonly total: number;
  /** Of the entries that are sampled whole, in their order. */
  readonly results: readonly EntryResult[];
  /** Sittings of blind comparison whose sides were revealed (sittingKey). */
  readonly revealed: readonly string[];
}

/** Scores by reward id: [entry][prompt][sample]; NaN where nothing is sampled yet. */
export type EvaluationScores = Readonly<
  Record<string, readonly (readonly (readonly number[])[])[]>
>;

/** Where an image stands: index of its entry, prompt and sample. */
export interface ImagePlace {
  readonly entry: number;
  readonly prompt: number;
  readonly sample: number;
}

/** One blind judgement. `first` and `second` are entry keys in the order of the evaluation. */
export interface Vote {
  readonly id: string;
  readonly evaluationId: string;
  readonly time: number;
  readonly rater: string;
  readonly question: Question;
  readonly first: string;
  readonly second: string;
  readonly prompt: number;
  readonly sample: number;
  /** Which entry stood on the left. */
  readonly left: string;
  readonly choice: Choice;
  /** Philox seed of the sitting's order and sides. */
  readonly seed: number;
}
