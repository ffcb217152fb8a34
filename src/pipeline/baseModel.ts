// A base model of either paradigm, opened from a diffusers folder; its model_index.json says which. What both have in common is
// here; the parts of each lie in diffusionBase.ts and maskgitBase.ts. No code is ever taken from the folder.

import type { WeightSource } from '../executors/executor';
import type { ClipTokenizer } from '../formats/clipTokenizer';
import { parseModelIndex, type ClipTextConfig } from '../formats/modelConfig';
import { loadDiffusionBase, type DiffusionBase } from './diffusionBase';
import { loadMaskgitBase, type MaskgitBase } from './maskgitBase';
import { readJson, type ModelFiles } from './modelFiles';

export { weightSource, type ModelFiles } from './modelFiles';
export { imageSizeOf } from './diffusionBase';

/** What a base of either paradigm says of itself. */
export interface BaseFacts {
  readonly id: string;
  /** SHA-256 (hex) over the hashes of the three weight files: checkpoints and cached latents name it. */
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

/** Loads a model folder of either paradigm. Errors: StudioError BadModel, BadSafetensors or Unsupported, naming the file. */
export async function loadBaseModel(id: string, files: ModelFiles): Promise<BaseModel> {
  const paradigm = parseModelIndex(await readJson(files, 'model_index.json'));
  return paradigm === 'diffusion' ? loadDiffusionBase(id, files) : loadMaskgitBase(id, files);
}
