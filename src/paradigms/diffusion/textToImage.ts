// Stable Diffusion's pipeline over an executor: prompts -> text embeddings, images -> latent
// moments, noise -> images by a sampler with classifier-free guidance in float64 on the host.
// Programs are planned once per kind and kept.

import { StudioError } from '../../errors';
import type { Executor, Workspace } from '../../executors/executor';
import { samplerConfig } from '../../formats/schedulerConfig';
import { timestepEmbedding } from '../../models/timestepEmbedding';
import { normals, STREAMS } from '../../random/philox';
import { openSampler } from '../../schedules/sampler';
import { buildDenoiseGraph } from './trainGraph';
import type { DiffusionBase } from './diffusionBase';
import { buildDecodeGraph, buildEncodeGraph, buildTextGraph } from '../graphs';
import {
  PIPELINE_BATCH as BATCH,
  PlacedAdapters,
  ProgramCache,
  samplingState,
} from '../imagePipeline';
import type {
  EncodedImage,
  ImagePipeline,
  LatentMoments,
  Progress,
  SampleRequest,
  TextConditioning,
} from '../imagePipeline';

/**
 * Log-variance of a latent that the sampler drew: nothing is left to draw (AutoencoderKL's lower
 * clamp).
 */
export const DRAWN_LOG_VARIANCE = -30;

export class TextToImage implements ImagePipeline {
  private readonly programs = new ProgramCache();
  private readonly workspace: Workspace;
  private readonly adapters: PlacedAdapters;
  private readonly embeddings = new Map<string, TextConditioning>();

  constructor(
    readonly executor: Executor,
    readonly model: DiffusionBase,
  ) {
    this.workspace = executor.openWorkspace('wall');
    this.adapters = new PlacedAdapters(this.workspace);
  }

  /** Embeds prompts, cached by text. */
  async encodePrompts(
    signal: AbortSignal,
    prompts: readonly string[],
    progress?: Progress,
  ): Promise<Map<string, TextConditioning>> {
    const { model } = this;
    const tokens = model.contextTokens;
    const wanted = [...new Set(prompts)].filter((prompt) => !this.embeddings.has(prompt));
    for (let start = 0; start < wanted.length; start += BATCH) {
      signal.throwIfAborted();
      const part = wanted.slice(start, start + BATCH);
      const ids = new Int32Array(BATCH * tokens);
      for (let i = 0; i < BATCH; i++)
        ids.set(model.tokenizer.encodePadded(part[i] ?? ''), i * tokens);
      const program = await this.programs.get('text', () =>
        this.workspace.compile(buildTextGraph(model.textEncoder, BATCH, tokens), {
          weights: model.weights,
        }),
      );
      const { hidden } = await program.run({ ids }, {}, ['hidden']);
      const size = hidden!.length / BATCH;
      part.forEach((prompt, i) =>
        this.embeddings.set(prompt, {
          hidden: hidden!.slice(i * size, (i + 1) * size),
          pooled: null,
        }),
      );
      progress?.(start + part.length, wanted.length);
    }
    return new Map(prompts.map((prompt) => [prompt, this.embeddings.get(prompt)!]));
  }

  /**
   * Encodes images [H,W,3] in [−1,1] to latent moments, before scaling_factor
   * (AutoencoderKL.encode).
   */
  async encodeImages(
    signal: AbortSignal,
    images: readonly Float32Array[],
    progress?: Progress,
  ): Promise<LatentMoments[]> {
    const { model } = this;
    const size = model.imageSize;
    const out: LatentMoments[] = [];
    for (let start = 0; start < images.length; start += BATCH) {
      signal.throwIfAborted();
      const part = images.slice(start, start + BATCH);
      const pixels = new Float32Array(BATCH * size * size * 3);
      part.forEach((image, i) => {
        if (image.length !== size * size * 3)
          throw new StudioError(
            'BadImage',
            `An image has ${image.length} numbers, ${size}×${size}×3 wanted.`,
            'Import the set again for this model.',
          );
        pixels.set(image, i * size * size * 3);
      });
      const program = await this.programs.get('encode', () =>
        this.workspace.compile(buildEncodeGraph(model.vae, BATCH, size), {
          weights: model.weights,
        }),
      );
      const { moments } = await program.run({ pixels }, {}, ['moments']);
      const channels = model.latentChannels;
      const positions = model.latentSize ** 2;
      part.forEach((_, i) => {
        const mean = new Float32Array(positions * channels);
        const logVariance = new Float32Array(positions * channels);
        for (let p = 0; p < positions; p++) {
          for (let ch = 0; ch < channels; ch++) {
            const at = (i * positions + p) * 2 * channels + ch;
            mean[p * channels + ch] = moments![at]!;
            logVariance[p * channels + ch] = Math.min(20, Math.max(-30, moments![at + channels]!));
          }
        }
        out.push({ mean, logVariance });
      });
      progress?.(start + part.length, images.length);
    }
    return out;
  }

