// A CLIP model as the rewards use it: a folder in transformers' format (config.json,
// model.safetensors, preprocessor_config.json, vocab.json, merges.txt, tokenizer_config.json, and
// of the bundled one style_head.safetensors) opened on an executor; pictures and prompts to
// embeddings of unit length. Reads any CLIPModel: CLIP, OpenCLIP as transformers has it, PickScore.

import { StudioError } from '../../errors';
import type { Executor, Program, Workspace } from '../../executors/executor';
import { tensorFileWeights } from '../../executors/weights/tensorFileWeights';
import type { WeightSource } from '../../executors/weights/weightSource';
import {
  parseClipConfig,
  parseClipImageProcessorConfig,
  type ClipConfig,
  type ClipImageProcessorConfig,
} from '../../formats/clipConfig';
import {
  createClipTokenizer,
  type ClipTokenizer,
  type SpecialTokens,
} from '../../formats/clipTokenizer';
import { halvesToFloat32 } from '../../formats/float16';
import { parseSafetensors } from '../../formats/safetensors';
import { sha256 } from '../../formats/sha256';
import {
  buildClipImageGraph,
  buildClipTextGraph,
  CLIP_MODEL,
  unitLength,
} from '../../models/clipModel';
import { poolingMatrix } from '../../models/clipTextModel';
import {
  buildStyleGraph,
  readStyleNet,
  STYLE_NET,
  styleLogits,
  type StyleNet,
} from '../../models/styleNet';
import type { ClipFeatures, ClipFeatureSource, RgbImage } from '../reward';
import { strings } from '../../strings';
import { clipPixels } from './clipImageProcessor';
import { ProgramCache } from '../../executors/programCache';
import { PIPELINE_BATCH, type Progress } from '../../paradigms/imagePipeline';
import { openWeights, readJson, type ModelFiles } from '../../paradigms/modelFiles';

const said = () => strings.errors.rewards.clip;
const STYLE_HEAD = 'style_head.safetensors';

export interface ClipCheckpoint {
  /** SHA-256 (hex) of model.safetensors. */
  readonly hash: string;
  readonly config: ClipConfig;
  readonly processor: ClipImageProcessorConfig;
  readonly tokenizer: ClipTokenizer;
  readonly weights: WeightSource;
  /** exp(logit_scale). */
  readonly logitScale: number;
  /** The head that tells styles apart; null where the folder has no style_head.safetensors. */
  readonly styles: { readonly net: StyleNet; readonly weights: WeightSource } | null;
  readonly bytes: number;
}

async function openTokenizer(files: ModelFiles, { text }: ClipConfig): Promise<ClipTokenizer> {
  const vocab = (await readJson(files, 'vocab.json')) as Record<string, number>;
  const highest = Object.values(vocab).reduce((most, id) => Math.max(most, id), 0);
  if (!(highest < text.vocab_size))
    throw new StudioError('BadModel', ...said().otherVocabulary(highest, text.vocab_size));
  const { model_max_length: longest, ...settings } = (await readJson(
    files,
    'tokenizer_config.json',
  )) as { model_max_length?: number | null };
  return createClipTokenizer({
    vocab,
    merges: new TextDecoder().decode(await files.read('merges.txt')),
    maxLength: Math.min(longest ?? text.max_position_embeddings, text.max_position_embeddings),
    special: Object.fromEntries(
      Object.entries(settings).filter(([key, value]) => key.endsWith('_token') && value !== null),
    ) as SpecialTokens,
  });
}

/** exp(logit_scale) of the checkpoint. Errors: BadModel when it is missing or not one number. */
export async function logitScaleOf(weights: WeightSource): Promise<number> {
  const stored = await weights.read('logit_scale');
  const values = stored.dtype === 'F16' ? halvesToFloat32(stored.data) : stored.data;
  if (values.length !== 1 || !Number.isFinite(values[0]))
    throw new StudioError('BadModel', ...said().badLogitScale(values.length, values[0]));
  return Math.exp(values[0]!);
}

/** The style head; null where there is none: only the bundled model has one. */
async function openStyles(files: ModelFiles): Promise<ClipCheckpoint['styles']> {
  const bytes = await files.read(STYLE_HEAD).catch((error: unknown) => {
    if (error instanceof StudioError && error.kind === 'BadModel') return null;
    throw error;
  });
  if (bytes === null) return null;
  const file = parseSafetensors(bytes);
  return {
    net: readStyleNet(file, STYLE_HEAD),
    weights: tensorFileWeights(await sha256(bytes), file, STYLE_HEAD),
  };
}

/**
 * Reads a CLIP folder. Errors: StudioError BadModel, BadSafetensors or Unsupported, naming the
 * file.
 */
