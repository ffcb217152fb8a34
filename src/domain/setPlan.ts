// What a set of generated images is made from, and how far it is.

import type { SamplerName } from '../formats/schedulerConfig';

/**
 * What a set is sampled from. The same plan gives the same images, however often it was
 * interrupted.
 */
export interface SetPlan {
  readonly name: string;
  readonly modelId: string;
  /** The run whose adapter is used; null = the base model. */
  readonly runId: string | null;
  /** Its checkpoint; null = the last one there is when the plan is made. */
  readonly checkpointStep: number | null;
  /** Strength of the adapter. */
  readonly strength: number;
  readonly prompts: readonly string[];
  readonly negativePrompt: string;
  readonly samplesPerPrompt: number;
  readonly seed: number;
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  /** Null = the model's own. Absent in those stored before there was a choice. */
  readonly sampler?: SamplerName | null;
  /**
   * Rewards that score each image as it is sampled; the first is what the set trains on. Empty =
   * left to be rated.
   */
  readonly rewardIds: readonly string[];
}

/** A set that is being sampled, or was. Images that are there: DatasetSummary.count. */
export interface Generation {
  readonly plan: SetPlan;
  readonly total: number;
  /** `running` in a stored set that nobody draws: the page was closed in the middle. */
  readonly state: 'running' | 'paused' | 'done';
}
