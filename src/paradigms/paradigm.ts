// What the studio asks of a paradigm (latent diffusion, MaskGIT, …): open a base model, run its
// networks, train on its errors, sample with it. One record per paradigm (list.ts); everything else
// in the studio is written once, over this interface. Randomness, schedules and guidance run on the
// host, so that they are the same on every executor.

import type { ImageSize } from '../domain/imageSize';
import type { InputData } from '../executors/executor';
import type { WeightSources } from '../executors/weights/weightSource';
import type { ClipTokenizer } from '../formats/clipTokenizer';
import type { ClipTextConfig } from '../formats/modelConfig';
import type { SamplerName } from '../formats/schedulerConfig';
import type { Graph, GraphBuilder, Tensor } from '../graph/graph';
import type { AdapterBinding, Layers } from '../models/layers';
import type { AdapterPlan, LinearModule } from '../models/lora';
import type { ParadigmId } from './facts';
import type { ModelFiles } from './modelFiles';

/** What every opened base says of itself; its paradigm adds the configs of its networks. */
export interface BaseModel {
  readonly paradigm: ParadigmId;
  readonly id: string;
  /**
   * SHA-256 (hex) over the hashes of the three weight files: checkpoints and cached latents name
   * it.
   */
  readonly hash: string;
  readonly textEncoder: ClipTextConfig;
  readonly tokenizer: ClipTokenizer;
  /** Weight files by the names graphs use for their models. */
  readonly weights: WeightSources;
  /** Of the images in pixels, and of their latents or token grids. */
  readonly imageSize: ImageSize;
  readonly latentSize: ImageSize;
  /** Edges of images must be multiples of this many pixels. */
  readonly sizeStep: number;
  /** Tokens per prompt. */
  readonly contextTokens: number;
  readonly bytes: number;
  /** Null where the network predicts no noise or velocity. */
  readonly predictionType: 'epsilon' | 'v_prediction' | null;
}

/** What a folder's configs say of its base, without its weights. */
export interface BaseDescription {
  /** What it is, for people: e.g. "Stable Diffusion 1.x". */
  readonly architecture: string;
  /** Its own, the edge of a square. */
  readonly imageSize: number;
  /** Edges of images must be multiples of this many pixels. */
  readonly sizeStep: number;
  readonly predictionType: BaseModel['predictionType'];
  /** The sampler its scheduler config names; null where the paradigm has only one. */
  readonly sampler: SamplerName | null;
  readonly weightFiles: readonly string[];
}

/**
 * Mean and log-variance of q(latent | image), each [h, w, C] flattened (AutoencoderKL, before
 * scaling_factor).
 */
export interface LatentMoments {
  readonly mean: Float32Array;
  readonly logVariance: Float32Array;
}

/** Codebook indices of an image, [h, w] flattened (VQModel). */
export interface ImageTokens {
  readonly tokens: Int32Array;
}

/** An image as its paradigm trains on it. */
export type EncodedImage = LatentMoments | ImageTokens;

/** A point of a model's own trajectory: what it saw, [h, w, C] flattened, and what it predicted. */
export interface TrajectoryState {
  readonly sample: Float32Array;
  readonly prediction: Float32Array;
  readonly timestep: number;
}

/**
 * A step x_t → x_{t−1} that a sampler drew about the model's prediction (docs/losses.md 1.16).
 * `prediction` is the one whose mean x_{t−1} is, so that minus the step's log-probability, the mean
 * over the numbers of x, is k·mean (own prediction − prediction)² up to a constant.
 */
export interface Transition extends TrajectoryState {
  /** k. */
  readonly factor: number;
  /** That number under the model that sampled. */
  readonly sampledError: number;
}

/** A sampled image with steps of its trajectory. */
export interface SampledTrajectory {
  readonly encoded: EncodedImage;
  readonly transitions: readonly Transition[];
}

/** What a model sampled by itself, as a step trains against it. */
export type OwnSample = TrajectoryState | Transition | ImageTokens;

/** A prompt as the networks see it. */
export interface TextConditioning {
  /**
   * Hidden states, [tokens, width] flattened: the last for diffusion, the last but one for aMUSEd.
   */
  readonly hidden: Float32Array;
  /** Projected pooled embedding [projection_dim] (aMUSEd); null for diffusion. */
  readonly pooled: Float32Array | null;
}

/** A network that is run on a batch of items at a time; `batch` is the size it is planned for. */
export interface Network<Item, Result> {
  graph(batch: number): Graph;
  /** Inputs of up to `batch` items; the rest is padding. */
  inputs(items: readonly Item[], batch: number): InputData;
  /** Outputs of the graph that `result` reads. */
  readonly outputs: readonly string[];
  result(outputs: Readonly<Record<string, Float32Array>>, index: number, batch: number): Result;
}

