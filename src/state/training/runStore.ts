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
  /** After a reload: an unfinished run that can go on. */
  readonly offeredRunId: string | null;
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
  offeredRunId: null,
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
  runStore.setState(({ runs, shownRunId, followedRunId, offeredRunId }) => ({
    runs: runs.filter((run) => run.id !== runId),
    shownRunId: without(shownRunId),
    followedRunId: without(followedRunId),
    offeredRunId: without(offeredRunId),
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

/** The run that was open when the page went away, where it still has steps to do. */
export function rememberedRun(runs: readonly RunSummary[]): string | null {
  const run = runs.find((entry) => entry.id === preferencesStore.getState().runId);
  return run !== undefined &&
    // Another tab trains it.
    run.status !== 'running' &&
    run.status !== 'finished' &&
    run.status !== 'stopped' &&
    run.checkpointSteps.length > 0
    ? run.id
    : null;
}
