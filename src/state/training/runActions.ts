// What can be done with the run on screen: create, load, resume, pause, one step, stop, change live
// settings. Long requests show their progress and can be cancelled; every failure stays in runStore
// until it is read.

import type { Commands, RunSummary } from '../../bridge/protocol';
import type { RequestOptions } from '../../bridge/studioClient';
import { objectiveOf } from '../../objectives';
import { strings } from '../../strings';
import { resetComparison, forgetStaleSamples } from '../compare/comparisonStore';
import { client } from '../session/client';
import { openDataset } from '../data/datasetActions';
import { datasetStore, currentDataset } from '../data/datasetStore';
import { toFailure } from '../common/failure';
import { task } from '../common/task';
import { metricHistory } from './metricHistory';
import { scoredBy } from '../objective/onlineDraft';
import { startProblems } from '../objective/startProblems';
import { preferencesStore, setPreferences } from '../session/preferences';
import { resetPreviews } from './previews';
import { rewardStore } from '../common/rewardStore';
import { loadedRun, runStore, setLoaded, shownRun, updateRun, withdrawOffer } from './runStore';
import { chooseModel, sessionStore } from '../session/sessionStore';
import { liveDifference } from '../../settings/runSettings';
import {
  chooseMethod,
  editSettings,
  effectiveSettings,
  nextSettings,
  settingsStore,
} from '../objective/settingsStore';

/** Loading or making a run: one at a time. */
const preparing = task((change) => runStore.setState(change));
export const cancelBusy = preparing.cancel;

/** Runs a long request with its progress on screen; null when it failed or was cancelled. */
const waitFor = <T>(
  phase: string,
  send: (options: RequestOptions) => Promise<T>,
): Promise<T | null> => preparing.run({ phase, done: 0, total: 0 }, send);

/** Puts a run on screen with all that belongs to it: its model, its set, its settings. */
function show(run: RunSummary): void {
  resetComparison();
  setPreferences({ runId: run.id });
  if (sessionStore.getState().models.some((model) => model.id === run.modelId))
    chooseModel(run.modelId);
  const { datasets, datasetId } = datasetStore.getState();
  if (datasetId !== run.datasetId && datasets.some((dataset) => dataset.id === run.datasetId))
    void openDataset(run.datasetId);
  updateRun(run);
  setLoaded(run.id);
  withdrawOffer(run.id);
  runStore.setState({ shownRunId: run.id, carried: null });
  chooseMethod(run.settings.method);
  editSettings(nextSettings(run));
}

/**
 * Creates a run with the settings on screen, of the open set or online without one, and loads it,
 * paused.
 */
export async function createRun(): Promise<RunSummary | null> {
  const { settings } = settingsStore.getState();
  const online = settings.source.mode === 'online';
  const dataset = online ? null : currentDataset(datasetStore.getState());
  const { modelId } = sessionStore.getState();
  if ((dataset === null && !online) || modelId === null) return null;
  const [problem] = startProblems(
    settings,
    datasetStore.getState().items,
    rewardStore.getState().rewards,
  );
  if (problem !== undefined) {
    runStore.setState({
      failure: {
        kind: 'BadSettings',
        message: problem.message,
        remedy: strings.online.problemsRemedy,
      },
    });
    return null;
  }
  const { label } = objectiveOf(settings.method);
  const name =
    dataset === null
      ? strings.online.runName(label, scoredBy(settings.source.onlineReward))
      : strings.training.runName(label, dataset.name);
  const reply = await waitFor(strings.training.preparing, (options) =>
    client.request('createRun', { name, datasetId: dataset?.id ?? '', modelId, settings }, options),
  );
  if (reply === null) return null;
  metricHistory.reset(reply.run.id, []);
  resetPreviews(reply.run.id, []);
  show(reply.run);
  return reply.run;
}

