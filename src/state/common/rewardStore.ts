// What can score new images: the formulas and the tastes that were fitted here. Asked of the worker
// once, and again after a taste came or went.

import { createStore } from 'zustand/vanilla';
import type { RewardInfo } from '../../domain/reward';
import type { StudioFailure } from '../../bridge/protocol';
import { oppositeOf } from '../../rewards/opposite';
import { wordsOf } from '../../rewards/twoWords';
import { strings } from '../../strings';
import { client } from '../session/client';
import { toFailure } from './failure';

export interface RewardState {
  /** Tastes first. Null until the worker has answered. */
  readonly rewards: readonly RewardInfo[] | null;
  readonly failure: StudioFailure | null;
}

export const rewardStore = createStore<RewardState>(() => ({ rewards: null, failure: null }));

/** A reward in words: its label in the list, else what its id says (two words, an opposite). */
export function rewardLabel(id: string, rewards: RewardState['rewards']): string {
  const listed = rewards?.find((reward) => reward.id === id);
  if (listed !== undefined) return listed.label;
  const plain = oppositeOf(id);
  if (plain !== null) return strings.rewards.opposite(rewardLabel(plain, rewards));
  return wordsOf(id)?.join(' − ') ?? id;
}

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
    await loadRewards();
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
