// The commands about sets as the page uses them, on a real database: ratings, scores by rewards, a
// taste fitted on the tiny CLIP model and used, planning, sampling and taking a set as it is; and
// what a run keeps of the scores it was made with.

import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Rating } from '../../domain/rating';
import type { SetPlan } from '../../domain/setPlan';
import type { DecodeImage } from '../../data/import/importSet';
import { ReferenceExecutor } from '../../executors/reference/referenceExecutor';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import { encodePng } from '../../formats/png';
import { loadBaseModel } from '../../paradigms/baseModel';
import { openClipScorer } from '../../rewards/clip/clipScorer';
import type { ImagePipeline } from '../../paradigms/imagePipeline';
import { openPipeline } from '../../paradigms/openPipeline';
import type { ClipFeatureSource } from '../../rewards';
import { openDatabase, type StudioDatabase } from '../../storage/database';
import { deleteDataset, getDataset, putDataset } from '../../storage/datasets';
import { addImage, listImages } from '../../storage/images';
import { datasetRecord, imageRecord, runRecord } from '../../../test-support/testRecords';
import { tinyClipFiles } from '../../../test-support/tinyClip';
import { generateCommands } from './generateCommands';
import { ratingCommands } from './ratingCommands';
import { samplesNow, scoresOfRun } from '../services/runScores';
import { BackgroundSampling } from '../services/backgroundSampling';
import type { Studio } from '../services/studio';

const IMAGES = 24;
const SIZE = 8;
const decode: DecodeImage = async (bytes) => {
  const { data, info } = await sharp(bytes)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: data };
};
/** Greys of a row, from dark to light, with a dot that wanders. */
const image = (i: number) =>
  encodePng(
    Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, at) =>
      Math.floor(at / 3) === i ? 255 - i : 10 * i,
    ),
    SIZE,
    SIZE,
  );

let db: StudioDatabase;
let databases = 0;
let scorer: ClipFeatureSource;
let pipeline: ImagePipeline;

beforeAll(async () => {
  scorer = await openClipScorer(new ReferenceExecutor(), tinyClipFiles());
  pipeline = openPipeline(
    await createTfjsExecutor('wasm'),
    await loadBaseModel('nano', {
      read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
    }),
  );
});

function commands() {
  const studio = {
    db,
    scorer: async () => scorer,
    scorers: [{ id: 'tiny', styles: [] }],
    model: () => ({ info: { imageSize: SIZE, name: 'Nano' } }),
    pipeline: async () => pipeline,
    drawing: new BackgroundSampling(undefined),
  } as unknown as Studio;
  return { ...ratingCommands(studio, decode), ...generateCommands(studio), studio };
}
const context = (signal = new AbortController().signal) => {
  const seen: [string, number, number][] = [];
  return {
    signal,
    progress: (phase: string, done: number, total: number) => {
      seen.push([phase, done, total]);
    },
    seen,
  };
};

beforeEach(async () => {
  db = await openDatabase({}, `commands-${databases++}`);
  await putDataset(db, datasetRecord('d'));
  for (let i = 0; i < IMAGES; i++)
    await addImage(db, imageRecord(`i${i}`, 'd', i + 1, { original: new Blob([image(i)]) }));
});

const rating = (i: number, value: number | null, values: Partial<Rating> = {}) => ({
  imageId: `i${i}`,
  rater: 'Anna',
  scale: 'stars' as const,
  time: 7,
  repeat: false,
  ...values,
  value,
});

