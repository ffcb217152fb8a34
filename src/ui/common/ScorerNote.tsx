// Said wherever a scorer is offered or its numbers stand: that what it learned cannot be told from
// chance, or is worse. Nothing of any other scorer.

import { chanceOf, rewardStore } from '../../state/common/rewardStore';
import { strings } from '../../strings';
import { fixed } from '../../strings/format';
import { testIds } from '../testIds';
import { useStore } from './useStore';

/** `id`: of the reward. */
export function ScorerNote({ id }: { readonly id: string }) {
  const reward = useStore(rewardStore, ({ rewards }) => rewards?.find((one) => one.id === id));
  const found = reward === undefined ? null : chanceOf(reward);
  return found === null ? null : (
    <span className="scorer-note" data-testid={testIds.scorerNote}>
      {(found.high < 0 ? strings.rating.rewards.worse : strings.rating.rewards.chance)(
        reward!.label,
        fixed(reward!.taste!.pearson, 2),
        fixed(found.low, 2),
        fixed(found.high, 2),
      )}
    </span>
  );
}
