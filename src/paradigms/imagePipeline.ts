// What every text-to-image pipeline does, of either paradigm: prompts -> conditioning, images ->
// what is trained on, prompts and seeds -> images. The sampler's arithmetic runs on the host, so
// that it is the same on every executor; only networks run on the device.

import type { Executor, Program, Workspace } from '../executors/executor';
import type { SamplerName } from '../formats/schedulerConfig';
import type { AdapterPlan } from '../models/lora';
import type { BaseModel } from './baseModel';

/** Most images or prompts handled by one run of a network; sampling fewer plans a smaller run. */
export const PIPELINE_BATCH = 8;
/**
 * Flat state of a sampler's workspace that holds adapters of a layout, already multiplied by the
 * strength.
 */
export function samplingState(plan: AdapterPlan): string {
  return `sampling ${plan.key}`;
}

export type Progress = (done: number, total: number) => void;

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

/** A prompt as the networks see it. */
export interface TextConditioning {
  /**
   * Hidden states, [tokens, width] flattened: the last for diffusion, the last but one for aMUSEd.
   */
  readonly hidden: Float32Array;
  /** Projected pooled embedding [projection_dim] (aMUSEd); null for diffusion. */
  readonly pooled: Float32Array | null;
}

/**
 * Adapters to sample with: plan and flat numbers (layout of the plan), scaled by `strength`. Null
 * samples the base.
 */
export interface SamplingAdapters {
  readonly plan: AdapterPlan;
  readonly flat: Float32Array;
  readonly strength: number;
}

export interface SampleRequest {
  readonly prompts: readonly string[];
  /** One seed an image: all its draws are Philox(seed, stream `preview`, …). */
  readonly seeds: readonly number[];
  readonly negativePrompt?: string;
  readonly guidanceScale: number;
  readonly inferenceSteps: number;
  readonly adapters: SamplingAdapters | null;
  /** Another sampler than the model's own; MaskGIT has but one. */
  readonly sampler?: SamplerName | null;
}

export interface ImagePipeline {
  readonly executor: Executor;
  readonly model: BaseModel;
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
   * Draws one image a prompt with classifier-free guidance, as what `decode` takes (and training
   * too: a drawn latent has no variance left).
   */
  draw(signal: AbortSignal, request: SampleRequest, progress?: Progress): Promise<EncodedImage[]>;
  /** Images [H,W,3] in about [−1,1]. */
  decode(signal: AbortSignal, encoded: readonly EncodedImage[]): Promise<Float32Array[]>;
  /** `draw` and `decode`. Errors: abort; StudioError from the executor. */
  sample(signal: AbortSignal, request: SampleRequest, progress?: Progress): Promise<Float32Array[]>;
  /** Frees all programs (weights stay cached in the executor). */
  dispose(): Promise<void>;
}

/**
 * Multiplies the up matrices (B) of a flat adapter state by `strength`; A stays, so the update is
 * strength·B·A.
 */
export function scaleAdapters(
  plan: AdapterPlan,
  flat: Float32Array,
  strength: number,
): Float32Array {
  const scaled = flat.slice();
  for (const entry of plan.entries) {
    for (let i = 0; i < entry.outFeatures * plan.rank; i++) scaled[entry.offsetB + i]! *= strength;
  }
  return scaled;
}

/**
 * The adapters a sampler's programs read. Several requests may be sampled side by side, so each
 * places its own right before every run: both go into the workspace's order together. What lies
 * there already is not written again.
 */
export class PlacedAdapters {
  private readonly placed = new Map<string, SamplingAdapters>();

  constructor(private readonly workspace: Workspace) {}

  /** Nothing may be awaited between this and the run. */
  place(adapters: SamplingAdapters | null): void {
    if (!adapters || this.placed.get(adapters.plan.key) === adapters) return;
    const { plan, flat, strength } = adapters;
    this.workspace.writeState(
      samplingState(plan),
      plan.length,
      scaleAdapters(plan, flat, strength),
    );
    this.placed.set(plan.key, adapters);
  }
}

/** Programs by a name, compiled once. */
export class ProgramCache {
  private readonly programs = new Map<string, Promise<Program>>();

  get(key: string, compile: () => Promise<Program>): Promise<Program> {
    let program = this.programs.get(key);
    if (!program) {
      program = compile();
      this.programs.set(key, program);
      program.catch(() => this.programs.delete(key));
    }
    return program;
  }

  async dispose(): Promise<void> {
    for (const program of this.programs.values()) (await program).dispose();
    this.programs.clear();
  }
}
