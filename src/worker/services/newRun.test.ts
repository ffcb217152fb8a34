// Whose prompts a new run's wall is sampled from: the base's, or the set's where it has none of
// those; the record says which.

import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { datasetRecord, imageRecord } from '../../../test-support/testRecords';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import { loadBaseModel } from '../../paradigms/baseModel';
import { openPipeline } from '../../paradigms/openPipeline';
import { defaultRunSettings, withChange } from '../../settings/runSettings';
import { openDatabase } from '../../storage/database';
import { putDataset } from '../../storage/datasets';
import { addImage } from '../../storage/images';
import { putRun } from '../../storage/runs';
import { newRun } from './newRun';
import type { StudioServices } from './studioServices';

const BASE = ['noto emoji of red heart', 'noto emoji of grinning face'];
let studio: StudioServices;

beforeAll(async () => {
  const db = await openDatabase({}, 'new-runs');
  for (const [id, captions] of Object.entries({
    own: ['a', 'a', 'b', 'c'],
    known: ['a', BASE[1]!],
  })) {
    await putDataset(db, datasetRecord(id));
    for (const [i, caption] of captions.entries())
      await addImage(db, imageRecord(`${id}${i}`, id, i + 1, { caption }));
  }
  const executor = await createTfjsExecutor('wasm');
  const pipeline = openPipeline(
    executor,
    await loadBaseModel('nano', {
      read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
    }),
  );
  studio = {
    db,
    device: { executor, capability: { executor: 'tfjs-wasm', adapter: 'wasm' } },
    model: () => ({ info: { previewPrompts: BASE } }),
    pipeline: async () => pipeline,
  } as unknown as StudioServices;
});

async function made(datasetId: string, previewPrompts: string[]) {
  const settings = withChange(defaultRunSettings(), { sampling: { previewPrompts } });
  const run = await newRun(studio, { name: 'run', datasetId, modelId: 'nano', settings });
  return [run.settings.sampling.previewPrompts, run.promptsOfSet === true];
}

describe('a new run’s preview prompts', () => {
  it('are some of the set’s where none of the base’s is in it', async () => {
    expect(await made('own', BASE)).toEqual([['a', 'c'], true]);
  });
  it('are the base’s where one of them is', async () => {
    expect(await made('known', BASE)).toEqual([BASE, false]);
  });
  it('are what was chosen', async () => {
    expect(await made('own', ['z'])).toEqual([['z'], false]);
  });
});

it('gives a run whose name is taken a number, for its files’ names too', async () => {
  const wish = { name: 'run', datasetId: 'own', modelId: 'nano', settings: defaultRunSettings() };
  const names: string[] = [];
  for (let i = 0; i < 3; i++) {
    const run = await newRun(studio, wish);
    await putRun(studio.db, run);
    names.push(run.name);
  }
  expect(names).toEqual(['run', 'run 2', 'run 3']);
});
