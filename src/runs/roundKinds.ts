// What an online run trains on of a round, and which model samples it. Most methods take the
// images, which the reference samples (UPO Alg. 2); DDPO takes steps of the policy's own
// trajectories, of which every optimizer step sees one per image (docs/losses.md 1.16).

import { paradigmOf } from '../paradigms/list';
import type { BaseModel, Transition } from '../paradigms/paradigm';
import type {
  EncodedImage,
  ImagePipeline,
  OwnSample,
  SamplingAdapters,
} from '../paradigms/imagePipeline';
import type { DataKind } from '../objectives';
import type { RunSettings } from '../settings/runSettings';

/** What a row of a step is made of. */
export type RoundRow = EncodedImage | OwnSample;

export interface RoundRequest {
  readonly settings: RunSettings;
  readonly pipeline: Pick<ImagePipeline, 'model' | 'sampleEncoded' | 'transitions'>;
  readonly prompts: readonly string[];
  readonly seeds: readonly number[];
  readonly reference: SamplingAdapters | null;
  policy(): Promise<SamplingAdapters>;
}

export interface SampledRound {
  /** The images, one per prompt, to be scored. */
  readonly encoded: readonly EncodedImage[];
  /** What is trained on: of image i at the round's step s number (s mod steps)·images + i. */
  readonly rows: readonly RoundRow[];
}

export interface RoundKind {
  /** What its numbers are called in a checkpoint. */
  readonly tensor: string;
  /** Steps that have rows of their own. */
  steps(settings: RunSettings): number;
  /** Errors: abort; of the executor. */
  sample(signal: AbortSignal, request: RoundRequest): Promise<SampledRound>;
  /** A row as plain numbers for a checkpoint, `length` of them, and back. */
  length(model: BaseModel): number;
  toNumbers(model: BaseModel, row: RoundRow): ArrayLike<number>;
  fromNumbers(model: BaseModel, numbers: Float32Array): RoundRow;
  /** What is wrong with such numbers, in words; null where nothing is. */
  invalidNumber(model: BaseModel, numbers: Float32Array): string | null;
}

const images: RoundKind = {
  tensor: 'round.pictures',
  steps: () => 1,
  async sample(signal, { settings, pipeline, prompts, seeds, reference }) {
    const { guidanceScale, inferenceSteps } = settings.sampling;
    const encoded = await pipeline.sampleEncoded(signal, {
      prompts,
      seeds,
      guidanceScale,
      inferenceSteps,
      adapters: reference,
    });
    return { encoded, rows: encoded };
  },
  length: (model) =>
    paradigmOf(model)
      .encodedShape(model)
      .reduce((a, b) => a * b, 1),
  toNumbers: (model, row) => paradigmOf(model).toNumbers(row as EncodedImage),
  fromNumbers: (model, numbers) => paradigmOf(model).fromNumbers(model, numbers),
  invalidNumber: (model, numbers) => paradigmOf(model).invalidNumber(model, numbers),
};

const steps: RoundKind = {
  tensor: 'round.steps',
  steps: ({ source }) => source.stepsPerRound,
  async sample(signal, { settings, pipeline, prompts, seeds, policy }) {
    const kept = settings.source.stepsPerRound;
    const sampled = await pipeline.transitions(signal, {
      prompts,
      seeds,
      inferenceSteps: settings.sampling.inferenceSteps,
      adapters: await policy(),
      kept,
    });
    return {
      encoded: sampled.map(({ encoded }) => encoded),
      rows: Array.from({ length: kept }, (_, at) =>
        sampled.map(({ transitions }) => transitions[at]!),
      ).flat(),
    };
  },
  length: (model) => paradigmOf(model).transitions!.length(model),
  toNumbers: (model, row) => paradigmOf(model).transitions!.toNumbers(row as Transition),
  fromNumbers: (model, numbers) => paradigmOf(model).transitions!.fromNumbers(model, numbers),
  invalidNumber: () => null,
};

/** The rounds of a method that learns from this kind of data. */
export const roundsOf = (data: DataKind): RoundKind => (data === 'trajectories' ? steps : images);
