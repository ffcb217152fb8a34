// Text-to-image over an executor, the same for every paradigm: prompts -> conditioning, images ->
// what is trained on, prompts and seeds -> images. The contract; openPipeline.ts keeps it.

import type { ImageSize } from '../domain/imageSize';
import type { Executor, WeightStorage } from '../executors/executor';
import type { SamplerName } from '../formats/schedulerConfig';
import type { SamplingAdapters } from './placedAdapters';
import type {
  BaseModel,
  EncodedImage,
  OwnSample,
  SampledTrajectory,
  StartImages,
  TextConditioning,
} from './paradigm';

export type { SamplingAdapters } from './placedAdapters';
export type {
  BaseModel,
  EncodedImage,
  ImageTokens,
  LatentMoments,
  OwnSample,
  SampledTrajectory,
  StartImages,
  TextConditioning,
  Transition,
} from './paradigm';

export type Progress = (done: number, total: number) => void;

export interface SampleRequest {
  readonly prompts: readonly string[];
  /** One seed per image: all its random numbers are Philox(seed, stream `preview`, …). */
  readonly seeds: readonly number[];
  readonly negativePrompt?: string;
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  readonly adapters: SamplingAdapters | null;
  /** Another sampler than the model's own; MaskGIT has only one. */
  readonly sampler?: SamplerName | null;
  /** One image per prompt to start from (SDEdit). */
  readonly start?: StartImages | null;
}

/** What a model is asked to sample by itself: no guidance, no negative prompt. */
export interface OwnRequest {
  readonly prompts: readonly string[];
  readonly seeds: readonly number[];
  readonly inferenceSteps: number;
  readonly adapters: SamplingAdapters | null;
  /** Of every seed: which states of its trajectory are wanted (OwnBatch). */
  readonly calls: readonly (readonly number[])[];
}

/** Trajectories whose steps are drawn: no guidance, no negative prompt. */
export interface TransitionRequest extends Omit<OwnRequest, 'calls'> {
  /** Steps that are kept of each (TransitionBatch). */
  readonly kept: number;
}

/** Images that stand for the decoder's. */
export interface QuickImages {
  /** A small decoder of the same size, or one pixel per latent or token. */
  readonly by: 'tiny' | 'linear';
  /** [height, width, 3] in about [−1,1]. */
  readonly images: readonly Float32Array[];
  readonly size: ImageSize;
}

export interface ImagePipeline {
  readonly executor: Executor;
  readonly model: BaseModel;
  /**
   * The pipeline of the same model for images of another size, opened once; disposed with this one.
   * Errors: BadSettings of a size it cannot take.
   */
  atSize(size: ImageSize): ImagePipeline;
  /** Embeds prompts, cached by text. */
  encodePrompts(
    signal: AbortSignal,
    prompts: readonly string[],
    progress?: Progress,
  ): Promise<Map<string, TextConditioning>>;
  /** Encodes images [H,W,3] in [−1,1]. Errors: BadImage for another size. */
  encodeImages(
    signal: AbortSignal,
    images: readonly Float32Array[],
    progress?: Progress,
  ): Promise<EncodedImage[]>;
  /**
   * Samples one image per prompt with classifier-free guidance, as what `decode` takes (and
   * training too: a sampled latent has no variance left). Cost: about inferenceSteps runs of the
   * denoiser at twice the batch. Errors: abort; StudioError from the executor, or of what a sampler
   * cannot do.
   */
  sampleEncoded(
    signal: AbortSignal,
    request: SampleRequest,
    progress?: Progress,
  ): Promise<EncodedImage[]>;
  /**
   * Own samples of every prompt, one per wanted call. Cost: inferenceSteps runs of the denoiser.
   * Errors: abort; StudioError from the executor.
   */
  ownSamples(signal: AbortSignal, request: OwnRequest): Promise<OwnSample[][]>;
  /**
   * One image per prompt with steps of its trajectory. Cost: inferenceSteps runs of the denoiser.
   * Errors: abort; StudioError from the executor. Throws where the paradigm has none.
   */
  transitions(signal: AbortSignal, request: TransitionRequest): Promise<SampledTrajectory[]>;
  /**
   * Quick images of encoded images, where the decoder would take long: by the base's tiny
   * decoder, else rough ones by a linear map (roughImages.ts); null where there is neither yet.
   * Errors: abort; of the executor.
   */
  preview(signal: AbortSignal, encoded: readonly EncodedImage[]): Promise<QuickImages | null>;
  /** Images [H,W,3] in about [−1,1]; by tiles where the whole is too large (tiledCoding.ts). */
  decode(signal: AbortSignal, encoded: readonly EncodedImage[]): Promise<Float32Array[]>;
  /** `sampleEncoded` and `decode`. */
  sample(signal: AbortSignal, request: SampleRequest, progress?: Progress): Promise<Float32Array[]>;
  /**
   * Frees all programs that nobody runs, before a training step is compiled; they are compiled anew
   * when they are asked for, the denoiser's weights then kept as `weightStorage` says, so that the
   * step's are shared.
   */
  release(weightStorage: WeightStorage): Promise<void>;
  /** Frees all programs (weights stay cached in the executor). */
  dispose(): Promise<void>;
}
