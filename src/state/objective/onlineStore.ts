// Online runs as the page sees them: how full each run's memory bank is, and the round whose
// images a person is asked to score. What was rated of a round outlives a pause and a reload: the
// run asks for the same images again.

import { createStore } from 'zustand/vanilla';
import type { BankState, OnlineRound } from '../../domain/online';
import type { RunSummary, StudioFailure } from '../../bridge/protocol';
import { client } from '../session/client';
import { toFailure } from '../common/failure';
import { pixelsUrl, releaseUrls } from '../common/imageUrls';

export interface AskedImage {
  readonly prompt: string;
  readonly url: string;
}

export interface Asking {
  readonly runId: string;
  /** 0-based. */
  readonly round: number;
  readonly images: readonly AskedImage[];
  /** One an image; null = not rated yet. */
  readonly ratings: readonly (number | null)[];
  /** Images in the order in which they were rated, the newest last. */
  readonly order: readonly number[];
  /** The image that a key rates. */
  readonly at: number;
  /** All are rated and on their way. */
  readonly sending: boolean;
  readonly failure: StudioFailure | null;
}

export interface OnlineState {
  /** By run, after its newest round. */
  readonly banks: Readonly<Record<string, BankState>>;
  /** Null while no run waits for ratings. */
  readonly asking: Asking | null;
}

export const onlineStore = createStore<OnlineState>(() => ({ banks: {}, asking: null }));

const KEY = 'plumbline.round';

type Draft = Pick<Asking, 'runId' | 'round' | 'ratings'>;

function write({ runId, round, ratings }: Draft): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ runId, round, ratings }));
  } catch {
    // Not being remembered is no reason to stop.
  }
}

/** What was rated of this round before, where it is still known. */
function read({ runId, round, images }: OnlineRound): readonly (number | null)[] {
  const none = images.map(() => null);
  try {
    const draft = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Draft> | null;
    if (
      draft?.runId !== runId ||
      draft.round !== round ||
      !Array.isArray(draft.ratings) ||
      draft.ratings.length !== images.length
    )
      return none;
    return draft.ratings.map((value: unknown) => (typeof value === 'number' ? value : null));
  } catch {
    return none;
  }
}

export function receiveBank(runId: string, bank: BankState): void {
  onlineStore.setState(({ banks }) => ({ banks: { ...banks, [runId]: bank } }));
}

export function receiveRound(asked: OnlineRound): void {
  stopAsking();
  const ratings = read(asked);
  onlineStore.setState({
    asking: {
      runId: asked.runId,
      round: asked.round,
      images: asked.images.map(({ prompt, pixels }) => ({ prompt, url: pixelsUrl(pixels) })),
      ratings,
      order: [],
      at: Math.max(0, ratings.indexOf(null)),
      sending: false,
      failure: null,
    },
  });
  if (!ratings.includes(null)) void send();
}

/** The run asks no more: paused, ended, or its worker is gone. */
export function stopAsking(): void {
  const { asking } = onlineStore.getState();
  if (asking === null) return;
  releaseUrls(asking.images.map(({ url }) => url));
  onlineStore.setState({ asking: null });
}

/** A run's new state: one that does not run asks for nothing. */
export function followRunStatus(run: RunSummary): void {
  if (run.status !== 'running' && onlineStore.getState().asking?.runId === run.id) stopAsking();
}

function change(values: (asking: Asking) => Partial<Asking>): void {
  onlineStore.setState(({ asking }) =>
    asking === null ? {} : { asking: { ...asking, ...values(asking) } },
  );
}

/**
 * The next image without a rating after `from`, round the end; `from` itself when there is none.
 */
function nextUnrated(ratings: readonly (number | null)[], from: number): number {
  for (let i = 1; i <= ratings.length; i++) {
    const at = (from + i) % ratings.length;
    if (ratings[at] === null) return at;
  }
  return from;
}

/** Rates an image and goes on to the next; the last one sends the round. */
export function rateInRound(index: number, value: number): void {
  const { asking } = onlineStore.getState();
  if (asking === null || asking.sending || index >= asking.images.length) return;
  const ratings = asking.ratings.map((given, i) => (i === index ? value : given));
  change(({ order }) => ({
    ratings,
    order: [...order.filter((other) => other !== index), index],
    at: nextUnrated(ratings, index),
    failure: null,
  }));
  write({ ...asking, ratings });
  if (!ratings.includes(null)) void send();
}

/** Takes the newest rating back. */
export function undoInRound(): void {
  const { asking } = onlineStore.getState();
  const index = asking?.order.at(-1);
  if (asking === null || asking.sending || index === undefined) return;
  const ratings = asking.ratings.map((given, i) => (i === index ? null : given));
  change(({ order }) => ({ ratings, order: order.slice(0, -1), at: index }));
  write({ ...asking, ratings });
}

/** Chooses the image that a key rates. */
export function chooseInRound(index: number): void {
  change(({ images }) => ({ at: Math.max(0, Math.min(images.length - 1, index)) }));
}

async function send(): Promise<void> {
  const { asking } = onlineStore.getState();
  if (asking === null) return;
  change(() => ({ sending: true }));
  try {
    await client.request('answerRound', {
      runId: asking.runId,
      round: asking.round,
      values: asking.ratings.map((value) => value!),
    });
    // The next round may have been asked for already.
    const now = onlineStore.getState().asking;
    if (now?.runId === asking.runId && now.round === asking.round) stopAsking();
  } catch (error) {
    change(() => ({ sending: false, failure: toFailure(error) }));
  }
}