  /** Decodes the means of latents (before scaling_factor) to images [H,W,3] in about [−1,1]. */
  async decode(signal: AbortSignal, encoded: readonly EncodedImage[]): Promise<Float32Array[]> {
    const { model } = this;
    const latents = encoded.map((one) => (one as LatentMoments).mean);
    const out: Float32Array[] = [];
    const batch = Math.min(BATCH, latents.length);
    for (let start = 0; start < latents.length; start += batch) {
      signal.throwIfAborted();
      const part = latents.slice(start, start + batch);
      const length = part[0]!.length;
      const flat = new Float32Array(batch * length);
      part.forEach((latent, i) => flat.set(latent, i * length));
      const program = await this.programs.get(`decode:${batch}`, () =>
        this.workspace.compile(buildDecodeGraph(model.vae, batch, model.latentSize), {
          weights: model.weights,
        }),
      );
      const { images } = await program.run({ latents: flat }, {}, ['images']);
      const size = images!.length / batch;
      part.forEach((_, i) => out.push(images!.slice(i * size, (i + 1) * size)));
    }
    return out;
  }

  /**
   * One latent a prompt by the model's own sampler or the request's (DDIM: η = 0) with
   * classifier-free guidance (Ho & Salimans 2022).
   *  Cost: about inferenceSteps runs of the UNet at twice the batch. Errors: abort; StudioError
   *  from the executor, or of what a sampler cannot do.
   */
  async draw(
    signal: AbortSignal,
    request: SampleRequest,
    progress?: Progress,
  ): Promise<LatentMoments[]> {
    const { model } = this;
    const count = request.prompts.length;
    const batch = Math.min(BATCH, count);
    const length = model.latentSize ** 2 * model.latentChannels;
    const embeddings = await this.encodePrompts(signal, [
      ...request.prompts,
      request.negativePrompt ?? '',
    ]);
    const unconditional = embeddings.get(request.negativePrompt ?? '')!.hidden;
    const config = samplerConfig(model.schedulerFile, request.sampler ?? null);
    const out: LatentMoments[] = [];
    const adapters = request.adapters;
    const program = await this.programs.get(`denoise:${batch}:${adapters?.plan.key ?? ''}`, () =>
      this.workspace.compile(
        buildDenoiseGraph({
          unet: model.unet,
          batch: 2 * batch,
          height: model.latentSize,
          width: model.latentSize,
          contextTokens: model.contextTokens,
          adapters: adapters ? { state: samplingState(adapters.plan), plan: adapters.plan } : null,
        }),
        { weights: model.weights },
      ),
    );
    for (let start = 0; start < count; start += batch) {
      const prompts = request.prompts.slice(start, start + batch);
      const context = new Float32Array(2 * batch * unconditional.length);
      for (let i = 0; i < batch; i++) {
        context.set(unconditional, i * unconditional.length);
        context.set(
          prompts[i] === undefined ? unconditional : embeddings.get(prompts[i]!)!.hidden,
          (batch + i) * unconditional.length,
        );
      }
      const sampler = openSampler(config, request.inferenceSteps);
      // Item 0 of step n is the noise drawn by call n; of step 0, what the trajectory starts from.
      const noiseOf = (step: number): Float32Array => {
        const noise = new Float32Array(batch * length);
        prompts.forEach((_, i) =>
          noise.set(
            normals(request.seeds[start + i]!, { stream: STREAMS.preview, step, item: 0 }, length),
            i * length,
          ),
        );
        return noise;
      };
      let latents = noiseOf(0).map((value) => value * sampler.initNoiseSigma);
      const doubled = new Float32Array(2 * batch * length);
      const guided = new Float32Array(batch * length);
      for (const [call, timestep] of sampler.timesteps.entries()) {
        signal.throwIfAborted();
        const scaled = latents.map((value) => value * sampler.inputScale(call));
        doubled.set(scaled);
        doubled.set(scaled, scaled.length);
        const timeProjection = timestepEmbedding(
          Array.from({ length: 2 * batch }, () => timestep),
          model.unet.block_out_channels[0]!,
          model.unet.flip_sin_to_cos,
          model.unet.freq_shift,
        );
        this.adapters.place(adapters);
        const { prediction } = await program.run({ sample: doubled, timeProjection, context }, {}, [
          'prediction',
        ]);
        for (let i = 0; i < guided.length; i++) {
          const base = prediction![i]!;
          guided[i] = base + request.guidanceScale * (prediction![guided.length + i]! - base);
        }
        latents = sampler.step(
          guided.slice(),
          latents,
          sampler.drawsNoise(call) ? noiseOf(call + 1) : null,
        );
      }
      for (let i = 0; i < prompts.length; i++) {
        const mean = latents
          .slice(i * length, (i + 1) * length)
          .map((value) => value / model.vae.scaling_factor);
        out.push({ mean, logVariance: new Float32Array(length).fill(DRAWN_LOG_VARIANCE) });
      }
      progress?.(Math.min(count, start + batch), count);
    }
    return out;
  }

  async sample(
    signal: AbortSignal,
    request: SampleRequest,
    progress?: Progress,
  ): Promise<Float32Array[]> {
    return this.decode(signal, await this.draw(signal, request, progress));
  }

  async dispose(): Promise<void> {
    await this.programs.dispose();
    this.workspace.dispose();
  }
}
