// Latent diffusion (Stable Diffusion 1.x and 2.x) for the page and the settings. Plain data.

import { paradigmWords } from '../../strings/paradigmWords';
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
  temperature: true,
  likelihood: 'squared error',
  errorSetting: 'mseSpace',
  moreTargets: ['proj_in', 'proj_out', 'ff.net.0.proj', 'ff.net.2'],
  kohyaExport: true,
  get words() {
    return paradigmWords.diffusion;
  },
  loadSnippet: ({ path, isFile }, file) =>
    `import torch\nfrom diffusers import StableDiffusionPipeline\n\npipe = ` +
    `StableDiffusionPipeline.from_${isFile ? 'single_file' : 'pretrained'}("${path}", ` +
    `torch_dtype=torch.float32)\npipe.load_lora_weights(".", ` +
    `weight_name="${file}")\nimage = pipe("a prompt", ` +
    'cross_attention_kwargs={"scale": 1.0}).images[0]',
};
