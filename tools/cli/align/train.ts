// The training of a headless run: the command line's adapter of runs/, over files and progress
// bars. From the newest checkpoint in its folder if there is one, and out as what others read (LoRA
// files, metrics, settings). What it learns from is handed in.

import type { ParadigmId } from '../../../src/paradigms/facts';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readStep, type StepMetrics } from '../../../src/domain/metrics';
import { StudioError } from '../../../src/errors';
import type {
  BaseModel,
  ImagePipeline,
  SamplingAdapters,
} from '../../../src/paradigms/imagePipeline';
import { ActiveRun } from '../../../src/runs/activeRun';
import { layeredSettings, valuesByKey } from '../../../src/settings/flatSettings';
import {
  defaultRunSettings,
  parseRunSettings,
  withChange,
  type RunSettings,
  type SettingsPatch,
} from '../../../src/settings/runSettings';
import { createFileCheckpointStore } from '../../../src/storage/checkpointsFile';
import type { Checkpoint } from '../../../src/runs/checkpoint';
import { exportLora } from '../../../src/runs/exportLora';
import { paradigmFacts } from '../../../src/paradigms/facts';
import { learnedFromSet, learnedOnline, type LearnedFrom } from '../../../src/runs/learnedFrom';
import { metricsCsv } from '../../../src/runs/metricsCsv';
import {
  fitLora,
  loraCheckpoint,
  OPENED_STEP,
  type FittedLora,
} from '../../../src/runs/openedLora';
import { openRun } from '../../../src/runs/openRun';
import type { RunListener, RunStore, SampleProvider, Scorer } from '../../../src/runs/ports';
import type { TrainRun } from '../../../src/runs/trainRun';
import { strings } from '../../../src/strings';
import { imagesSampled } from '../../../src/settings/onlinePlan';
import { progressBar } from './progressBar';

/** plumbline.json beside a bundled model. */
export interface Beside {
  defaults?: Record<string, unknown>;
  methodDefaults?: Record<string, Record<string, unknown>>;
  rewardId?: string | null;
  name?: string;
}

/** plumbline.json beside a model; a model of one's own has none. Errors: SyntaxError. */
export async function besideOf(folder: string): Promise<Beside> {
  const path = join(folder, 'plumbline.json');
  return existsSync(path) ? json<Beside>(path) : {};
}

export async function json<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

interface Asked {
  readonly method: RunSettings['method'];
  readonly seed: number;
  readonly steps: number | null;
  readonly set: Readonly<Record<string, string | number>>;
}

/**
 * Settings: the list's defaults, then the model's, then the model's for this method, then
 * `further`, then those asked for by name. Errors: BadSettings.
 */
export function settingsFor(
  { method, seed, steps, set }: Asked,
  beside: Beside,
  paradigm: ParadigmId,
  further: readonly Readonly<Record<string, unknown>>[] = [],
): RunSettings {
  const of = { method, paradigm };
  return parseRunSettings(
    layeredSettings(of, [
      defaultRunSettings(method, paradigm),
      beside.defaults ?? {},
      beside.methodDefaults?.[method] ?? {},
      ...further,
      set,
      { seed, previewEvery: 0, ...(steps === null ? {} : { steps }) },
    ]),
  );
}

export interface Training {
  readonly out: string;
  /** Name in the LoRA files. */
  readonly name: string;
  readonly pipeline: ImagePipeline;
  readonly settings: RunSettings;
  /** Of an offline run. */
  readonly samples: SampleProvider | null;
  /** Of an online run. */
  readonly scorer: Scorer | null;
}

export interface Trained {
  readonly run: TrainRun;
  /** Adapters, flat. */
  readonly flat: Float32Array;
  readonly metrics: readonly StepMetrics[];
  readonly learned: LearnedFrom;
  readonly secondsAStep: number;
  /** Steps done. */
  readonly step: number;
  /** To sample with. */
  readonly adapters: SamplingAdapters;
}

/** The one run of a folder. */
const RUN = 'run';

