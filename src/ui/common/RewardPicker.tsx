// Rewards to choose from, each with its formula: the person's tastes first, then those that read
// image and prompt, then those of the pixels. The order in which they were ticked is kept: the
// first is what a set trains on.

import { useEffect } from 'react';
import type { RewardInfo } from '../../domain/reward';
import { strings } from '../../strings';
import { fixed, whole } from '../../strings/format';
import { loadRewards, rewardStore } from '../../state/common/rewardStore';
import { rewardBoxId } from '../testIds';
import { Failure } from './Failure';
import { ScorerNote } from './ScorerNote';
import { ScorerShelf } from './ScorerShelf';
import { TwoWords } from './TwoWords';
import { useStore } from './useStore';

const text = strings.rating.rewards;

interface RewardPickerProps {
  readonly label: string;
  readonly hint: string;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** There is room for a longer list. */
  readonly tall?: boolean;
}

export function RewardPicker({ label, hint, chosen, onChange, tall = false }: RewardPickerProps) {
  const rewards = useStore(rewardStore, (state) => state.rewards);
  const failure = useStore(rewardStore, (state) => state.failure);
  useEffect(() => {
    void loadRewards();
  }, []);
  const groups: readonly (readonly [string, readonly RewardInfo[]])[] = [
    [text.own, rewards?.filter((reward) => reward.taste !== null) ?? []],
    [text.ofPrompt, rewards?.filter((reward) => reward.needsScorer && reward.taste === null) ?? []],
    [text.ofPixels, rewards?.filter((reward) => !reward.needsScorer) ?? []],
  ];
  return (
    <fieldset className={tall ? 'reward-choices tall' : 'reward-choices'}>
      <legend>{label}</legend>
      <p className="small muted">{hint}</p>
      {failure === null ? null : <Failure failure={failure} />}
      {rewards === null ? (
        <p className="small muted" role="status">
          {text.loading}
        </p>
      ) : (
        <div className="scroll" tabIndex={0} role="group" aria-label={label}>
          {groups
            .filter(([, list]) => list.length > 0)
            .map(([name, list]) => (
              <div key={name}>
                <p className="eyebrow">{name}</p>
                {list.map(({ id, label: own, formula, taste }) => (
                  <label key={id}>
                    <input
                      type="checkbox"
                      checked={chosen.includes(id)}
                      data-testid={rewardBoxId(id)}
                      onChange={(event) =>
                        onChange(
                          event.currentTarget.checked
                            ? [...chosen, id]
                            : chosen.filter((other) => other !== id),
                        )
                      }
                    />
                    <span>
                      <b>{own}</b>
                      {chosen.length > 1 && chosen[0] === id ? (
                        <span className="chip">{text.main}</span>
                      ) : null}{' '}
                      <span className="muted">
                        {taste === null
                          ? formula
                          : text.fittedTo(whole(taste.ratings.length), fixed(taste.pearson, 2))}
                      </span>{' '}
                      <ScorerNote id={id} />
                    </span>
                  </label>
                ))}
              </div>
            ))}
        </div>
      )}
      <TwoWords onAdded={(id) => onChange([...chosen.filter((other) => other !== id), id])} />
      <ScorerShelf />
    </fieldset>
  );
}
