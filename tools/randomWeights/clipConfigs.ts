// The two sizes of CLIP that published scorers are made of, as transformers' configs: ViT-L/14
// (OpenAI's CLIP, under the LAION aesthetic predictors) and ViT-H/14 (OpenCLIP on LAION-2B, under
// PickScore and HPSv2).

const PROCESSOR = {
  crop_size: { height: 224, width: 224 },
  do_center_crop: true,
  do_normalize: true,
  do_resize: true,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
  resample: 3,
  size: { shortest_edge: 224 },
};

/** hidden_size, intermediate_size, layers and heads of one encoder. */
const encoder = (width: number, inner: number, layers: number, heads: number, act: string) => ({
  hidden_size: width,
  intermediate_size: inner,
  num_hidden_layers: layers,
  num_attention_heads: heads,
  hidden_act: act,
});

export const CLIP_CONFIGS = {
  'clip-vit-l-14': {
    processor: PROCESSOR,
    config: {
      model_type: 'clip',
      projection_dim: 768,
      text_config: { ...encoder(768, 3072, 12, 12, 'quick_gelu'), vocab_size: 49408 },
      vision_config: { ...encoder(1024, 4096, 24, 16, 'quick_gelu'), patch_size: 14 },
    },
  },
  'clip-vit-h-14': {
    processor: PROCESSOR,
    config: {
      model_type: 'clip',
      projection_dim: 1024,
      text_config: { ...encoder(1024, 4096, 24, 16, 'gelu'), vocab_size: 49408 },
      vision_config: { ...encoder(1280, 5120, 32, 16, 'gelu'), patch_size: 14 },
    },
  },
} as const;
