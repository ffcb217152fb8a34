// DRO's source on the nano models: what a pair consists of, that a policy that is still its
// reference makes no error on its own samples, what a checkpoint keeps of a round.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { loadBaseModel } from '../paradigms/baseModel';
import { diffusionInputs } from '../paradigms/diffusion/trainingInputs';
import type { DiffusionBase } from '../paradigms/diffusion/base';
import { shiftedTimesteps } from '../paradigms/diffusion/trajectory';
import type {
  ImagePipeline,
  ImageTokens,
  LatentMoments,
  SamplingAdapters,
} from '../paradigms/imagePipeline';
import { openPipeline } from '../paradigms/openPipeline';
import type { TrajectoryState } from '../paradigms/paradigm';
import { normals } from '../random/philox';
import { defaultRunSettings, withChange, type RunSettings } from '../settings/runSettings';
import { metricOf } from '../domain/metrics';
import type { SampleProvider } from './ports';
import { openRun, type OpenedRun } from './openRun';
import { DemonstrationSamples } from './demonstrationSamples';
import { OfflineSamples } from './offlineSamples';
import type { TrainingSample } from './sampleSource';

const { signal } = new AbortController();
const CAPTIONS = ['a cat', 'a dog', 'a cat', 'a dog', 'a cat', 'a dog'];
const SCORES = [9, 8, 7, 1, 2, 3];

const settingsOf = (paradigm: 'diffusion' | 'maskgit'): RunSettings =>
  withChange(defaultRunSettings('dro', paradigm), {
    training: { batchSize: 4, seed: 2, captionDropout: 0.5 },
    adapter: { rank: 2 },
    schedule: { steps: 5 },
    source: { stepsPerRound: 3 },
    sampling: { previewEvery: 0, inferenceSteps: 5 },
  });

async function pipelineOf(id: string): Promise<ImagePipeline> {
  const model = await loadBaseModel(id, {
    read: async (path) => new Uint8Array(readFileSync(`public/models/${id}/${path}`)),
  });
  return openPipeline(await createTfjsExecutor('wasm'), model);
}

async function openDro(pipeline: ImagePipeline, settings: RunSettings): Promise<OpenedRun> {
  const [height, width] = pipeline.model.imageSize;
  const images = CAPTIONS.map((_, i) =>
    normals(1, { stream: 90, step: 0, item: i }, height * width * 3).map(Math.tanh),
  );
  const encoded = await pipeline.encodeImages(signal, images);
  const samples: SampleProvider = {
    open: async () => ({
      samples: CAPTIONS.map((caption, i) => ({ caption, score: SCORES[i]!, group: caption })),
      encode: async (_, places) => places.map((place) => encoded[place]!),
      embeddings: () => Promise.reject(new Error('nobody asks for them')),
    }),
  };
  return openRun(signal, {
    pipeline,
    settings,
    changes: [],
    checkpoint: null,
    samples,
    scorer: null,
    onRound: async () => undefined,
    progress: () => undefined,
  });
}