/** The networks around the denoiser. */
export interface CodingNetworks {
  /** Prompts -> conditioning. */
  readonly text: Network<string, TextConditioning>;
  /** Images [H,W,3] in [−1,1] -> what is trained on. */
  readonly encoder: Network<Float32Array, EncodedImage>;
  /** What is trained on -> images [H,W,3] in about [−1,1]. */
  readonly decoder: Network<EncodedImage, Float32Array>;
  /** The same by a much smaller network that some bases come with, for previews; else null. */
  readonly tinyDecoder: Network<EncodedImage, Float32Array> | null;
}

/** Images that sampling starts from, and what share of the way is sampled anew. */
export interface StartImages {
  readonly encoded: readonly EncodedImage[];
  /**
   * In 0…1: of K steps the last int(K·strength) are made (diffusers). Diffusion adds the noise of
   * the first of them; MaskGIT masks the share of tokens that is masked there.
   */
  readonly strength: number;
}

/** One batch of images to sample. */
export interface SampleBatch {
  readonly signal: AbortSignal;
  /** Conditioning of every row the network is planned for; rows beyond `seeds` are padding. */
  readonly texts: readonly TextConditioning[];
  /** Conditioning of the negative (by default empty) prompt; null: no guidance, half the cost. */
  readonly unconditional: TextConditioning | null;
  /** One seed per image: all its random numbers are Philox(seed, stream `preview`, …). */
  readonly seeds: readonly number[];
  readonly inferenceSteps: number;
  /** Null = the model's own. */
  readonly sampler: SamplerName | null;
  /** Images to start from, one per seed (SDEdit); null starts from noise or from masks alone. */
  readonly start?: StartImages | null;
  /**
   * Runs the denoiser on inputs of twice the batch, the unconditional half first, and returns the
   * guided prediction [batch, …] (classifier-free guidance, Ho & Salimans 2022); on inputs of the
   * batch alone where nothing guides.
   */
  predict(inputs: InputData): Promise<Float32Array>;
}

/** One batch of own samples, without guidance. */
export interface OwnBatch extends Omit<SampleBatch, 'unconditional' | 'sampler'> {
  /**
   * Of every seed: the states of its trajectory that are wanted, by the call of the network, 0 (the
   * noisiest) … inferenceSteps − 1.
   */
  readonly calls: readonly (readonly number[])[];
}

/** One batch of trajectories whose steps are drawn, without guidance. */
export interface TransitionBatch extends Omit<OwnBatch, 'calls'> {
  /** Steps that are kept of each: all that are drawn, in random order, over again if need be. */
  readonly kept: number;
}

/** How a paradigm samples trajectories whose steps have a probability. */
export interface TransitionSampler<Model extends BaseModel> {
  /** Errors: abort; of the executor. Throws where no step of so short a trajectory is drawn. */
  sample(model: Model, batch: TransitionBatch): Promise<SampledTrajectory[]>;
  /** A step as plain numbers for a checkpoint, `length` of them, and back. */
  length(model: Model): number;
  toNumbers(transition: Transition): Float32Array;
  fromNumbers(model: Model, numbers: Float32Array): Transition;
}

/** A row of a training batch. */
export interface TrainingRow {
  readonly encoded: EncodedImage | OwnSample;
  readonly text: TextConditioning;
  /** True where `text` says already whether the caption is dropped. */
  readonly keepsText?: boolean;
  /**
   * The row whose timestep, noise or mask, and caption dropout this one shares (the two images of a
   * pair); its own where absent.
   */
  readonly noiseOf?: number;
  /** The row whose timestep, or share of masked tokens, it has; absent: that of `noiseOf`. */
  readonly timestepOf?: number;
}

/** The settings that decide what a training step is fed. */
export interface TrainingInputSettings {
  readonly seed: number;
  readonly captionDropout: number;
  readonly mseSpace: 'prediction' | 'eps' | 'x0';
  /**
   * MaskGIT: a sample's log-probability is the mean or the sum over its masked tokens; `batch`
   * weighs the samples so that their mean is over all masked tokens of the batch.
   */
  readonly maskedReduction: 'mean' | 'sum' | 'batch';
}

export interface ErrorGraphOptions {
  readonly batch: number;
  readonly plan: AdapterPlan;
  /** alpha/rank; default 1 (alpha = rank). */
  readonly scale?: number;
  /**
   * null: the base without adapters. 'reference': frozen adapters in the flat state `reference`,
   * laid out by `plan`. 'none': no reference pass; log-ratios are 0, at half the cost.
   */
  readonly reference: null | 'reference' | 'none';
}

/** The part of a training step that a paradigm builds: everything up to the samples' errors. */
export interface ErrorsPart {
  /** The policy's pass: its attached adapters are the parameters. */
  readonly layers: Layers;
  /** The policy's prediction. */
  readonly prediction: Tensor;
  /** False where no reference was run, so that log-ratios are 0. */
  readonly hasReference: boolean;
  /** [N,3] = (error of the policy, of the reference, log-ratio without β). */
  readonly errors: Tensor;
  /**
   * Derivative of the loss by the prediction, from terms [N,6] (see ops.ts). `measured`: the terms
   * are of a method that reads both predictions.
   */
  seed(terms: Tensor, measured: boolean): Tensor;
  /**
   * The distances [N,4] of both predictions (ops.ts, predictionDistances); null where there is no
   * reference, or predictions are no numbers that can be mixed.
   */
  readonly distances: (() => Tensor) | null;
}

