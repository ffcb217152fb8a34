// Runs side by side on one executor, each in its workspace: two train in turn while a sampler makes
// images of a third model, and all come out as they do alone, bit for bit. On nano and tfjs-wasm.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../executors/executor';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { initialAdapters } from '../models/lora';
import { loadBaseModel, type BaseModel } from '../paradigms/baseModel';
import type { ImagePipeline, SamplingAdapters } from '../paradigms/imagePipeline';
import { openPipeline } from '../paradigms/openPipeline';
import { paradigmOf } from '../paradigms/list';
import { normals } from '../random/philox';
import { defaultRunSettings, type RunSettings, withChange } from '../settings/runSettings';
import { offlineSamples } from '../../test-support/offlineSamples';
import type { TrainingSample } from './sampleSource';
import { adapterPlanOf } from './adapterPlan';
import { TrainRun } from './trainRun';

const { signal } = new AbortController();
const STEPS = 5;
const settings: RunSettings = {
  ...withChange(defaultRunSettings(), {
    training: { batchSize: 4, seed: 5 },
    adapter: { rank: 2 },
    schedule: { steps: STEPS },
  }),
  objective: { beta: 1, c: 5, temperature: 0.02 },
};
/** Another rank and method, so that nothing of one run would fit the other. */
const others: RunSettings = withChange(settings, {
  adapter: { rank: 4 },
  training: { seed: 9 },
  schedule: { referenceUpdate: 'epoch' },
});

let model: BaseModel;
let executor: Executor;
let pipeline: ImagePipeline;
let samples: TrainingSample[];
let drawn: SamplingAdapters;

beforeAll(async () => {
  model = await loadBaseModel('nano', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
  });
  executor = await createTfjsExecutor('wasm');
  pipeline = openPipeline(executor, model);
  const prompts = ['', ...Array.from({ length: 8 }, (_, i) => `prompt ${i % 3}`)];
  const texts = await pipeline.encodePrompts(signal, prompts);
  const length = paradigmOf(model)
    .encodedShape(model)
    .reduce((a, b) => a * b, 1);
  samples = prompts.slice(1).map((prompt, i) => ({
    encoded: {
      mean: normals(1, { stream: 90, step: 0, item: i }, length),
      logVariance: new Float32Array(length).fill(-4),
    },
    text: texts.get(prompt)!,
    score: Math.sin(i * 2),
    group: prompt,
  }));
  const plan = adapterPlanOf(model, { ...settings.adapter, rank: 3 });
  const flat = initialAdapters(plan, 1).map((value, i) => value + 0.05 * Math.sin(i));
  drawn = { plan, flat, strength: 0.7 };
});

async function open(given: RunSettings): Promise<TrainRun> {
  return TrainRun.load({
    executor,
    model,
    settings: given,
    changes: [],
    source: offlineSamples(samples),
    empty: (await pipeline.encodePrompts(signal, [''])).get('')!,
    checkpoint: null,
  });
}

/** Takes all steps without waiting for one before the next is asked for. */
async function train(run: TrainRun): Promise<{ losses: number[]; adapters: number[] }> {
  const metrics = [];
  for (let step = 0; step < STEPS; step++) {
    metrics.push((await run.takeStep(signal)).metrics);
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
  }
  const losses = (await Promise.all(metrics)).map(({ loss }) => loss);
  return { losses, adapters: [...(await run.adapters())] };
}

const sample = async (adapters: SamplingAdapters | null): Promise<number[][]> =>
  (
    await pipeline.sample(signal, {
      prompts: ['prompt 1', 'prompt 2'],
      seeds: [1, 2],
      guidanceScale: 3,
      inferenceSteps: 4,
      adapters,
    })
  ).map((image) => [...image]);

describe('two runs and two samplings on one device', () => {
  it('come out as each does alone', async () => {
    const alone = [];
    for (const given of [settings, others]) {
      const run = await open(given);
      alone.push(await train(run));
      run.dispose();
    }
    const halved = { ...drawn, strength: 0.35 };
    const images = [await sample(drawn), await sample(halved), await sample(null)];
    expect(images[0]).not.toEqual(images[1]);
    expect(alone[0]!.losses).not.toEqual(alone[1]!.losses);

    const runs = [await open(settings), await open(others)];
    const [first, second, ...again] = await Promise.all([
      train(runs[0]!),
      train(runs[1]!),
      sample(drawn),
      sample(halved),
      sample(null),
    ]);
    expect([first, second]).toEqual(alone);
    expect(again).toEqual(images);
    // One is freed, the other still has its states.
    runs[0]!.dispose();
    expect([...(await runs[1]!.adapters())]).toEqual(alone[1]!.adapters);
    runs[1]!.dispose();
  });
});
