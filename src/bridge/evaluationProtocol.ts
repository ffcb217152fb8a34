// Commands about comparing runs: evaluations with shared seeds, the frontier of reward against
// drift, blind comparison. One kind of evaluation serves all three: models ("entries") draw the
// same prompts from the same noises, once, and everything is read off the stored pictures and their
// numbers.

import type { Choice, Question } from '../evaluate/blindTrials';
import type { RewardComparison } from '../statistics/compareRewards';
import type { Drift } from '../evaluate/drift';
import type { FeatureKind } from '../evaluate/imageFeatures';
import type { RewardSummary } from '../statistics/rewardSummary';
import type { SamplerName } from '../formats/schedulerConfig';

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
 * What is asked. `entries[0]` is the base. Picture (prompt p, sample n) is drawn from
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
  /** What pictures are compared by for diversity and drift; pixels where there is no scorer. */
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
  /** Between pictures of different prompts, in the same unit. */
  readonly diversityAcross: number;
  /** Null for the base. */
  readonly drift: Drift | null;
}

/** A reward as the results name it. */
export interface RewardFacts {
  readonly id: string;
  readonly label: string;
  readonly formula: string;
}

export interface EvaluationSummary {
  readonly id: string;
  readonly createdAt: number;
  readonly request: EvaluationRequest;
  readonly rewards: readonly RewardFacts[];
  /** What pictures are in fact compared by. */
  readonly features: FeatureKind;
  /** Numbers in the features of one picture; 0 until one is drawn. */
  readonly featureCount: number;
  readonly status: 'paused' | 'drawing' | 'finished';
  /** Pictures drawn, of all. */
  readonly done: number;
  readonly total: number;
  /** Of the entries that are drawn whole, in their order. */
  readonly results: readonly EntryResult[];
  /** Sittings of blind comparison whose sides were revealed (sittingKey). */
  readonly revealed: readonly string[];
}

/** Scores by reward id: [entry][prompt][sample]; NaN where nothing is drawn yet. */
export type EvaluationScores = Readonly<
  Record<string, readonly (readonly (readonly number[])[])[]>
>;

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

export interface EvaluationCommands {
  /** All evaluations, newest first. One that was being drawn when the page went away is paused. */
  listEvaluations: { request: Record<string, never>; reply: { evaluations: EvaluationSummary[] } };
  /**
   * Stores an evaluation, paused; nothing is drawn yet. Errors: BadSettings naming what is wrong.
   */
  createEvaluation: {
    request: { request: EvaluationRequest };
    reply: { evaluation: EvaluationSummary };
  };
  /**
   * Draws what is missing, entry by entry; progress counts pictures. A running training run is
   * paused first. Cancelled or failed, what is
   *  drawn is kept and a later call goes on. Errors: Busy while a set or another evaluation is
   *  drawn.
   */
  runEvaluation: { request: { evaluationId: string }; reply: { evaluation: EvaluationSummary } };
  evaluationScores: { request: { evaluationId: string }; reply: { scores: EvaluationScores } };
  /** Pictures by (entry, prompt, sample), those that are drawn. */
  evaluationPictures: {
    request: { evaluationId: string; places: PicturePlace[] };
    reply: { pictures: { place: PicturePlace; png: Uint8Array<ArrayBuffer> }[] };
  };
  /** Deletes an evaluation with its pictures and votes. */
  deleteEvaluation: { request: { evaluationId: string }; reply: Record<string, never> };
  listVotes: { request: { evaluationId: string }; reply: { votes: Vote[] } };
  saveVote: { request: { vote: Vote }; reply: Record<string, never> };
  deleteVote: { request: { voteId: string }; reply: Record<string, never> };
  /** Notes that a sitting's sides were shown. */
  revealSitting: {
    request: { evaluationId: string; sitting: string };
    reply: { evaluation: EvaluationSummary };
  };
  /** Prompts that a model's demo set leaves out; empty without such a file. */
  heldOutPrompts: { request: { modelId: string }; reply: { validation: string[]; test: string[] } };
}

/** Where a picture stands: index of its entry, prompt and sample. */
export interface PicturePlace {
  readonly entry: number;
  readonly prompt: number;
  readonly sample: number;
}
