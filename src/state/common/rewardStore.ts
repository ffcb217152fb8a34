// What can score new images: the formulas and the tastes that were fitted here. Asked of the worker
// once, and again after a taste came or went.

import { createStore } from 'zustand/vanilla';
import type { RewardInfo } from '../../domain/reward';
import type { StudioFailure } from '../../bridge/protocol';
import { client } from '../session/client';
import { toFailure } from './failure';

export interface RewardState {
  /** Tastes first. Null until the worker has answered. */
  readonly rewards: readonly RewardInfo[] | null;
  readonly failure: StudioFailure | null;
}

export const rewardStore = createStore<RewardState>(() => ({ rewards: null, failure: null }));

/** Asks for the list where it is not there yet. */
export async function loadRewards(): Promise<void> {
  if (rewardStore.getState().rewards === null) await refreshRewards();
}

/** Asks again: a set may have brought a taste along. */
export async function refreshRewards(): Promise<void> {
  try {
    rewardStore.setState({ ...(await client.request('listRewards', {})), failure: null });
  } catch (error) {
    rewardStore.setState({ failure: toFailure(error) });
  }
}

export function addReward(reward: RewardInfo): void {
  rewardStore.setState(({ rewards }) => ({ rewards: [reward, ...(rewards ?? [])] }));
}

/** Adds the reward of two words; its id, or null with the reason in `failure`. */
export async function addTwoWords(more: string, less: string): Promise<string | null> {
  const id = `words:${more.trim()}|${less.trim()}`;
  try {
    const { reward } = await client.request('describeReward', { id });
    if (!rewardStore.getState().rewards?.some((known) => known.id === id)) addReward(reward);
    rewardStore.setState({ failure: null });
    return id;
  } catch (error) {
    rewardStore.setState({ failure: toFailure(error) });
    return null;
  }
}

export async function deleteTaste(id: string): Promise<void> {
  try {
    rewardStore.setState({ ...(await client.request('deleteTaste', { id })), failure: null });
  } catch (error) {
    rewardStore.setState({ failure: toFailure(error) });
  }
}