/** Errors: BadCheckpoint where the folder holds a run with other settings than these. */
function checkSame(out: string, settings: RunSettings, checkpoint: Checkpoint): void {
  const stored = new Map(
    valuesByKey(checkpoint.settings).map(({ key, value }) => [key, JSON.stringify(value)]),
  );
  const differing = valuesByKey(settings)
    .filter(({ key, value }) => key !== 'steps' && stored.get(key) !== JSON.stringify(value))
    .map(({ key }) => key);
  if (differing.length > 0)
    throw new StudioError(
      'BadCheckpoint',
      `${out} holds a run with other settings (${differing.join(', ')}).`,
      'Give another --out, or the settings of that run.',
    );
}

/** Checkpoints and curve of a run as files; `metrics` grows with what is saved. */
function fileStore(out: string, metrics: StepMetrics[]): RunStore {
  return {
    checkpoints: createFileCheckpointStore(join(out, 'checkpoints')),
    async saveMetrics(steps) {
      metrics.push(...steps);
      await writeFile(join(out, 'metrics.json'), JSON.stringify(metrics));
    },
    kept: () => Promise.resolve(new Set()),
  };
}

const isLoraFile = (path: string): boolean => /\.safetensors$/i.test(path);

/**
 * A LoRA file read for a base, with PEFT's adapter_config.json where it lies beside it. Errors:
 * those of fitLora; of reading the file.
 */
async function openLora(path: string, model: BaseModel): Promise<FittedLora> {
  const config = join(dirname(path), 'adapter_config.json');
  return fitLora(model, {
    fileName: basename(path),
    bytes: new Uint8Array(await readFile(path)),
    config: existsSync(config) ? await json(config) : null,
  });
}

/** Says what the file is, and what of it is left out. */
function tellLora({ facts }: FittedLora): void {
  const { fileName, layers, ranks, names, textLayers, alphaKnown } = facts;
  const { lora } = strings.models;
  const rank = lora.ranks(String(ranks[0]), String(ranks[1]));
  console.error(`${fileName}: ${lora.words(String(layers), rank)}, ${names} names`);
  if (textLayers > 0) console.error(lora.noText(String(textLayers)));
  if (!alphaKnown) console.error(lora.noAlpha);
}

/**
 * The checkpoint that settings start from, of the run in a folder or of a LoRA file. Errors:
 * BadCheckpoint; those of openLora.
 */
async function startOf(
  { adapter: { startFrom } }: RunSettings,
  model: BaseModel,
): Promise<Checkpoint | null> {
  if (startFrom === null) return null;
  const { run, step } = startFrom;
  if (isLoraFile(run)) return loraCheckpoint(model, RUN, await openLora(run, model));
  const found = await createFileCheckpointStore(join(run, 'checkpoints')).load(RUN, step);
  if (found) return found;
  throw new StudioError(
    'BadCheckpoint',
    `${run} holds no checkpoint of step ${step}.`,
    'Give the --out folder of a finished run.',
  );
}

/** Settings that start from the newest checkpoint of the run in a folder, or from a LoRA file. */
export async function startingFrom(run: string, model: BaseModel): Promise<SettingsPatch> {
  if (isLoraFile(run)) {
    const fitted = await openLora(run, model);
    tellLora(fitted);
    const { rank, targets, loraScale } = fitted.settings.adapter;
    const name = basename(run);
    return {
      adapter: { rank, targets, loraScale, startFrom: { run, step: OPENED_STEP, name } },
    };
  }
  const steps = await createFileCheckpointStore(join(run, 'checkpoints')).list(RUN);
  const step = steps.at(-1);
  const found =
    step === undefined
      ? null
      : await createFileCheckpointStore(join(run, 'checkpoints')).load(RUN, step);
  if (!found)
    throw new StudioError(
      'BadCheckpoint',
      `${run} holds no checkpoint to start from.`,
      'Give the --out folder of a finished run.',
    );
  const { rank, targets, loraScale } = found.settings.adapter;
  return {
    adapter: { rank, targets, loraScale, startFrom: { run, step: found.step, name: run } },
  };
}

/** Bars on the terminal; `failure` is what ended the run, if anything did. */
function terminalListener(settings: RunSettings): RunListener & { failure: unknown } {
  const bar = progressBar(settings.method, settings.schedule.steps);
  const filling = imagesSampled(settings, 0);
  const bankBar = progressBar('filling the bank', filling);
  return {
    failure: null,
    steps(steps) {
      const last = steps.at(-1)!;
      bar(last.step + 1, `loss ${last.loss.toFixed(4)}`);
    },
    status: async () => undefined,
    bank({ round }) {
      const sampled = (round + 1) * settings.training.batchSize;
      if (sampled <= filling) bankBar(sampled);
    },
    async failed(error) {
      this.failure = error;
    },
  };
}

