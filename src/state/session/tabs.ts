// Runs across the tabs of one browser. The tab that has a run loaded owns it (a lock of the
// browser, worker/services/runLock.ts) and tells the others what its worker says of it; they follow
// it live, read-only, and may ask to take it over: the owner then saves the run and lets it go.

import type { RunSummary } from '../../bridge/protocol';
import type { Announcement } from '../../bridge/studioClient';
import { isUnderWay } from '../../domain/run';
import type { StepMetrics } from '../../domain/metrics';
import { strings } from '../../strings';
import { toFailure } from '../common/failure';
import { metricHistory } from '../training/metricHistory';
import { receivePreview } from '../training/previews';
import {
  isLoaded,
  removeRun,
  runById,
  runStore,
  setUnloaded,
  updateRun,
} from '../training/runStore';
import { client } from './client';
import { addNotice } from './sessionStore';

type Told = Extract<Announcement, { type: 'steps' | 'preview' | 'run' }>;
type Message =
  | { readonly type: 'told'; readonly event: Told }
  /** Who has it: the steps so far, please. */
  | { readonly type: 'follow'; readonly runId: string }
  | { readonly type: 'soFar'; readonly run: RunSummary; readonly steps: readonly StepMetrics[] }
  | { readonly type: 'handOver'; readonly runId: string }
  /** The answer: saved and let go, or why not. */
  | { readonly type: 'handedOver'; readonly runId: string; readonly problem: string }
  | { readonly type: 'deleted'; readonly runId: string };

/** A step that is under way and its checkpoint come first. */
const PATIENCE_MS = 60_000;

const channel =
  typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('plumbline-runs');
const post = (message: Message): void => channel?.postMessage(message);
const answers = new Set<(runId: string, problem: string) => void>();

/** Passes on what this tab's worker says of a run. */
export function tellTabs(event: Announcement): void {
  if (event.type === 'steps' || event.type === 'preview' || event.type === 'run')
    post({ type: 'told', event });
}

export const tellDeleted = (runId: string): void => post({ type: 'deleted', runId });

/** Asks the owner for the steps that are not stored yet. */
export const askSoFar = (runId: string): void => post({ type: 'follow', runId });

/** Asks the owner for the run; resolves with a problem, empty when it is free. */
export function askForRun(runId: string): Promise<string> {
  return new Promise((resolve) => {
    const end = (problem: string): void => {
      clearTimeout(timer);
      answers.delete(listen);
      resolve(problem);
    };
    const listen = (of: string, problem: string): void => {
      if (of === runId) end(problem);
    };
    const timer = setTimeout(() => end(strings.storage.noAnswer), PATIENCE_MS);
    answers.add(listen);
    post({ type: 'handOver', runId });
  });
}

/** The runs whose owner's end is waited for. */
const awaited = new Set<string>();

/**
 * Waits until the tab that has a run lets it go. One that it left unfinished, by being closed, is
 * offered here. Without locks nobody knows.
 */
export async function awaitOwner(runId: string): Promise<void> {
  if (!globalThis.navigator?.locks || awaited.has(runId)) return;
  awaited.add(runId);
  try {
    const { run } = await client.request('runFreed', { runId });
    const state = runStore.getState();
    const known = runById(state, runId);
    if (run === null || known === null || isLoaded(state, runId)) return;
    updateRun(run);
    if (state.followedRunId === runId) runStore.setState({ followedRunId: null });
    if (isUnderWay(known) || state.followedRunId === runId)
      runStore.setState(({ offeredRunIds }) => ({
        offeredRunIds: [...offeredRunIds.filter((id) => id !== runId), runId],
      }));
  } catch {
    // The worker ended, and the wait with it: the next start asks again.
  } finally {
    awaited.delete(runId);
  }
}

async function handOver(runId: string): Promise<void> {
  const run = runById(runStore.getState(), runId);
  try {
    await client.request('releaseRun', { runId });
    setUnloaded(runId);
    runStore.setState({ followedRunId: runId });
    post({ type: 'handedOver', runId, problem: '' });
    addNotice({
      kind: 'Busy',
      message: strings.storage.handedOver(run?.name ?? ''),
      remedy: strings.storage.handedOverRemedy,
    });
  } catch (error) {
    post({ type: 'handedOver', runId, problem: toFailure(error)?.message ?? '' });
  }
}

function receive(message: Message): void {
  const state = runStore.getState();
  switch (message.type) {
    case 'told': {
      const { event } = message;
      if (event.type === 'run') {
        updateRun(event.run);
        if (isUnderWay(event.run)) void awaitOwner(event.run.id);
      }
      if (event.type === 'preview') receivePreview(event.preview);
      if (event.type !== 'steps') return;
      if (metricHistory.stepsOf(event.runId).length > 0 || state.followedRunId === event.runId)
        metricHistory.append(event.runId, event.steps);
      return;
    }
    case 'follow': {
      const run = runById(state, message.runId);
      if (run !== null && isLoaded(state, run.id))
        post({ type: 'soFar', run, steps: metricHistory.stepsOf(run.id) });
      return;
    }
    case 'soFar':
      updateRun(message.run);
      if (state.followedRunId === message.run.id)
        metricHistory.append(message.run.id, message.steps);
      return;
    case 'handOver':
      if (isLoaded(state, message.runId)) void handOver(message.runId);
      return;
    case 'handedOver':
      for (const answer of answers) answer(message.runId, message.problem);
      return;
    case 'deleted':
      removeRun(message.runId);
      return;
    default:
      message satisfies never;
  }
}

/** Listens to the other tabs as long as the page lives. */
export function listenToTabs(): void {
  channel?.addEventListener('message', ({ data }: MessageEvent<Message>) => receive(data));
}
