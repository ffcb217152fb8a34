// A CLIP model as the rewards use it: an opened checkpoint (clipCheckpoint.ts) on an executor;
// images and prompts to embeddings of unit length. A large one has one of its encoders on the
// device at a time, as f16, and none a while after it was last asked.

import { StudioError } from '../../errors';
import type { Executor, Program, Workspace } from '../../executors/executor';
import type { Graph } from '../../graph/graph';
import {
  buildClipImageGraph,
  buildClipTextGraph,
  CLIP_MODEL,
  unitLength,
} from '../../models/clipModel';
import { poolingMatrix } from '../../models/clipTextModel';
import { buildStyleGraph, STYLE_NET, styleLogits } from '../../models/styleNet';
import type { ClipFeatures, ClipFeatureSource, RgbImage } from '../reward';
import { rewardErrors } from '../../strings/errors/rewards';
import { isLarge, loadClipCheckpoint, type ClipCheckpoint } from './clipCheckpoint';
import { clipPixels } from './clipImageProcessor';
import { ProgramCache } from '../../executors/programCache';
import type { Progress } from '../../paradigms/imagePipeline';
import { PIPELINE_BATCH } from '../../paradigms/pipelineBatch';
import type { ModelFiles } from '../../paradigms/modelFiles';

/** Probabilities by name, from the head's outputs. */
function softmax(names: readonly string[], logits: Float64Array): Record<string, number> {
  const largest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = logits.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return Object.fromEntries(names.map((name, i) => [name, powers[i]! / sum]));
}

/** A large model's weights are freed when it was not asked for so long. */
const REST_AFTER_MS = 10_000;

/** What is run of a model. */
type Encoder = 'image' | 'text' | 'style';

export class ClipScorer implements ClipFeatureSource {
  private readonly programs = new ProgramCache();
  private readonly workspace: Workspace;
  private readonly prompts = new Map<string, Float32Array>();
  /** The encoder that was run last. */
  private current: Encoder | null = null;
  /** Work that is going on, and what frees the weights some time after its end. */
  private users = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;

  /** `large`: its weights are on the device only while they are used, as f16 (isLarge). */
  constructor(
    private readonly executor: Executor,
    readonly model: ClipCheckpoint,
    readonly large = isLarge(model),
  ) {
    this.workspace = executor.openWorkspace('scoring');
  }

  /** Frees the weights; they are read again when they are asked for. */
  async release(): Promise<void> {
    clearTimeout(this.rest);
    await this.programs.drop();
    this.executor.freeUnusedWeights();
  }

  /** Work that may ask the encoders several times. */
  private async use<Result>(work: () => Promise<Result>): Promise<Result> {
    if (!this.large) return work();
    this.users++;
    clearTimeout(this.rest);
    try {
      return await work();
    } finally {
      if (--this.users === 0) {
        this.rest = setTimeout(() => void this.release(), REST_AFTER_MS);
        // Does not keep Node waiting.
        (this.rest as { unref?(): void }).unref?.();
      }
    }
  }

  /** What `work` makes of an encoder's program; of a large model the other one is freed first. */
  private async run<Result>(
    encoder: Encoder,
    batch: number,
    graph: () => Graph,
    work: (program: Program) => Promise<Result>,
  ): Promise<Result> {
    if (this.large && this.current !== encoder) await this.programs.drop();
    this.current = encoder;
    const { weights, styles } = this.model;
    return this.programs.use(
      `${encoder}:${batch}`,
      () =>
        this.workspace.compile(graph(), {
          weights: { [CLIP_MODEL]: weights, ...(styles && { [STYLE_NET]: styles.weights }) },
          weightStorage: this.large ? 'f16' : 'file',
        }),
      work,
    );
  }

  get hash(): string {
    return this.model.hash;
  }

  /** Names of the styles it tells apart; none without a style head. */
  get styles(): readonly string[] {
    return this.model.styles?.net.names ?? [];
  }

  /**
   * Pixels [batch·S·S·3] of `images` from `start` on, as the CLIP model takes them; zeros where the
   * batch is not full.
   */
  private pixels(images: readonly RgbImage[], start: number, batch: number): Float32Array {
    const { config, processor } = this.model;
    const size = config.vision.image_size;
    const pixels = new Float32Array(batch * size * size * 3);
    images.slice(start, start + batch).forEach((image, i) => {
      const made = clipPixels(processor, image);
      if (made.width !== size || made.height !== size)
        throw new StudioError(
          'BadImage',
          ...rewardErrors.clip.notResized(
            `${image.width}×${image.height}`,
            `${made.width}×${made.height}`,
            `${size}×${size}`,
          ),
        );
      pixels.set(made.pixels, i * size * size * 3);
    });
    return pixels;
  }

  /** Has `each` read the pixels of `count` images at a time, in batches of one size. */
  private async inBatches(
    signal: AbortSignal,
    images: readonly RgbImage[],
    each: (pixels: Float32Array, batch: number, count: number) => Promise<void>,
    progress?: Progress,
  ): Promise<void> {
    const batch = Math.min(PIPELINE_BATCH, images.length);
    for (let start = 0; start < images.length; start += batch) {
      signal.throwIfAborted();
      const count = Math.min(batch, images.length - start);
      await each(this.pixels(images, start, batch), batch, count);
      progress?.(start + count, images.length);
    }
  }