/**
 * Trains to the end and writes the files into `out`. Errors: BadCheckpoint where `out` holds a run
 * with other settings; StudioError from training.
 */
export async function train({
  out,
  name,
  pipeline,
  settings,
  samples: provider,
  scorer,
}: Training): Promise<Trained> {
  const { model, executor } = pipeline;
  await mkdir(out, { recursive: true });
  const metrics: StepMetrics[] = [];
  const store = fileStore(out, metrics);
  const checkpoint = await store.checkpoints.load(RUN);
  const start = checkpoint === null ? await startOf(settings, model) : null;
  if (checkpoint) {
    checkSame(out, settings, checkpoint);
    console.error(`resuming at step ${checkpoint.step}`);
    const stored = await json<StepMetrics[]>(join(out, 'metrics.json'));
    metrics.push(...stored.map(readStep).filter((one) => one.step < checkpoint.step));
  }
  let active: ActiveRun | null = null;
  const { run, samples, buckets } = await openRun(new AbortController().signal, {
    pipeline,
    settings,
    changes: checkpoint?.changes ?? [],
    checkpoint,
    start,
    samples: provider,
    scorer,
    onRound: async (bank) => active?.roundDone(bank, false),
    progress: () => undefined,
  });
  if (checkpoint === null)
    for (const { values } of run.changes) console.error(`calibrated: ${JSON.stringify(values)}`);
  for (const { size, images } of buckets ?? [])
    console.error(`bucket ${size[1]}×${size[0]} px: ${images} images`);
  const listener = terminalListener(settings);
  active = new ActiveRun({ id: RUN, run, store, listener, paintBase: false, paint: null });
  const started = performance.now();
  const first = run.step;
  await active.resume();
  await active.settled();
  if (listener.failure !== null) throw listener.failure;
  const seconds = (performance.now() - started) / 1000;

  const flat = await run.adapters();
  const learned =
    settings.source.mode === 'online'
      ? learnedOnline(settings, metrics, run.step)
      : learnedFromSet(settings, samples);
  const facts = {
    name,
    modelName: model.id,
    modelHash: model.hash,
    predictionType: model.predictionType,
    contextWidth: model.textEncoder.hidden_size,
    imageSize: model.imageSize,
    settings,
    changes: run.changes,
    step: run.step,
    executor: executor.name,
    ...learned,
  };
  await writeFile(
    join(out, 'pytorch_lora_weights.safetensors'),
    await exportLora(run.plan, flat, 'diffusers', facts),
  );
  // Of a paradigm that kohya's format has no names for, every loader would ignore the file.
  if (paradigmFacts(settings.paradigm).kohyaExport)
    await writeFile(
      join(out, 'kohya_lora.safetensors'),
      await exportLora(run.plan, flat, 'kohya', facts),
    );
  await writeFile(join(out, 'metrics.csv'), metricsCsv(metrics, settings, []));
  await writeFile(join(out, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
  return {
    run,
    flat,
    metrics,
    learned,
    secondsAStep: seconds / Math.max(1, run.step - first),
    step: run.step,
    adapters: run.sampling(flat),
  };
}

/** What `train` gives, of a LoRA file: nothing is trained. Errors: those of openLora. */
export async function trainedElsewhere(
  out: string,
  path: string,
  model: BaseModel,
  settings: RunSettings,
): Promise<Omit<Trained, 'run' | 'flat'>> {
  const fitted = await openLora(path, model);
  tellLora(fitted);
  const { plan, adapters: flat, settings: own } = fitted;
  await mkdir(out, { recursive: true });
  const shown = withChange(own, { sampling: settings.sampling });
  await writeFile(join(out, 'settings.json'), `${JSON.stringify(shown, null, 2)}\n`);
  return {
    metrics: [],
    learned: learnedFromSet(own, []),
    secondsAStep: 0,
    step: 0,
    adapters: { plan, flat, strength: 1 },
  };
}
