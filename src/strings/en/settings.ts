// What every setting is called and means, by its key (settings/groups.ts).

export interface SettingWords {
  readonly label: string;
  /** Greek or short symbol, as the formula writes it. */
  readonly symbol: string;
  readonly meaning: string;
  /** Where the default is from. */
  readonly source: string;
}

export const settings = {
  percentile: {
    label: 'Threshold percentile',
    symbol: 'p',
    meaning:
      'The threshold τ is this percentile of the scores: samples at or above it are labelled ' +
      'good.',
    source: 'TGO Table 3: p = 0.3 to 0.5 best, 0.7 and 0.9 clearly worse.',
  },
  thresholdShrinkage: {
    label: 'Shrinkage of a prompt’s τ',
    symbol: 'k',
    meaning:
      'How far a prompt’s own percentile is pulled toward the whole set’s: τ = n/(n+k)·own + ' +
      'k/(n+k)·global for n images. 0 trusts each prompt alone; a prompt with k images stands ' +
      'halfway.',
    source:
      'Empirical Bayes; best near 1.6·(1 − ICC)/ICC at the median. 8 suits sets whose prompts ' +
      'decide little of the score.',
  },
  oracleBeta: {
    label: 'β of the oracle',
    symbol: 'β',
    meaning:
      'Strength of the KL in τ*(x) = β·log mean e^(s/β), in standard deviations of the set’s ' +
      'scores. Large: the mean of a prompt’s scores; small: its best image.',
    source: 'TGO, theorem of the optimal threshold; the unit and the default are ours.',
  },
  learningRate: {
    label: 'Learning rate',
    symbol: 'η',
    meaning:
      'Step size of the optimizer, AdamW unless another is chosen. LoRA wants 10⁻⁴ to 3·10⁻³ ' +
      'and some hundreds of steps; the papers’ 10⁻⁵ moves a LoRA by nothing visible in 78 ' +
      'steps.',
    source: 'Measured on the bundled model (file beside it); papers: 10⁻⁵ on full networks.',
  },
  steps: {
    label: 'Total steps',
    symbol: 'steps',
    meaning: 'The run ends after this many optimizer steps; it can be raised while it runs.',
    source: 'Measured on the bundled model; TGO: 78 steps of batch 128, one epoch.',
  },
  loraScale: {
    label: 'LoRA scale',
    symbol: 'α/r',
    meaning:
      'What the low-rank update B·A is multiplied by: alpha divided by the rank. A larger one ' +
      'moves the model further per step of the adapters.',
    source: 'diffusers: alpha = rank; aMUSEd and kohya presets: 2 or ½.',
  },
  batchSize: {
    label: 'Batch size',
    symbol: 'B',
    meaning: 'Samples per step. Decides memory and the time a step takes.',
    source: 'Sized for integrated GPUs and wasm; TGO: 128.',
  },
  microBatch: {
    label: 'Samples on the device at a time',
    symbol: 'micro-batch',
    meaning:
      'Gradient accumulation: a batch is taken in parts of this many samples, whose gradients ' +
      'are summed. Less memory, the same step up to rounding; 0 takes the whole batch at once. ' +
      'It must divide the batch size.',
    source: 'diffusers: train_batch_size with gradient_accumulation_steps.',
  },
  rank: {
    label: 'LoRA rank',
    symbol: 'r',
    meaning:
      'Width of the low-rank update B·A of each adapted layer. More rank can change more and ' +
      'makes a larger file.',
    source: 'diffusers: 4; kohya presets: 8 to 32.',
  },
  seed: {
    label: 'Seed',
    symbol: 'seed',
    meaning:
      'Decides every random number: order, timesteps, noise, adapter start. The same seed ' +
      'gives the same run on one executor.',
    source: 'Free choice.',
  },
  warmupSteps: {
    label: 'Warm-up steps',
    symbol: 'warm-up',
    meaning: 'The learning rate rises linearly over this many steps.',
    source: 'diffusers’ LoRA script: 500 for long runs; 0 here.',
  },
  weightDecay: {
    label: 'Weight decay',
    symbol: 'λ',
    meaning:
      'Weight decay on the adapters: decoupled with AdamW, added to the gradient with Adam ' +
      'and SGD.',
    source: 'torch.optim.AdamW default.',
  },
  maxGradNorm: {
    label: 'Gradient clip',
    symbol: 'clip',
    meaning:
      'Largest global norm of the gradient of L/(κ·mean w), κ = β/T (MaskGIT: β); 0 switches ' +
      'clipping off.',
    source:
      'diffusers: 1.0; the division keeps the clip from acting on every step (losses ruling i).',
  },
  emaDecay: {
    label: 'Average of the adapters',
    symbol: 'EMA',
    meaning:
      'An exponential moving average of the adapters is kept, and samples, evaluations and ' +
      'exports use it. This is the most of it that stays at a step; early steps keep less. 0 ' +
      'switches it off.',
    source: 'diffusers’ EMAModel: 0.9999; short runs want 0.9 to 0.99.',
  },
  captionDropout: {
    label: 'Caption dropout',
    symbol: 'dropout',
    meaning: 'Share of samples trained with the empty prompt, so that guidance keeps working.',
    source: '0.1 as the bundled model’s own training; DPO and KTO code: 0.2.',
  },
  errorCap: {
    label: 'Cap on errors',
    symbol: 'cap',
    meaning:
      'A sample is not pushed away further once its error is so many times the reference’s: what ' +
      'pushes bad samples away has no bound of its own. 0: no cap.',
    source: 'Ours (docs/losses.md 1.20).',
  },
  bankSize: {
    label: 'Memory bank',
    symbol: 'M',
    meaning:
      'Online: τ is taken from the last M scores; nothing is trained before M/2 of them are ' +
      'there.',
    source: 'UPO Alg. 2: M = 1,024.',
  },
  stepsPerRound: {
    label: 'Steps per round',
    symbol: 'K',
    meaning:
      'Optimizer steps taken per round of newly sampled images, with fresh noise or masks each. ' +
      'Sampling costs far more than a step.',
    source: 'UPO Alg. 2 and Diffusion-DRO: one.',
  },
  pairsPerPrompt: {
    label: 'Pairs per prompt',
    symbol: 'pairs',
    meaning:
      'At most so many pairs are made from the scores of one prompt, chosen at random, so that a ' +
      'prompt with many images does not outweigh the others.',
    source: 'A prompt of 9 images has up to 36 pairs.',
  },
  groupSize: {
    label: 'Group size',
    symbol: 'G',
    meaning:
      'Different images of one prompt that a batch holds together; the batch size is a multiple ' +
      'of it.',
    source: 'CRD and DGPO: 16 to 24 on several GPUs; 4 suits sets with few images per prompt.',
  },
  winnerPreserving: {
    label: 'Winner-preserving safeguard',
    symbol: 'μ',
    meaning:
      'Scales the push on the worse images of pairs down where it would, to first order, raise ' +
      'the error of the better ones. Larger protects more; 0: off.',
    source: 'Diffusion-SDPO: 0.9 for DPO and DMPO on SD 1.5, 0.6 on SDXL.',
  },
  checkpointEvery: {
    label: 'Checkpoint every',
    symbol: 'steps',
    meaning: 'A checkpoint is kept every so many steps and at the end.',
    source: 'At most about a minute of work lost on wasm.',
  },
  previewEvery: {
    label: 'Preview every',
    symbol: 'steps',
    meaning:
      'Sample images at fixed seeds are sampled and scored every so many steps; 0 switches ' +
      'them off.',
    source: 'A balance of waiting and seeing.',
  },
  guidanceScale: {
    label: 'Guidance',
    symbol: 'g',
    meaning: 'Classifier-free guidance of the sample images.',
    source: 'The bundled model looks best at about 3.',
  },
  inferenceSteps: {
    label: 'Sampler steps',
    symbol: 'steps',
    meaning: 'Steps of the model’s own sampler for the sample images.',
    source: 'DDIM, Song et al. 2021: 20 to 50 steps suffice.',
  },
} satisfies Readonly<Record<string, SettingWords>>;