  /** Each image's part of a program's output. */
  private async rows(
    program: Program,
    pixels: Float32Array,
    output: string,
    batch: number,
    count: number,
  ): Promise<Float32Array[]> {
    const values = (await program.run({ pixels }, {}, [output]))[output]!;
    const length = values.length / batch;
    return Array.from({ length: count }, (_, i) => values.slice(i * length, (i + 1) * length));
  }

  private async embeddings(
    pixels: Float32Array,
    batch: number,
    count: number,
  ): Promise<Float32Array[]> {
    const rows = await this.run(
      'image',
      batch,
      () => buildClipImageGraph(this.model.config, batch),
      (program) => this.rows(program, pixels, 'projected', batch, count),
    );
    return rows.map(unitLength);
  }

  /** Probability of each style, by name; null for each image without a style head. */
  private async stylesOf(
    pixels: Float32Array,
    batch: number,
    count: number,
  ): Promise<(Record<string, number> | null)[]> {
    const { config, styles } = this.model;
    if (!styles) return Array.from({ length: count }, () => null);
    const { net } = styles;
    const rows = await this.run(
      'style',
      batch,
      () => buildStyleGraph(net, batch, config.vision.image_size),
      (program) => this.rows(program, pixels, 'map', batch, count),
    );
    return rows.map((row) => softmax(net.names, styleLogits(net, row)));
  }

  /**
   * Embeds images of any size: [D] each, unit length. Errors: abort; StudioError from the
   * executor.
   */
  embedImages(
    signal: AbortSignal,
    images: readonly RgbImage[],
    progress?: Progress,
  ): Promise<Float32Array[]> {
    return this.use(async () => {
      const out: Float32Array[] = [];
      await this.inBatches(
        signal,
        images,
        async (...batch) => void out.push(...(await this.embeddings(...batch))),
        progress,
      );
      return out;
    });
  }

  /** Embeds prompts: [D] each, unit length; cached by text. Errors: as above. */
  embedPrompts(signal: AbortSignal, prompts: readonly string[]): Promise<Float32Array[]> {
    return this.use(async () => {
      const wanted = [...new Set(prompts)].filter((prompt) => !this.prompts.has(prompt));
      for (let start = 0; start < wanted.length; start += PIPELINE_BATCH) {
        signal.throwIfAborted();
        const part = wanted.slice(start, start + PIPELINE_BATCH);
        (await this.promptRows(part)).forEach((row, i) =>
          this.prompts.set(part[i]!, unitLength(row)),
        );
      }
      return prompts.map((prompt) => this.prompts.get(prompt)!);
    });
  }

  /** The projections of at most PIPELINE_BATCH prompts. */
  private async promptRows(prompts: readonly string[]): Promise<Float32Array[]> {
    const { config, tokenizer } = this.model;
    const { maxLength: tokens } = tokenizer;
    const ids = new Int32Array(PIPELINE_BATCH * tokens);
    for (let i = 0; i < PIPELINE_BATCH; i++)
      ids.set(tokenizer.encodePadded(prompts[i] ?? ''), i * tokens);
    const pooling = poolingMatrix(ids, tokens, config.text.eos_token_id);
    const { projected } = await this.run(
      'text',
      PIPELINE_BATCH,
      () => buildClipTextGraph(config, PIPELINE_BATCH, tokens),
      (program) => program.run({ ids, pooling }, {}, ['projected']),
    );
    const { projection_dim: width } = config;
    return prompts.map((_, i) => projected!.subarray(i * width, (i + 1) * width));
  }

  features(
    signal: AbortSignal,
    images: readonly RgbImage[],
    prompts: readonly string[] | null,
    progress?: Progress,
  ): Promise<ClipFeatures[]> {
    return this.use(async () => {
      const { hash, logitScale } = this.model;
      const texts = prompts && (await this.embedPrompts(signal, prompts));
      const out: ClipFeatures[] = [];
      await this.inBatches(
        signal,
        images,
        async (...batch) => {
          const embeddings = await this.embeddings(...batch);
          const styles = await this.stylesOf(...batch);
          for (const [i, imageEmbedding] of embeddings.entries())
            out.push({
              scorerHash: hash,
              imageEmbedding,
              textEmbedding: texts?.[out.length] ?? null,
              logitScale,
              styles: styles[i]!,
            });
        },
        progress,
      );
      return out;
    });
  }

  /** Frees all programs, and of a large model the weights. */
  async dispose(): Promise<void> {
    await this.release();
    this.workspace.dispose();
  }
}

/** Opens a CLIP folder on an executor. `large`: as ClipScorer. Errors: as loadClipCheckpoint. */
export async function openClipScorer(
  executor: Executor,
  files: ModelFiles,
  large?: boolean,
): Promise<ClipScorer> {
  return new ClipScorer(executor, await loadClipCheckpoint(files), large);
}