describe.each(['diffusion', 'maskgit'] as const)('DRO on %s', (paradigm) => {
  const settings = settingsOf(paradigm);
  let pipeline: ImagePipeline;
  beforeAll(async () => {
    pipeline = await pipelineOf(paradigm === 'diffusion' ? 'nano' : 'nano-maskgit');
  });

  it('begins at the margin, samples once per round, and moves off it', async () => {
    const { run } = await openDro(pipeline, settings);
    const told = [];
    for (let step = 0; step < 5; step++) told.push(await (await run.takeStep(signal)).metrics);
    run.dispose();
    const [first] = told;
    expect(first!.loss).toBeCloseTo(settings.objective['margin']!, 7);
    expect(metricOf(first!, 'referenceLoss')).toBeCloseTo(settings.objective['margin']!, 7);
    expect(first!.labels).toEqual([1, 0, 1, 0]);
    expect(told.map(({ values }) => 'drawMs' in values)).toEqual([true, false, false, true, false]);
    if (paradigm === 'diffusion') {
      // The policy is the reference, and its target is what it predicted: only f32 is between.
      expect(metricOf(first!, 'errorNegative')).toBeLessThan(1e-8);
      expect(metricOf(first!, 'referenceErrorNegative')).toBeLessThan(1e-8);
      expect(metricOf(first!, 'errorPositive')).toBeGreaterThan(0.01);
      expect(metricOf(told[4]!, 'errorNegative')).toBeGreaterThan(0);
    }
    expect(told[4]!.logRatios.every((ratio) => ratio !== 0)).toBe(true);
  });

  it('pairs a good image with an own sample of its caption, and keeps a round', async () => {
    const texts = await pipeline.encodePrompts(signal, ['', ...CAPTIONS]);
    const encoded = await pipeline.encodeImages(
      signal,
      CAPTIONS.map((_, i) => {
        const [height, width] = pipeline.model.imageSize;
        return normals(1, { stream: 90, step: 0, item: i }, height * width * 3).map(Math.tanh);
      }),
    );
    const open = (
      checkpoint: ConstructorParameters<typeof DemonstrationSamples>[0]['checkpoint'],
    ) =>
      new DemonstrationSamples({
        settings,
        pipeline,
        empty: texts.get('')!,
        checkpoint,
        set: new OfflineSamples(
          CAPTIONS.map((caption, i) => ({
            caption,
            score: SCORES[i]!,
            group: caption,
            text: texts.get(caption)!,
          })),
          async (_, places) => places.map((place) => encoded[place]!),
        ),
      });
    const base = null as unknown as SamplingAdapters;
    const policy = async (): Promise<SamplingAdapters> => base;
    const source = open(null);
    const batches = [];
    for (let step = 0; step < 9; step++)
      batches.push(await source.batch(signal, settings, step, null, policy));
    for (const { samples, rows } of batches) {
      expect(rows.pairs).toEqual([
        [0, 1],
        [2, 3],
      ]);
      for (const [winner, loser] of rows.pairs) {
        const [example, own] = [samples[winner]!, samples[loser]!];
        // τ is the median, 5: places 0, 1 and 2 are good.
        const place = encoded.indexOf(example.encoded as (typeof encoded)[number]);
        expect([0, 1, 2]).toContain(place);
        expect(own.text).toBe(example.text);
        expect([texts.get(''), texts.get(CAPTIONS[place]!)]).toContain(example.text);
        expect(example.keepsText && own.keepsText).toBe(true);
      }
    }
    // Both captions and the dropped one occur, and both good cats.
    const seen = new Set(batches.flatMap(({ samples }) => samples.map(({ text }) => text)));
    expect(seen.size).toBe(3);
    // Two trajectories or grids of tokens per round, and of a trajectory up to three points.
    const own = new Set(
      batches.flatMap(({ samples }) => [samples[1]!, samples[3]!].map((one) => one.encoded)),
    );
    expect(own.size).toBeGreaterThan(paradigm === 'diffusion' ? 9 : 5);
    expect(own.size).toBeLessThanOrEqual(paradigm === 'diffusion' ? 18 : 6);
    if (paradigm === 'diffusion') {
      const { samples } = batches[1]!;
      const inputs = diffusionInputs(
        pipeline.model as DiffusionBase,
        { ...settings.training, maskedReduction: 'mean' },
        texts.get('')!,
        samples,
        1,
      );
      const state = samples[1]!.encoded as TrajectoryState;
      const each = state.sample.length;
      expect([...inputs['latents']!.subarray(each, 2 * each)]).toEqual([...state.sample]);
      expect([...inputs['noise']!.subarray(each, 2 * each)]).toEqual([...state.prediction]);
      expect([...inputs['mixCoefficients']!.subarray(2, 4)]).toEqual([1, 0]);
      const width = inputs['timeProjection']!.length / 4;
      const times = (row: number) => [
        ...inputs['timeProjection']!.subarray(row * width, (row + 1) * width),
      ];
      expect(times(0)).toEqual(times(1));
      expect(times(0)).not.toEqual(times(2));
    }
    // A round goes on from a checkpoint; the next one is sampled anew either way.
    const again = open({ source: source.state() });
    expect(again.draws(8)).toBe(false);
    expect(again.draws(9)).toBe(true);
    const { samples } = await again.batch(signal, settings, 8, null, () =>
      Promise.reject(new Error('nothing is sampled')),
    );
    const numbers = (one: (typeof samples)[number]) =>
      paradigm === 'diffusion'
        ? [...(one.encoded as TrajectoryState).sample, (one.encoded as TrajectoryState).timestep]
        : [...(one.encoded as ImageTokens).tokens];
    expect(numbers(samples[3]!)).toEqual(numbers(batches[8]!.samples[3]!));
    expect(samples[2]!.encoded).toBe(batches[8]!.samples[2]!.encoded);
    const { 'own.round': head, 'own.samples': kept } = source.state();
    expect(() => open({ source: { 'own.round': head! } })).toThrow('one part of two');
    expect(() =>
      open({ source: { 'own.round': head!, 'own.samples': kept!.subarray(1) } }),
    ).toThrow('were wanted');
    expect(() =>
      open({ source: { 'own.round': Float32Array.of(2, 6, 0, 99), 'own.samples': kept! } }),
    ).toThrow('its examples are 0, 99');
  });
});

