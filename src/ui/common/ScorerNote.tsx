// Said wherever a scorer is offered or its numbers stand: that what it learned cannot be told from
// chance, or is worse. Nothing of any other scorer.

import { scorerDoubt } from '../../rewards/scorerDoubt';
import { rewardStore } from '../../state/common/rewardStore';
import { testIds } from '../testIds';
import { useStore } from './useStore';

/** `id`: of the reward. */
export function ScorerNote({ id }: { readonly id: string }) {
  const reward = useStore(rewardStore, ({ rewards }) => rewards?.find((one) => one.id === id));
  const doubt = reward === undefined ? null : scorerDoubt(reward);
  return doubt === null ? null : (
    <span className="scorer-note" data-testid={testIds.scorerNote}>
      {doubt}
    </span>
  );
}
