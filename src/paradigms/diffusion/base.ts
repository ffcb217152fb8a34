// A Stable-Diffusion-shaped base as it lies on disk: unet/, vae/, text_encoder/, tokenizer/,
// scheduler/.

import { StudioError } from '../../errors';
import {
  parseAutoencoderKLConfig,
  parseAutoencoderTinyConfig,
  parseClipTextConfig,
  parseUNet2DConditionConfig,
} from '../../formats/modelConfig';
import type {
  AutoencoderKLConfig,
  AutoencoderTinyConfig,
  UNet2DConditionConfig,
} from '../../formats/modelConfig';
import {
  parseSchedulerConfig,
  samplerOf,
  type SchedulerConfig,
} from '../../formats/schedulerConfig';
import { ldmTextName, ldmUnetName, ldmVaeName } from '../../formats/ldmNames';
import { sha256 } from '../../formats/sha256';
import { NoiseSchedule } from '../../schedules/noiseSchedule';
import type { ImageSize } from '../../domain/imageSize';
import type { WeightSource } from '../../executors/weights/weightSource';
import type { BaseDescription, BaseModel } from '../paradigm';
import { strings } from '../../strings';
import { paradigmErrors } from '../../strings/errors/paradigms';
import { TINY } from './graphs';
import { openWeights, readJson, readTokenizer, sizeInCells, type ModelFiles } from '../modelFiles';

/** Weight files of the folder, without their endings. */
const WEIGHT_FILES = [
  'unet/diffusion_pytorch_model',
  'vae/diffusion_pytorch_model',
  'text_encoder/model',
] as const;

export interface DiffusionBase extends BaseModel {
  readonly paradigm: 'diffusion';
  readonly predictionType: 'epsilon' | 'v_prediction';
  readonly unet: UNet2DConditionConfig;
  readonly vae: AutoencoderKLConfig;
  /** Of AutoencoderTiny's decoder in taesd/, where the folder has one. */
  readonly tiny: AutoencoderTinyConfig | null;
  readonly scheduler: SchedulerConfig;
  /**
   * scheduler_config.json as it lies there: the config of another sampler is made from what it
   * states.
   */
  readonly schedulerFile: unknown;
  readonly schedule: NoiseSchedule;
  readonly latentChannels: number;
}

function downsamplingFactor(vae: AutoencoderKLConfig): number {
  return 2 ** (vae.block_out_channels.length - 1);
}

/** Edge in pixels of the images a UNet and autoencoder make together. */
function imageSizeOf(unet: UNet2DConditionConfig, vae: AutoencoderKLConfig): number {
  return unet.sample_size === null ? vae.sample_size : unet.sample_size * downsamplingFactor(vae);
}

/** Each level of the UNet halves the latents; those of odd size would not come back. */
function sizeStepOf(unet: UNet2DConditionConfig, vae: AutoencoderKLConfig): number {
  return downsamplingFactor(vae) * 2 ** (unet.block_out_channels.length - 1);
}

/**
 * The scheduler's config, parsed and as it lies there. Errors: StudioError BadModel or Unsupported.
 */
async function readScheduler(files: ModelFiles): Promise<{
  file: unknown;
  config: SchedulerConfig;
  predictionType: DiffusionBase['predictionType'];
}> {
  const file = await readJson(files, 'scheduler/scheduler_config.json');
  const config = parseSchedulerConfig(file);
  if (config.prediction_type === 'sample')
    throw new StudioError('Unsupported', ...paradigmErrors.predictsSample());
  return { file, config, predictionType: config.prediction_type };
}

/** By the width of the text states it attends to, as kohya's and diffusers' scripts tell them. */
function architectureOf({ cross_attention_dim, mid_block_type }: UNet2DConditionConfig): string {
  const said = strings.paradigms.architectures;
  const version = ({ 768: 1, 1024: 2 } as const)[cross_attention_dim];
  const family =
    version === undefined
      ? said.otherDiffusion(cross_attention_dim)
      : said.stableDiffusion(version);
  return mid_block_type === null ? said.distilled(family) : family;
}

