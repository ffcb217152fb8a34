// What a single-file checkpoint leaves unsaid: the configs of its components. Widths, depths and
// text width follow from the shapes of its tensors; heads, noise schedule and tokenizer are those
// of the family (Stable Diffusion 1.x or 2.x), as diffusers' from_single_file takes them.

import { formatErrors } from '../strings/errors/formats';
import { OPEN_CLIP_MARK } from './ldmNames';
import type { TensorFile, TensorView } from './safetensors';

type Tensors = TensorFile['tensors'];
type Header = Pick<TensorView, 'dtype' | 'shape'>;

export type LdmFamily = 'sd1' | 'sd2';
export type Prediction = 'epsilon' | 'v_prediction';

/** Configs by their path in a diffusers folder, and what was taken for granted. */
export interface LdmConfigs {
  readonly family: LdmFamily;
  readonly prediction: Prediction;
  /** Whether the file itself says what the network predicts. */
  readonly predictionKnown: boolean;
  readonly files: Readonly<Record<string, unknown>>;
}

const UNET = 'model.diffusion_model.';
const VAE = 'first_stage_model.';
const TEXT = 'cond_stage_model.transformer.text_model.';

/** How many tensors `NAME.i.REST` there are from i = 0 on. */
function count(tensors: Tensors, name: (index: number) => string): number {
  let index = 0;
  while (tensors.has(name(index))) index++;
  return index;
}

interface Block {
  readonly width: number;
  readonly layers: number;
  readonly attends: boolean;
}

/** Down blocks in their order: a resnet of each layer, a downsampler between them. */
function downBlocks(tensors: Tensors): Block[] {
  const blocks: Block[] = [];
  let open: Block = { width: 0, layers: 0, attends: false };
  for (let i = 1; ; i++) {
    const resnet = tensors.get(`${UNET}input_blocks.${i}.0.in_layers.2.weight`);
    if (resnet)
      open = {
        width: resnet.shape[0]!,
        layers: open.layers + 1,
        attends: tensors.has(`${UNET}input_blocks.${i}.1.proj_in.weight`),
      };
    else {
      blocks.push(open);
      if (!tensors.has(`${UNET}input_blocks.${i}.0.op.weight`)) return blocks;
      open = { width: 0, layers: 0, attends: false };
    }
  }
}

function unetConfig(tensors: Tensors, get: (name: string) => Header, family: LdmFamily): unknown {
  const blocks = downBlocks(tensors);
  const attending = blocks.findIndex(({ attends }) => attends);
  const first = 1 + blocks.slice(0, attending).reduce((sum, { layers }) => sum + layers + 1, 0);
  const transformer = `${UNET}input_blocks.${first}.1.`;
  const type = (way: 'Down' | 'Up', { attends }: Block): string =>
    `${attends ? 'CrossAttn' : ''}${way}Block2D`;
  const widths = blocks.map(({ width }) => width);
  const layers = blocks.map((block) => block.layers);
  return {
    _class_name: 'UNet2DConditionModel',
    sample_size: family === 'sd1' ? 64 : 96,
    in_channels: get(`${UNET}input_blocks.0.0.weight`).shape[1],
    out_channels: get(`${UNET}out.2.weight`).shape[0],
    down_block_types: blocks.map((block) => type('Down', block)),
    up_block_types: blocks.map((block) => type('Up', block)).toReversed(),
    mid_block_type: tensors.has(`${UNET}middle_block.1.proj_in.weight`)
      ? 'UNetMidBlock2DCrossAttn'
      : null,
    block_out_channels: widths,
    layers_per_block: new Set(layers).size === 1 ? layers[0] : layers,
    cross_attention_dim: get(`${transformer}transformer_blocks.0.attn2.to_k.weight`).shape[1],
    use_linear_projection: get(`${transformer}proj_in.weight`).shape.length === 2,
    attention_head_dim: family === 'sd1' ? 8 : widths.map((width) => Math.max(1, width / 64)),
    ...(tensors.has(`${UNET}time_embed.cond_proj.weight`) && {
      time_cond_proj_dim: get(`${UNET}time_embed.cond_proj.weight`).shape[1],
    }),
  };
}

