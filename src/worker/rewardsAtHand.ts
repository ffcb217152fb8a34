// The rewards there are on this machine: the formulas, and the tastes that were fitted here. Whoever needs one by its id asks here.

import type { RewardInfo } from '../bridge/ratingProtocol';
import { FEATURE_REWARDS, headReward, PIXEL_REWARDS, rewardById, styleProbability, type FeatureReward, type Reward } from '../rewards';
import type { HeadRecord, StudioDatabase } from '../storage/database';
import { getHead, listHeads } from '../storage/heads';
import type { Studio } from './studio';

const TASTE = 'taste:';

/** The reward's id of a stored head. */
export const tasteId = (headId: string): string => `${TASTE}${headId}`;

const rewardOfHead = (head: HeadRecord): FeatureReward => headReward(tasteId(head.id), head.name, head.file);

/** The reward of an id, a stored taste among them. Errors: Unsupported when there is none. */
export async function rewardAtHand(db: StudioDatabase, id: string): Promise<Reward> {
  const head = id.startsWith(TASTE) ? await getHead(db, id.slice(TASTE.length)) : null;
  return head === null ? rewardById(id) : rewardOfHead(head);
}

/** True where `rewardAtHand` would find one. */
export async function isRewardAtHand(db: StudioDatabase, id: string): Promise<boolean> {
  return rewardAtHand(db, id).then(() => true, () => false);
}

export function rewardInfo({ id, label, formula, range, source, needs }: Reward, head: HeadRecord | null): RewardInfo {
  return {
    id, label, formula, source, range: [range[0], range[1]].map((bound) => (Number.isFinite(bound) ? bound! : null)) as [number | null, number | null], needsScorer: needs === 'clip',
    taste: head?.taste === undefined ? null : { id: head.id, name: head.name, createdAt: head.createdAt, ...head.taste },
  };
}

/** All rewards: the person's own tastes, the formulas, and where a CLIP scorer lies beside the app those that read it and its styles. */
export async function rewardInfos({ db, scorers }: Pick<Studio, 'db' | 'scorers'>): Promise<RewardInfo[]> {
  const [scorer] = scorers;
  const rewards = [...PIXEL_REWARDS, ...(scorer ? [...FEATURE_REWARDS, ...scorer.styles.map(styleProbability)] : [])];
  return [...(await listHeads(db)).map((head) => rewardInfo(rewardOfHead(head), head)), ...rewards.map((reward) => rewardInfo(reward, null))];
}