/** Loads a stored run from its last checkpoint (or the named one), paused. */
export async function loadRun(
  runId: string,
  checkpointStep?: number,
  steal = false,
): Promise<RunSummary | null> {
  runStore.setState({ earlier: null });
  const reply = await waitFor(strings.training.loading, (options) =>
    client.request(
      'loadRun',
      {
        runId,
        ...(checkpointStep !== undefined && { checkpointStep }),
        ...(steal && { steal }),
      },
      options,
    ),
  );
  if (reply === null) {
    const { runs, failure } = runStore.getState();
    const steps = runs.find((run) => run.id === runId)?.checkpointSteps ?? [];
    const before = steps.filter((step) => step < (checkpointStep ?? steps.at(-1) ?? 0)).at(-1);
    if (failure?.kind === 'Damaged' && before !== undefined)
      runStore.setState({ earlier: { runId, step: before } });
    return null;
  }
  metricHistory.reset(reply.run.id, reply.metrics);
  resetPreviews(reply.run.id, reply.previews);
  show(reply.run);
  return reply.run;
}

type Short = 'resume' | 'pause' | 'oneStep' | 'stop';

async function command(type: Short): Promise<void> {
  const run = loadedRun(runStore.getState());
  if (run === null) return;
  // A step may take seconds: that the press was heard shows at once.
  const heard = type === 'pause' || type === 'stop' ? type : null;
  runStore.setState({ failure: null, heard });
  if (type === 'resume' || type === 'oneStep') forgetStaleSamples(run.id);
  try {
    const reply: Commands[Short]['reply'] = await client.request(type, { runId: run.id });
    updateRun(reply.run);
  } catch (error) {
    runStore.setState({ failure: toFailure(error) });
  } finally {
    runStore.setState({ heard: null });
  }
}

/** Start: a new run where none is loaded, else the loaded one goes on. */
export async function play(): Promise<void> {
  if (loadedRun(runStore.getState()) === null && (await createRun()) === null) return;
  await command('resume');
}

export async function step(): Promise<void> {
  if (loadedRun(runStore.getState()) === null && (await createRun()) === null) return;
  await command('oneStep');
}

/**
 * So many steps more than the run has taken, and on with it. A run that is not loaded is loaded
 * from its last checkpoint first.
 */
export async function addSteps(count: number): Promise<void> {
  const shown = shownRun(runStore.getState());
  if (shown === null) return;
  const run = loadedRun(runStore.getState()) ?? (await loadRun(shown.id));
  if (run === null) return;
  const { steps } = effectiveSettings(run).schedule;
  const wanted = (run.status === 'running' ? steps : run.step) + count;
  if (wanted > steps) {
    editSettings({ schedule: { steps: wanted } });
    await commitLiveSettings();
  }
  if (runStore.getState().failure === null && run.status !== 'running') await command('resume');
}

export const pause = (): Promise<void> => command('pause');
export const stop = (): Promise<void> => command('stop');

/**
 * Leaves the run on screen, so that the settings are those of the next one; a run that trains goes
 * on.
 */
export function newRun(): void {
  runStore.setState({ shownRunId: null, failure: null });
  setPreferences({ runId: null });
  metricHistory.show(null);
  resetPreviews(null, []);
}

/** Stops the run on screen and leaves it. */
export async function endRun(): Promise<void> {
  const run = loadedRun(runStore.getState());
  if (run !== null && (run.status === 'running' || run.status === 'paused')) await command('stop');
  newRun();
}

/** Loads an unfinished run and lets it go on at once. */
export async function continueRun(runId: string): Promise<void> {
  if ((await loadRun(runId)) !== null) await command('resume');
}

export function declineOffer(runId: string): void {
  withdrawOffer(runId);
  if (preferencesStore.getState().runId === runId) setPreferences({ runId: null });
}

let sending: Promise<void> = Promise.resolve();

/**
 * Sends the live settings that differ from the loaded run's; called when a control is let go. One
 * after another, so that none is sent, and marked in the charts, twice.
 */
export function commitLiveSettings(): Promise<void> {
  sending = sending.then(sendLiveSettings);
  return sending;
}

async function sendLiveSettings(): Promise<void> {
  const run = loadedRun(runStore.getState());
  if (run === null) return;
  const values = liveDifference(effectiveSettings(run), settingsStore.getState().settings);
  if (Object.keys(values).length === 0) return;
  try {
    const reply = await client.request('changeSettings', { runId: run.id, values });
    updateRun(reply.run);
  } catch (error) {
    runStore.setState({ failure: toFailure(error) });
    editSettings(nextSettings(run));
  }
}

export function clearRunFailure(): void {
  runStore.setState({ failure: null, earlier: null });
}