describe('ratings', () => {
  it('are stored one by one, replaced, taken back, and become the set’s scores', async () => {
    const { rate, listRatings, useScores } = commands();
    for (const one of [
      rating(0, 5),
      rating(0, 4),
      rating(0, 2, { repeat: true }),
      rating(1, 1),
      rating(1, null),
      rating(2, 3, { rater: 'Ben' }),
    ])
      await rate(one, context());
    expect((await listRatings({ datasetId: 'd' }, context())).ratings).toEqual([
      rating(0, 4),
      rating(0, 2, { repeat: true }),
      rating(2, 3, { rater: 'Ben' }),
    ]);
    const { dataset, items, sources } = await useScores(
      { datasetId: 'd', source: 'rating:stars' },
      context(),
    );
    expect([dataset.scoreSource, dataset.rewardId]).toEqual(['rating:stars', null]);
    expect(items.slice(0, 3).map(({ score }) => score)).toEqual([3, Number.NaN, 3]);
    expect(sources).toEqual([
      { source: 'metadata.csv', count: IMAGES },
      { source: 'rating:stars', count: 2 },
      { source: 'rating:stars:Anna', count: 1 },
      { source: 'rating:stars:Ben', count: 1 },
    ]);
  });
  it('of an image that another tab deleted with its set are refused', async () => {
    await deleteDataset(db, 'd');
    await expect(commands().rate(rating(0, 5), context())).rejects.toMatchObject({
      kind: 'BadScoreFile',
    });
  });
  it('off their scale are refused, and so is a source that no image has', async () => {
    const { rate, useScores } = commands();
    await expect(rate(rating(0, 6), context())).rejects.toMatchObject({ kind: 'BadSettings' });
    await expect(useScores({ datasetId: 'd', source: 'warmth' }, context())).rejects.toMatchObject({
      kind: 'BadScoreFile',
      remedy: 'Choose one of metadata.csv.',
    });
    await expect(useScores({ datasetId: 'gone', source: 'warmth' }, context())).rejects.toThrow(
      'gone',
    );
    expect(
      (await useScores({ datasetId: 'd', source: 'rating:like' }, context())).items.every(
        ({ score }) => Number.isNaN(score),
      ),
    ).toBe(true);
  });
});

describe('scores by rewards', () => {
  it('are given to every image; the set trains on the first, which scores new ones', async () => {
    const { scoreSet } = commands();
    const told = context();
    const { dataset, items, sources } = await scoreSet(
      { datasetId: 'd', modelId: 'nano', rewardIds: ['brightness', 'prompt_alignment'], use: true },
      told,
    );
    expect([dataset.scoreSource, dataset.rewardId]).toEqual(['brightness', 'brightness']);
    const level = (i: number) => (255 - i + 10 * i * (SIZE * SIZE - 1)) / (255 * SIZE * SIZE);
    items.forEach(({ score }, i) => expect(score).toBeCloseTo(level(i), 6));
    expect(sources.map(({ source, count }) => [source, count])).toEqual([
      ['metadata.csv', IMAGES],
      ['brightness', IMAGES],
      ['prompt_alignment', IMAGES],
    ]);
    expect(told.seen).toEqual([
      ['score', 0, IMAGES],
      ['score', IMAGES, IMAGES],
    ]);
    // Once more: in place of the earlier ones.
    await scoreSet(
      { datasetId: 'd', modelId: 'nano', rewardIds: ['brightness'], use: false },
      context(),
    );
    expect((await listImages(db, 'd'))[0]!.scores).toHaveLength(3);
  });
  it('are not begun for a reward that is not there, and end when told to', async () => {
    const { scoreSet } = commands();
    await expect(
      scoreSet(
        { datasetId: 'd', modelId: 'nano', rewardIds: ['taste:gone'], use: true },
        context(),
      ),
    ).rejects.toMatchObject({ kind: 'Unsupported' });
    await expect(
      scoreSet({ datasetId: 'd', modelId: 'nano', rewardIds: [], use: true }, context()),
    ).rejects.toMatchObject({ kind: 'BadSettings' });
    await expect(
      scoreSet(
        { datasetId: 'd', modelId: 'nano', rewardIds: ['brightness'], use: true },
        context(AbortSignal.abort()),
      ),
    ).rejects.toThrow('abort');
    expect((await getDataset(db, 'd'))!.scoreSource).toBe('metadata.csv');
  });
});