/** A question of the log-ratio probe: an image at one of `draws` fixed noises or masks. */
export interface ProbeQuestion {
  readonly encoded: EncodedImage;
  readonly text: TextConditioning;
  /** Index of the image. */
  readonly image: number;
  /** Which of the noises or masks, and its place in the schedule, in 0…1. */
  readonly draw: number;
  readonly place: number;
}

/** How a paradigm asks how likely images are. */
export interface LikelihoodProbe {
  /** Inputs of the denoiser for up to `batch` questions. */
  inputs(questions: readonly ProbeQuestion[], batch: number): InputData;
  /** −log π of the question's image up to a constant, from its part of the denoiser's output. */
  surprise(question: ProbeQuestion, output: Float32Array): number;
}

/** A base known by its configs alone, at a size: what a training step of it can be planned from. */
export interface SizedModel {
  /** Height and width of the images in pixels. */
  readonly imageSize: ImageSize;
  /** Numbers of one sample, as the network sees it: [h, w, channels] or [h, w] tokens. */
  readonly encodedShape: readonly number[];
  readonly contextTokens: number;
  /** Linear layers that adapters may sit on. */
  readonly modules: readonly LinearModule[];
  errors(b: GraphBuilder, options: ErrorGraphOptions): ErrorsPart;
}

export interface Paradigm<Model extends BaseModel = BaseModel> {
  readonly id: ParadigmId;

  /** Reads the configs alone. Errors: StudioError BadModel or Unsupported, naming the file. */
  describe(files: ModelFiles): Promise<BaseDescription>;
  /**
   * Reads the configs that are there and sizes the base; `imageSize` [height, width] in pixels,
   * null for its own. Only the denoiser's config must be there. Errors: BadModel, Unsupported, or
   * BadSettings for a size it cannot take.
   */
  sized(files: ModelFiles, imageSize: ImageSize | null): Promise<SizedModel>;
  /** Opens a folder. Errors: StudioError BadModel, BadSafetensors or Unsupported. */
  open(id: string, files: ModelFiles): Promise<Model>;
  /** The model for images of another size than its own. Errors: BadSettings. */
  atSize(model: Model, imageSize: ImageSize): Model;

  /** Linear layers that adapters may sit on. */
  modules(model: Model): readonly LinearModule[];
  networks(model: Model): CodingNetworks;
  /** One prediction of the denoiser; its only output is `prediction`. */
  denoiseGraph(model: Model, batch: number, adapters: AdapterBinding | null): Graph;

  /** Adds the forward passes of a training step and their errors to a graph. */
  errors(b: GraphBuilder, model: Model, options: ErrorGraphOptions): ErrorsPart;
  /**
   * What step `step` feeds the graph of `errors`: a pure function of rows, settings and step.
   * `empty` conditions the rows whose caption is dropped.
   */
  trainingInputs(
    model: Model,
    settings: TrainingInputSettings,
    empty: TextConditioning,
    rows: readonly TrainingRow[],
    step: number,
  ): InputData;

  /** Samples one batch. Errors: abort; of the executor; of what a sampler cannot do. */
  sample(model: Model, batch: SampleBatch): Promise<EncodedImage[]>;
  /**
   * What a model samples by itself, of every seed one per wanted call (docs/losses.md 1.13).
   * Errors: abort; of the executor.
   */
  ownSamples(model: Model, batch: OwnBatch): Promise<OwnSample[][]>;
  /** An own sample as plain numbers for a checkpoint, `ownLength` of them, and back. */
  ownLength(model: Model): number;
  ownNumbers(sample: OwnSample): Float32Array;
  ownSample(model: Model, numbers: Float32Array): OwnSample;

  /** Null where steps are no draws about a prediction. */
  readonly transitions: TransitionSampler<Model> | null;

  probe(model: Model): LikelihoodProbe;

  /** Shape of an encoded image. */
  encodedShape(model: Model): readonly number[];
  /**
   * Encoded images as planes of numbers [h·w·C], which can be cut and joined; null where they
   * cannot.
   */
  readonly planes: {
    of(encoded: EncodedImage): readonly Float32Array[];
    from(planes: readonly Float32Array[]): EncodedImage;
  } | null;
  /** What the decoder sees of an encoded image, [h·w·C]: numbers a rough image is made of. */
  features(model: Model, encoded: EncodedImage): Float32Array;
  /** A sampled image as plain numbers for a checkpoint, in that shape, and back. */
  toNumbers(encoded: EncodedImage): ArrayLike<number>;
  fromNumbers(model: Model, numbers: Float32Array): EncodedImage;
  /** What is wrong with such numbers, in words; null where nothing is. */
  invalidNumber(model: Model, numbers: Float32Array): string | null;
}
