// A CLIP model's files opened by their headers: a folder in transformers' format (config.json,
// model.safetensors in one file or in shards, preprocessor_config.json, vocab.json, merges.txt,
// tokenizer_config.json, and of the bundled one style_head.safetensors), or one in open_clip's
// (openClipFolder.ts). Reads any CLIPModel: CLIP, OpenCLIP as transformers has it, PickScore.
// Weights are read by ranges when an encoder is compiled.

import { StudioError } from '../../errors';
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
import { CLIP_TOKENS, clipVocabulary } from '../../formats/clipVocabulary';
import { halvesToFloat32 } from '../../formats/float16';
import { parseSafetensors } from '../../formats/safetensors';
import { sha256 } from '../../formats/sha256';
import { rewardErrors } from '../../strings/errors/rewards';
import { readStyleNet, type StyleNet } from '../../models/styleNet';
import {
  openWeights,
  readJson,
  type Checkpoint,
  type ModelFiles,
} from '../../paradigms/modelFiles';
import { asTransformers, OPEN_CLIP_WEIGHTS } from './openClipFolder';

const said = () => rewardErrors.clip;
const STYLE_HEAD = 'style_head.safetensors';

/** Weights of more bytes are large: see `isLarge`. */
const LARGE_BYTES = 256 * 2 ** 20;

export interface ClipCheckpoint {
  /** Name of the weights' content: SHA-256 (hex) of model.safetensors up to 256 MiB. */
  readonly hash: string;
  readonly config: ClipConfig;
  readonly processor: ClipImageProcessorConfig;
  readonly tokenizer: ClipTokenizer;
  readonly weights: WeightSource;
  /** exp(logit_scale). */
  readonly logitScale: number;
  /** The head that tells styles apart; null where the folder has no style_head.safetensors. */
  readonly styles: { readonly net: StyleNet; readonly weights: WeightSource } | null;
  /** Of the files with the weights. */
  readonly bytes: number;
}

/**
 * Whether a model's weights are rounded to f16 and on the device only while they are used, one
 * encoder at a time. The bundled model and small ones stay as they are.
 */
export const isLarge = ({ bytes }: Pick<ClipCheckpoint, 'bytes'>): boolean => bytes > LARGE_BYTES;

/** Whether a file is there; readers that cannot tell are asked for it. */
const isThere = async (files: ModelFiles, path: string): Promise<boolean> =>
  files.exists ? files.exists(path) : true;

/**
 * Whether a model can do without its tokenizer and preprocessor_config.json: it has CLIP's own
 * vocabulary, and all models with it take images as CLIP does. PickScore's folder holds neither.
 */
export const hasClipVocabulary = ({ text }: ClipConfig): boolean => text.vocab_size === CLIP_TOKENS;

async function openProcessor(
  files: ModelFiles,
  config: ClipConfig,
): Promise<ClipImageProcessorConfig> {
  if (hasClipVocabulary(config) && !(await isThere(files, 'preprocessor_config.json'))) {
    const { image_size: size } = config.vision;
    return parseClipImageProcessorConfig({ size, crop_size: size });
  }
  return parseClipImageProcessorConfig(await readJson(files, 'preprocessor_config.json'));
}

async function openTokenizer(files: ModelFiles, config: ClipConfig): Promise<ClipTokenizer> {
  const { text } = config;
  if (hasClipVocabulary(config) && !(await isThere(files, 'vocab.json'))) {
    const { vocab, merges } = await clipVocabulary();
    return createClipTokenizer({ vocab, merges, maxLength: text.max_position_embeddings });
  }
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

/** The weights of a model in open_clip's format. */
const weightsOf = ({ id, file }: Checkpoint): WeightSource =>
  tensorFileWeights(id, file, OPEN_CLIP_WEIGHTS);

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
export async function loadClipCheckpoint(given: ModelFiles): Promise<ClipCheckpoint> {
  const files = await asTransformers(given);
  const config = parseClipConfig(await readJson(files, 'config.json'));
  const processor = await openProcessor(files, config);
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
  const { source: weights, bytes } = files.checkpoint
    ? { ...files.checkpoint, source: weightsOf(files.checkpoint) }
    : await openWeights(files, 'model');
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
