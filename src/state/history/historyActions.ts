// What can be done with stored runs: label, delete and take back, look at together, sample now,
// carry their settings into the next run. The queue is in queueActions.ts.

import type { Commands, RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { toFailure } from '../common/failure';
import { releaseUrls } from '../common/imageUrls';
import { task } from '../common/task';
import { openDataset } from '../data/datasetActions';
import { datasetStore } from '../data/datasetStore';
import {
  adoptModelDefaults,
  chooseMethod,
  editSettings,
  nextSettings,
  startFrom,
} from '../objective/settingsStore';
import { client } from '../session/client';
import { chooseModel, openScreen, sessionStore } from '../session/sessionStore';
import { tellDeleted } from '../session/tabs';
import { metricHistory } from '../training/metricHistory';
import { previewColumns, resetPreviews } from '../training/previews';
import { newRun } from '../training/runActions';
import { removeRun, runById, runStore, updateRun } from '../training/runStore';
import { historyStore, MOST_CHOSEN, type HistoryView } from './historyStore';

const working = task(({ left: _, ...change }) => historyStore.setState(change));
export const cancelHistoryTask = working.cancel;

/** One short request; null where it failed, which is then shown. */
async function ask<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    historyStore.setState({ failure: toFailure(error) });
    return null;
  }
}

export const clearHistoryFailure = (): void => historyStore.setState({ failure: null });

/** Resolves with whether it was kept. */
export async function labelRun(
  runId: string,
  label: Omit<Commands['labelRun']['request'], 'runId'>,
): Promise<boolean> {
  const reply = await ask(client.request('labelRun', { runId, ...label }));
  if (reply === null) return false;
  clearHistoryFailure();
  updateRun(reply.run);
  return true;
}

/** Takes a run out of the lists; `undoDelete` brings the last one back. */
export async function deleteRun(runId: string): Promise<void> {
  const deleted = runById(runStore.getState(), runId);
  const reply = await ask(client.request('deleteRun', { runId }));
  if (reply === null) return;
  sessionStore.setState({ storage: reply.storage });
  const { shownRunId } = runStore.getState();
  removeRun(runId);
  tellDeleted(runId);
  metricHistory.forget(runId);
  if (shownRunId === runId) resetPreviews(null, []);
  historyStore.setState(({ chosen }) => ({
    deleted,
    chosen: chosen.filter((id) => id !== runId),
  }));
}

export async function undoDelete(): Promise<void> {
  const { deleted } = historyStore.getState();
  if (deleted === null) return;
  const reply = await ask(client.request('restoreRun', { runId: deleted.id }));
  if (reply === null) return;
  historyStore.setState({ deleted: null });
  const runs = [...runStore.getState().runs, reply.run];
  runStore.setState({ runs: runs.sort((a, b) => b.createdAt - a.createdAt) });
}

/** Removes what was deleted for good. */
export async function purgeRuns(): Promise<void> {
  const reply = await ask(client.request('purgeRuns', {}));
  if (reply === null) return;
  sessionStore.setState({ storage: reply.storage });
  historyStore.setState({ deleted: null });
}

async function loadCurve(runId: string): Promise<void> {
  const reply = await ask(client.request('runCurve', { runId }));
  if (reply !== null)
    historyStore.setState(({ curves }) => ({ curves: { ...curves, [runId]: reply.curve } }));
}

function showSamples(runId: string, previews: Commands['runPreviews']['reply']['previews']): void {
  const { samples } = historyStore.getState();
  releaseUrls((samples?.columns ?? []).flatMap(({ images }) => images.map(({ url }) => url)));
  historyStore.setState({
    samples: { runId, columns: previewColumns(previews) },
  });
}

async function loadSamples(runId: string): Promise<void> {
  const reply = await ask(client.request('runPreviews', { runId }));
  if (reply !== null) showSamples(runId, reply.previews);
}

