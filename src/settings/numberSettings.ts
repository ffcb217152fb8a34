// Every number of a run, listed once: key, default, bounds, unit, meaning and where the default is
// from. The sliders, the settings file and the command line read this list. `live` settings may
// change while a run is loaded; the others are locked, because they decide the shape of the graph
// or the order of the random draws.

import { objectiveOf } from '../objectives';
import { settingsFor } from '../objectives/settingsFor';
import { paradigmFacts, type ParadigmId } from '../paradigms/facts';

/** The settings that decide which numbers mean something. */
export interface SettingsFacts {
  readonly paradigm: ParadigmId;
  readonly method: string;
  readonly mode: 'offline' | 'online';
}

/** One numeric setting as the interface shows it. */
export interface NumberSetting {
  readonly key: string;
  /** Where its value lies: among the run's settings, or among the method's own numbers. */
  readonly part: 'run' | 'objective';
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

/** One of NUMBER_SETTINGS. */
export interface RunNumberSetting extends NumberSetting {
  readonly key: NumberKey;
}

export type NumberKey =
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

/** The run's own numbers; a method's are in its record (objectives/). */
export const NUMBER_SETTINGS: readonly RunNumberSetting[] = (
  [
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
        'The threshold τ is this percentile of the scores: samples at or above it are labelled ' +
        'good.',
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
        'Online: τ is taken from the last M scores; nothing is trained before M/2 of them are ' +
        'there.',
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
        'Sample images at fixed seeds are drawn and scored every so many steps; 0 switches ' +
        'them off.',
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
  ] satisfies readonly Omit<RunNumberSetting, 'part'>[]
).map((setting) => ({ ...setting, part: 'run' }));

/** The numbers of a method as a paradigm has them. */
export function objectiveSettingsFor({
  paradigm,
  method,
}: Pick<SettingsFacts, 'paradigm' | 'method'>): readonly NumberSetting[] {
  return settingsFor(objectiveOf(method), paradigm).map((setting) => ({
    ...setting,
    part: 'objective',
    live: true,
    advanced: false,
  }));
}

/**
 * The numeric settings that mean something for a paradigm, method and mode, as their controls show
 * them: the method's own first.
 */
export function numberSettingsFor(settings: SettingsFacts): readonly NumberSetting[] {
  const { paradigm, mode } = settings;
  const { words } = paradigmFacts(paradigm);
  const online: readonly NumberKey[] = ['bankSize', 'stepsPerRound'];
  return [
    ...objectiveSettingsFor(settings),
    ...NUMBER_SETTINGS.filter(({ key }) => mode === 'online' || !online.includes(key)).map(
      (setting) => ({ ...setting, ...words.settings[setting.key] }),
    ),
  ];
}

/** The part of a run's settings that holds numbers. */
export type SettingsNumbers = Readonly<Record<NumberKey, number>> & {
  readonly objective: Readonly<Record<string, number>>;
};

/** Value of a numeric setting. */
export function numberOf(
  settings: SettingsNumbers,
  { key, part, default: standard }: Pick<NumberSetting, 'key' | 'part' | 'default'>,
): number {
  return part === 'objective' ? (settings.objective[key] ?? standard) : settings[key as NumberKey];
}

/** A change of one numeric setting. */
export function changeOf(
  settings: SettingsNumbers,
  { key, part }: Pick<NumberSetting, 'key' | 'part'>,
  value: number,
): Partial<Record<NumberKey, number>> & { objective?: Record<string, number> } {
  return part === 'objective'
    ? { objective: { ...settings.objective, [key]: value } }
    : { [key]: value };
}