describe('a taste', () => {
  it('is fitted to ratings, scores a set like any reward, and its scores outlive it', async () => {
    const { rate, fitTaste, listRewards, scoreSet, deleteTaste } = commands();
    await expect(
      fitTaste(
        {
          datasetId: 'd',
          modelId: 'nano',
          scorerHash: null,
          rater: 'Anna',
          scale: 'stars',
          name: 'mine',
        },
        context(),
      ),
    ).rejects.toMatchObject({ kind: 'BadScoreFile', message: expect.stringContaining('20') });
    // The brighter the better.
    for (let i = 0; i < IMAGES; i++)
      await rate(rating(i, 1 + Math.min(4, Math.floor(i / 5))), context());
    const { reward } = await fitTaste(
      {
        datasetId: 'd',
        modelId: 'nano',
        scorerHash: null,
        rater: 'Anna',
        scale: 'stars',
        name: 'mine',
      },
      context(),
    );
    const taste = reward.taste!;
    expect(reward).toMatchObject({
      label: 'mine',
      needsScorer: true,
      taste: { rater: 'Anna', scale: 'stars', datasetId: 'd', areaUnderCurve: null },
    });
    expect(taste.ratings).toHaveLength(IMAGES);
    expect(taste.leaveOneOut).toHaveLength(IMAGES);
    expect(taste.pearson).toBeGreaterThan(0.5);
    expect((await listRewards({}, context())).rewards[0]).toEqual(reward);

    const { dataset, items } = await scoreSet(
      { datasetId: 'd', modelId: 'nano', rewardIds: [reward.id], use: true },
      context(),
    );
    expect([dataset.scoreSource, dataset.rewardId]).toEqual([reward.id, reward.id]);
    const mean = (of: typeof items) => of.reduce((sum, { score }) => sum + score, 0) / of.length;
    expect(mean(items.slice(12))).toBeGreaterThan(mean(items.slice(0, 12)) + 1);

    expect(
      (await deleteTaste({ id: taste.id }, context())).rewards.some(({ id }) => id === reward.id),
    ).toBe(false);
    const after = (await getDataset(db, 'd'))!;
    expect([after.scoreSource, after.rewardId]).toEqual([reward.id, null]);
    await expect(
      scoreSet({ datasetId: 'd', modelId: 'nano', rewardIds: [reward.id], use: true }, context()),
    ).rejects.toMatchObject({ kind: 'Unsupported' });
  });
});

const plan: SetPlan = {
  name: ' drawn ',
  modelId: 'nano',
  runId: null,
  checkpointStep: null,
  strength: 1,
  prompts: ['a heart', 'a ball'],
  negativePrompt: '',
  samplesPerPrompt: 8,
  seed: 3,
  guidanceScale: 2,
  inferenceSteps: 2,
  rewardIds: [],
};

