// MaskGIT (aMUSEd) for the page and the settings. Plain data.

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
  remedy: 'Use a model of the aMUSEd kind in diffusers format.',
  temperature: false,
  likelihood: 'tokens',
  errorSetting: 'maskedReduction',
  moreTargets: ['ff.net.0.proj', 'ff.net.2'],
  kohyaExport: false,
  words: {
    label: 'MaskGIT',
    predicts: () => 'predicts tokens',
    logRatioNote:
      'KL(ref‖model): how much less likely the base’s own images have become, nats per masked ' +
      'token at fixed masks. KL(model‖ref): how much less likely the model’s images are under ' +
      'the base, in the same unit.',
    loadSnippet: ({ path }, file) =>
      `import torch\nfrom diffusers import AmusedPipeline\n\npipe = ` +
      `AmusedPipeline.from_pretrained("${path}", torch_dtype=torch.float32)\n` +
      // AmusedPipeline itself has no load_lora_weights.
      `pipe.transformer.load_lora_adapter(".", weight_name="${file}", ` +
      `prefix="transformer")\nimage = pipe("a prompt").images[0]`,
    settings: {
      inferenceSteps: {
        meaning: 'Steps of parallel decoding of the sample images.',
        source: 'aMUSEd: 12.',
      },
    },
  },
};
