// Every setting of a run, once, in the group it lies in: `settings.threshold.percentile`. A new
// setting is a line here and its words in strings/en/settings.ts; runs, checkpoints and files
// written before it take its default. A key stands in one group only, so that the command line
// (--set KEY=VALUE), a model's plumbline.json and older files name a setting by its key alone.

import * as v from 'valibot';
import { OPTIMIZERS, type OptimizerName } from '../optimizers';
import { choice, live, number, value, whole } from './setting';

/** Layers that a LoRA adapts where nothing else is said: attention. */
export const DEFAULT_TARGETS: readonly string[] = ['to_q', 'to_k', 'to_v', 'to_out.0'];

const text = v.pipe(v.string(), v.minLength(1));
const finite = v.pipe(v.number(), v.finite());
const edge = v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(1024));

const proxySet = v.strictObject({
  name: v.string(),
  scoreSource: v.string(),
  count: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Rising. */
  scores: v.pipe(v.array(finite), v.minLength(1)),
});
export type ProxySet = v.InferOutput<typeof proxySet>;

const startFrom = v.strictObject({
  /** The run's id; a folder on the command line. */
  run: text,
  step: v.pipe(v.number(), v.integer(), v.minValue(0)),
  name: v.string(),
});
export type StartFrom = v.InferOutput<typeof startFrom>;

/** Where τ comes from, and what follows from a score's distance to it. */
const threshold = {
  percentile: live(number({ default: 0.5, min: 0.1, max: 0.9, step: 0.01 })),
  /** A fixed τ in score units; null = the percentile decides. */
  fixedThreshold: live(value(v.nullable(finite), null)),
  /** Whose percentile τ is (data/labels/threshold.ts). */
  thresholdScope: live(choice(['global', 'batch', 'proxy', 'prompt', 'oracle'])),
  /** The k of the prompts' shrinkage. */
  thresholdShrinkage: live(number({ default: 8, min: 0, max: 100, step: 0.5 })),
  /** β of the oracle (data/labels/oracle.ts), in standard deviations of the set's scores. */
  oracleBeta: live(number({ default: 1, min: 0.05, max: 20, scale: 'log', step: 0.05 })),
  /** Scores of the proxy set (data/labels/proxySet.ts), its name, and how many it had. */
  proxySet: live(value(v.nullable(proxySet), null)),
  ties: choice(['positive', 'negative', 'drop']),
  scoreScale: choice(['standardized', 'raw', 'minmax', 'rank']),
};

/** From gradients to updates. */
const optimizer = {
  /** Id of a record in optimizers/. */
  name: choice(OPTIMIZERS.map(({ id }) => id) as [OptimizerName, ...OptimizerName[]]),
  learningRate: live(number({ default: 1e-3, min: 1e-5, max: 1e-2, scale: 'log', step: 1e-5 })),
  weightDecay: number({ default: 0.01, min: 0, max: 0.1, step: 0.001, advanced: true }),
  maxGradNorm: number({ default: 1, min: 0, max: 10, step: 0.1, advanced: true }),
  /** Most of a step that the average of the adapters keeps (runs/adapterAverage.ts); 0 = none. */
  emaDecay: number({ default: 0, min: 0, max: 0.9999, step: 0.0001, advanced: true }),
};

/** What happens when. */
const schedule = {
  steps: live(whole({ default: 200, min: 1, max: 5000 })),
  learningRateSchedule: choice(['constant', 'constant_with_warmup', 'cosine']),
  warmupSteps: whole({ default: 0, min: 0, max: 500, advanced: true }),
  checkpointEvery: whole({ default: 10, min: 1, max: 1000, advanced: true }),
  /**
   * Whether the reference becomes the policy at the end of each epoch (UPO Alg. 1 line 15; optional
   * in TGO).
   */
  referenceUpdate: choice(['never', 'epoch']),
};

/** What is trained. */
const adapter = {
  rank: whole({ default: 8, min: 1, max: 256, scale: 'log' }),
  targets: value(v.pipe(v.array(text), v.minLength(1)), [...DEFAULT_TARGETS]),
  /** alpha/rank: what B·A is multiplied by. */
  loraScale: number({ default: 1, min: 0.1, max: 8, scale: 'log', step: 0.1, advanced: true }),
  /** The checkpoint whose adapters the run begins with and is held against; null: the base. */
  startFrom: value(v.nullable(startFrom), null),
};

