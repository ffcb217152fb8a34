// Latent diffusion (Stable Diffusion 1.x and 2.x) for the page and the settings. Plain data.

import type { ParadigmFacts } from '../paradigmFacts';

export const diffusionFacts: ParadigmFacts = {
  parts: {
    unet: 'UNet2DConditionModel',
    vae: 'AutoencoderKL',
    text_encoder: 'CLIPTextModel',
    tokenizer: 'CLIPTokenizer',
    scheduler: null,
  },
  denoiser: 'unet',
  remedy: 'Use a model of the Stable Diffusion 1.x or 2.x kind in diffusers format.',
  temperature: true,
  likelihood: 'squared error',
  errorSetting: 'mseSpace',
  moreTargets: ['proj_in', 'proj_out', 'ff.net.0.proj', 'ff.net.2'],
  kohyaExport: true,
  words: {
    label: 'diffusion',
    predicts: (prediction) => `predicts ${prediction ?? 'noise'}`,
    logRatioNote:
      'KL(ref‖model): how much less likely the base’s own images have become, as the rise of the ' +
      'denoising error at fixed noises (log π_ref − log π_θ, times T). KL(model‖ref): how much ' +
      'less likely the model’s images are under the base, in the same unit.',
    loadSnippet: ({ path, isFile }, file) =>
      `import torch\nfrom diffusers import StableDiffusionPipeline\n\npipe = ` +
      `StableDiffusionPipeline.from_${isFile ? 'single_file' : 'pretrained'}("${path}", ` +
      `torch_dtype=torch.float32)\npipe.load_lora_weights(".", ` +
      `weight_name="${file}")\nimage = pipe("a prompt", ` +
      'cross_attention_kwargs={"scale": 1.0}).images[0]',
    settings: {},
  },
};
