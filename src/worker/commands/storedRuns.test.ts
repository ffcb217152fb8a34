// A database, settings files and a set that the build before the rooms were moved wrote
// (fixtures/recorded/stored): they open, and its runs go on to the same adapters bit for bit.

import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import type { Executor } from '../../executors/executor';
import { sha256 } from '../../formats/sha256';
import { loadBaseModel } from '../../paradigms/baseModel';
import type { ImagePipeline } from '../../paradigms/imagePipeline';
import { openPipeline } from '../../paradigms/openPipeline';
import { parseRunSettings } from '../../settings/runSettings';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import { openDatabase, type StudioDatabase } from '../../storage/database';
import { listRuns } from '../../storage/runs';
import { continuedRuns, restoreStoredDatabase, storedText } from '../../../test-support/storedDump';
import { LoadedRuns } from '../services/loadedRuns';
import { BackgroundSampling } from '../services/backgroundSampling';
import type { Studio } from '../services/studio';
import { runCommands } from './runCommands';

let executor: Executor;
let db: StudioDatabase;
const pipelines = new Map<string, ImagePipeline>();

beforeAll(async () => {
  await restoreStoredDatabase('stored');
  db = await openDatabase({}, 'stored');
  executor = await createTfjsExecutor('wasm');
  for (const id of ['nano', 'nano-maskgit']) {
    const read = async (path: string) =>
      new Uint8Array(readFileSync(`public/models/${id}/${path}`));
    pipelines.set(id, openPipeline(executor, await loadBaseModel(id, { read })));
  }
});

describe('what the build before the moves stored', () => {
  it('opens: three runs, paused at step 5, with settings that still parse', async () => {
    const runs = await listRuns(db);
    expect(runs.map(({ name, step, status }) => [name, step, status]).sort()).toEqual([
      ['SFT, MaskGIT', 5, 'paused'],
      ['TGO online, MaskGIT', 5, 'paused'],
      ['TGO, diffusion', 5, 'paused'],
    ]);
    for (const { settings } of runs) expect(parseRunSettings(settings)).toEqual(settings);
    for (const file of ['tgo-settings.json', 'sft-settings.json', 'online-settings.json'])
      expect(() => parseRunSettings(JSON.parse(storedText(file)))).not.toThrow();
  });

  it.for(Object.entries(continuedRuns()))(
    'goes on: %s ends with the adapters it had then',
    async ([, { runId, steps, losses, adaptersSha256 }]) => {
      const studio = {
        db,
        device: { executor, capability: { executor: 'tfjs-wasm', adapter: 'wasm, 1 thread' } },
        runs: new LoadedRuns(() => undefined),
        post: () => undefined,
        model: (id: string) => ({ name: id, info: { previewPrompts: [], defaults: {} } }),
        pipeline: async (id: string) => pipelines.get(id),
        drawing: new BackgroundSampling(undefined),
        releaseScorers: async () => undefined,
      } as unknown as Studio;
      const commands = runCommands(studio);
      const context = { signal: new AbortController().signal, progress: () => undefined };
      const { metrics } = await commands.loadRun({ runId }, context);
      expect(metrics.map(({ loss }) => loss)).toEqual(losses.slice(0, 5));
      await commands.resume({ runId }, context);
      await studio.runs.get(runId)?.settled();
      const last = await createIdbCheckpointStore(db).load(runId);
      expect(last?.step).toBe(steps);
      const { buffer, byteOffset, byteLength } = last!.adapters;
      expect(await sha256(new Uint8Array(buffer, byteOffset, byteLength))).toBe(adaptersSha256);
      const again = await commands.loadRun({ runId }, context);
      expect(again.metrics.map(({ loss }) => loss)).toEqual(losses);
    },
  );
});
