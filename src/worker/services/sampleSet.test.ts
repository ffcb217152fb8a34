// A planned set sampled by the nano model on tfjs-wasm: the same images whether that was done in
// one go or interrupted, seeds that no order changes, scores with the images, one set at a time.

import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SetPlan } from '../../domain/setPlan';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import { loadBaseModel } from '../../paradigms/baseModel';
import type { ImagePipeline } from '../../paradigms/imagePipeline';
import { openPipeline } from '../../paradigms/openPipeline';
import { rewardById, scoreImages } from '../../rewards';
import { openDatabase, type StudioDatabase } from '../../storage/database';
import { getDataset, putDataset } from '../../storage/datasets';
import { listImages } from '../../storage/images';
import { datasetRecord } from '../../../test-support/testRecords';
import { sampleSet, plannedCount, plannedImage, plannedSource, type SetSampler } from './sampleSet';
import { BackgroundSampling } from './backgroundSampling';

const plan: SetPlan = {
  name: 'sampled',
  modelId: 'nano',
  runId: null,
  checkpointStep: null,
  strength: 1,
  prompts: ['a heart', 'a “leaf”, 葉', 'a ball'],
  negativePrompt: 'blur',
  samplesPerPrompt: 4,
  seed: 7,
  guidanceScale: 3,
  inferenceSteps: 2,
  rewardIds: ['brightness', 'mirror_symmetry'],
};
const rewards = plan.rewardIds.map((id) => rewardById(id));
let pipeline: ImagePipeline;
let databases = 0;

beforeAll(async () => {
  const model = await loadBaseModel('nano', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
  });
  pipeline = openPipeline(await createTfjsExecutor('wasm'), model);
});
afterAll(() => pipeline.executor.dispose());

const setSampler = (
  onSample: (prompts: readonly string[]) => void = () => undefined,
): SetSampler => ({
  imageSize: pipeline.model.imageSize,
  sample(signal, prompts, seeds) {
    onSample(prompts);
    return pipeline.sample(signal, {
      prompts,
      seeds,
      guidanceScale: plan.guidanceScale,
      inferenceSteps: plan.inferenceSteps,
      negativePrompt: plan.negativePrompt,
      adapters: null,
    });
  },
  score: (signal, images, prompts) => scoreImages(signal, null, rewards, images, prompts),
});

async function planned(): Promise<StudioDatabase> {
  const db = await openDatabase({}, `sample-${databases++}`);
  await putDataset(
    db,
    datasetRecord('d', {
      scoreSource: plannedSource(plan),
      generation: { plan, total: plannedCount(plan), state: 'running' },
    }),
  );
  return db;
}
const sample = async (
  db: StudioDatabase,
  by: SetSampler,
  signal = new AbortController().signal,
) => {
  const seen: number[] = [];
  await sampleSet(signal, db, (await getDataset(db, 'd'))!, by, (done) => seen.push(done));
  return seen;
};
const told = async (db: StudioDatabase) =>
  (await listImages(db, 'd')).map(({ id, fileName, sha256, caption, scores, row }) => [
    id,
    fileName,
    sha256,
    caption,
    scores.map(({ source, value }) => [source, value]),
    row,
  ]);

