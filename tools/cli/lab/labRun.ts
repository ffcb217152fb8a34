// One run of a lab: trained from its settings, measured on a list of prompts. The training is that
// of the studio; nothing is kept of it but its adapters, in the work folder.

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { StudioError } from '../../../src/errors';
import { refuseUntrainable } from '../../../src/objectives';
import type { ImagePipeline, SamplingAdapters } from '../../../src/paradigms/imagePipeline';
import type { ClipFeatureSource } from '../../../src/rewards';
import { openRun } from '../../../src/runs/openRun';
import type { StartAdapters } from '../../../src/runs/checkpointAdapters';
import { trainLoop } from '../../../src/runs/trainLoop';
import { runAdapters } from '../../../src/runs/samplingAdapters';
import { withChange, type RunSettings } from '../../../src/settings/runSettings';
import { sampleAndScore } from '../align/draw';
import { alignedSideEffects, sampledSideEffects } from '../align/sideEffects';
import { settingsFor, type Beside } from '../align/train';
import { labRewards, type Ground } from './ground';
import type { LabFile, PromptList } from './labFile';
import {
  runKey,
  shortened,
  type CurvePoint,
  type LabFolder,
  type LabRun,
  type Measured,
  type RunState,
} from './labState';

export interface Bench {
  readonly lab: LabFile;
  readonly pipeline: ImagePipeline;
  readonly scorer: ClipFeatureSource;
  readonly beside: Beside;
  readonly folder: LabFolder;
  readonly work: string;
}

/** The run that one of two stages begins with; null of one stage. */
function firstStage({ lab }: Bench, { reward, method: { after }, seed }: LabRun): LabRun | null {
  const method = lab.methods.find(({ name }) => name === after);
  return method ? { reward, method, trial: 0, seed } : null;
}

/**
 * Settings of a run: the lab's, then its trial's, with what it begins with. Errors: BadSettings; of
 * an unknown method.
 */
export function labSettings(bench: Bench, run: LabRun): RunSettings {
  const { lab, pipeline, beside } = bench;
  const { method, trial, seed } = run;
  refuseUntrainable(method.method);
  const first = firstStage(bench, run);
  const start = first && {
    run: runKey(first),
    step: labSettings(bench, first).schedule.steps,
    name: first.method.name,
  };
  return settingsFor(
    { method: method.method, seed, steps: null, set: method.trials[trial]! },
    beside,
    pipeline.model.paradigm,
    start ? [lab.settings, { adapter: { startFrom: start } }] : [lab.settings],
  );
}

const sameSettings = (a: RunSettings, b: RunSettings): boolean =>
  Object.keys(b).every(
    (key) =>
      JSON.stringify(a[key as keyof RunSettings]) === JSON.stringify(b[key as keyof RunSettings]),
  );

/** What is known of a run. Errors: BadSettings where its file holds other settings. */
export async function stateOf(bench: Bench, ground: Ground, run: LabRun): Promise<RunState | null> {
  const state = await bench.folder.run(run);
  if (state === null) return null;
  if (
    state.baseHash !== ground.facts.baseHash ||
    state.trainedOn !== ground.facts.trainedOn ||
    !sameSettings(state.settings, labSettings(bench, run))
  )
    throw new StudioError(
      'BadSettings',
      `${runKey(run)} was made with other settings, another set or another base.`,
      'Delete its file to make it again, or name the lab otherwise.',
    );
  return state;
}

interface TrainedAdapters {
  readonly flat: Float32Array;
  readonly seconds: number;
}

const adapterPath = (bench: Bench, run: LabRun, step: number): string =>
  join(bench.work, `${runKey(run)}-${step}.bin`);

async function keptAdapters(bench: Bench, run: LabRun, step: number): Promise<Float32Array | null> {
  const path = adapterPath(bench, run, step);
  if (!existsSync(path)) return null;
  const bytes = await readFile(path);
  return new Float32Array(new Uint8Array(bytes).buffer);
}

/** The adapters that a run begins with, as those of a checkpoint; null: the base's. */
async function startOf(bench: Bench, ground: Ground, run: LabRun): Promise<StartAdapters | null> {
  const first = firstStage(bench, run);
  if (first === null) return null;
  const { adapter, schedule } = labSettings(bench, first);
  return {
    baseHash: bench.pipeline.model.hash,
    rank: adapter.rank,
    alpha: adapter.rank * adapter.loraScale,
    adapters:
      (await keptAdapters(bench, first, schedule.steps)) ??
      (await trained(bench, ground, first)).flat,
    ema: null,
  };
}

/** Trains a run to its end, keeping its adapters at every quarter. */
async function trained(bench: Bench, ground: Ground, run: LabRun): Promise<TrainedAdapters> {
  const own = labSettings(bench, run);
  const { steps } = own.schedule;
  const quarter = Math.max(1, Math.round(steps / 4));
  const opened = await openRun(new AbortController().signal, {
    pipeline: bench.pipeline,
    settings: withChange(own, {
      schedule: { checkpointEvery: 1_000_000 },
      sampling: { previewEvery: quarter },
    }),
    changes: [],
    checkpoint: null,
    start: await startOf(bench, ground, run),
    samples: ground.samples,
    scorer: null,
    onRound: async () => undefined,
    progress: () => undefined,
  });
  try {
    const path = adapterPath(bench, run, 0);
    await mkdir(dirname(path), { recursive: true });
    const kept: Promise<void>[] = [];
    let milliseconds = 0;
    await trainLoop('lab', opened.run, {
      signal: new AbortController().signal,
      shouldContinue: () => true,
      onStep: ({ stepMs, values: { drawMs = 0 } }) => {
        milliseconds += stepMs + drawMs;
      },
      onCheckpoint: async () => undefined,
      onPreview: (step, adapters) =>
        kept.push(adapters.then((flat) => writeFile(adapterPath(bench, run, step), flat))),
    });
    await Promise.all(kept);
    const flat = await opened.run.adapters();
    await writeFile(adapterPath(bench, run, steps), flat);
    return { flat, seconds: milliseconds / 1000 };
  } finally {
    opened.run.dispose();
  }
}

