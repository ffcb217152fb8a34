// The CLIP models that score: the one beside the app and a person's own, and taking in or removing
// these and the heads on them.

import { createStore } from 'zustand/vanilla';
import type { CommandName, Commands, StudioFailure } from '../../bridge/protocol';
import type { ImportFile } from '../../domain/dataset';
import type { ScorerInfo, ScorerList, ScorerReport } from '../../domain/scorer';
import type { Progress } from '../../bridge/studioClient';
import { client } from '../session/client';
import { toFailure } from './failure';
import { task } from './task';
import { rewardStore } from './rewardStore';
import { sessionStore } from '../session/sessionStore';

export interface ScorerState {
  /** Null until the worker has answered. */
  readonly scorers: readonly ScorerInfo[] | null;
  /** A folder that was dropped or chosen, and what it is. */
  readonly given: ImportFile[] | null;
  readonly report: ScorerReport | null;
  /** A folder or head that is being taken in. */
  readonly busy: Progress | null;
  readonly failure: StudioFailure | null;
  /** Hash of the model that was taken in last. */
  readonly added: string | null;
}

export const scorerStore = createStore<ScorerState>(() => ({
  scorers: null,
  given: null,
  report: null,
  busy: null,
  failure: null,
  added: null,
}));

const change = task(({ left: _, ...state }) => scorerStore.setState(state));
export const cancelScorer = change.cancel;

function receive({ scorers, rewards }: ScorerList): void {
  scorerStore.setState({ scorers });
  rewardStore.setState({ rewards });
}

type ScorerWork = 'addScorer' | 'deleteScorer' | 'addHead' | 'deleteHead';

/** One at a time; what went wrong stays until the next. */
async function work<K extends ScorerWork & CommandName>(
  command: K,
  request: Commands[K]['request'],
  phase: string,
): Promise<Commands[K]['reply'] | null> {
  const reply = await change.run({ phase, done: 0, total: 0 }, (options) =>
    client.request(command, request, options),
  );
  if (reply !== null) receive(reply as ScorerList);
  return reply;
}

/** Asks for the list where it is not there yet. */
export async function loadScorers(): Promise<void> {
  if (scorerStore.getState().scorers !== null) return;
  try {
    receive(await client.request('listScorers', {}));
  } catch (error) {
    scorerStore.setState({ failure: toFailure(error) });
  }
}

/** Looks at what was dropped or chosen; a report or a failure follows. */
export async function giveScorer(given: ImportFile[]): Promise<void> {
  dismissScorer();
  const report = await change.run({ phase: 'scorerCheck', done: 0, total: 0 }, (options) =>
    client.request('inspectScorer', { files: given }, options),
  );
  if (report !== null) scorerStore.setState({ given, report });
}

export function dismissScorer(): void {
  scorerStore.setState({ given: null, report: null });
}

/** Keeps the model that was given. */
export async function keepScorer(): Promise<void> {
  const { given } = scorerStore.getState();
  if (given === null) return;
  void navigator.storage?.persist?.().catch(() => false);
  const reply = await work('addScorer', { files: given }, 'scorerCheck');
  if (reply === null) return;
  dismissScorer();
  scorerStore.setState({ added: reply.hash });
}

export async function removeScorer(hash: string): Promise<void> {
  const reply = await work('deleteScorer', { hash }, 'scorerDelete');
  if (reply !== null) sessionStore.setState({ storage: reply.storage });
}

export async function addHead(hash: string | null, file: File): Promise<void> {
  await work('addHead', { hash, file }, 'scorerHead');
}

export async function removeHead(id: string): Promise<void> {
  await work('deleteHead', { id }, 'scorerDelete');
}
