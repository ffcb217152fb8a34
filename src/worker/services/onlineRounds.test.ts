// An online run as the worker drives it, on the nano model, tfjs-wasm and fake-indexeddb: a person
// is asked and answers, pauses, loses the worker and is asked for the same images again; what is
// stored meanwhile.

import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OnlineRound } from '../../domain/online';
import type { StudioEvent } from '../../bridge/protocol';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import { loadBaseModel } from '../../paradigms/baseModel';
import type { ImagePipeline } from '../../paradigms/imagePipeline';
import { openPipeline } from '../../paradigms/openPipeline';
import { defaultRunSettings, type RunSettings, withChange } from '../../settings/runSettings';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import { openDatabase, type RunRecord, type StudioDatabase } from '../../storage/database';
import { loadMetrics } from '../../storage/metrics';
import { getRun, putRun } from '../../storage/runs';
import { runRecord } from '../../../test-support/testRecords';
import type { LoadedRun } from './loadedRun';
import { LoadedRuns } from './loadedRuns';
import { prepareRun } from './prepareRun';
import { onlineCommands } from '../commands/onlineCommands';
import { scoresOfRun } from './runScores';
import type { Studio } from './studio';

const settings: RunSettings = {
  ...withChange(defaultRunSettings(), {
    source: {
      mode: 'online',
      onlinePrompts: ['a red heart', 'a green leaf', 'a blue star'],
      onlineReward: 'rating:stars',
      bankSize: 8,
      stepsPerRound: 1,
    },
    training: { batchSize: 4, seed: 5 },
    adapter: { rank: 2 },
    schedule: { steps: 3, checkpointEvery: 10 },
    sampling: { previewEvery: 0, inferenceSteps: 2 },
  }),
  objective: { beta: 1, c: 5, temperature: 0.02 },
};
const context = { signal: new AbortController().signal, progress: () => undefined };

let pipeline: ImagePipeline;
let db: StudioDatabase;
let studio: Studio;
let events: StudioEvent[];
let heard: (() => void)[];
let count = 0;

beforeAll(async () => {
  pipeline = openPipeline(
    await createTfjsExecutor('wasm'),
    await loadBaseModel('nano', {
      read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
    }),
  );
});

beforeEach(async () => {
  db = await openDatabase({}, `online-${count++}`);
  events = [];
  heard = [];
  studio = {
    db,
    runs: new LoadedRuns(() => undefined),
    device: { executor: pipeline.executor, capability: { adapter: 'CPU' } },
    pipeline: async () => pipeline,
    releaseScorers: async () => undefined,
    model: () => ({ demo: 'demo', info: { previewPrompts: [] } }),
    readAsset: async () => new TextEncoder().encode('{"demo":["a"],"test":["b"]}'),
    post: (event: StudioEvent) => {
      events.push(event);
      heard.splice(0).forEach((wake) => wake());
    },
  } as unknown as Studio;
});

/** Waits until `find` finds something in what the worker said. */
async function until<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise<void>((resolve) => {
      heard.push(resolve);
    });
  }
}

const asked = () => events.flatMap((event) => (event.type === 'rateRound' ? [event.asking] : []));
const askedFor = (round: number, after = 0): Promise<OnlineRound> =>
  until(() =>
    asked()
      .slice(after)
      .find((asking) => asking.round === round),
  );
const status = (wanted: string) =>
  until(() => events.findLast((event) => event.type === 'run' && event.run.status === wanted));

async function load(given: RunSettings): Promise<{ record: RunRecord; run: LoadedRun }> {
  const record =
    (await getRun(db, 'r')) ??
    runRecord('r', {
      modelId: 'nano',
      modelHash: pipeline.model.hash,
      datasetId: '',
      settings: given,
    });
  await putRun(db, record);
  const run = await prepareRun(
    studio,
    record,
    await createIdbCheckpointStore(db).load('r'),
    context,
  );
  await studio.runs.add(run);
  return { record, run };
}

