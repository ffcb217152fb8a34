// Text-to-image over an executor, the same for every paradigm. All batching is here; the networks
// and the sampler's arithmetic are the paradigm's. Programs are planned once per network and kept.

import type { ImageSize } from '../domain/imageSize';
import { StudioError } from '../errors';
import type { Executor, InputData, Program, WeightStorage, Workspace } from '../executors/executor';
import { ProgramCache } from '../executors/programCache';
import { paradigmErrors } from '../strings/errors/paradigms';
import type {
  ImagePipeline,
  OwnRequest,
  Progress,
  QuickImages,
  SampleRequest,
  TransitionRequest,
} from './imagePipeline';
import { paradigmOf } from './list';
import { imageBatchOf, promptBatchOf } from './pipelineBatch';
import { PlacedAdapters, type SamplingAdapters } from './placedAdapters';
import { RoughImages } from './roughImages';
import {
  cutEncoded,
  cutImage,
  isTiled,
  joinEncoded,
  joinImages,
  planCoding,
  type CodingPlan,
} from './tiledCoding';
import type {
  BaseModel,
  CodingNetworks,
  EncodedImage,
  Network,
  OwnBatch,
  OwnSample,
  SampledTrajectory,
  TextConditioning,
} from './paradigm';

/** A pipeline over `executor`; the caller disposes it. */
export function openPipeline(executor: Executor, model: BaseModel): ImagePipeline {
  return new Pipeline(executor, model);
}

class Pipeline implements ImagePipeline {
  private readonly programs = new ProgramCache();
  private readonly embeddings = new Map<string, TextConditioning>();
  private readonly networks: CodingNetworks;
  private readonly plans = new Map<'encoder' | 'decoder', CodingPlan>();
  private readonly rough: RoughImages;
  private readonly workspace: Workspace;
  private readonly adapters: PlacedAdapters;
  private weightStorage: WeightStorage = 'file';
  private readonly sized = new Map<string, Pipeline>();

  constructor(
    readonly executor: Executor,
    readonly model: BaseModel,
  ) {
    this.networks = paradigmOf(model).networks(model);
    this.rough = new RoughImages(model);
    this.workspace = executor.openWorkspace('wall');
    this.adapters = new PlacedAdapters(this.workspace);
  }

  atSize(size: ImageSize): ImagePipeline {
    const { model } = this;
    const key = size.join('x');
    if (key === model.imageSize.join('x')) return this;
    const known = this.sized.get(key);
    if (known) return known;
    const made = new Pipeline(this.executor, paradigmOf(model).atSize(model, size));
    this.sized.set(key, made);
    return made;
  }

  private plan(network: 'encoder' | 'decoder'): CodingPlan {
    const known = this.plans.get(network);
    if (known) return known;
    const most = this.executor.memory?.profile.limits.bindingBytes ?? Infinity;
    const plan = planCoding(this.model, network, most);
    this.plans.set(network, plan);
    return plan;
  }

  /** Results of a network for all items, `batch` at a time. */
  private async run<Item, Result>(
    signal: AbortSignal,
    name: keyof CodingNetworks,
    network: Network<Item, Result>,
    items: readonly Item[],
    batch: number,
    progress?: Progress,
  ): Promise<Result[]> {
    const results: Result[] = [];
    for (let start = 0; start < items.length; start += batch) {
      signal.throwIfAborted();
      const part = items.slice(start, start + batch);
      const inputs = network.inputs(part, batch);
      const outputs = await this.programs.use(
        `${name}:${batch}`,
        () => this.workspace.compile(network.graph(batch), { weights: this.model.weights }),
        (program) => program.run(inputs, {}, network.outputs),
      );
      part.forEach((_, i) => results.push(network.result(outputs, i, batch)));
      progress?.(start + part.length, items.length);
    }
    return results;
  }

