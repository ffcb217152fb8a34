// A base model as it lies on disk: a diffusers folder (unet/, vae/, text_encoder/, tokenizer/, scheduler/), read through
// a small file interface so that the page (fetch), Node (fs) and a dropped folder are the same. Nothing is run here:
// configs are parsed and checked, weights are opened and given out by name. No code is ever taken from the folder.

import { StudioError } from '../errors';
import type { StoredTensor, WeightSource } from '../executors/executor';
import { createClipTokenizer, type ClipTokenizer } from '../formats/clipTokenizer';
import { parseAutoencoderKLConfig, parseClipTextConfig, parseSchedulerConfig, parseUNet2DConditionConfig } from '../formats/modelConfig';
import type { AutoencoderKLConfig, ClipTextConfig, SchedulerConfig, UNet2DConditionConfig } from '../formats/modelConfig';
import { float16Bits, parseSafetensors, toFloat32, type SafetensorsFile } from '../formats/safetensors';
import { legacyTensorName } from '../models/autoencoderKl';
import { sha256 } from '../formats/sha256';
import { NoiseSchedule } from '../schedules/noiseSchedule';

/** Reads files of a model folder by their path in it. Errors: StudioError BadModel when a file is missing. */
export interface ModelFiles {
  read(path: string): Promise<Uint8Array>;
}

/** Weight files by the names graphs use for their models. */
export type ModelWeights = Readonly<Record<'unet' | 'vae' | 'text_encoder', WeightSource>>;

export interface BaseModel {
  readonly id: string;
  /** SHA-256 (hex) over the three weight files in the order unet, vae, text_encoder: checkpoints and latents name it. */
  readonly hash: string;
  readonly unet: UNet2DConditionConfig;
  readonly vae: AutoencoderKLConfig;
  readonly textEncoder: ClipTextConfig;
  readonly scheduler: SchedulerConfig;
  readonly schedule: NoiseSchedule;
  readonly tokenizer: ClipTokenizer;
  readonly weights: ModelWeights;
  /** Edge of the (square) images in pixels and of their latents; latent channels; tokens a prompt. */
  readonly imageSize: number;
  readonly latentSize: number;
  readonly latentChannels: number;
  readonly contextTokens: number;
  readonly bytes: number;
}

/** A weight source over an opened safetensors file. `id` is the SHA-256 of the bytes. */
export function weightSource(id: string, file: SafetensorsFile, what: string): WeightSource {
  return {
    id,
    get(name: string): StoredTensor {
      // Autoencoders of before diffusers 0.18 name their attention otherwise.
      const view = file.tensors.get(name) ?? file.tensors.get(legacyTensorName(name) ?? '');
      if (!view) throw new StudioError('BadModel', `${what} has no tensor “${name}”.`, 'Check that the weights belong to the config.json beside them.');
      return view.dtype === 'F16'
        ? { dtype: 'F16', shape: view.shape, data: float16Bits(view) }
        : { dtype: 'F32', shape: view.shape, data: toFloat32(view) };
    },
  };
}

async function readJson(files: ModelFiles, path: string): Promise<unknown> {
  const text = new TextDecoder().decode(await files.read(path));
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new StudioError('BadModel', `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`, 'Download the model folder again.');
  }
}

async function openWeights(files: ModelFiles, path: string): Promise<{ source: WeightSource; bytes: number }> {
  const bytes = await files.read(path);
  const id = await sha256(bytes);
  return { source: weightSource(id, parseSafetensors(bytes), path), bytes: bytes.length };
}

function downsamplingFactor(vae: AutoencoderKLConfig): number {
  return 2 ** (vae.block_out_channels.length - 1);
}

/** Edge in pixels of the images a UNet and autoencoder make together. */
export function imageSizeOf(unet: UNet2DConditionConfig, vae: AutoencoderKLConfig): number {
  return unet.sample_size === null ? vae.sample_size : unet.sample_size * downsamplingFactor(vae);
}

/** Loads a Stable-Diffusion-shaped folder. Errors: StudioError BadModel, BadSafetensors or Unsupported, naming the file. */
export async function loadBaseModel(id: string, files: ModelFiles): Promise<BaseModel> {
  const unet = parseUNet2DConditionConfig(await readJson(files, 'unet/config.json'));
  const vae = parseAutoencoderKLConfig(await readJson(files, 'vae/config.json'));
  const textEncoder = parseClipTextConfig(await readJson(files, 'text_encoder/config.json'));
  const scheduler = parseSchedulerConfig(await readJson(files, 'scheduler/scheduler_config.json'));
  const tokenizerConfig = (await readJson(files, 'tokenizer/tokenizer_config.json')) as { model_max_length?: number };
  const tokenizer = createClipTokenizer({
    vocab: (await readJson(files, 'tokenizer/vocab.json')) as Record<string, number>,
    merges: new TextDecoder().decode(await files.read('tokenizer/merges.txt')),
    maxLength: Math.min(tokenizerConfig.model_max_length ?? textEncoder.max_position_embeddings, textEncoder.max_position_embeddings),
  });
  const opened = {
    unet: await openWeights(files, 'unet/diffusion_pytorch_model.safetensors'),
    vae: await openWeights(files, 'vae/diffusion_pytorch_model.safetensors'),
    text_encoder: await openWeights(files, 'text_encoder/model.safetensors'),
  };
  const hash = await sha256(new TextEncoder().encode(`${opened.unet.source.id}${opened.vae.source.id}${opened.text_encoder.source.id}`));
  const factor = downsamplingFactor(vae);
  const latentSize = unet.sample_size ?? Math.round(vae.sample_size / factor);
  if (unet.in_channels !== vae.latent_channels) {
    throw new StudioError('BadModel', `The UNet takes ${unet.in_channels} channels but the autoencoder makes ${vae.latent_channels}.`, 'Use a UNet and an autoencoder of the same model.');
  }
  return {
    id, hash, unet, vae, textEncoder, scheduler, tokenizer,
    schedule: new NoiseSchedule(scheduler),
    weights: { unet: opened.unet.source, vae: opened.vae.source, text_encoder: opened.text_encoder.source },
    imageSize: latentSize * factor, latentSize, latentChannels: unet.in_channels, contextTokens: tokenizer.maxLength,
    bytes: opened.unet.bytes + opened.vae.bytes + opened.text_encoder.bytes,
  };
}
