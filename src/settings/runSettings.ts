// Every setting of a run, listed once: key, default, bounds, unit, meaning and where the default is
// from. The sliders, the checkpoint, the settings file and the command line all read this list.
// `live` settings may change while a run is loaded; the others are locked, because they decide the
// shape of the graph or the order of the random draws.

import * as v from 'valibot';
import { StudioError } from '../errors';

export type Method = 'tgo' | 'sft';
export type Paradigm = 'diffusion' | 'maskgit';
export type ScoreScale = 'standardized' | 'raw' | 'minmax' | 'rank';
export type TieRule = 'positive' | 'negative' | 'drop';
/**
 * Whose percentile τ is: the whole set's, each batch's, a proxy set's, or each prompt's own.
 * `fixedThreshold` overrules it.
 */
export type ThresholdScope = 'global' | 'batch' | 'proxy' | 'prompt';
export type OptimizerName = 'adamw' | 'adam' | 'sgd';
export type LearningRateSchedule = 'constant' | 'constant_with_warmup' | 'cosine';

/** One numeric setting as the interface shows it. */
export interface NumberSetting {
  readonly key: NumberKey;
  readonly label: string;
  /** Greek or short symbol used in the formula. */
  readonly symbol: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  readonly step: number;
  /** Takes effect at the next step of a loaded run. */
  readonly live: boolean;
  readonly advanced: boolean;
  readonly meaning: string;
  readonly source: string;
}

export type NumberKey =
  | 'beta'
  | 'c'
  | 'temperature'
  | 'percentile'
  | 'thresholdShrinkage'
  | 'learningRate'
  | 'steps'
  | 'batchSize'
  | 'rank'
  | 'seed'
  | 'bankSize'
  | 'stepsPerRound'
  | 'warmupSteps'
  | 'weightDecay'
  | 'maxGradNorm'
  | 'captionDropout'
  | 'checkpointEvery'
  | 'previewEvery'
  | 'guidanceScale'
  | 'inferenceSteps';

