// Where a run's samples come from: a fixed scored set (offlineSamples.ts) or images drawn while
// it runs (onlineSamples.ts). A source decides which samples step k trains on and the threshold
// they are judged by; the run does the rest.

import type { DrawnBatch } from '../data/batches/batchDrawer';
import type { TrainingThreshold } from '../data/batches/batchThreshold';
import { labelOf, type Label } from '../data/labels/labels';
import type { DrawnRows } from '../objectives';
import type {
  EncodedImage,
  OwnSample,
  SamplingAdapters,
  TextConditioning,
} from '../paradigms/imagePipeline';
import type { RunSettings } from '../settings/runSettings';

/** A sample as a step trains on it. */
export interface TrainingSample {
  readonly encoded: EncodedImage | OwnSample;
  readonly text: TextConditioning;
  /** In a batch: `text` says already whether the caption is dropped (TrainingRow). */
  readonly keepsText?: boolean;
  /** Its prompt as a bad sample's, where the method has one (CSFT). */
  readonly badText?: TextConditioning;
  /**
   * Raw in a set; in a batch its signed distance from τ as the scale has it, so that the kernels' τ
   * is 0.
   */
  readonly score: number;
  /** The prompt or group whose τ it may share (data/labels/promptThreshold.ts). */
  readonly group: string;
  /** In a batch: the row whose noise it shares (TrainingRow). */
  readonly noiseOf?: number;
  readonly timestepOf?: number;
  /** CLIP embedding of image and prompt, where the method reads it. */
  readonly embedding?: Float32Array;
}

/** What a step must know of its threshold. */
export interface StepThreshold {
  /** Mean τ of the batch, raw score units. */
  readonly tau: number;
  readonly inverseScale: number;
  readonly clip: number;
  /** Mean weight of the whole set or bank. */
  readonly meanWeight: number;
  /** Share of the batch that SFT trains on. */
  readonly positiveShare: number;
}

const textOf = ({ text, badText }: TrainingSample, label: Label): TextConditioning =>
  label === 0 && badText ? badText : text;

/** A batch of `samples`, the rows that were drawn of the set or bank that the threshold is of. */
export function stepBatch(
  samples: readonly TrainingSample[],
  threshold: TrainingThreshold,
  { indices, noiseOf, oneTimestep = false, rows }: DrawnBatch,
): StepBatch {
  const { deviations, tau, positiveShare } = threshold.ofBatch(indices);
  const { scale, meanWeight } = threshold.set;
  return {
    samples: samples.map((sample, i) => ({
      ...sample,
      text: textOf(sample, labelOf(deviations[i]!, threshold.settings.ties)),
      score: deviations[i]!,
      ...(noiseOf && { noiseOf: noiseOf[i]! }),
      ...(oneTimestep && { timestepOf: 0 }),
    })),
    rows: samples[0]!.embedding
      ? { ...rows, embeddings: samples.map(({ embedding }) => embedding!) }
      : rows,
    threshold: {
      tau,
      inverseScale: scale.inverseScale,
      clip: scale.clip,
      meanWeight,
      positiveShare,
    },
  };
}

export interface StepBatch {
  readonly samples: readonly TrainingSample[];
  /** What the method's table is made of. */
  readonly rows: DrawnRows;
  readonly threshold: StepThreshold;
  /** Which of the run's sizes its images have; absent where there is one. */
  readonly bucket?: number;
  /** Of an online run: scores in the memory bank and the mean score of the images trained on. */
  readonly bank?: { readonly size: number; readonly rewardMean: number };
}

/** What a checkpoint keeps of a source, so that it goes on bit for bit: flat numbers by name. */
export type SourceState = Readonly<Record<string, Float32Array>>;

/** A fixed set, as a probe looks at it. */
export interface FixedSet {
  /** Raw scores, groups and captions, in the run's order. */
  readonly scores: readonly number[];
  readonly groups: readonly string[];
  readonly captions: readonly string[];
  /** The samples at these places. Errors: abort; of the encoder. */
  at(signal: AbortSignal, places: readonly number[]): Promise<readonly TrainingSample[]>;
}

export interface SampleSource {
  /** Null where samples come and go. */
  readonly set: FixedSet | null;
  /**
   * Optimizer steps of one epoch: a pass through the set, or through the prompts of an online run.
   */
  epochSteps(settings: RunSettings): number;
  /**
   * Takes up settings that changed. Errors: BadSettings when nothing is left to learn from (the old
   * ones then stay in force).
   */
  useSettings(settings: RunSettings): void;
  /** True where step `step` has to wait for images that are not sampled yet. */
  draws(step: number): boolean;
  /**
   * Samples of step `step` (0-based), a pure function of settings, step and the source's state.
   * Images are sampled by `reference` (null: the base itself), own samples by `policy` as it stands
   * before the step. Errors: abort while they are.
   */
  batch(
    signal: AbortSignal,
    settings: RunSettings,
    step: number,
    reference: SamplingAdapters | null,
    policy: () => Promise<SamplingAdapters>,
  ): Promise<StepBatch>;
  /** What a checkpoint must keep; empty when everything follows from the step. */
  state(): SourceState;
}
