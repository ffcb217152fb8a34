// What the paradigms and their models are called.

/** By the scheduler's `prediction_type`. */
const PREDICTED: Readonly<Record<string, string>> = {
  epsilon: 'noise',
  v_prediction: 'velocity (v)',
};

export const paradigms = {
  diffusion: {
    label: 'diffusion',
    remedy: 'Use a model of the Stable Diffusion 1.x or 2.x kind in diffusers format.',
    predicts: (prediction: string | null) =>
      `predicts ${PREDICTED[prediction ?? 'epsilon'] ?? prediction!}`,
    logRatioNote:
      'KL(ref‖model): how much less likely the base’s own images have become, as the rise of the ' +
      'denoising error at fixed noises (log π_ref − log π_θ, times T). KL(model‖ref): how much ' +
      'less likely the model’s images are under the base, in the same unit.',
    settings: {},
  },
  maskgit: {
    label: 'MaskGIT',
    remedy: 'Use a model of the aMUSEd kind in diffusers format.',
    predicts: () => 'predicts tokens',
    logRatioNote:
      'KL(ref‖model): how much less likely the base’s own images have become, nats per masked ' +
      'token at fixed masks. KL(model‖ref): how much less likely the model’s images are under ' +
      'the base, in the same unit.',
    settings: {
      inferenceSteps: {
        meaning: 'Steps of parallel decoding of the sample images.',
        source: 'aMUSEd: 12.',
      },
    },
  },
  /** What a model's configs say it is. */
  architectures: {
    stableDiffusion: (version: 1 | 2) => `Stable Diffusion ${version}.x`,
    otherDiffusion: (width: number) => `Latent diffusion (text states of ${width})`,
    distilled: (family: string) => `${family}, distilled without a middle block`,
    amused: 'MaskGIT (aMUSEd)',
  },
};