export const NUMBER_SETTINGS: readonly NumberSetting[] = [
  {
    key: 'beta',
    label: 'Strength',
    symbol: 'β',
    default: 1,
    min: 0.1,
    max: 300,
    scale: 'log',
    step: 0.1,
    live: true,
    advanced: false,
    meaning:
      'How strongly the log-ratio of policy and reference counts as the implicit score z = ' +
      'β(log πθ − log πref). Larger values saturate sooner.',
    source:
      'TGO/UPO: β = 1 best of 0.5, 1, 2 (UPO Table 2); β = 10 loses 90–99 % to β = 1 (TGO ' +
      'Table 5).',
  },
  {
    key: 'c',
    label: 'Distance weight',
    symbol: 'c',
    default: 5,
    min: 0,
    max: 20,
    scale: 'linear',
    step: 0.5,
    live: true,
    advanced: false,
    meaning:
      'How much more a sample far from the threshold counts: w = 1 + c·|s − τ|. 0 weighs all ' +
      'samples alike.',
    source: 'TGO/UPO: c = 5 best of 1, 2, 5, 10, 20 (UPO Table 2).',
  },
  {
    key: 'temperature',
    label: 'Temperature',
    symbol: 'T',
    default: 1e-3,
    min: 1e-5,
    max: 1e-1,
    scale: 'log',
    step: 1e-5,
    live: true,
    advanced: false,
    meaning:
      'Turns the denoising error into a log-likelihood: log π ≈ −MSE/T. Small models with ' +
      'larger errors want a larger T.',
    source:
      'TGO/UPO: T = 10⁻³ for Stable Diffusion 1.5; the bundled model ships its own, from a sweep.',
  },
  {
    key: 'percentile',
    label: 'Threshold percentile',
    symbol: 'p',
    default: 0.5,
    min: 0.1,
    max: 0.9,
    scale: 'linear',
    step: 0.01,
    live: true,
    advanced: false,
    meaning:
      'The threshold τ is this percentile of the scores: samples at or above it are labelled good.',
    source: 'TGO Table 3: p = 0.3 to 0.5 best, 0.7 and 0.9 clearly worse.',
  },
  {
    key: 'thresholdShrinkage',
    label: 'Shrinkage of a prompt’s τ',
    symbol: 'k',
    default: 8,
    min: 0,
    max: 100,
    scale: 'linear',
    step: 0.5,
    live: true,
    advanced: false,
    meaning:
      'How far a prompt’s own percentile is drawn toward the whole set’s: τ = n/(n+k)·own + ' +
      'k/(n+k)·global for n images. 0 trusts each prompt alone; a prompt with k images stands ' +
      'halfway.',
    source:
      'Empirical Bayes; best near 1.6·(1 − ICC)/ICC at the median. 8 suits sets whose prompts ' +
      'decide little of the score.',
  },
  {
    key: 'learningRate',
    label: 'Learning rate',
    symbol: 'η',
    default: 1e-3,
    min: 1e-5,
    max: 1e-2,
    scale: 'log',
    step: 1e-5,
    live: true,
    advanced: false,
    meaning:
      'Step size of the optimizer, AdamW unless another is chosen. LoRA wants 10⁻⁴ to 3·10⁻³ ' +
      'and some hundreds of steps; the papers’ 10⁻⁵ moves a LoRA by nothing visible in 78 ' +
      'steps.',
    source: 'Measured on the bundled model (file beside it); papers: 10⁻⁵ on full networks.',
  },
  {
    key: 'steps',
    label: 'Total steps',
    symbol: 'steps',
    default: 200,
    min: 1,
    max: 5000,
    scale: 'linear',
    step: 1,
    live: true,
    advanced: false,
    meaning: 'The run ends after this many optimizer steps; it can be raised while it runs.',
    source: 'Measured on the bundled model; TGO: 78 steps of batch 128, one epoch.',
  },
  {
    key: 'batchSize',
    label: 'Batch size',
    symbol: 'B',
    default: 16,
    min: 2,
    max: 64,
    scale: 'linear',
    step: 1,
    live: false,
    advanced: false,
    meaning: 'Samples a step. Decides memory and the time a step takes.',
    source: 'Sized for integrated GPUs and wasm; TGO: 128.',
  },
  {
    key: 'rank',
    label: 'LoRA rank',
    symbol: 'r',
    default: 8,
    min: 1,
    max: 64,
    scale: 'linear',
    step: 1,
    live: false,
    advanced: false,
    meaning:
      'Width of the low-rank update B·A of each adapted layer. More rank can change more and ' +
      'makes a larger file.',
    source: 'diffusers: 4; kohya presets: 8 to 32.',
  },
  {
    key: 'seed',
    label: 'Seed',
    symbol: 'seed',
    default: 0,
    min: 0,
    max: 4294967295,
    scale: 'linear',
    step: 1,
    live: false,
    advanced: false,
    meaning:
      'Decides every random draw: order, timesteps, noise, adapter start. The same seed gives ' +
      'the same run on one executor.',
    source: 'Free choice.',
  },
  {
    key: 'warmupSteps',
    label: 'Warm-up steps',
    symbol: 'warm-up',
    default: 0,
    min: 0,
    max: 500,
    scale: 'linear',
    step: 1,
    live: false,
    advanced: true,
    meaning: 'The learning rate rises linearly over this many steps.',
    source: 'diffusers’ LoRA script: 500 for long runs; 0 here.',
  },
  {
    key: 'weightDecay',
    label: 'Weight decay',
    symbol: 'λ',
    default: 0.01,
    min: 0,
    max: 0.1,
    scale: 'linear',
    step: 0.001,
    live: false,
    advanced: true,
    meaning:
      'Weight decay on the adapters: decoupled with AdamW, added to the gradient with Adam and ' +
      'SGD.',
    source: 'torch.optim.AdamW default.',
  },
  {
    key: 'maxGradNorm',
    label: 'Gradient clip',
    symbol: 'clip',
    default: 1,
    min: 0,
    max: 10,
    scale: 'linear',
    step: 0.1,
    live: false,
    advanced: true,
    meaning:
      'Largest global norm of the gradient of L/(κ·mean w), κ = β/T (MaskGIT: β); 0 switches ' +
      'clipping off.',
    source:
      'diffusers: 1.0; the division keeps the clip from acting on every step (losses ruling i).',
  },
  {
    key: 'captionDropout',
    label: 'Caption dropout',
    symbol: 'dropout',
    default: 0.1,
    min: 0,
    max: 0.5,
    scale: 'linear',
    step: 0.01,
    live: false,
    advanced: true,
    meaning: 'Share of samples trained with the empty prompt, so that guidance keeps working.',
    source: '0.1 as the bundled model’s own training; DPO and KTO code: 0.2.',
  },
  {
    key: 'bankSize',
    label: 'Memory bank',
    symbol: 'M',
    default: 1024,
    min: 4,
    max: 8192,
    scale: 'log',
    step: 1,
    live: false,
    advanced: false,
    meaning:
      'Online: τ is taken from the last M scores; nothing is trained before M/2 of them are there.',
    source: 'UPO Alg. 2: M = 1,024.',
  },
  {
    key: 'stepsPerRound',
    label: 'Steps a round',
    symbol: 'K',
    default: 1,
    min: 1,
    max: 100,
    scale: 'linear',
    step: 1,
    live: false,
    advanced: false,
    meaning:
      'Online: optimizer steps taken on each round of newly drawn pictures, with fresh noise ' +
      'or masks each. Drawing costs far more than a step.',
    source: 'UPO Alg. 2: one.',
  },
  {
    key: 'checkpointEvery',
    label: 'Checkpoint every',
    symbol: 'steps',
    default: 10,
    min: 1,
    max: 1000,
    scale: 'linear',
    step: 1,
    live: false,
    advanced: true,
    meaning: 'A checkpoint is kept every so many steps and at the end.',
    source: 'At most about a minute of work lost on wasm.',
  },
  {
    key: 'previewEvery',
    label: 'Preview every',
    symbol: 'steps',
    default: 50,
    min: 0,
    max: 1000,
    scale: 'linear',
    step: 1,
    live: false,
    advanced: true,
    meaning:
      'Sample images at fixed seeds are drawn and scored every so many steps; 0 switches them off.',
    source: 'A balance of waiting and seeing.',
  },
  {
    key: 'guidanceScale',
    label: 'Guidance',
    symbol: 'g',
    default: 3,
    min: 1,
    max: 10,
    scale: 'linear',
    step: 0.5,
    live: false,
    advanced: true,
    meaning: 'Classifier-free guidance of the sample images.',
    source: 'The bundled model looks best at about 3.',
  },
  {
    key: 'inferenceSteps',
    label: 'Sampler steps',
    symbol: 'steps',
    default: 20,
    min: 2,
    max: 100,
    scale: 'linear',
    step: 1,
    live: false,
    advanced: true,
    meaning: 'Steps of the model’s own sampler for the sample images.',
    source: 'DDIM, Song et al. 2021: 20 to 50 steps suffice.',
  },
];

