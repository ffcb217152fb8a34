// A base model of either paradigm, opened from a diffusers folder; its model_index.json says which.
// What both have in common is here; the parts of each lie in diffusionBase.ts and maskgitBase.ts.
// No code is ever taken from the folder.

import type { WeightSource } from '../executors/executor';
import type { ClipTokenizer } from '../formats/clipTokenizer';
import {
  parseAutoencoderKLConfig,
  parseModelIndex,
  parseUNet2DConditionConfig,
  parseUVit2DConfig,
  parseVQModelConfig,
  type ClipTextConfig,
} from '../formats/modelConfig';
import { samplerOf, type SamplerName } from '../formats/schedulerConfig';
import type { Paradigm } from '../settings/runSettings';
import {
  DIFFUSION_WEIGHTS,
  imageSizeOf,
  loadDiffusionBase,
  readScheduler,
  type DiffusionBase,
} from './diffusion/diffusionBase';
import {
  loadMaskgitBase,
  MASKGIT_WEIGHTS,
  maskgitImageSize,
  type MaskgitBase,
} from './maskgit/maskgitBase';
import { readJson, type ModelFiles } from './modelFiles';

export { weightSource, type ModelFiles } from './modelFiles';

/** What a base of either paradigm says of itself. */
export interface BaseFacts {
  readonly id: string;
  /**
   * SHA-256 (hex) over the hashes of the three weight files: checkpoints and cached latents name
   * it.
   */
  readonly hash: string;
  readonly textEncoder: ClipTextConfig;
  readonly tokenizer: ClipTokenizer;
  /** Weight files by the names graphs use for their models. */
  readonly weights: Readonly<Record<string, WeightSource>>;
  /** Edge of the (square) images in pixels, and of their latents or token grids. */
  readonly imageSize: number;
  readonly latentSize: number;
  /** Tokens a prompt. */
  readonly contextTokens: number;
  readonly bytes: number;
}

export type BaseModel = DiffusionBase | MaskgitBase;

/** What a folder's configs say of its base, without its weights. */
export interface BaseDescription {
  readonly paradigm: Paradigm;
  readonly imageSize: number;
  /** Null for MaskGIT. */
  readonly predictionType: 'epsilon' | 'v_prediction' | null;
  /** The sampler its scheduler config names; null for MaskGIT. */
  readonly sampler: SamplerName | null;
  readonly weightFiles: readonly string[];
}

/** Reads the configs alone. Errors: StudioError BadModel or Unsupported, naming the file. */
export async function describeBase(files: ModelFiles): Promise<BaseDescription> {
  const paradigm = parseModelIndex(await readJson(files, 'model_index.json'));
  if (paradigm === 'maskgit') {
    const transformer = parseUVit2DConfig(await readJson(files, 'transformer/config.json'));
    const vqvae = parseVQModelConfig(await readJson(files, 'vqvae/config.json'));
    return {
      paradigm,
      imageSize: maskgitImageSize(transformer, vqvae),
      predictionType: null,
      sampler: null,
      weightFiles: MASKGIT_WEIGHTS,
    };
  }
  const unet = parseUNet2DConditionConfig(await readJson(files, 'unet/config.json'));
  const vae = parseAutoencoderKLConfig(await readJson(files, 'vae/config.json'));
  const { config } = await readScheduler(files);
  return {
    paradigm,
    imageSize: imageSizeOf(unet, vae),
    predictionType: config.prediction_type === 'epsilon' ? 'epsilon' : 'v_prediction',
    sampler: samplerOf(config),
    weightFiles: DIFFUSION_WEIGHTS,
  };
}

/**
 * Loads a model folder of either paradigm. Errors: StudioError BadModel, BadSafetensors or
 * Unsupported, naming the file.
 */
export async function loadBaseModel(id: string, files: ModelFiles): Promise<BaseModel> {
  const paradigm = parseModelIndex(await readJson(files, 'model_index.json'));
  return paradigm === 'diffusion' ? loadDiffusionBase(id, files) : loadMaskgitBase(id, files);
}
