// MaskGIT (aMUSEd) for the page and the settings. Plain data.

import { paradigmWords } from '../../strings/paradigmWords';
import type { ParadigmFacts } from '../paradigmFacts';

export const maskgitFacts: ParadigmFacts = {
  parts: {
    transformer: 'UVit2DModel',
    vqvae: 'VQModel',
    text_encoder: 'CLIPTextModelWithProjection',
    tokenizer: 'CLIPTokenizer',
    scheduler: 'AmusedScheduler',
  },
  denoiser: 'transformer',
  temperature: false,
  likelihood: 'tokens',
  errorSetting: 'maskedReduction',
  moreTargets: ['ff.net.0.proj', 'ff.net.2'],
  kohyaExport: false,
  get words() {
    return paradigmWords.maskgit;
  },
  loadSnippet: ({ path }, file) =>
    `import torch\nfrom diffusers import AmusedPipeline\n\npipe = ` +
    `AmusedPipeline.from_pretrained("${path}", torch_dtype=torch.float32)\n` +
    // AmusedPipeline itself has no load_lora_weights.
    `pipe.transformer.load_lora_adapter(".", weight_name="${file}", ` +
    `prefix="transformer")\nimage = pipe("a prompt").images[0]`,
};