/**
 * β where the log-ratio is −ΔMSE/T: beyond 10 the papers found it far worse. MaskGIT's nats a token
 * want up to 300 (losses.md 1.17).
 */
const MAX_BETA = { diffusion: 10, maskgit: 300 } as const;

/**
 * The numeric settings that mean something for a paradigm, method and mode, as their controls show
 * them.
 */
export function numberSettingsFor({
  paradigm,
  method,
  mode,
}: Pick<RunSettings, 'paradigm' | 'method' | 'mode'>): readonly NumberSetting[] {
  const without: NumberKey[] = [
    ...(paradigm === 'maskgit' ? (['temperature'] as const) : []),
    ...(method === 'sft' ? (['beta', 'c', 'temperature'] as const) : []),
    ...(mode === 'offline' ? (['bankSize', 'stepsPerRound'] as const) : []),
  ];
  return NUMBER_SETTINGS.filter(({ key }) => !without.includes(key)).map((setting) => {
    if (setting.key === 'beta')
      return {
        ...setting,
        max: MAX_BETA[paradigm],
        ...(paradigm === 'maskgit' && MASKGIT_WORDS.beta),
      };
    if (paradigm === 'maskgit' && setting.key === 'inferenceSteps')
      return { ...setting, ...MASKGIT_WORDS.inferenceSteps };
    return setting;
  });
}

