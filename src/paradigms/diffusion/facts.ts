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
  // The log-ratio is −ΔMSE/T: beyond 10 the papers found it far worse.
  maxBeta: 10,
  moreTargets: ['proj_in', 'proj_out', 'ff.net.0.proj', 'ff.net.2'],
  kohyaExport: true,
  words: {
    label: 'diffusion',
    predicts: (prediction) => `predicts ${prediction ?? 'noise'}`,
    gradientOf: 'of L/(κ·mean w)',
    logRatioNote:
      'Log-ratio: how much less likely the base’s own pictures have become, as the rise of the ' +
      'denoising error at fixed noises (log π_ref − log π_θ, times T).',
    settings: {},
  },
};