const imagesPath = (bench: Bench, run: LabRun): string =>
  join(bench.work, `${runKey(run)}-images.v8`);

/** Samples and scores a list of prompts with the adapters of a run. */
async function measured(
  bench: Bench,
  ground: Ground,
  run: LabRun,
  flat: Float32Array,
  list: PromptList,
): Promise<Measured> {
  const { pipeline, scorer, lab } = bench;
  const { facts } = ground;
  const settings = labSettings(bench, run);
  const adapters = runAdapters(pipeline.model, settings, flat, 1);
  const base = await ground.baseDrawn(list);
  const started = performance.now();
  const drawn = await sampleAndScore(
    pipeline,
    facts.prompts[list],
    facts.noises[list],
    {
      guidanceScale: facts.guidanceScale,
      inferenceSteps: facts.inferenceSteps,
      adapters,
      rewards: labRewards(lab),
      scorer,
      diversityPrompts: 0,
    },
    () => undefined,
  );
  const sampleSeconds = (performance.now() - started) / 1000;
  if (list === 'test') await writeFile(imagesPath(bench, run), serialize(drawn.images));
  return {
    rewards: drawn.rewards,
    // Log-ratios cost as much as a third of the images: the trials do without.
    sideEffects:
      list === 'test'
        ? await alignedSideEffects(pipeline, base, drawn, adapters)
        : sampledSideEffects(base, drawn),
    sampleSeconds,
  };
}

/** The state of a run with `list` measured: trained and sampled as far as its file lacks it. */
export async function labRun(
  bench: Bench,
  ground: Ground,
  run: LabRun,
  list: PromptList,
): Promise<RunState> {
  const known = await stateOf(bench, ground, run);
  if (known?.[list] !== undefined || known?.failed !== undefined) return known;
  const settings = labSettings(bench, run);
  const facts = {
    settings,
    baseHash: ground.facts.baseHash,
    trainedOn: ground.facts.trainedOn,
    executor: bench.pipeline.executor.name,
  };
  let state: RunState;
  try {
    let flat = known === null ? null : await keptAdapters(bench, run, settings.schedule.steps);
    let trainSeconds = known?.trainSeconds ?? 0;
    if (flat === null) {
      const made = await trained(bench, ground, run);
      flat = made.flat;
      trainSeconds = made.seconds;
      await bench.folder.write(runKey(run), shortened({ ...known, ...facts, trainSeconds }));
    }
    state = {
      ...known,
      ...facts,
      trainSeconds,
      [list]: await measured(bench, ground, run, flat, list),
    };
  } catch (error) {
    // A run whose numbers stopped being finite is a result; anything else is not.
    if (!(error instanceof StudioError && error.kind === 'NotFinite')) throw error;
    state = { ...facts, trainSeconds: 0, failed: error.message };
  }
  await bench.folder.write(runKey(run), shortened(state));
  return state;
}

/** The adapters of a run as they sample; trained again where the work folder lacks them. */
export async function adaptersOf(
  bench: Bench,
  ground: Ground,
  run: LabRun,
): Promise<SamplingAdapters> {
  const settings = labSettings(bench, run);
  const flat =
    (await keptAdapters(bench, run, settings.schedule.steps)) ??
    (await trained(bench, ground, run)).flat;
  return runAdapters(bench.pipeline.model, settings, flat, 1);
}

/**
 * First images of the first `count` test prompts of a run; sampled again, and the run trained
 * again, where the work folder lacks them.
 */
export async function labImages(
  bench: Bench,
  ground: Ground,
  run: LabRun,
  count: number,
): Promise<Uint8ClampedArray[]> {
  const path = imagesPath(bench, run);
  if (!existsSync(path)) {
    const { steps } = labSettings(bench, run).schedule;
    const flat =
      (await keptAdapters(bench, run, steps)) ?? (await trained(bench, ground, run)).flat;
    await measured(bench, ground, run, flat, 'test');
  }
  const images = deserialize(await readFile(path)) as Uint8ClampedArray[];
  const { noises, prompts } = ground.facts;
  return prompts.test.slice(0, count).map((_, p) => images[p * noises.test]!);
}

/** The rewards of a run at its quarters, on validation prompts. */
export async function labCurve(bench: Bench, ground: Ground, run: LabRun): Promise<void> {
  const state = await stateOf(bench, ground, run);
  if (state === null || state.failed !== undefined || state.curve !== undefined) return;
  const { steps } = state.settings.schedule;
  const quarter = Math.max(1, Math.round(steps / 4));
  if ((await keptAdapters(bench, run, quarter)) === null) await trained(bench, ground, run);
  const curve: CurvePoint[] = [];
  for (let step = quarter; step < steps; step += quarter) {
    const flat = (await keptAdapters(bench, run, step))!;
    const { rewards, sideEffects } = await measured(bench, ground, run, flat, 'validation');
    curve.push({
      step,
      trainSeconds: (state.trainSeconds * step) / steps,
      rewards,
      sideEffects,
    });
  }
  await bench.folder.write(runKey(run), shortened({ ...state, curve }));
}