/** Reads the configs alone. Errors: as openDiffusion. */
export async function describeDiffusion(files: ModelFiles): Promise<BaseDescription> {
  const unet = parseUNet2DConditionConfig(await readJson(files, 'unet/config.json'));
  const vae = parseAutoencoderKLConfig(await readJson(files, 'vae/config.json'));
  const { config, predictionType } = await readScheduler(files);
  return {
    architecture: architectureOf(unet),
    imageSize: imageSizeOf(unet, vae),
    sizeStep: sizeStepOf(unet, vae),
    predictionType,
    sampler: samplerOf(config),
    weightFiles: WEIGHT_FILES.map((path) => `${path}.safetensors`),
  };
}

/**
 * AutoencoderTiny (TAESD, MIT) in taesd/, a decoder for previews; null where there is none. Errors:
 * BadModel where it is not of this autoencoder's latents; as openWeights.
 */
async function openTiny(
  files: ModelFiles,
  vae: AutoencoderKLConfig,
): Promise<{ config: AutoencoderTinyConfig; source: WeightSource } | null> {
  if (!(await files.exists?.(`${TINY}/config.json`))) return null;
  const config = parseAutoencoderTinyConfig(await readJson(files, `${TINY}/config.json`));
  const factor = 2 ** (config.num_decoder_blocks.length - 1);
  if (config.latent_channels !== vae.latent_channels || factor !== downsamplingFactor(vae))
    throw new StudioError(
      'BadModel',
      ...paradigmErrors.otherTiny(
        TINY,
        { channels: config.latent_channels, factor },
        { channels: vae.latent_channels, factor: downsamplingFactor(vae) },
      ),
    );
  const { source } = await openWeights(files, `${TINY}/diffusion_pytorch_model`);
  return { config, source };
}

/**
 * Opens the folder. Errors: StudioError BadModel, BadSafetensors or Unsupported, naming the file.
 */
export async function openDiffusion(id: string, files: ModelFiles): Promise<DiffusionBase> {
  const unet = parseUNet2DConditionConfig(await readJson(files, 'unet/config.json'));
  const vae = parseAutoencoderKLConfig(await readJson(files, 'vae/config.json'));
  const textEncoder = parseClipTextConfig(await readJson(files, 'text_encoder/config.json'));
  const { file: schedulerFile, config: scheduler, predictionType } = await readScheduler(files);
  const tokenizer = await readTokenizer(files, textEncoder.max_position_embeddings);
  const opened = {
    unet: await openWeights(files, WEIGHT_FILES[0], (name) => ldmUnetName(name, unet)),
    vae: await openWeights(files, WEIGHT_FILES[1], (name) => ldmVaeName(name, vae)),
    text_encoder: await openWeights(files, WEIGHT_FILES[2], ldmTextName),
  };
  const tiny = await openTiny(files, vae);
  const hash = await sha256(
    new TextEncoder().encode(
      `${opened.unet.source.id}${opened.vae.source.id}${opened.text_encoder.source.id}`,
    ),
  );
  const factor = downsamplingFactor(vae);
  const latentSize = unet.sample_size ?? Math.round(vae.sample_size / factor);
  if (unet.in_channels !== vae.latent_channels) {
    throw new StudioError(
      'BadModel',
      ...paradigmErrors.otherChannels(unet.in_channels, vae.latent_channels),
    );
  }
  return {
    paradigm: 'diffusion',
    id,
    hash,
    predictionType,
    unet,
    vae,
    tiny: tiny?.config ?? null,
    textEncoder,
    scheduler,
    schedulerFile,
    tokenizer,
    schedule: new NoiseSchedule(scheduler),
    weights: {
      unet: opened.unet.source,
      vae: opened.vae.source,
      text_encoder: opened.text_encoder.source,
      ...(tiny && { [TINY]: tiny.source }),
    },
    imageSize: [latentSize * factor, latentSize * factor],
    latentSize: [latentSize, latentSize],
    sizeStep: sizeStepOf(unet, vae),
    latentChannels: unet.in_channels,
    contextTokens: tokenizer.maxLength,
    bytes:
      files.checkpoint?.bytes ?? opened.unet.bytes + opened.vae.bytes + opened.text_encoder.bytes,
  };
}

/** The same model for images of another size. Errors: BadSettings. */
export function diffusionAtSize(model: DiffusionBase, imageSize: ImageSize): DiffusionBase {
  return { ...model, imageSize, latentSize: sizeInCells(imageSize, downsamplingFactor(model.vae)) };
}