  async encodePrompts(
    signal: AbortSignal,
    prompts: readonly string[],
    progress?: Progress,
  ): Promise<Map<string, TextConditioning>> {
    const wanted = [...new Set(prompts)].filter((prompt) => !this.embeddings.has(prompt));
    const { text } = this.networks;
    const batch = promptBatchOf(this.model.contextTokens);
    const results = await this.run(signal, 'text', text, wanted, batch, progress);
    results.forEach((result, i) => this.embeddings.set(wanted[i]!, result));
    return new Map(prompts.map((prompt) => [prompt, this.embeddings.get(prompt)!]));
  }

  async encodeImages(
    signal: AbortSignal,
    images: readonly Float32Array[],
    progress?: Progress,
  ): Promise<EncodedImage[]> {
    const [height, width] = this.model.imageSize;
    const bad = images.find((image) => image.length !== height * width * 3);
    if (bad)
      throw new StudioError('BadImage', ...paradigmErrors.imageSize(bad.length, height, width));
    const plan = this.plan('encoder');
    const { encoder } = paradigmOf(plan.model).networks(plan.model);
    const batch = imageBatchOf(plan.model.imageSize);
    const encode = (items: readonly Float32Array[], told?: Progress): Promise<EncodedImage[]> =>
      this.run(signal, 'encoder', encoder, items, batch, told);
    const encoded: EncodedImage[] = isTiled(plan) ? [] : await encode(images, progress);
    if (isTiled(plan))
      for (const [done, image] of images.entries()) {
        encoded.push(joinEncoded(plan, await encode(cutImage(plan, image))));
        progress?.(done + 1, images.length);
      }
    this.rough.learn(encoded, images);
    return encoded;
  }

  async preview(
    signal: AbortSignal,
    encoded: readonly EncodedImage[],
  ): Promise<QuickImages | null> {
    const { imageSize, latentSize } = this.model;
    const { tinyDecoder } = this.networks;
    if (tinyDecoder) {
      const batch = Math.min(imageBatchOf(imageSize), encoded.length);
      const images = await this.run(signal, 'tinyDecoder', tinyDecoder, encoded, batch);
      return { by: 'tiny', images, size: imageSize };
    }
    const images = this.rough.paint(encoded);
    return images && { by: 'linear', images, size: latentSize };
  }

  async decode(signal: AbortSignal, encoded: readonly EncodedImage[]): Promise<Float32Array[]> {
    const plan = this.plan('decoder');
    const { decoder } = paradigmOf(plan.model).networks(plan.model);
    const most = imageBatchOf(plan.model.imageSize);
    const decode = (items: readonly EncodedImage[]): Promise<Float32Array[]> =>
      this.run(signal, 'decoder', decoder, items, Math.min(most, items.length));
    if (!isTiled(plan)) return decode(encoded);
    const images: Float32Array[] = [];
    for (const one of encoded) images.push(joinImages(plan, await decode(cutEncoded(plan, one))));
    return images;
  }

  /** One prediction for `rows` rows with adapters. */
  private denoiser(
    rows: number,
    adapters: SamplingAdapters | null,
  ): (inputs: InputData) => Promise<Float32Array> {
    const { model } = this;
    const compile = (): Promise<Program> =>
      this.workspace.compile(
        paradigmOf(model).denoiseGraph(
          model,
          rows,
          adapters && { state: PlacedAdapters.stateOf(adapters.plan), plan: adapters.plan },
        ),
        { weights: model.weights, weightStorage: this.weightStorage },
      );
    return async (inputs) => {
      const { prediction } = await this.programs.use(
        `denoiser:${rows}:${adapters?.plan.key ?? ''}`,
        compile,
        (program) => {
          this.adapters.place(adapters);
          return program.run(inputs, {}, ['prediction']);
        },
      );
      return prediction!;
    };
  }

