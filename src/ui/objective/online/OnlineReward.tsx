// What scores the images of an online run: the person in front of it, a fitted taste, or a
// formula.

import { NativeSelect } from '@mantine/core';
import { useEffect } from 'react';
import { strings } from '../../../strings';
import { fixed, whole } from '../../../strings/format';
import { chooseReward } from '../../../state/objective/onlineDraft';
import { loadRewards, rewardStore } from '../../../state/common/rewardStore';
import { settingsStore } from '../../../state/objective/settingsStore';
import { Failure } from '../../common/Failure';
import { ScorerNote } from '../../common/ScorerNote';
import { ScorerShelf } from '../../common/ScorerShelf';
import { useStore } from '../../common/useStore';
import { testIds } from '../../testIds';

const text = strings.online;
const BY_PERSON: readonly {
  readonly value: string;
  readonly label: string;
  readonly says: string;
}[] = [
  { value: 'rating:stars', label: text.rewardStars, says: text.rewardStarsSays },
  { value: 'rating:like', label: text.rewardLike, says: text.rewardLikeSays },
];

export function OnlineReward({ locked }: { readonly locked: boolean }) {
  const chosen = useStore(settingsStore, (state) => state.settings.source.onlineReward);
  const rewards = useStore(rewardStore, (state) => state.rewards);
  const failure = useStore(rewardStore, (state) => state.failure);
  useEffect(() => {
    void loadRewards();
  }, []);
  const person = BY_PERSON.find(({ value }) => value === chosen);
  const reward = rewards?.find(({ id }) => id === chosen);
  const items = (list: typeof rewards) =>
    (list ?? []).map(({ id, label }) => ({ value: id, label }));
  const groups = [
    { group: text.rewardMyself, items: BY_PERSON.map(({ value, label }) => ({ value, label })) },
    {
      group: strings.rating.rewards.own,
      items: items(rewards?.filter(({ taste }) => taste !== null) ?? []),
    },
    {
      group: strings.rating.rewards.ofPrompt,
      items: items(
        rewards?.filter(({ needsScorer, taste }) => needsScorer && taste === null) ?? [],
      ),
    },
    {
      group: strings.rating.rewards.ofPixels,
      items: items(rewards?.filter(({ needsScorer }) => !needsScorer) ?? []),
    },
  ].filter((group) => group.items.length > 0);
  const unknown = chosen !== null && person === undefined && reward === undefined;
  const formula =
    reward === undefined
      ? ''
      : reward.taste === null
        ? reward.formula
        : strings.rating.rewards.fittedTo(
            whole(reward.taste.ratings.length),
            fixed(reward.taste.pearson, 2),
          );
  return (
    <>
      {failure === null ? null : <Failure failure={failure} />}
      <NativeSelect
        label={text.reward}
        value={chosen ?? ''}
        disabled={locked}
        data-testid={testIds.onlineReward}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        description={
          locked
            ? strings.objective.locked
            : (person?.says ?? (rewards === null ? text.rewardLoading : formula))
        }
        data={[
          { value: '', label: text.rewardChoose, disabled: true },
          ...(unknown
            ? [
                {
                  value: chosen,
                  label: rewards === null ? text.rewardLoading : text.rewardGone(chosen),
                },
              ]
            : []),
          ...groups,
        ]}
        onChange={(event) => chooseReward(event.currentTarget.value)}
      />
      {chosen === null ? null : <ScorerNote id={chosen} />}
      {locked ? null : <ScorerShelf />}
    </>
  );
}
