// aMUSEd's pipeline over an executor (diffusers pipeline_amused.py): prompts -> hidden states and
// pooled embedding, images -> tokens, mask tokens -> images in a few steps of parallel decoding.
// Guidance, draws and the schedule run on the host in float64.

import { StudioError } from '../../errors';
import type { Executor, Workspace } from '../../executors/executor';
import { halvesToFloat32 } from '../../formats/float16';
import { poolingMatrix } from '../../models/clipTextModel';
import { nearestCodes } from '../../models/nearestCode';
import { CODEBOOK } from '../../models/vqModel';
import { STREAMS, uniforms } from '../../random/philox';
import { AmusedScheduler, drawTokens, gumbelNoise } from '../../schedules/amused';
import { textInputs } from './maskgitInputs';
import { buildTokenLogitsGraph } from './maskgitTrainGraph';
import { buildPooledTextGraph, buildTokenDecodeGraph, buildTokenEncodeGraph } from '../graphs';
import {
  PIPELINE_BATCH as BATCH,
  PlacedAdapters,
  ProgramCache,
  samplingState,
} from '../imagePipeline';
import type {
  EncodedImage,
  ImagePipeline,
  ImageTokens,
  Progress,
  SampleRequest,
  TextConditioning,
} from '../imagePipeline';
import type { MaskgitBase } from './maskgitBase';

/** What a draw of the sampler is for: item of its counter. */
const DRAW = { token: 0, gumbel: 1 } as const;

export class MaskgitPipeline implements ImagePipeline {
  private readonly programs = new ProgramCache();
  private readonly workspace: Workspace;
  private readonly adapters: PlacedAdapters;
  private readonly embeddings = new Map<string, TextConditioning>();
  private readonly codebook: Float32Array;