export async function loadClipCheckpoint(files: ModelFiles): Promise<ClipCheckpoint> {
  const config = parseClipConfig(await readJson(files, 'config.json'));
  const processor = parseClipImageProcessorConfig(
    await readJson(files, 'preprocessor_config.json'),
  );
  const { image_size: size } = config.vision;
  if (
    processor.crop === null
      ? processor.shortestEdge !== null
      : processor.crop.some((length) => length !== size)
  ) {
    throw new StudioError(
      'BadModel',
      ...said().otherSize(processor.crop?.join('×') ?? null, `${size}×${size}`),
    );
  }
  const tokenizer = await openTokenizer(files, config);
  const { source: weights, bytes } = await openWeights(files, 'model');
  return {
    hash: weights.id,
    config,
    processor,
    tokenizer,
    weights,
    logitScale: await logitScaleOf(weights),
    styles: await openStyles(files),
    bytes,
  };
}

/** Probabilities by name, from the head's outputs. */
function softmax(names: readonly string[], logits: Float64Array): Record<string, number> {
  const largest = logits.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = logits.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return Object.fromEntries(names.map((name, i) => [name, powers[i]! / sum]));
}

export class ClipScorer implements ClipFeatureSource {
  private readonly programs = new ProgramCache();
  private readonly workspace: Workspace;
  private readonly prompts = new Map<string, Float32Array>();

  constructor(
    executor: Executor,
    readonly model: ClipCheckpoint,
  ) {
    this.workspace = executor.openWorkspace('scoring');
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
          ...said().notResized(
            `${image.width}×${image.height}`,
            `${made.width}×${made.height}`,
            `${size}×${size}`,
          ),
        );
      pixels.set(made.pixels, i * size * size * 3);
    });
    return pixels;
  }

  /** Has `each` read the pixels of `count` pictures at a time, in batches of one size. */
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

  /** Each picture's part of a program's output. */
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
    const { config, weights } = this.model;
    const program = await this.programs.get(`image:${batch}`, () =>
      this.workspace.compile(buildClipImageGraph(config, batch), {
        weights: { [CLIP_MODEL]: weights },
      }),
    );
    return (await this.rows(program, pixels, 'projected', batch, count)).map(unitLength);
  }

  /** Probability of each style, by name; null for each picture without a style head. */
  private async stylesOf(
    pixels: Float32Array,
    batch: number,
    count: number,
  ): Promise<(Record<string, number> | null)[]> {
    const { config, styles } = this.model;
    if (!styles) return Array.from({ length: count }, () => null);
    const { net, weights } = styles;
    const program = await this.programs.get(`style:${batch}`, () =>
      this.workspace.compile(buildStyleGraph(net, batch, config.vision.image_size), {
        weights: { [STYLE_NET]: weights },
      }),
    );
    return (await this.rows(program, pixels, 'map', batch, count)).map((row) =>
      softmax(net.names, styleLogits(net, row)),
    );
  }

  /**
   * Embeds pictures of any size: [D] each, unit length. Errors: abort; StudioError from the
   * executor.
   */
  async embedImages(
    signal: AbortSignal,
    images: readonly RgbImage[],
    progress?: Progress,
  ): Promise<Float32Array[]> {
    const out: Float32Array[] = [];
    await this.inBatches(
      signal,
      images,
      async (...batch) => void out.push(...(await this.embeddings(...batch))),
      progress,
    );
    return out;
  }

  /** Embeds prompts: [D] each, unit length; cached by text. Errors: as above. */
  async embedPrompts(signal: AbortSignal, prompts: readonly string[]): Promise<Float32Array[]> {
    const { config, tokenizer, weights } = this.model;
    const tokens = tokenizer.maxLength;
    const wanted = [...new Set(prompts)].filter((prompt) => !this.prompts.has(prompt));
    for (let start = 0; start < wanted.length; start += PIPELINE_BATCH) {
      signal.throwIfAborted();
      const part = wanted.slice(start, start + PIPELINE_BATCH);
      const ids = new Int32Array(PIPELINE_BATCH * tokens);
      for (let i = 0; i < PIPELINE_BATCH; i++)
        ids.set(tokenizer.encodePadded(part[i] ?? ''), i * tokens);
      const program = await this.programs.get('text', () =>
        this.workspace.compile(buildClipTextGraph(config, PIPELINE_BATCH, tokens), {
          weights: { [CLIP_MODEL]: weights },
        }),
      );
      const { projected } = await program.run(
        { ids, pooling: poolingMatrix(ids, tokens, config.text.eos_token_id) },
        {},
        ['projected'],
      );
      const width = config.projection_dim;
      part.forEach((prompt, i) =>
        this.prompts.set(prompt, unitLength(projected!.subarray(i * width, (i + 1) * width))),
      );
    }
    return prompts.map((prompt) => this.prompts.get(prompt)!);
  }

  async features(
    signal: AbortSignal,
    images: readonly RgbImage[],
    prompts: readonly string[] | null,
    progress?: Progress,
  ): Promise<ClipFeatures[]> {
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
  }

  /** Frees all programs (weights stay cached in the executor). */
  async dispose(): Promise<void> {
    await this.programs.dispose();
    this.workspace.dispose();
  }
}

/** Opens a CLIP folder on an executor. Errors: as loadClipCheckpoint. */
export async function openClipScorer(executor: Executor, files: ModelFiles): Promise<ClipScorer> {
  return new ClipScorer(executor, await loadClipCheckpoint(files));
}
