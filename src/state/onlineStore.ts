// Online runs as the page sees them: how full each run's memory bank is, and the round whose pictures a person is asked to score.

import { createStore } from 'zustand/vanilla';
import type { BankState, OnlineRound } from '../bridge/onlineProtocol';
import { client } from './client';

export interface OnlineState {
  /** By run, after its newest round. */
  readonly banks: Readonly<Record<string, BankState>>;
  /** Null while no run waits for ratings. */
  readonly asking: OnlineRound | null;
}

export const onlineStore = createStore<OnlineState>(() => ({ banks: {}, asking: null }));

export function receiveBank(runId: string, bank: BankState): void {
  onlineStore.setState(({ banks }) => ({ banks: { ...banks, [runId]: bank } }));
}

export function receiveRound(asking: OnlineRound): void {
  onlineStore.setState({ asking });
}

/** Sends a person's scores, one a picture of the round that was asked about. Errors: StudioClientError when the run asks no more. */
export async function answerRound(values: readonly number[]): Promise<void> {
  const { asking } = onlineStore.getState();
  if (!asking) return;
  await client.request('answerRound', { runId: asking.runId, round: asking.round, values: [...values] });
  onlineStore.setState({ asking: null });
}
