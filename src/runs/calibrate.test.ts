// Calibration on the nano models: what it finds is one change before the first step and leaves no
// other trace, is not found again on resume, and grows with how far SFT goes.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { objectiveOf } from '../objectives';
import { loadBaseModel } from '../paradigms/baseModel';
import type { ImagePipeline } from '../paradigms/imagePipeline';
import { openPipeline } from '../paradigms/openPipeline';
import { normals } from '../random/philox';
import { defaultRunSettings, withChange, type RunSettings } from '../settings/runSettings';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint';
import { CALIBRATION_STEPS } from './calibrate';
import { openRun } from './openRun';

const { signal } = new AbortController();

async function pipelineOf(id: string): Promise<ImagePipeline> {
  const model = await loadBaseModel(id, {
    read: async (path) => new Uint8Array(readFileSync(`public/models/${id}/${path}`)),
  });
  return openPipeline(await createTfjsExecutor('wasm'), model);
}

const settingsOf = (method: string, paradigm: 'diffusion' | 'maskgit'): RunSettings =>
  withChange(defaultRunSettings(method, paradigm), {
    training: { batchSize: 4, seed: 3, calibration: 'on' },
    adapter: { rank: 2 },
    schedule: { steps: 3 },
    sampling: { previewEvery: 0 },
  });

/** Opens a run on twelve images of two captions, and takes its first step. */
async function opened(
  pipeline: ImagePipeline,
  settings: RunSettings,
  checkpoint: Checkpoint | null = null,
) {
  const [height, width] = pipeline.model.imageSize;
  const images = Array.from({ length: 12 }, (_, i) =>
    normals(1, { stream: 90, step: 0, item: i }, height * width * 3).map(Math.tanh),
  );
  const encoded = await pipeline.encodeImages(signal, images);
  const told: [string, number, number][] = [];
  const { run } = await openRun(signal, {
    pipeline,
    settings,
    changes: checkpoint?.changes ?? [],
    checkpoint,
    samples: {
      open: async () => ({
        samples: images.map((_, i) => ({
          caption: i % 2 === 0 ? 'a cat' : 'a dog',
          score: Math.sin(i),
          group: String(i % 2),
        })),
        encode: async (_signal, places) => places.map((place) => encoded[place]!),
        embeddings: () => Promise.reject(new Error('nobody asks for them')),
      }),
    },
    scorer: null,
    onRound: async () => undefined,
    progress: (...one) => told.push(one),
  });
  const { metrics } = await run.takeStep(signal);
  const { logRatios, gradientNorm } = await metrics;
  const last = await run.checkpoint('run');
  run.dispose();
  return { changes: run.changes, told, last, logRatios, gradientNorm };
}

describe('calibration', () => {
  it.each([
    ['tgo', 'diffusion', 'temperature'],
    ['tgo', 'maskgit', 'beta'],
    ['dpo', 'diffusion', 'beta'],
  ] as const)('of %s (%s) sets %s and nothing else', async (method, paradigm, key) => {
    const pipeline = await pipelineOf(paradigm === 'diffusion' ? 'nano' : 'nano-maskgit');
    const settings = settingsOf(method, paradigm);
    const { changes, told, last } = await opened(pipeline, settings);
    expect(changes).toHaveLength(1);
    const [{ step, values }] = changes as [(typeof changes)[0]];
    expect(step).toBe(0);
    expect(Object.keys(values.objective!)).toEqual([key]);
    const found = values.objective![key]!;
    expect(found).not.toBe(settings.objective[key]);
    const calls = told.filter(([phase]) => phase === 'calibrate');
    expect(calls[0]!.slice(1)).toEqual([0, calls[0]![2]]);
    expect(calls.length).toBeGreaterThan(CALIBRATION_STEPS);

    // The same run with that number set by hand is the same, to the bit.
    const plain = withChange(settings, {
      training: { calibration: 'off' },
      objective: { [key]: found },
    });
    const byHand = await opened(pipeline, plain);
    expect(byHand.changes).toEqual([]);
    expect([...byHand.last.adapters]).toEqual([...last.adapters]);

    // It goes on from a checkpoint without looking again.
    const rest = await opened(pipeline, settings, decodeCheckpoint(encodeCheckpoint(last)));
    expect(rest.changes).toEqual(changes);
    expect(rest.told.map(([phase]) => phase)).not.toContain('calibrate');
  });

  it('finds a wider T where SFT goes further', async () => {
    const pipeline = await pipelineOf('nano');
    const found = async (learningRate: number): Promise<number> => {
      const settings = withChange(settingsOf('tgo', 'diffusion'), { optimizer: { learningRate } });
      return (await opened(pipeline, settings)).changes[0]!.values.objective!['temperature']!;
    };
    expect(await found(5e-3)).toBeGreaterThan(await found(3e-4));
  });

  it('scales each method’s number to the spread', () => {
    const value = (method: string, spread: number): number => {
      const { objective } = defaultRunSettings(method);
      return objectiveOf(method).calibration!('diffusion')!.value(spread, objective);
    };
    expect(value('tgo', 0.02)).toBeCloseTo(0.02, 12);
    expect(value('kto', 0.02)).toBeCloseTo(50, 9);
    expect(value('dpo', 0.02)).toBeCloseTo(100, 9);
    expect(value('lair', 0.02)).toBeCloseTo(5, 9);
    expect(value('qrpo', 0.02)).toBeCloseTo(50, 9);
    expect(objectiveOf('sft').calibration).toBeUndefined();
  });
});
