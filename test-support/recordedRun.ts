// Trains one recorded case: 40 steps of a bundled nano model on a small set made here, with a
// change of live settings at step 15 and (TGO) an updated reference. What comes back are the bits
// that fixtures/recorded/steps.json holds, so that moving code cannot change a number unnoticed.
// Two seconds per case on wasm, twenty on SwiftShader.

import { readFileSync } from 'node:fs';
import { loadBaseModel } from '../src/paradigms/baseModel';
import type { ImagePipeline, TextConditioning } from '../src/paradigms/imagePipeline';
import { openPipeline } from '../src/paradigms/openPipeline';
import type { Executor } from '../src/executors/executor';
import { toPixels } from '../src/formats/png';
import { sha256 } from '../src/formats/sha256';
import { pixelRewardById } from '../src/rewards';
import { offlineSamples } from './offlineSamples';
import { OnlineSamples } from '../src/runs/onlineSamples';
import type { SampleSource } from '../src/runs/sampleSource';
import { trainLoop } from '../src/runs/trainLoop';
import { TrainRun } from '../src/runs/trainRun';
import { defaultRunSettings, type RunSettings, withChange } from '../src/settings/runSettings';

export const RECORDED_STEPS = 40;
const CHANGE_STEP = 15;
const SET_SIZE = 12;
const PROMPTS = ['noto emoji of red heart', '3d emoji of cat', 'noto emoji of blue book'];

export interface RecordedCase {
  readonly paradigm: 'diffusion' | 'maskgit';
  readonly method: 'tgo' | 'sft';
  readonly mode: 'offline' | 'online';
}

export const RECORDED_CASES: readonly RecordedCase[] = (['diffusion', 'maskgit'] as const).flatMap(
  (paradigm) => [
    { paradigm, method: 'tgo', mode: 'offline' } as const,
    { paradigm, method: 'sft', mode: 'offline' } as const,
    { paradigm, method: 'tgo', mode: 'online' } as const,
  ],
);

export const caseName = ({ paradigm, method, mode }: RecordedCase): string =>
  `${paradigm} ${method} ${mode}`;

/** One case's bits. */
export interface Recording {
  /** Per step: loss and gradient norm, each the 16 hex digits of its float64. */
  readonly steps: readonly string[];
  /** Steps done -> SHA-256 of the flat float32 adapters. */
  readonly adapters: Readonly<Record<number, string>>;
}

/** What a recording was made with, per executor. */
export interface RecordedSection {
  /** The adapter or backend; bits are compared on the same one only. */
  readonly device: string;
  readonly cases: Readonly<Record<string, Recording>>;
}

/** Opens the bundled model of a paradigm on an executor. */
export async function openNano(
  executor: Executor,
  paradigm: RecordedCase['paradigm'],
): Promise<ImagePipeline> {
  const id = paradigm === 'diffusion' ? 'nano' : 'nano-maskgit';
  const model = await loadBaseModel(id, {
    read: async (path) => new Uint8Array(readFileSync(`public/models/${id}/${path}`)),
  });
  return openPipeline(executor, model);
}

function settingsOf({ paradigm, method, mode }: RecordedCase): RunSettings {
  return {
    ...withChange(defaultRunSettings(), {
      source: {
        mode,
        onlinePrompts: mode === 'online' ? [...PROMPTS, 'a green leaf'] : [],
        onlineReward: mode === 'online' ? 'warmth' : null,
        bankSize: 8,
        stepsPerRound: 8,
      },
      optimizer: { learningRate: 3e-3 },
      training: { batchSize: 2, seed: 5 },
      adapter: { rank: 2 },
      schedule: {
        steps: RECORDED_STEPS,
        checkpointEvery: 10,
        referenceUpdate: method === 'tgo' ? 'epoch' : 'never',
      },
      sampling: { previewEvery: 0, inferenceSteps: 2 },
    }),
    paradigm,
    method,
    objective: {
      ...defaultRunSettings(method, paradigm).objective,
      ...(method === 'tgo' && (paradigm === 'maskgit' ? { beta: 5 } : { temperature: 0.02 })),
    },
  };
}

/**
 * Image `index` of the set: two colours that meet at an edge, values in [−1, 1], channels last.
 * No sine or power in it, so that every machine makes the same one.
 */
function image(index: number, size: number): Float32Array {
  const colour = (channel: number, side: number) =>
    (((index * 37 + channel * 59 + side * 83) % 101) / 101) * 2 - 1;
  return Float32Array.from({ length: size * size * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    const [x, y] = [pixel % size, Math.floor(pixel / size)];
    return colour(i % 3, x * (1 + (index % 3)) + y > size ? 1 : 0);
  });
}

async function sourceOf(
  pipeline: ImagePipeline,
  settings: RunSettings,
): Promise<{ source: SampleSource; empty: TextConditioning }> {
  const { signal } = new AbortController();
  const size = pipeline.model.imageSize;
  const reward = pixelRewardById('warmth');
  const online = settings.source.mode === 'online';
  const prompts = online ? settings.source.onlinePrompts : PROMPTS;
  const texts = await pipeline.encodePrompts(signal, ['', ...prompts]);
  const empty = texts.get('')!;
  if (online) {
    const source = new OnlineSamples({
      settings,
      pipeline,
      texts,
      checkpoint: null,
      async score(roundSignal, drawn) {
        const images = await pipeline.decode(roundSignal, drawn.encoded);
        return images.map((image, i) => reward.score(toPixels(image, size), drawn.prompts[i]!));
      },
      onRound: async () => undefined,
    });
    return { source, empty };
  }
  const images = Array.from({ length: SET_SIZE }, (_, i) => image(i, size[0]));
  const encoded = await pipeline.encodeImages(signal, images);
  const samples = encoded.map((one, i) => {
    const group = prompts[i % prompts.length]!;
    return { encoded: one, text: texts.get(group)!, score: ((i * 7) % SET_SIZE) / SET_SIZE, group };
  });
  return { source: offlineSamples(samples), empty };
}

function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

/** Trains the first `count` steps of the case. */
export async function record(
  executor: Executor,
  pipeline: ImagePipeline,
  one: RecordedCase,
  count: number,
): Promise<Recording> {
  const settings = settingsOf(one);
  const { source, empty } = await sourceOf(pipeline, settings);
  const run = await TrainRun.load({
    executor,
    model: pipeline.model,
    settings,
    changes: [],
    source,
    checkpoint: null,
    empty,
  });
  const steps: string[] = [];
  const adapters: Record<number, string> = {};
  let changed = false;
  await trainLoop('recorded', run, {
    signal: new AbortController().signal,
    shouldContinue() {
      if (run.step === CHANGE_STEP && !changed) {
        changed = true;
        const { beta } = settings.objective;
        run.changeSettings({
          ...(beta !== undefined && { objective: { beta: beta * 2, c: 2 } }),
          optimizer: { learningRate: 1e-3 },
          threshold: { percentile: 0.4 },
        });
      }
      return run.step < count;
    },
    onStep: ({ loss, gradientNorm }) => steps.push(`${bits(loss)} ${bits(gradientNorm)}`),
    async onCheckpoint(checkpoint) {
      const { buffer, byteOffset, byteLength } = checkpoint.adapters;
      adapters[checkpoint.step] = await sha256(new Uint8Array(buffer, byteOffset, byteLength));
    },
    onPreview: async () => undefined,
  });
  run.dispose();
  return { steps, adapters };
}