/** What is said otherwise of a MaskGIT run. */
const MASKGIT_WORDS: Partial<Record<NumberKey, Partial<NumberSetting>>> = {
  beta: {
    source:
      'TGO/UPO: β = 1. On nats a token β = 1 hardly saturates, so larger values are worth ' +
      'trying (losses ruling, 1.17).',
  },
  inferenceSteps: {
    meaning: 'Steps of parallel decoding of the sample images.',
    source: 'aMUSEd: 12.',
  },
};

export const DEFAULT_TARGETS: readonly string[] = ['to_q', 'to_k', 'to_v', 'to_out.0'];

const number = (key: NumberKey) => {
  const setting = NUMBER_SETTINGS.find((entry) => entry.key === key)!;
  return v.pipe(v.number(), v.finite(), v.minValue(setting.min), v.maxValue(setting.max));
};
const whole = (key: NumberKey) => v.pipe(number(key), v.integer());

const proxySet = v.strictObject({
  name: v.string(),
  scoreSource: v.string(),
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Rising. */
  scores: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1)),
});
export type ProxySet = v.InferOutput<typeof proxySet>;

/** The whole record of a run's settings; unknown keys are refused. */
export const runSettingsSchema = v.strictObject({
  paradigm: v.picklist(['diffusion', 'maskgit']),
  method: v.picklist(['tgo', 'sft']),
  beta: number('beta'),
  c: number('c'),
  temperature: number('temperature'),
  percentile: number('percentile'),
  /** A fixed τ in score units; null = the percentile decides. */
  fixedThreshold: v.nullable(v.pipe(v.number(), v.finite())),
  /** Whose percentile τ is (dataset/threshold.ts), and the k of the prompts' shrinkage. */
  thresholdScope: v.optional(v.picklist(['global', 'batch', 'proxy', 'prompt']), 'global'),
  thresholdShrinkage: v.optional(number('thresholdShrinkage'), 8),
  /**
   * Scores of the proxy set (dataset/proxySet.ts), with its name, where they come from, and how
   * many it had.
   */
  proxySet: v.optional(v.nullable(proxySet), null),
  ties: v.picklist(['positive', 'negative', 'drop']),
  scoreScale: v.picklist(['standardized', 'raw', 'minmax', 'rank']),
  learningRate: number('learningRate'),
  learningRateSchedule: v.picklist(['constant', 'constant_with_warmup', 'cosine']),
  warmupSteps: whole('warmupSteps'),
  steps: whole('steps'),
  batchSize: whole('batchSize'),
  rank: whole('rank'),
  targets: v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1)),
  seed: whole('seed'),
  weightDecay: number('weightDecay'),
  maxGradNorm: number('maxGradNorm'),
  captionDropout: number('captionDropout'),
  mseSpace: v.picklist(['prediction', 'eps', 'x0']),
  checkpointEvery: whole('checkpointEvery'),
  previewEvery: whole('previewEvery'),
  previewPrompts: v.array(v.string()),
  guidanceScale: number('guidanceScale'),
  inferenceSteps: whole('inferenceSteps'),
  // Keys younger than the first stored runs have a default in the schema, so that those still read.
  /**
   * MaskGIT: the log-probability is the mean or the sum over the masked tokens (losses.md 1.17).
   */
  maskedReduction: v.optional(v.picklist(['mean', 'sum']), 'mean'),
  /**
   * Whether the reference becomes the policy at the end of each epoch (UPO Alg. 1 line 15; optional
   * in TGO).
   */
  referenceUpdate: v.optional(v.picklist(['never', 'epoch']), 'never'),
  /** What turns gradients into updates; SGD with momentum 0.9. */
  optimizer: v.optional(v.picklist(['adamw', 'adam', 'sgd']), 'adamw'),
  /** Online: pictures are drawn from the reference while the run goes on (UPO Alg. 2). */
  mode: v.optional(v.picklist(['offline', 'online']), 'offline'),
  /**
   * Online: prompts drawn from, what scores the pictures (a reward's id, or `rating:<scale>` for a
   * person), size of the bank, steps a round.
   */
  onlinePrompts: v.optional(v.array(v.pipe(v.string(), v.minLength(1))), []),
  onlineReward: v.optional(v.nullable(v.string()), null),
  bankSize: v.optional(whole('bankSize'), 1024),
  stepsPerRound: v.optional(whole('stepsPerRound'), 1),
});
export type RunSettings = v.InferOutput<typeof runSettingsSchema>;

