// An aMUSEd-shaped base as it lies on disk: transformer/, vqvae/, text_encoder/ (with projection),
// tokenizer/, scheduler/.

import { StudioError } from '../../errors';
import {
  parseAmusedSchedulerConfig,
  parseClipTextConfig,
  parseUVit2DConfig,
  parseVQModelConfig,
} from '../../formats/modelConfig';
import type { AmusedSchedulerConfig, UVit2DConfig, VQModelConfig } from '../../formats/modelConfig';
import { sha256 } from '../../formats/sha256';
import { halvesToFloat32 } from '../../formats/float16';
import { CODEBOOK, pixelsPerToken } from '../../models/vqModel';
import type { ImageSize } from '../../domain/imageSize';
import type { BaseDescription, BaseModel } from '../paradigm';
import { openWeights, readJson, readTokenizer, sizeInCells, type ModelFiles } from '../modelFiles';
import { strings } from '../../strings';
import { paradigmErrors } from '../../strings/errors/paradigms';

/** Weight files of the folder, without their endings. */
const WEIGHT_FILES = [
  'transformer/diffusion_pytorch_model',
  'vqvae/diffusion_pytorch_model',
  'text_encoder/model',
] as const;

export interface MaskgitBase extends BaseModel {
  readonly paradigm: 'maskgit';
  readonly predictionType: null;
  readonly transformer: UVit2DConfig;
  readonly vqvae: VQModelConfig;
  readonly scheduler: AmusedSchedulerConfig;
  /** Rows of the VQ autoencoder's codebook, [num_vq_embeddings, vq_embed_dim] flattened. */
  readonly codebook: Float32Array;
}

/** Edge in pixels of the images a transformer and VQ autoencoder make together. */
function imageSizeOf(transformer: UVit2DConfig, vqvae: VQModelConfig): number {
  return transformer.sample_size * 2 ** (vqvae.block_out_channels.length - 1);
}

/** A transformer that halves its grid needs an even one. */
function sizeStepOf(transformer: UVit2DConfig, vqvae: VQModelConfig): number {
  return pixelsPerToken(vqvae) * (transformer.downsample ? 2 : 1);
}

/** Reads the configs alone. Errors: as openMaskgit. */
export async function describeMaskgit(files: ModelFiles): Promise<BaseDescription> {
  const transformer = parseUVit2DConfig(await readJson(files, 'transformer/config.json'));
  const vqvae = parseVQModelConfig(await readJson(files, 'vqvae/config.json'));
  return {
    architecture: strings.paradigms.architectures.amused,
    imageSize: imageSizeOf(transformer, vqvae),
    sizeStep: sizeStepOf(transformer, vqvae),
    predictionType: null,
    sampler: null,
    weightFiles: WEIGHT_FILES.map((path) => `${path}.safetensors`),
  };
}

/**
 * Opens the folder. Errors: StudioError BadModel, BadSafetensors or Unsupported, naming the file.
 */
export async function openMaskgit(id: string, files: ModelFiles): Promise<MaskgitBase> {
  const transformer = parseUVit2DConfig(await readJson(files, 'transformer/config.json'));
  const vqvae = parseVQModelConfig(await readJson(files, 'vqvae/config.json'));
  const textEncoder = parseClipTextConfig(await readJson(files, 'text_encoder/config.json'));
  const scheduler = parseAmusedSchedulerConfig(
    await readJson(files, 'scheduler/scheduler_config.json'),
  );
  const tokenizer = await readTokenizer(files, textEncoder.max_position_embeddings);
  const opened = {
    transformer: await openWeights(files, WEIGHT_FILES[0]),
    vqvae: await openWeights(files, WEIGHT_FILES[1]),
    text_encoder: await openWeights(files, WEIGHT_FILES[2]),
  };
  const hash = await sha256(
    new TextEncoder().encode(
      `${opened.transformer.source.id}${opened.vqvae.source.id}${opened.text_encoder.source.id}`,
    ),
  );
  const said = paradigmErrors.clash;
  const clash = (
    [
      [said.codes, transformer.codebook_size, vqvae.num_vq_embeddings],
      [said.textWidth, transformer.encoder_hidden_size, textEncoder.hidden_size],
      [said.pooledWidth, transformer.cond_embed_dim, textEncoder.projection_dim],
    ] as const
  ).find(([, a, b]) => a !== b);
  if (clash) {
    const [what, a, b] = clash;
    throw new StudioError('BadModel', what(a, b), said.remedy);
  }
  const edge = imageSizeOf(transformer, vqvae);
  const codebook = await opened.vqvae.source.read(CODEBOOK);
  return {
    paradigm: 'maskgit',
    id,
    hash,
    predictionType: null,
    codebook: codebook.dtype === 'F32' ? codebook.data : halvesToFloat32(codebook.data),
    transformer,
    vqvae,
    textEncoder,
    scheduler,
    tokenizer,
    weights: {
      transformer: opened.transformer.source,
      vqvae: opened.vqvae.source,
      text_encoder: opened.text_encoder.source,
    },
    imageSize: [edge, edge],
    latentSize: [transformer.sample_size, transformer.sample_size],
    sizeStep: sizeStepOf(transformer, vqvae),
    contextTokens: tokenizer.maxLength,
    bytes: opened.transformer.bytes + opened.vqvae.bytes + opened.text_encoder.bytes,
  };
}

/** The same model for images of another size. Errors: BadSettings. */
export function maskgitAtSize(model: MaskgitBase, imageSize: ImageSize): MaskgitBase {
  return { ...model, imageSize, latentSize: sizeInCells(imageSize, pixelsPerToken(model.vqvae)) };
}
