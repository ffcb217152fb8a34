// The rewards there are on this machine: the formulas, the tastes that were fitted here, and those
// of a person's own CLIP models and heads. Whoever needs one by its id asks here.

import { workerErrors } from '../../strings/errors/worker';
import { recordSays } from '../../strings/language';
import type { RewardInfo } from '../../domain/reward';
import { StudioError } from '../../errors';
import {
  alignmentHash,
  alignmentOf,
  FEATURE_REWARDS,
  headReward,
  PIXEL_REWARDS,
  rewardById,
  styleProbability,
  type FeatureReward,
  type Reward,
} from '../../rewards';
import type { HeadRecord, StudioDatabase } from '../../storage/database';
import { getHead, listHeads } from '../../storage/heads';
import { getScorer, listScorers } from '../../storage/scorers';
import type { StudioServices } from './studioServices';

const TASTE = 'taste:';

/** The reward's id of a stored head. */
export const tasteId = (headId: string): string => `${TASTE}${headId}`;

const rewardOfHead = (head: HeadRecord): FeatureReward =>
  headReward(tasteId(head.id), head.name, head.file, head.scorerHash);

/**
 * The reward of an id, a stored taste among them. Errors: Unsupported when there is none, BadModel
 * when its CLIP model is not stored.
 */
export async function rewardAtHand(db: StudioDatabase, id: string): Promise<Reward> {
  const hash = alignmentHash(id);
  if (hash !== null) {
    const scorer = await getScorer(db, hash);
    if (scorer === null)
      throw new StudioError('BadModel', ...workerErrors.rewardModelGone(hash.slice(0, 8)));
    return alignmentOf(scorer);
  }
  const head = id.startsWith(TASTE) ? await getHead(db, id.slice(TASTE.length)) : null;
  return head === null ? rewardById(id) : rewardOfHead(head);
}

/** True where `rewardAtHand` would find one. */
export async function isRewardAtHand(db: StudioDatabase, id: string): Promise<boolean> {
  return rewardAtHand(db, id).then(
    () => true,
    () => false,
  );
}

export function rewardInfo(
  { id, label, formula, range, source, needs }: Reward,
  head: HeadRecord | null,
): RewardInfo {
  return {
    id,
    label: recordSays(label),
    formula: recordSays(formula),
    source,
    range: [range[0], range[1]].map((bound) => (Number.isFinite(bound) ? bound! : null)) as [
      number | null,
      number | null,
    ],
    needsScorer: needs === 'clip',
    taste:
      head?.taste === undefined
        ? null
        : { id: head.id, name: head.name, createdAt: head.createdAt, ...head.taste },
  };
}

/**
 * All rewards: the person's own tastes and heads, the formulas, those of the person's own CLIP
 * models, and where one lies beside the app those that
 *  read it and its styles.
 */
export async function rewardInfos({
  db,
  scorers,
}: Pick<StudioServices, 'db' | 'scorers'>): Promise<RewardInfo[]> {
  const [scorer] = scorers;
  const own = (await listScorers(db)).map(alignmentOf);
  const rewards = [
    ...PIXEL_REWARDS,
    ...(scorer ? FEATURE_REWARDS : []),
    ...own,
    ...(scorer?.styles.map(styleProbability) ?? []),
  ];
  return [
    ...(await listHeads(db)).map((head) => rewardInfo(rewardOfHead(head), head)),
    ...rewards.map((reward) => rewardInfo(reward, null)),
  ];
}