function vaeConfig(tensors: Tensors, get: (name: string) => Header): unknown {
  const width = (block: number): string => `${VAE}encoder.down.${block}.block.0.conv1.weight`;
  const blocks = count(tensors, width);
  return {
    _class_name: 'AutoencoderKL',
    block_out_channels: Array.from({ length: blocks }, (_, i) => get(width(i)).shape[0]),
    down_block_types: Array.from({ length: blocks }, () => 'DownEncoderBlock2D'),
    up_block_types: Array.from({ length: blocks }, () => 'UpDecoderBlock2D'),
    layers_per_block: count(tensors, (layer) => `${VAE}encoder.down.0.block.${layer}.conv1.weight`),
    latent_channels: get(`${VAE}post_quant_conv.weight`).shape[0],
    sample_size: 512,
    scaling_factor: 0.18215,
  };
}

function textConfig(tensors: Tensors, get: (name: string) => Header, family: LdmFamily): unknown {
  const [vocabulary, width] = get(`${TEXT}embeddings.token_embedding.weight`).shape;
  return {
    _class_name: 'CLIPTextModel',
    vocab_size: vocabulary,
    hidden_size: width,
    intermediate_size: get(`${TEXT}encoder.layers.0.mlp.fc1.weight`).shape[0],
    num_hidden_layers: count(tensors, (layer) => `${TEXT}encoder.layers.${layer}.mlp.fc1.weight`),
    num_attention_heads: Math.max(1, width! / 64),
    max_position_embeddings: get(`${TEXT}embeddings.position_embedding.weight`).shape[0],
    hidden_act: family === 'sd1' ? 'quick_gelu' : 'gelu',
    projection_dim: width,
  };
}

/** What the file says of its prediction: modelspec, or the mark that A1111 and ComfyUI go by. */
function statedPrediction({ metadata, tensors }: TensorFile): Prediction | null {
  const stated = metadata['modelspec.prediction_type'];
  if (stated === 'epsilon') return 'epsilon';
  return stated === 'v' || tensors.has('v_pred') ? 'v_prediction' : null;
}

/**
 * The configs of a checkpoint under CompVis' names, its text encoder under CLIP's. `prediction`
 * overrules what the file and the family say. Errors: throws where a tensor that every such
 * checkpoint has is missing.
 */
export function ldmConfigs(file: TensorFile, prediction: Prediction | null = null): LdmConfigs {
  const { tensors } = file;
  const get = (name: string): Header => {
    const found = tensors.get(name);
    if (!found) throw new Error(formatErrors.safetensors.noTensor(name));
    return found;
  };
  const family: LdmFamily = tensors.has(OPEN_CLIP_MARK) ? 'sd2' : 'sd1';
  const stated = statedPrediction(file);
  const predicts = prediction ?? stated ?? (family === 'sd1' ? 'epsilon' : 'v_prediction');
  const marks = { bos_token: '<|startoftext|>', eos_token: '<|endoftext|>' };
  return {
    family,
    prediction: predicts,
    predictionKnown: family === 'sd1' || stated !== null,
    files: {
      'model_index.json': {
        _class_name: 'StableDiffusionPipeline',
        unet: ['diffusers', 'UNet2DConditionModel'],
        vae: ['diffusers', 'AutoencoderKL'],
        text_encoder: ['transformers', 'CLIPTextModel'],
        tokenizer: ['transformers', 'CLIPTokenizer'],
        scheduler: ['diffusers', 'PNDMScheduler'],
      },
      'unet/config.json': unetConfig(tensors, get, family),
      'vae/config.json': vaeConfig(tensors, get),
      'text_encoder/config.json': textConfig(tensors, get, family),
      'scheduler/scheduler_config.json': {
        _class_name: 'PNDMScheduler',
        beta_start: 0.00085,
        beta_end: 0.012,
        beta_schedule: 'scaled_linear',
        num_train_timesteps: 1000,
        prediction_type: predicts,
        set_alpha_to_one: false,
        skip_prk_steps: true,
        steps_offset: 1,
      },
      'tokenizer/tokenizer_config.json': { model_max_length: 77 },
      'tokenizer/special_tokens_map.json': {
        ...marks,
        unk_token: '<|endoftext|>',
        pad_token: family === 'sd1' ? '<|endoftext|>' : '!',
      },
    },
  };
}