/** What a step is fed, and how its errors are measured. */
const training = {
  batchSize: whole({ default: 16, min: 1, max: 64 }),
  /** Samples on the device at a time; 0 = the whole batch (runs/trainStep.ts). */
  microBatch: whole({ default: 0, min: 0, max: 64, advanced: true }),
  /** Height and width of the images in pixels; null = the base's own. */
  resolution: value(v.nullable(v.tuple([edge, edge])), null),
  /** Sizes of the resolution's area for images of other shapes (data/batches/buckets.ts). */
  aspectBuckets: choice(['off', 'on']),
  seed: whole({ default: 0, min: 0, max: 4294967295 }),
  captionDropout: number({ default: 0.1, min: 0, max: 0.5, step: 0.01, advanced: true }),
  /** Times the reference's error beyond which a sample is not pushed away further; 0 = no cap. */
  errorCap: live(number({ default: 0, min: 0, max: 10, step: 0.05, advanced: true })),
  mseSpace: choice(['prediction', 'eps', 'x0']),
  /**
   * Whether the number by which the method saturates is found before the first step
   * (runs/calibrate.ts). Off in files that do not say; new runs begin by calibrationDefault.ts.
   */
  calibration: choice(['off', 'on']),
  /**
   * MaskGIT: the log-probability is the mean or the sum over the masked tokens (docs/losses.md
   * 1.17).
   */
  maskedReduction: choice(['mean', 'sum']),
  /** How a GPU keeps the base's weights: as the file has them, as f16, or as int8. */
  weightStorage: choice(['file', 'f16', 'int8']),
};

/** Where the samples come from. */
const source = {
  /** Online: images are sampled from the reference while the run goes on (UPO Alg. 2). */
  mode: choice(['offline', 'online']),
  onlinePrompts: value(v.array(text), []),
  /** What scores the images: a reward's id, or `rating:<scale>` for a person. */
  onlineReward: value(v.nullable(v.string()), null),
  bankSize: whole({ default: 1024, min: 4, max: 8192, scale: 'log' }),
  stepsPerRound: whole({ default: 1, min: 1, max: 100 }),
};

/** Of methods on pairs and on groups (data/batches/batchDrawer.ts). */
const pairing = {
  /** The set's own comparisons or its scores; `auto`: comparisons where it has any. */
  pairSource: choice(['auto', 'comparisons', 'scores']),
  pairsPerPrompt: whole({ default: 32, min: 1, max: 1000, scale: 'log' }),
  groupSize: whole({ default: 4, min: 2, max: 32 }),
  /** μ of Diffusion-SDPO's safeguard (docs/losses.md 1.12); 0 = off. */
  winnerPreserving: number({ default: 0, min: 0, max: 1, step: 0.05, advanced: true }),
  /** Whether the timestep is the batch's or a pair's own (RPO, docs/losses.md 1.10). */
  timestepSharing: choice(['batch', 'pair']),
};

/** The sample images that a run shows of itself. */
const sampling = {
  previewEvery: whole({ default: 50, min: 0, max: 1000, advanced: true }),
  previewPrompts: value(v.array(v.string()), []),
  guidanceScale: number({ default: 3, min: 1, max: 10, step: 0.5, advanced: true }),
  inferenceSteps: whole({ default: 20, min: 2, max: 100, advanced: true }),
};

export const GROUPS = {
  threshold,
  optimizer,
  schedule,
  adapter,
  training,
  source,
  pairing,
  sampling,
} as const;
export type Groups = typeof GROUPS;
export type GroupId = keyof Groups;
export const GROUP_IDS = Object.keys(GROUPS) as readonly GroupId[];

/** The key by which lists, files and the command line know a setting of a group. */
export function keyOf(group: GroupId, name: string): string {
  return name === 'name' ? group : name;
}

/** Group and name of every setting, by its key. */
export const PLACES: ReadonlyMap<string, { readonly group: GroupId; readonly name: string }> =
  new Map(
    GROUP_IDS.flatMap((group) =>
      Object.keys(GROUPS[group]).map((name) => [keyOf(group, name), { group, name }] as const),
    ),
  );
