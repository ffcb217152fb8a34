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
  // Nats per token want up to 300 (losses.md 1.17).
  maxBeta: 300,
  moreTargets: ['ff.net.0.proj', 'ff.net.2'],
  kohyaExport: false,
  words: {
    label: 'MaskGIT',
    predicts: () => 'predicts tokens',
    gradientOf: 'of L/(β·mean w)',
    logRatioNote:
      'Log-ratio: how much less likely the base’s own pictures have become, nats a masked ' +
      'token at fixed masks.',
    settings: {
      beta: {
        source:
          'TGO/UPO: β = 1. On nats a token β = 1 hardly saturates, so larger values are worth ' +
          'trying (losses ruling, 1.17).',
      },
      inferenceSteps: {
        meaning: 'Steps of parallel decoding of the sample images.',
        source: 'aMUSEd: 12.',
      },
    },
  },
};