describe('sampling a set', () => {
  it('gives every place its prompt and a seed of its own, a sample of all prompts first', () => {
    const places = Array.from({ length: plannedCount(plan) }, (_, i) => plannedImage(plan, i));
    expect(places.slice(0, 4).map(({ prompt }) => prompt)).toEqual([
      ...plan.prompts,
      plan.prompts[0],
    ]);
    expect(new Set(places.map(({ seed }) => seed)).size).toBe(12);
    // More samples or another prompt at the end change nobody else's seed.
    expect(plannedImage({ ...plan, samplesPerPrompt: 9 }, 5)).toEqual(places[5]);
    expect(plannedImage({ ...plan, prompts: [...plan.prompts, 'more'] }, 5).seed).toBe(
      places[4]!.seed,
    );
    expect(plannedImage({ ...plan, seed: 8 }, 0).seed).not.toBe(places[0]!.seed);
  });

  it('comes out the same when it is cut in the middle and taken up again', async () => {
    const straight = await planned();
    expect(await sample(straight, setSampler())).toEqual([0, 8, 12]);
    const all = await told(straight);
    expect(all).toHaveLength(12);
    expect(all[0]!.slice(1, 2)).toEqual(['01.png']);
    expect(new Set(all.map(([, , hash]) => hash)).size).toBe(12);
    expect((await getDataset(straight, 'd'))!.count).toBe(12);

    // Ended between two groups, then with half a group stored, then to the end.
    const broken = await planned();
    const abort = new AbortController();
    await expect(
      sample(
        broken,
        setSampler((prompts) => {
          if (prompts.length === 4) abort.abort();
        }),
        abort.signal,
      ),
    ).rejects.toThrow('abort');
    expect(await told(broken)).toEqual(all.slice(0, 8));
    const tx = broken.transaction(['images', 'datasets'], 'readwrite');
    for (const index of [2, 3, 7]) await tx.objectStore('images').delete(`d-${index}`);
    await tx
      .objectStore('datasets')
      .put({ ...(await tx.objectStore('datasets').get('d'))!, count: 5 });
    await tx.done;
    expect(await sample(broken, setSampler())).toEqual([5, 8, 12]);
    expect(await told(broken)).toEqual(all);
    expect((await getDataset(broken, 'd'))!.count).toBe(12);

    // Nothing is left to sample.
    let asked = 0;
    await sample(
      broken,
      setSampler(() => {
        asked++;
      }),
    );
    expect(asked).toBe(0);
  });

  it('writes into each file what it was sampled from', async () => {
    const db = await planned();
    await sample(db, setSampler());
    const [, second] = await listImages(db, 'd');
    const text = Buffer.from(await second!.original.arrayBuffer()).toString('latin1');
    const told = JSON.parse(/Parameters\0(\{.*?\})/su.exec(text)![1]!) as Record<string, unknown>;
    expect(told).toEqual({
      prompt: 'a “leaf”, 葉',
      negativePrompt: 'blur',
      seed: plannedImage(plan, 1).seed,
      guidanceScale: 3,
      inferenceSteps: 2,
      modelId: 'nano',
    });
    expect(second!.scores.map(({ source }) => source)).toEqual(plan.rewardIds);
  });

  it('stops with a word when its set is deleted under it', async () => {
    const db = await planned();
    await expect(
      sample(
        db,
        setSampler(() => {
          void db.delete('datasets', 'd');
        }),
      ),
    ).rejects.toMatchObject({ kind: 'BadScoreFile' });
    expect(await listImages(db, 'd')).toEqual([]);
  });
});

describe('one set at a time', () => {
  it('lets nobody else sample until it is done', async () => {
    const drawing = new BackgroundSampling(undefined);
    let finish = (): void => undefined;
    const first = drawing.alone(
      { id: 'a', name: 'A' },
      new AbortController().signal,
      () =>
        new Promise<string>((resolve) => {
          finish = () => resolve('done');
        }),
    );
    const second = () =>
      drawing.alone({ id: 'b', name: 'B' }, new AbortController().signal, async () => 1);
    await expect(second()).rejects.toMatchObject({
      kind: 'Busy',
      message: expect.stringContaining('The set “A” is being sampled'),
    });
    finish();
    expect(await first).toBe('done');
    expect(await second()).toBe(1);
  });

  it('ends by a stop, and waits for it', async () => {
    const drawing = new BackgroundSampling(undefined);
    let ended = false;
    const work = drawing.alone(
      { id: 'a', name: 'A' },
      new AbortController().signal,
      (until) =>
        new Promise<void>((resolve) => {
          until.addEventListener('abort', () => {
            ended = true;
            resolve();
          });
        }),
    );
    await drawing.stop('other');
    expect(ended).toBe(false);
    await drawing.stop('a');
    expect(ended).toBe(true);
    await work;
  });

  it('holds a lock against other tabs', async () => {
    const locks = {
      request: async (_: string, __: LockOptions, work: (lock: Lock | null) => Promise<unknown>) =>
        work(null),
    } as unknown as LockManager;
    await expect(
      new BackgroundSampling(locks).alone(
        { id: 'a', name: 'A' },
        new AbortController().signal,
        async () => 1,
      ),
    ).rejects.toMatchObject({ kind: 'Busy', message: expect.stringContaining('another tab') });
  });
});
