// Words of slow motion: what one training step does, stage by stage.

export const stages = {
  title: 'Slow motion',
  hint: 'Takes one step at a time and shows what each stage of it measured',
  hold: 'Hold this stage',
  next: 'Next stage',
  names: {
    noise: 'Noise',
    reference: 'Reference',
    policy: 'Policy',
    errors: 'Errors',
    labels: 'Labels',
    gradient: 'Gradient',
    update: 'Update',
  },
  noise: (images: string, seed: string, step: string) =>
    `${images} images get noise, by seed ${seed} and step ${step}.`,
  reference: 'The frozen model predicts what was added.',
  noReference: 'This method needs no reference.',
  policy: 'The model with its LoRA predicts what was added.',
  errors: (good: string, bad: string) => `Log-ratio of good images ${good}, of bad ones ${bad}.`,
  errorsAlone: 'Its error on each image is all that counts.',
  labels: (good: string, of: string, tau: string) =>
    `${good} of ${of} are at or above τ = ${tau}: good.`,
  noLabels: 'No labels: the pairs or groups say what is better.',
  gradient: (loss: string, norm: string) => `Loss ${loss}; gradient of length ${norm}.`,
  update: (optimizer: string, rate: string, time: string, clip: string) =>
    `${optimizer} moves the LoRA: rate ${rate}, clipped to ${clip}; ${time}.`,
};
