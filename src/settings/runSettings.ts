// The whole record of a run's settings: what it holds, its defaults, and how it is read from JSON.
// The numbers are described in numberSettings.ts and, where they belong to a method, in the
// method's record. `live` settings may change while a run is loaded; the others are locked.

import * as v from 'valibot';
import { StudioError } from '../errors';
import { DEFAULT_OBJECTIVE, OBJECTIVES } from '../objectives';
import { DEFAULT_PARADIGM, PARADIGM_IDS, type ParadigmId } from '../paradigms/facts';
import { nestSettings } from './flatSettings';
import { NUMBER_SETTINGS, objectiveSettingsFor, type NumberKey } from './numberSettings';

export type ScoreScale = 'standardized' | 'raw' | 'minmax' | 'rank';
export type TieRule = 'positive' | 'negative' | 'drop';
/**
 * Whose percentile τ is: the whole set's, each batch's, a proxy set's, or each prompt's own.
 * `fixedThreshold` overrules it.
 */
export type ThresholdScope = 'global' | 'batch' | 'proxy' | 'prompt';
export type OptimizerName = 'adamw' | 'adam' | 'sgd';
export type LearningRateSchedule = 'constant' | 'constant_with_warmup' | 'cosine';

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
  paradigm: v.picklist(PARADIGM_IDS),
  /** Id of the training method (objectives/), and its own numbers by key. */
  method: v.picklist(OBJECTIVES.map(({ id }) => id)),
  objective: v.record(v.string(), v.pipe(v.number(), v.finite())),
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
  'objective',
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

/** Settings after a change: of the method's numbers only those named are replaced. */
export function withChange(settings: RunSettings, values: LiveSettings): RunSettings {
  return {
    ...settings,
    ...values,
    objective: { ...settings.objective, ...values.objective },
  };
}

/** Default numbers of a method. */
export function defaultNumbers(
  method: string,
  paradigm: RunSettings['paradigm'],
): Record<string, number> {
  return Object.fromEntries(
    objectiveSettingsFor({ paradigm, method }).map(({ key, default: value }) => [key, value]),
  );
}

/** Defaults of all settings, without a model's own. */
export function defaultRunSettings(
  method: string = DEFAULT_OBJECTIVE.id,
  paradigm: ParadigmId = DEFAULT_PARADIGM,
): RunSettings {
  const numbers = Object.fromEntries(
    NUMBER_SETTINGS.map((setting) => [setting.key, setting.default]),
  ) as Record<NumberKey, number>;
  return {
    ...numbers,
    paradigm,
    method,
    objective: defaultNumbers(method, paradigm),
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

/**
 * The papers' values (TGO/UPO): the method's own defaults, raw |s−τ| weights, lr 10⁻⁵.
 */
export const PAPER_PRESET = {
  percentile: 0.5,
  fixedThreshold: null,
  thresholdScope: 'global',
  scoreScale: 'raw',
  learningRate: 1e-5,
  steps: 78,
  ties: 'positive',
} as const satisfies Partial<RunSettings>;

/** The same with the numbers of the settings' method. */
export function paperPreset({
  method,
  paradigm,
}: Pick<RunSettings, 'method' | 'paradigm'>): Partial<RunSettings> {
  return { ...PAPER_PRESET, objective: defaultNumbers(method, paradigm) };
}

function refuse(key: string, what: string): never {
  throw new StudioError(
    'BadSettings',
    `Setting “${key}” is not usable: ${what}`,
    'Correct that value in the file, or reset the settings to their defaults.',
  );
}

/**
 * A method's numbers, complete: those missing have their defaults. Errors: BadSettings naming one
 * that the method does not have, or that lies outside its bounds.
 */
function checkedNumbers({ method, paradigm, objective }: RunSettings): Record<string, number> {
  const known = objectiveSettingsFor({ method, paradigm });
  for (const [key, value] of Object.entries(objective)) {
    const setting = known.find((one) => one.key === key);
    if (!setting) refuse(key, `${method} has no such number.`);
    // A number keeps to the widest bounds of all paradigms, as it always did.
    const max = Math.max(
      setting.max,
      ...PARADIGM_IDS.flatMap((of) =>
        objectiveSettingsFor({ method, paradigm: of }).flatMap((one) =>
          one.key === key ? one.max : [],
        ),
      ),
    );
    if (value < setting.min || value > max)
      refuse(key, `${value} is not between ${setting.min} and ${max}.`);
  }
  return { ...defaultNumbers(method, paradigm), ...objective };
}

/**
 * Reads settings from untrusted JSON, of today's form or a flat one (flatSettings.ts). Errors:
 * StudioError BadSettings naming the first bad key and its value, or what the scope of τ lacks.
 */
export function parseRunSettings(value: unknown): RunSettings {
  const result = v.safeParse(runSettingsSchema, nestSettings(value));
  if (result.success) {
    const { thresholdScope, proxySet: proxy } = result.output;
    if (thresholdScope === 'proxy' && proxy === null)
      throw new StudioError(
        'BadSettings',
        'τ is to come from a proxy set, but none is given.',
        'Choose a proxy set, or another scope for τ.',
      );
    return { ...result.output, objective: checkedNumbers(result.output) };
  }
  const issue = result.issues[0];
  return refuse(v.getDotPath(issue) ?? '(file)', issue.message);
}