/**
 * Settings that may change while a run is loaded; a change is stored with its step and replayed on
 * resume.
 */
export const LIVE_KEYS = [
  'beta',
  'c',
  'temperature',
  'percentile',
  'fixedThreshold',
  'thresholdScope',
  'thresholdShrinkage',
  'proxySet',
  'learningRate',
  'steps',
] as const;
export type LiveKey = (typeof LIVE_KEYS)[number];
export type LiveSettings = Partial<Pick<RunSettings, LiveKey>>;

/**
 * A change of live settings that took effect before step `step` (0-based index of the first step
 * that used it).
 */
export interface SettingsChange {
  readonly step: number;
  readonly values: LiveSettings;
}

/** Defaults of the list above, without a model's own. */
export function defaultRunSettings(): RunSettings {
  const numbers = Object.fromEntries(
    NUMBER_SETTINGS.map((setting) => [setting.key, setting.default]),
  ) as Record<NumberKey, number>;
  return {
    ...numbers,
    paradigm: 'diffusion',
    method: 'tgo',
    fixedThreshold: null,
    thresholdScope: 'global',
    proxySet: null,
    ties: 'positive',
    scoreScale: 'standardized',
    learningRateSchedule: 'constant',
    targets: [...DEFAULT_TARGETS],
    mseSpace: 'prediction',
    previewPrompts: [],
    maskedReduction: 'mean',
    referenceUpdate: 'never',
    optimizer: 'adamw',
    mode: 'offline',
    onlinePrompts: [],
    onlineReward: null,
  };
}

/** The papers' values (TGO/UPO): raw |s−τ| weights, T = 10⁻³, lr 10⁻⁵. */
export const PAPER_PRESET: Partial<RunSettings> = {
  beta: 1,
  c: 5,
  temperature: 1e-3,
  percentile: 0.5,
  fixedThreshold: null,
  thresholdScope: 'global',
  scoreScale: 'raw',
  learningRate: 1e-5,
  steps: 78,
  ties: 'positive',
};

/**
 * Reads settings from untrusted JSON. Errors: StudioError BadSettings naming the first bad key and
 * its value, or what the scope of τ lacks.
 */
export function parseRunSettings(value: unknown): RunSettings {
  const result = v.safeParse(runSettingsSchema, value);
  if (result.success) {
    const { thresholdScope, proxySet: proxy } = result.output;
    if (thresholdScope === 'proxy' && proxy === null)
      throw new StudioError(
        'BadSettings',
        'τ is to come from a proxy set, but none is given.',
        'Choose a proxy set, or another scope for τ.',
      );
    return result.output;
  }
  const issue = result.issues[0];
  const key = v.getDotPath(issue) ?? '(file)';
  throw new StudioError(
    'BadSettings',
    `Setting “${key}” is not usable: ${issue.message}`,
    'Correct that value in the file, or reset the settings to their defaults.',
  );
}