describe('making a set', () => {
  it('is planned, sampled, paused, resumed and done', async () => {
    const { planSet, sampleSet } = commands();
    const { dataset } = await planSet({ plan }, context());
    expect(dataset).toMatchObject({
      name: 'drawn',
      count: 0,
      scoreSource: 'rating:stars',
      rewardId: null,
      modelId: 'nano',
      generation: { total: 16, state: 'paused' },
    });
    const abort = new AbortController();
    const told = context(abort.signal);
    const first = await sampleSet(
      { datasetId: dataset.id },
      {
        ...told,
        progress: (phase, done, total) => {
          told.progress(phase, done, total);
          if (phase === 'generate' && done === 8) abort.abort();
        },
      },
    );
    expect(first.dataset).toMatchObject({ count: 8, generation: { state: 'paused', total: 16 } });
    const second = await sampleSet({ datasetId: dataset.id }, context());
    expect(second.dataset).toMatchObject({ count: 16, generation: { state: 'done' } });
    expect((await listImages(db, dataset.id)).map(({ row }) => row)).toEqual(
      Array.from({ length: 16 }, (_, i) => i + 1),
    );
    expect((await sampleSet({ datasetId: dataset.id }, context())).dataset.count).toBe(16);
  });
  it('may be taken as it is, and its scores then are what was given', async () => {
    const { planSet, sampleSet, finishSet } = commands();
    const { dataset } = await planSet(
      { plan: { ...plan, rewardIds: ['warmth', 'brightness'] } },
      context(),
    );
    expect(dataset).toMatchObject({ scoreSource: 'warmth', rewardId: 'warmth' });
    const abort = new AbortController();
    await sampleSet(
      { datasetId: dataset.id },
      {
        signal: abort.signal,
        progress: (phase, done) => {
          if (phase === 'generate' && done === 8) abort.abort();
        },
      },
    );
    expect((await finishSet({ datasetId: dataset.id }, context())).dataset).toMatchObject({
      count: 8,
      generation: { total: 8, state: 'done' },
    });
    expect(
      (await listImages(db, dataset.id)).every(
        ({ scores }) => scores.map(({ source }) => source).join() === 'warmth,brightness',
      ),
    ).toBe(true);
  });
  it.each<[Partial<SetPlan>, string]>([
    [{ name: ' ' }, 'no name'],
    [{ prompts: [] }, 'no prompt'],
    [{ prompts: ['a', ' '] }, 'no prompt'],
    [{ samplesPerPrompt: 0 }, '0 samples'],
    [{ samplesPerPrompt: 1.5 }, '1.5 samples'],
    [{ samplesPerPrompt: 6000 }, '12000 images'],
    [{ guidanceScale: 99 }, 'Guidance 99'],
    [{ inferenceSteps: 2.5 }, 'Sampler steps 2.5'],
    [{ seed: -1 }, 'Seed -1'],
    [{ strength: 9 }, 'Strength 9'],
    [{ sampler: 'plms' as never }, 'no sampler called “plms”'],
    [{ rewardIds: ['nothing'] }, 'no reward called “nothing”'],
    [{ runId: 'gone' }, 'run is gone'],
  ])('%o is refused before anything is stored', async (values, message) => {
    await expect(commands().planSet({ plan: { ...plan, ...values } }, context())).rejects.toThrow(
      message,
    );
    expect(await db.count('datasets')).toBe(1);
  });
  it('says so when its run went away, and stays paused', async () => {
    const { planSet, sampleSet } = commands();
    const { dataset } = await planSet({ plan }, context());
    await db.put('datasets', {
      ...(await getDataset(db, dataset.id))!,
      generation: { ...dataset.generation!, plan: { ...plan, runId: 'gone' } },
    });
    await expect(sampleSet({ datasetId: dataset.id }, context())).rejects.toMatchObject({
      kind: 'BadCheckpoint',
    });
    expect((await getDataset(db, dataset.id))!.generation!.state).toBe('paused');
  });
});

describe('what a run trains on', () => {
  it('is the scores there were when it was made, whatever comes later', async () => {
    const { rate, useScores, scoreSet } = commands();
    for (const i of [3, 5]) await rate(rating(i, i), context());
    await useScores({ datasetId: 'd', source: 'rating:stars' }, context());
    const { trainedOn } = await samplesNow(db, (await getDataset(db, 'd'))!);
    expect(trainedOn).toEqual({
      source: 'rating:stars',
      rewardId: null,
      scores: [
        ['i3', 3],
        ['i5', 5],
      ],
    });
    await rate(rating(3, 1), context());
    await rate(rating(9, 1), context());
    await scoreSet(
      { datasetId: 'd', modelId: 'nano', rewardIds: ['brightness'], use: true },
      context(),
    );
    const run = runRecord('r', { trainedOn });
    const kept = await scoresOfRun(db, run);
    expect(kept.samples.map(({ image, score }) => [image.id, score])).toEqual([
      ['i3', 3],
      ['i5', 5],
    ]);
    expect(kept.rewardId).toBeNull();
    // A run of before follows its set.
    const older = await scoresOfRun(db, runRecord('r'));
    expect([older.samples.length, older.rewardId]).toEqual([IMAGES, 'brightness']);
  });
  it('must be something, and a reward that is gone scores nothing more', async () => {
    await expect(
      samplesNow(db, { ...(await getDataset(db, 'd'))!, scoreSource: 'rating:stars' }),
    ).rejects.toMatchObject({ kind: 'BadScoreFile' });
    const run = runRecord('r', {
      trainedOn: {
        source: 'taste:gone',
        rewardId: 'taste:gone',
        scores: [
          ['i0', 1],
          ['deleted', 2],
        ],
      },
    });
    expect(await scoresOfRun(db, run)).toMatchObject({ rewardId: null, samples: [{ score: 1 }] });
  });
});