describe('live ratings', () => {
  it(
    'are asked for round by round, through a pause and a lost worker, and the run is the one ' +
      'that was never interrupted',
    async () => {
      const values = [
        [1, 5, 3, 2],
        [4, 4, 1, 5],
        [2, 3, 5, 1],
        [5, 1, 2, 2],
      ];
      const { answerRound } = onlineCommands(studio);
      const { run } = await load(settings);
      await run.saveNow();
      await run.resume();
      const first = await askedFor(0);
      expect(first.images).toHaveLength(4);
      expect(first.images[0]!.prompt).toMatch(/^a /);
      // Paused while it waits: nothing is asked any more, and the same images come again.
      await run.pause();
      await status('paused');
      await expect(
        answerRound({ runId: 'r', round: 0, values: values[0]! }, context),
      ).rejects.toThrow('Round 1 is not waiting');
      await run.resume();
      expect(await askedFor(0, 1)).toEqual(first);
      await expect(
        answerRound({ runId: 'r', round: 0, values: [1, 2, 3] }, context),
      ).rejects.toThrow('3 of 4 images are rated');
      await expect(
        answerRound({ runId: 'r', round: 1, values: values[0]! }, context),
      ).rejects.toThrow('Round 2 is not waiting');
      await expect(
        answerRound({ runId: 'other', round: 0, values: values[0]! }, context),
      ).rejects.toThrow('not loaded any more');
      await expect(
        answerRound({ runId: 'r', round: 0, values: [1, 2, 6, 3] }, context),
      ).rejects.toThrow('6 is no rating on the scale “stars”');
      await answerRound({ runId: 'r', round: 0, values: values[0]! }, context);

      // Half of 8 is one round: the first step comes after it. The worker dies while the second
      // round waits.
      const second = await askedFor(1);
      expect(await createIdbCheckpointStore(db).list('r')).toEqual([0]);
      await run.unload();
      const stored = (await createIdbCheckpointStore(db).load('r'))!;
      expect(stored.step).toBe(1);
      const asks = asked().length;
      const { run: again } = await load(settings);
      expect(events.findLast((event) => event.type === 'bank')).toMatchObject({
        runId: 'r',
        bank: { round: 0, size: 4, capacity: 8, needed: 4, rewardMean: 2.75 },
      });
      await again.resume();
      expect(await askedFor(1, asks)).toEqual(second);
      for (const round of [1, 2]) {
        await askedFor(round, asks);
        await answerRound({ runId: 'r', round, values: values[round]! }, context);
      }
      await status('finished');
      const metrics = await loadMetrics(db, 'r');
      expect(
        metrics.map(({ step, tau, values: { bankSize, rewardMean } }) => [
          step,
          tau,
          bankSize,
          rewardMean,
        ]),
      ).toEqual([
        [0, 2.5, 4, 2.75],
        [1, 3.5, 8, 3.5],
        [2, 3.5, 8, 2.75],
      ]);
      // Of the checkpoints that were made between two that were due, none is left behind.
      expect(await createIdbCheckpointStore(db).list('r')).toEqual([3]);
      await again.unload();
    },
  );
});

describe('an online run by a reward', () => {
  it('saves while its bank fills, has no set, and scores what it draws by its reward', async () => {
    const { record, run } = await load(
      withChange(settings, {
        source: { onlineReward: 'warmth', bankSize: 24 },
        schedule: { steps: 1 },
      }),
    );
    await run.resume();
    await until(() => events.find((event) => event.type === 'bank' && event.bank.size === 8));
    await until(() =>
      events.findLast((event) => event.type === 'run' && event.run.checkpointSteps.length > 0),
    );
    expect(
      (await createIdbCheckpointStore(db).load('r'))!.source['bank.scores']!.length,
    ).toBeGreaterThanOrEqual(4);
    await status('finished');
    expect(asked()).toEqual([]);
    expect((await createIdbCheckpointStore(db).load('r'))!.source['bank.scores']).toHaveLength(12);
    expect(await scoresOfRun(db, record)).toEqual({ samples: [], rewardId: 'warmth' });
    await run.unload();
  });

  it.each<[string, Partial<RunSettings['source']>, string]>([
    ['nothing', { onlineReward: null }, 'Nothing scores the images'],
    ['a reward that is gone', { onlineReward: 'taste:gone' }, 'taste:gone'],
    ['no prompts', { onlinePrompts: [] }, 'no prompts'],
  ])('is refused with %s', async (_, change, message) => {
    await expect(load(withChange(settings, { source: change }))).rejects.toThrow(message);
  });

  it('estimates how long sampling takes, and lists the prompts of the demo set', async () => {
    const { timeSampling, demoPrompts } = onlineCommands(studio);
    const times = await Promise.all(
      [2, 40].map((inferenceSteps) =>
        timeSampling({ modelId: 'nano', count: 4, guidanceScale: 3, inferenceSteps }, context),
      ),
    );
    expect(times[0]!.imageMs).toBeGreaterThan(0);
    expect(times[1]!.imageMs).toBeGreaterThan(times[0]!.imageMs * 2);
    expect(await demoPrompts({ modelId: 'nano' }, context)).toEqual({ prompts: ['a'] });
  });
});
