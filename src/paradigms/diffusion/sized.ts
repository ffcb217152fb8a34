// A latent diffusion base by its configs alone, at any size: for a plan of its training step. Only
// unet/config.json must be there; what the others would say is then Stable Diffusion's.

import { parseAutoencoderKLConfig, parseClipTextConfig } from '../../formats/modelConfig';
import { parseUNet2DConditionConfig } from '../../formats/modelConfig';
import { parseSchedulerConfig } from '../../formats/schedulerConfig';
import { listModules } from '../../models/unet2dCondition';
import { readJson, readJsonIfThere, sizeInCells, type ModelFiles } from '../modelFiles';
import type { SizedModel } from '../paradigm';
import { diffusionErrors } from './errors';

/** Stable Diffusion's: pixels per latent, tokens per prompt, latents a side. */
const USUAL = { factor: 8, tokens: 77, latents: 64 } as const;

export async function sizedDiffusion(
  files: ModelFiles,
  imageSize: readonly [number, number] | null,
): Promise<SizedModel> {
  const unet = parseUNet2DConditionConfig(await readJson(files, 'unet/config.json'));
  const vaeJson = await readJsonIfThere(files, 'vae/config.json');
  const vae = vaeJson === null ? null : parseAutoencoderKLConfig(vaeJson);
  const textJson = await readJsonIfThere(files, 'text_encoder/config.json');
  const schedulerJson = await readJsonIfThere(files, 'scheduler/scheduler_config.json');
  const factor = vae ? 2 ** (vae.block_out_channels.length - 1) : USUAL.factor;
  const own = unet.sample_size ?? (vae ? Math.round(vae.sample_size / factor) : USUAL.latents);
  const [height, width] = imageSize ? sizeInCells(imageSize, factor) : [own, own];
  const contextTokens =
    textJson === null ? USUAL.tokens : parseClipTextConfig(textJson).max_position_embeddings;
  const predictionType =
    schedulerJson !== null && parseSchedulerConfig(schedulerJson).prediction_type !== 'epsilon'
      ? 'v_prediction'
      : 'epsilon';
  return {
    imageSize: [height * factor, width * factor],
    encodedShape: [height, width, unet.in_channels],
    contextTokens,
    modules: listModules(unet),
    errors: (b, options) =>
      diffusionErrors(b, { ...options, unet, height, width, contextTokens, predictionType }),
  };
}
