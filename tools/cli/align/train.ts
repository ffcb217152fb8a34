// The training of a headless run: from the newest checkpoint in its folder if there is one, and out
// as what others read (LoRA files, metrics, settings). What it learns from is handed in.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepMetrics } from '../../../src/domain/metrics';
import { StudioError } from '../../../src/errors';
import type { Executor } from '../../../src/executors/executor';
import type { BaseModel } from '../../../src/paradigms/baseModel';
import {
  defaultRunSettings,
  parseRunSettings,
  type Paradigm,
  type RunSettings,
} from '../../../src/settings/runSettings';
import { createFileCheckpointStore } from '../../../src/storage/checkpointsFile';
import type { Checkpoint } from '../../../src/runs/checkpoint';
import { exportLora } from '../../../src/runs/exportLora';
import { metricsCsv } from '../../../src/runs/metricsCsv';
import { trainLoop } from '../../../src/runs/trainLoop';
import { TrainRun } from '../../../src/runs/trainRun';
import { progressBar } from './progressBar';
import type { AlignSource, Learning } from './source';

/** plumbline.json beside a bundled model. */
export interface Beside {
  defaults?: Record<string, unknown>;
  methodDefaults?: Record<string, Record<string, unknown>>;
  rewardId?: string | null;
  name?: string;
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
  paradigm: Paradigm,
  further: Record<string, unknown> = {},
): RunSettings {
  return parseRunSettings({
    ...defaultRunSettings(),
    ...beside.defaults,
    ...beside.methodDefaults?.[method],
    ...further,
    ...set,
    paradigm,
    method,
    seed,
    previewEvery: 0,
    ...(steps === null ? {} : { steps }),
  });
}

export interface Training {
  readonly out: string;
  /** Name in the LoRA files. */
  readonly name: string;
  readonly executor: Executor;
  readonly model: BaseModel;
  readonly settings: RunSettings;
  /**
   * What is learned from, after the checkpoint that is gone on from. `saveFilling` keeps what no
   * step would save.
   */
  open(checkpoint: Checkpoint | null, saveFilling: () => Promise<void>): Promise<AlignSource>;
}

export interface Trained {
  readonly run: TrainRun;
  /** Adapters, flat. */
  readonly flat: Float32Array;
  readonly metrics: readonly StepMetrics[];
  readonly learning: Learning;
  readonly secondsAStep: number;
}

/**
 * Trains to the end and writes the files into `out`. Errors: BadCheckpoint where `out` holds a run
 * with other settings; StudioError from training.
 */
export async function train({
  out,
  name,
  executor,
  model,
  settings,
  open,
}: Training): Promise<Trained> {
  await mkdir(out, { recursive: true });
  const store = createFileCheckpointStore(join(out, 'checkpoints'));
  const checkpoint = await store.load('run');
  if (checkpoint) {
    const differing = Object.keys(settings).filter(
      (key) =>
        key !== 'steps' &&
        JSON.stringify(checkpoint.settings[key as keyof RunSettings]) !==
          JSON.stringify(settings[key as keyof RunSettings]),
    );
    if (differing.length > 0)
      throw new StudioError(
        'BadCheckpoint',
        `${out} holds a run with other settings (${differing.join(', ')}).`,
        'Give another --out, or the settings of that run.',
      );
    console.error(`resuming at step ${checkpoint.step}`);
  }
  const learnedFrom = await open(checkpoint, async () => save(await run.checkpoint('run')));
  const run = await TrainRun.load({
    executor,
    model,
    settings,
    changes: [],
    source: learnedFrom.source,
    empty: learnedFrom.texts.get('')!,
    checkpoint,
  });

  const metricsFile = join(out, 'metrics.json');
  const metrics = checkpoint
    ? (await json<StepMetrics[]>(metricsFile)).filter((one) => one.step < run.step)
    : [];
  const save = async (made: Checkpoint): Promise<void> => {
    await store.save(made);
    await writeFile(metricsFile, JSON.stringify(metrics));
  };
  const bar = progressBar(settings.method, settings.steps);
  const started = performance.now();
  const first = run.step;
  await trainLoop('run', run, {
    signal: new AbortController().signal,
    shouldContinue: () => true,
    onStep(step) {
      metrics.push(step);
      bar(step.step + 1, `loss ${step.loss.toFixed(4)}`);
    },
    onCheckpoint: save,
    onPreview: async () => undefined,
  });
  const seconds = (performance.now() - started) / 1000;

  const flat = await run.adapters();
  const learning = learnedFrom.learned(settings, metrics);
  const facts = {
    name,
    modelName: model.id,
    modelHash: model.hash,
    predictionType: model.predictionType,
    imageSize: model.imageSize,
    settings,
    changes: [],
    step: run.step,
    executor: executor.name,
    ...learning.facts,
  };
  await writeFile(
    join(out, 'pytorch_lora_weights.safetensors'),
    await exportLora(run.plan, flat, 'diffusers', facts),
  );
  await writeFile(
    join(out, 'kohya_lora.safetensors'),
    await exportLora(run.plan, flat, 'kohya', facts),
  );
  await writeFile(join(out, 'metrics.csv'), metricsCsv(metrics, settings, []));
  await writeFile(join(out, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
  return { run, flat, metrics, learning, secondsAStep: seconds / Math.max(1, run.step - first) };
}