/** Sweeps and labs of the chosen runs; of all runs where none is chosen. */
export function sweepIds(runs: readonly RunSummary[], chosen: readonly string[]): string[] {
  const of = runs.filter(({ id }) => chosen.length === 0 || chosen.includes(id));
  return [...new Set(of.flatMap(({ sweep }) => sweep?.id ?? []))];
}

async function loadOutcomes(): Promise<void> {
  const { runs } = runStore.getState();
  const sweeps = sweepIds(runs, historyStore.getState().chosen);
  const runIds = runs
    .filter(({ sweep }) => sweep !== undefined && sweeps.includes(sweep.id))
    .map(({ id }) => id);
  const reply = await ask(client.request('runOutcomes', { runIds }));
  if (reply !== null)
    historyStore.setState({
      outcomes: Object.fromEntries(reply.outcomes.map((one) => [one.runId, one])),
    });
}

/** Fetches what the open view shows of the chosen runs. */
export async function fetchShown(): Promise<void> {
  const { chosen, view } = historyStore.getState();
  const last = chosen.at(-1);
  if (view === 'curves') await Promise.all(chosen.map(loadCurve));
  else if (view === 'samples' && last !== undefined) await loadSamples(last);
  else if (view === 'sweep' || view === 'lab') await loadOutcomes();
}

/** Looks at a run first, or also, or no longer; beyond the most, the oldest choice goes. */
export function toggleChosen(runId: string): void {
  const { chosen } = historyStore.getState();
  historyStore.setState({
    chosen: chosen.includes(runId)
      ? chosen.filter((id) => id !== runId)
      : [...chosen, runId].slice(-MOST_CHOSEN),
  });
  void fetchShown();
}

export function chooseView(view: HistoryView, chosen?: readonly string[]): void {
  historyStore.setState({ view, ...(chosen && { chosen }) });
  void fetchShown();
}

/** Samples a run's prompts as it stands now, and shows them. */
export async function sampleNow(runId: string): Promise<void> {
  const reply = await working.run({ phase: 'sample', done: 0, total: 0 }, (options) =>
    client.request('sampleNow', { runId }, options),
  );
  if (reply === null) return;
  const others = historyStore.getState().chosen.filter((id) => id !== runId);
  historyStore.setState({ view: 'samples', chosen: [...others, runId].slice(-MOST_CHOSEN) });
  showSamples(runId, reply.previews);
}

/** Makes the small curves of the runs that have none. */
export async function fetchSketches(runs: readonly RunSummary[]): Promise<void> {
  const runIds = runs
    .filter((run) => run.step > 0 && !run.sketch && !run.opened)
    .map(({ id }) => id);
  if (runIds.length === 0) return;
  const reply = await ask(client.request('sketchRuns', { runIds }));
  if (reply === null) return;
  const made = new Map(reply.runs.map((run) => [run.id, run]));
  runStore.setState((state) => ({ runs: state.runs.map((run) => made.get(run.id) ?? run) }));
}

/**
 * Carries a run's base, set and settings into the next run, says so, and opens them. With `step`
 * the next run begins with that checkpoint's adapters and is held against them.
 */
export async function duplicateRun(run: RunSummary, step?: number): Promise<void> {
  newRun();
  const model = sessionStore.getState().models.find(({ id }) => id === run.modelId);
  if (model !== undefined) {
    chooseModel(model.id);
    adoptModelDefaults(model);
  }
  if (run.opened) {
    startFrom(run, step ?? run.step);
    openScreen('objective');
    return;
  }
  const { datasetId, datasets } = datasetStore.getState();
  const hasSet = datasets.some(({ id }) => id === run.datasetId);
  if (datasetId !== run.datasetId && hasSet) await openDataset(run.datasetId);
  const settings = nextSettings(run);
  chooseMethod(settings.method);
  editSettings(settings);
  if (step !== undefined) startFrom(run, step);
  const { carried, carriedNoSet } = strings.runs;
  runStore.setState({
    carried: (hasSet || run.datasetId === '' ? carried : carriedNoSet)(run.name),
  });
  openScreen('objective');
}
