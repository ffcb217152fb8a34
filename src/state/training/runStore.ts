// Runs: the stored list, the one loaded in the worker, and what is being waited for. Metric arrays
// are in metricHistory and images in previews; here is only what is small and changes seldom.

import { createStore } from 'zustand/vanilla';
import type { Progress } from '../../bridge/studioClient';
import type { RunSummary, StudioFailure } from '../../bridge/protocol';
import { preferencesStore } from '../session/preferences';
import { effectiveSettings } from '../objective/settingsStore';

export interface RunState {
  readonly runs: readonly RunSummary[];
  /** The runs on the worker's device; any of them may be training. */
  readonly loadedRunIds: readonly string[];
  /** The run whose curves are shown: a loaded one, or one that has just ended. */
  readonly shownRunId: string | null;
  /** A run that another tab has and this one shows. */
  readonly followedRunId: string | null;
  /** Unfinished runs that can go on after a reload, or that another tab left; asked one by one. */
  readonly offeredRunIds: readonly string[];
  /** Whose settings were carried over for the next run, in words; null where none were. */
  readonly carried: string | null;
  /** A press that is under way: the worker answers it after the step it is in. */
  readonly heard: 'pause' | 'stop' | null;
  /** What a long request is doing; null when nothing is waited for. */
  readonly busy: Progress | null;
  /** Milliseconds until it is done; null before it can be told. */
  readonly left: number | null;
  readonly failure: StudioFailure | null;
  /** An earlier checkpoint, where the one asked for is damaged. */
  readonly earlier: { readonly runId: string; readonly step: number } | null;
}

export const runStore = createStore<RunState>(() => ({
  runs: [],
  loadedRunIds: [],
  shownRunId: null,
  followedRunId: null,
  offeredRunIds: [],
  carried: null,
  heard: null,
  busy: null,
  left: null,
  failure: null,
  earlier: null,
}));

export function setRuns(runs: readonly RunSummary[]): void {
  runStore.setState({ runs: [...runs].sort((a, b) => b.createdAt - a.createdAt) });
}

/** Takes in a run's new state, in its place or at the head of the list. */
export function updateRun(run: RunSummary): void {
  const { runs } = runStore.getState();
  const known = runs.some((entry) => entry.id === run.id);
  runStore.setState({
    runs: known ? runs.map((entry) => (entry.id === run.id ? run : entry)) : [run, ...runs],
  });
  // A run that failed may not be used any more; it has to be loaded again.
  if (run.status === 'stopped' || run.status === 'failed') setUnloaded(run.id);
}

/** Takes a run that was deleted out of all that names it. */
export function removeRun(runId: string): void {
  setUnloaded(runId);
  const without = (id: string | null): string | null => (id === runId ? null : id);
  runStore.setState(({ runs, shownRunId, followedRunId, offeredRunIds }) => ({
    runs: runs.filter((run) => run.id !== runId),
    shownRunId: without(shownRunId),
    followedRunId: without(followedRunId),
    offeredRunIds: offeredRunIds.filter((id) => id !== runId),
  }));
}

/** True where another tab has the run that is shown here. */
export function isFollowed(state: RunState, runId: string | null): boolean {
  return runId !== null && state.followedRunId === runId && !isLoaded(state, runId);
}

export function setLoaded(runId: string): void {
  const { loadedRunIds, followedRunId } = runStore.getState();
  if (followedRunId === runId) runStore.setState({ followedRunId: null });
  if (!loadedRunIds.includes(runId)) runStore.setState({ loadedRunIds: [...loadedRunIds, runId] });
}

export function setUnloaded(runId: string): void {
  const { loadedRunIds } = runStore.getState();
  if (loadedRunIds.includes(runId))
    runStore.setState({ loadedRunIds: loadedRunIds.filter((id) => id !== runId) });
}

export function isLoaded(state: RunState, runId: string | null): boolean {
  return runId !== null && state.loadedRunIds.includes(runId);
}

export function runById(state: RunState, id: string | null): RunSummary | null {
  return state.runs.find((run) => run.id === id) ?? null;
}

/** The run on screen where it is loaded. */
export function loadedRun(state: RunState): RunSummary | null {
  return isLoaded(state, state.shownRunId) ? shownRun(state) : null;
}

/** The loaded runs that train at this moment, shown or not. */
export function trainingRuns(state: RunState): RunSummary[] {
  return state.runs.filter((run) => run.status === 'running' && isLoaded(state, run.id));
}

/**
 * What the main button and the space bar would do now; null when there is nothing to play (ended,
 * or not loaded).
 */
export function nextPlay(state: RunState): 'start' | 'pause' | 'resume' | null {
  const run = shownRun(state);
  if (run === null) return 'start';
  if (!isLoaded(state, run.id)) return null;
  if (run.status === 'running') return 'pause';
  const unfinished =
    run.status === 'paused' ||
    (run.status === 'finished' && effectiveSettings(run).schedule.steps > run.step);
  return unfinished ? 'resume' : null;
}

export function shownRun(state: RunState): RunSummary | null {
  return runById(state, state.shownRunId);
}

/** True where a run can be put on the device: at its last checkpoint, or paused before step 1. */
export const canLoad = ({ status, checkpointSteps, opened }: RunSummary): boolean =>
  !opened && (checkpointSteps.length > 0 || status === 'paused');

/** True where a run has steps to do that nobody takes: neither a tab nor the queue. */
const isLeft = (run: RunSummary): boolean =>
  (run.status === 'paused' || run.status === 'failed') && canLoad(run);

/**
 * The runs to go on with after a start: the one that was open, then those that trained when their
 * page was closed. The queue goes on with its own.
 */
export function leftRuns(runs: readonly RunSummary[]): string[] {
  const { runId } = preferencesStore.getState();
  return runs
    .filter((run) => isLeft(run) && (run.id === runId || (run.cutOff && !run.queuedAt)))
    .sort((a, b) => Number(b.id === runId) - Number(a.id === runId))
    .map(({ id }) => id);
}

/** The run that is offered now; null where none is, or where this tab has a run. */
export function offeredRun(state: RunState): RunSummary | null {
  if (loadedRun(state) !== null) return null;
  const offered = state.offeredRunIds.map((id) => runById(state, id));
  return offered.find((run) => run !== null && isLeft(run) && !isLoaded(state, run.id)) ?? null;
}

export function withdrawOffer(runId: string): void {
  runStore.setState(({ offeredRunIds }) => ({
    offeredRunIds: offeredRunIds.filter((id) => id !== runId),
  }));
}