it('SPIN holds each example against an image of the reference, by iteration', async () => {
  const pipeline = await pipelineOf('nano');
  // Three good images in batches of one pair: an iteration has three steps, a round two of them.
  const settings = withChange(defaultRunSettings('spin', 'diffusion'), {
    training: { batchSize: 2, seed: 2, captionDropout: 0 },
    source: { stepsPerRound: 2 },
    sampling: { inferenceSteps: 2 },
  });
  expect(settings.schedule.referenceUpdate).toBe('epoch');
  const texts = await pipeline.encodePrompts(signal, ['', ...CAPTIONS]);
  const source = new DemonstrationSamples({
    settings,
    pipeline,
    empty: texts.get('')!,
    checkpoint: null,
    set: new OfflineSamples(
      CAPTIONS.map((caption, i) => ({
        caption,
        score: SCORES[i]!,
        group: caption,
        text: texts.get(caption)!,
      })),
      async (_, places) =>
        places.map((place) => ({
          mean: new Float32Array(64).fill(place),
          logVariance: new Float32Array(64),
        })),
    ),
  });
  const drew: boolean[] = [];
  const seen: number[] = [];
  for (let step = 0; step < 6; step++) {
    drew.push(source.draws(step));
    const { samples, rows } = await source.batch(signal, settings, step, null, () =>
      Promise.reject(new Error('the reference samples')),
    );
    expect(rows.pairs).toEqual([[0, 1]]);
    const [example, own] = samples as [TrainingSample, TrainingSample];
    seen.push((example.encoded as LatentMoments).mean[0]!);
    expect((own.encoded as LatentMoments).mean).not.toEqual(
      (example.encoded as LatentMoments).mean,
    );
    // Timestep and noise are shared.
    expect(own.noiseOf).toBe(0);
    expect(example.timestepOf).toBeUndefined();
  }
  expect(drew).toEqual([true, false, true, true, false, true]);
  expect(seen.slice(0, 3).sort()).toEqual([0, 1, 2]);
  expect(seen.slice(3).sort()).toEqual([0, 1, 2]);
});

describe('a trajectory’s timesteps', () => {
  it('fall, and cover the schedule with their shifts', () => {
    expect(shiftedTimesteps(1000, 4, 0)).toEqual([750, 500, 250, 0]);
    expect(shiftedTimesteps(1000, 4, 249)).toEqual([999, 749, 499, 249]);
    const all = Array.from({ length: 50 }, (_, shift) => shiftedTimesteps(1000, 20, shift)).flat();
    expect(new Set(all).size).toBe(1000);
  });
});

it('refuses a τ per batch', async () => {
  const pipeline = await pipelineOf('nano');
  const given = withChange(settingsOf('diffusion'), { threshold: { thresholdScope: 'batch' } });
  await expect(openDro(pipeline, given)).rejects.toThrow('takes its examples from the whole set');
});