  /** What `sample` gives for all prompts, a batch at a time, by the denoiser without guidance. */
  private async unguided<Result>(
    signal: AbortSignal,
    { prompts, adapters }: Pick<OwnRequest, 'prompts' | 'adapters'>,
    sample: (
      part: Pick<OwnBatch, 'signal' | 'texts' | 'predict'>,
      from: number,
      to: number,
    ) => Promise<Result[]>,
  ): Promise<Result[]> {
    const batch = Math.min(imageBatchOf(this.model.imageSize), prompts.length);
    const texts = await this.encodePrompts(signal, prompts);
    const predict = this.denoiser(batch, adapters);
    const results: Result[] = [];
    for (let start = 0; start < prompts.length; start += batch) {
      const part = prompts.slice(start, start + batch);
      const rows = Array.from({ length: batch }, (_, i) => texts.get(part[i] ?? part[0]!)!);
      results.push(...(await sample({ signal, texts: rows, predict }, start, start + part.length)));
    }
    return results;
  }

  ownSamples(signal: AbortSignal, request: OwnRequest): Promise<OwnSample[][]> {
    const { seeds, calls, inferenceSteps } = request;
    return this.unguided(signal, request, (part, from, to) =>
      paradigmOf(this.model).ownSamples(this.model, {
        ...part,
        seeds: seeds.slice(from, to),
        calls: calls.slice(from, to),
        inferenceSteps,
      }),
    );
  }

  async transitions(signal: AbortSignal, request: TransitionRequest): Promise<SampledTrajectory[]> {
    const { seeds, kept, inferenceSteps } = request;
    const { transitions } = paradigmOf(this.model);
    if (!transitions) throw new Error(`${this.model.id} draws no steps about a prediction`);
    return this.unguided(signal, request, (part, from, to) =>
      transitions.sample(this.model, {
        ...part,
        seeds: seeds.slice(from, to),
        kept,
        inferenceSteps,
      }),
    );
  }

  async sampleEncoded(
    signal: AbortSignal,
    { prompts, seeds, adapters, ...request }: SampleRequest,
    progress?: Progress,
  ): Promise<EncodedImage[]> {
    const { model } = this;
    const batch = Math.min(imageBatchOf(model.imageSize), prompts.length);
    const negativePrompt = request.negativePrompt || (adapters?.negativePrompt ?? '');
    const embeddings = await this.encodePrompts(signal, [...prompts, negativePrompt]);
    const unconditional = embeddings.get(negativePrompt)!;
    const paradigm = paradigmOf(model);
    const denoise = this.denoiser(2 * batch, adapters);
    const encoded: EncodedImage[] = [];
    for (let start = 0; start < prompts.length; start += batch) {
      const part = prompts.slice(start, start + batch);
      const sampled = await paradigm.sample(model, {
        signal,
        texts: Array.from({ length: batch }, (_, i) =>
          part[i] === undefined ? unconditional : embeddings.get(part[i])!,
        ),
        unconditional,
        seeds: seeds.slice(start, start + part.length),
        inferenceSteps: request.inferenceSteps,
        sampler: request.sampler ?? null,
        start: request.start
          ? {
              strength: request.start.strength,
              encoded: request.start.encoded.slice(start, start + part.length),
            }
          : null,
        predict: async (inputs) => guided(await denoise(inputs), request.guidanceScale),
      });
      encoded.push(...sampled);
      progress?.(Math.min(prompts.length, start + batch), prompts.length);
    }
    return encoded;
  }

  async sample(
    signal: AbortSignal,
    request: SampleRequest,
    progress?: Progress,
  ): Promise<Float32Array[]> {
    return this.decode(signal, await this.sampleEncoded(signal, request, progress));
  }

  async release(weightStorage: WeightStorage): Promise<void> {
    this.weightStorage = weightStorage;
    await this.programs.drop();
  }

  async dispose(): Promise<void> {
    for (const other of this.sized.values()) await other.dispose();
    await this.programs.dispose();
    this.workspace.dispose();
  }
}

/** Classifier-free guidance on a doubled batch, unconditional half first: [2N, …] -> [N, …]. */
function guided(prediction: Float32Array, scale: number): Float32Array {
  const length = prediction.length / 2;
  return Float32Array.from({ length }, (_, i) => {
    const base = prediction[i]!;
    return base + scale * (prediction[length + i]! - base);
  });
}
