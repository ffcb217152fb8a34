// Words about base models of a person's own, and about the memory that training takes.

export const models = {
  title: 'Models of your own',
  lede:
    'A Stable Diffusion 1.x or 2.x checkpoint as A1111 and ComfyUI use it (one .safetensors ' +
    'file), a model folder in diffusers format, aMUSEd included, or a LoRA for one of the models ' +
    'here. It is read in this browser and goes nowhere else.',
  drop: 'Drop a model folder, a .safetensors checkpoint or a LoRA here',
  pickFolder: 'Choose a folder',
  pickFile: 'Choose a file',
  keep: 'Use this model',
  dismiss: 'Not this one',
  name: 'Name',
  rename: 'Rename',
  save: 'Save',
  linkNote: 'It is read where it lies on your disk; nothing is copied.',
  copyNote: (size: string) =>
    `${size} are copied into the browser’s storage, so that the model is there after a reload.`,
  keptAs: (name: string) => `This model is here already, as “${name}”.`,
  known: (parameters: string, all: string, dtype: string) =>
    `${parameters} parameters are trained on (${all} in all), stored as ${dtype}`,
  facts: (edge: string, predicts: string, sampler: string | null, size: string) =>
    [`${edge} × ${edge} px`, predicts, sampler && `samples by ${sampler}`, size]
      .filter(Boolean)
      .join(', '),
  prediction:
    'The file does not say what its network predicts. Usual at 768 px: velocity; at ' +
    '512 px: noise.',
  predictionLabel: 'The network predicts',
  noise: 'noise (ε)',
  velocity: 'velocity (v)',
  places: {
    copied: (size: string) => `${size}, copied into this browser`,
    linked: (size: string) => `${size}, read from your disk`,
    asks: (size: string) => `${size} on your disk; the browser asks again before it is read`,
  },
  allow: 'Allow reading',
  refused: (name: string) => `Reading “${name}” was not allowed.`,
  refusedRemedy: 'Press “Allow reading” again and choose Allow, or open the model anew.',
  deleteQuestion: (name: string) =>
    `Remove “${name}” from the studio? Runs on it stay, but cannot go on without it. A file on ` +
    'your disk is not touched.',
  lora: {
    is: (base: string) => `A LoRA that fits ${base}`,
    facts: (layers: string, rank: string, names: string, dtype: string, size: string) =>
      `${layers} layers, rank ${rank}, ${names} names, ${dtype}, ${size}`,
    ranks: (least: string, most: string) => (least === most ? most : `${least} to ${most}`),
    mixed: (most: string) =>
      `Its ranks differ. A run that starts from it has rank ${most} in all of its layers; before ` +
      'the first step it generates the images that the file does.',
    noText: (layers: string) =>
      `Adapters of the text encoder (${layers}) are left out: only the denoiser has adapters ` +
      'here, so its images will differ from those of the whole file.',
    noAlpha:
      'The file names no alpha, so alpha = rank was taken. If it was trained with another alpha, ' +
      'open the folder with its adapter_config.json, or change the strength.',
    base: 'Base model',
    keep: 'Use this LoRA',
    use:
      'Start a run from it, which then has it as its reference, or compare it with runs of this ' +
      'base.',
    list: 'Opened LoRAs',
    start: 'Start from it',
    compare: 'Compare',
    words: (layers: string, rank: string) => `LoRA file, ${layers} layers, rank ${rank}`,
    of: (base: string) => `for ${base}`,
    deleteQuestion: (name: string) =>
      `Remove “${name}” from the studio? The file on your disk is not touched.`,
  },
  homeTitle: 'Use your own model',
  homeHint: 'A checkpoint or a diffusers folder',
  list: 'Kept models',
  resolution: 'Resolution',
  resolutionHint:
    'Images are scaled until they just cover it and cropped to the middle. Smaller takes less ' +
    'memory and time; far from the base’s own size its images get worse.',
  buckets: 'Shapes',
  oneShape: 'One: images are cropped to it',
  severalShapes: 'Aspect ratio buckets',
  bucketsHint:
    'With buckets an image is trained at the nearest of several sizes of about this area, from ' +
    '1:2 to 2:1; a batch has images of one size. For methods that learn from single images; ' +
    'previews keep the resolution.',
  ownSize: (edge: string) => `${edge} × ${edge}, the base’s own`,
  size: (width: string, height: string) => `${width} × ${height}`,
};

/** What the worker calls its work on them, in words. */
export const modelPhases = {
  modelCheck: 'Reading the model’s headers',
  modelCopy: 'Copying the weights (MB)',
  modelDelete: 'Removing it',
};
