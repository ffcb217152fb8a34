// The queue of runs as the page speaks of it: runs that wait, copies, a sweep over one setting.

import type { RunWish } from '../../bridge/historyProtocol';
import type { RunSummary } from '../../bridge/protocol';
import type { NumberSetting } from '../../settings/numberSettings';
import { strings } from '../../strings';
import { toFailure } from '../common/failure';
import { effectiveSettings } from '../objective/settingsStore';
import { client } from '../session/client';
import { preferencesStore, setPreferences } from '../session/preferences';
import { sessionStore } from '../session/sessionStore';
import { runStore, updateRun } from '../training/runStore';
import { chooseView } from './historyActions';
import { historyStore } from './historyStore';
import { labWishes } from './lab';
import { sweepWishes } from './sweep';

/** One request of the queue; false where it failed, which is then shown. */
async function did(work: () => Promise<void>): Promise<boolean> {
  try {
    historyStore.setState({ failure: null });
    await work();
    return true;
  } catch (error) {
    historyStore.setState({ failure: toFailure(error) });
    return false;
  }
}

/** Lets the queue go on, or halts it after the run that trains. */
export const setQueue = (on: boolean): Promise<boolean> =>
  did(async () => {
    await client.request('setQueue', { on });
  });

/** Makes runs that wait in the queue, and lets it go on. */
export const queueWishes = (runs: RunWish[]): Promise<boolean> =>
  did(async () => {
    const made = await client.request('queueRuns', { runs });
    for (const run of made.runs) updateRun(run);
    await client.request('setQueue', { on: true });
  });

/** A run with the same base, set and settings waits in the queue. */
export const queueCopy = (run: RunSummary): Promise<boolean> =>
  queueWishes([
    {
      name: strings.runs.copyName(run.name),
      datasetId: run.datasetId,
      modelId: run.modelId,
      settings: effectiveSettings(run),
    },
  ]);

/** A run per value of one setting waits in the queue; their table is opened. */
export async function queueSweep(
  run: RunSummary,
  setting: NumberSetting,
  values: readonly number[],
): Promise<void> {
  const id = crypto.randomUUID();
  if (!(await queueWishes(sweepWishes(run, setting, values, id)))) return;
  const first = runStore.getState().runs.find(({ sweep }) => sweep?.id === id);
  if (first !== undefined) chooseView('sweep', [first.id]);
}

/** A run per method and seed waits in the queue; their table is opened. */
export async function queueLab(
  run: RunSummary,
  methods: readonly string[],
  seeds: number,
): Promise<void> {
  const id = crypto.randomUUID();
  const model = sessionStore.getState().models.find((one) => one.id === run.modelId);
  const wishes = labWishes(run, methods, seeds, model?.methodDefaults ?? {}, id);
  if (!(await queueWishes(wishes))) return;
  const first = runStore.getState().runs.find(({ sweep }) => sweep?.id === id);
  if (first !== undefined) chooseView('lab', [first.id]);
}

/** An unfinished run waits in the queue for its next steps. */
export const queueRun = (runId: string): Promise<boolean> =>
  did(async () => {
    updateRun((await client.request('queueRun', { runId })).run);
    await client.request('setQueue', { on: true });
  });

export const unqueueRun = (runId: string): Promise<boolean> =>
  did(async () => {
    updateRun((await client.request('unqueueRun', { runId })).run);
  });

/** The worker says whether the queue goes on; kept, so that it does after a reload. */
export function followQueue(queueOn: boolean): void {
  historyStore.setState({ queueOn });
  setPreferences({ queueOn });
}

/** After a start: the queue goes on where it did before. */
export function resumeQueue(runs: readonly RunSummary[]): void {
  const waiting = runs.some(({ queuedAt }) => queuedAt !== undefined);
  if (waiting && preferencesStore.getState().queueOn) void setQueue(true);
}
