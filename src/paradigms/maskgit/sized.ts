// A MaskGIT base by its configs alone, at any size: for a plan of its training step. Only
// transformer/config.json must be there; what the others would say is then aMUSEd's.

import {
  parseClipTextConfig,
  parseUVit2DConfig,
  parseVQModelConfig,
} from '../../formats/modelConfig';
import { listModules } from '../../models/uvit2d';
import { pixelsPerToken } from '../../models/vqModel';
import { readJson, readJsonIfThere, sizeInCells, type ModelFiles } from '../modelFiles';
import type { SizedModel } from '../paradigm';
import { maskgitErrors } from './errors';

/** aMUSEd's: pixels per token, tokens per prompt. */
const USUAL = { factor: 16, tokens: 77 } as const;

export async function sizedMaskgit(
  files: ModelFiles,
  imageSize: readonly [number, number] | null,
): Promise<SizedModel> {
  const uvit = parseUVit2DConfig(await readJson(files, 'transformer/config.json'));
  const vqJson = await readJsonIfThere(files, 'vqvae/config.json');
  const textJson = await readJsonIfThere(files, 'text_encoder/config.json');
  const factor = vqJson === null ? USUAL.factor : pixelsPerToken(parseVQModelConfig(vqJson));
  const [height, width] = imageSize
    ? sizeInCells(imageSize, factor)
    : [uvit.sample_size, uvit.sample_size];
  const contextTokens =
    textJson === null ? USUAL.tokens : parseClipTextConfig(textJson).max_position_embeddings;
  return {
    imageSize: [height * factor, width * factor],
    encodedShape: [height, width],
    contextTokens,
    modules: listModules(uvit),
    errors: (b, options) => maskgitErrors(b, { ...options, uvit, height, width, contextTokens }),
  };
}