  constructor(
    readonly executor: Executor,
    readonly model: MaskgitBase,
  ) {
    this.workspace = executor.openWorkspace('wall');
    this.adapters = new PlacedAdapters(this.workspace);
    const stored = model.weights['vqvae']!.get(CODEBOOK);
    this.codebook = stored.dtype === 'F32' ? stored.data : halvesToFloat32(stored.data);
  }

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
        this.workspace.compile(buildPooledTextGraph(model.textEncoder, BATCH, tokens), {
          weights: model.weights,
        }),
      );
      const { hidden, pooled } = await program.run(
        {
          ids,
          pooling: poolingMatrix(ids, tokens, model.textEncoder.eos_token_id),
        },
        {},
        ['hidden', 'pooled'],
      );
      const row = (values: Float32Array, i: number) =>
        values.slice((i * values.length) / BATCH, ((i + 1) * values.length) / BATCH);
      part.forEach((prompt, i) =>
        this.embeddings.set(prompt, { hidden: row(hidden!, i), pooled: row(pooled!, i) }),
      );
      progress?.(start + part.length, wanted.length);
    }
    return new Map(prompts.map((prompt) => [prompt, this.embeddings.get(prompt)!]));
  }

  async encodeImages(
    signal: AbortSignal,
    images: readonly Float32Array[],
    progress?: Progress,
  ): Promise<ImageTokens[]> {
    const { model } = this;
    const size = model.imageSize;
    const out: ImageTokens[] = [];
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
        this.workspace.compile(buildTokenEncodeGraph(model.vqvae, BATCH, size), {
          weights: model.weights,
        }),
      );
      const { latents } = await program.run({ pixels }, {}, ['latents']);
      const length = latents!.length / BATCH;
      part.forEach((_, i) =>
        out.push({
          tokens: nearestCodes(
            latents!.subarray(i * length, (i + 1) * length),
            this.codebook,
            model.vqvae.vq_embed_dim,
          ),
        }),
      );
      progress?.(start + part.length, images.length);
    }
    return out;
  }

  async decode(signal: AbortSignal, encoded: readonly EncodedImage[]): Promise<Float32Array[]> {
    const { model } = this;
    const out: Float32Array[] = [];
    const batch = Math.min(BATCH, encoded.length);
    const length = model.latentSize ** 2;
    for (let start = 0; start < encoded.length; start += batch) {
      signal.throwIfAborted();
      const part = encoded.slice(start, start + batch);
      const tokens = new Int32Array(batch * length);
      part.forEach((one, i) => tokens.set((one as ImageTokens).tokens, i * length));
      const program = await this.programs.get(`decode:${batch}`, () =>
        this.workspace.compile(buildTokenDecodeGraph(model.vqvae, batch, model.latentSize), {
          weights: model.weights,
        }),
      );
      const { images } = await program.run({ tokens }, {}, ['images']);
      const size = images!.length / batch;
      part.forEach((_, i) => out.push(images!.slice(i * size, (i + 1) * size)));
    }
    return out;
  }

  /**
   * One grid of tokens a prompt by parallel decoding (Chang et al. 2022) with classifier-free
   * guidance on the logits.
   *  Cost: inferenceSteps runs of the transformer at twice the batch. Errors: abort; StudioError
   *  from the executor.
   */
  async draw(
    signal: AbortSignal,
    request: SampleRequest,
    progress?: Progress,
  ): Promise<ImageTokens[]> {
    const { model } = this;
    const count = request.prompts.length;
    const batch = Math.min(BATCH, count);
    const length = model.latentSize ** 2;
    const embeddings = await this.encodePrompts(signal, [
      ...request.prompts,
      request.negativePrompt ?? '',
    ]);
    const unconditional = embeddings.get(request.negativePrompt ?? '')!;
    const { adapters } = request;
    const program = await this.programs.get(`logits:${batch}:${adapters?.plan.key ?? ''}`, () =>
      this.workspace.compile(
        buildTokenLogitsGraph({
          uvit: model.transformer,
          batch: 2 * batch,
          contextTokens: model.contextTokens,
          adapters: adapters ? { state: samplingState(adapters.plan), plan: adapters.plan } : null,
        }),
        { weights: model.weights },
      ),
    );
    const scheduler = new AmusedScheduler(model.scheduler, request.inferenceSteps);
    const out: ImageTokens[] = [];
    for (let start = 0; start < count; start += batch) {
      const prompts = request.prompts.slice(start, start + batch);
      const conditional = Array.from({ length: batch }, (_, i) =>
        prompts[i] === undefined ? unconditional : embeddings.get(prompts[i]!)!,
      );
      const text = textInputs(model, [...conditional.map(() => unconditional), ...conditional]);
      const samples: Int32Array[] = prompts.map(() =>
        new Int32Array(length).fill(model.scheduler.mask_token_id),
      );
      for (const [step, timestep] of scheduler.timesteps.entries()) {
        signal.throwIfAborted();
        const ids = new Int32Array(2 * batch * length).fill(model.scheduler.mask_token_id);
        samples.forEach((sample, i) => {
          ids.set(sample, i * length);
          ids.set(sample, (batch + i) * length);
        });
        this.adapters.place(adapters);
        const { logits } = await program.run({ ids, ...text }, {}, ['logits']);
        const each = logits!.length / (2 * batch);
        samples.forEach((sample, i) => {
          const guided = Float32Array.from({ length: each }, (_, j) => {
            const base = logits![i * each + j]!;
            return base + request.guidanceScale * (logits![(batch + i) * each + j]! - base);
          });
          const draws = (item: number) =>
            uniforms(request.seeds[start + i]!, { stream: STREAMS.preview, step, item }, length);
          samples[i] = scheduler.step({
            logits: guided,
            drawn: drawTokens(guided, draws(DRAW.token)),
            gumbel: timestep > 0 ? gumbelNoise(draws(DRAW.gumbel)) : null,
            timestep,
            sample,
          }).sample;
        });
      }
      out.push(...samples.map((tokens) => ({ tokens })));
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
