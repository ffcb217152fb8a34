// Which rewards score the images: formulas, prompt alignment, one's own tastes. The formula of
// each is told beside it.

import { useState } from 'react';
import { strings } from '../../strings';
import { editDraft } from '../../state/evaluate/evaluationDraft';
import { ScorerNote } from '../common/ScorerNote';
import { ScorerShelf } from '../common/ScorerShelf';
import type { Drafting } from './useDraft';

const text = strings.evaluate;

export function RewardChoices({ draft, rewards }: Drafting) {
  // Those chosen from the start come first, in sight; a press moves none.
  const [first] = useState(() => draft.rewardIds);
  const listed = [
    ...rewards.filter(({ id }) => first.includes(id)),
    ...rewards.filter(({ id }) => !first.includes(id)),
  ];
  return (
    <fieldset className="reward-choices">
      <legend>{text.rewards}</legend>
      <p className="small muted">{text.rewardsHint}</p>
      <div className="scroll" tabIndex={0} role="group" aria-label={text.rewards}>
        {listed.map(({ id, label, formula }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={draft.rewardIds.includes(id)}
              data-testid={`reward-${id}`}
              onChange={(event) =>
                editDraft({
                  rewardIds: rewards
                    .map((reward) => reward.id)
                    .filter((other) =>
                      other === id ? event.currentTarget.checked : draft.rewardIds.includes(other),
                    ),
                })
              }
            />
            <span>
              <b>{label}</b> <span className="muted">{formula}</span> <ScorerNote id={id} />
            </span>
          </label>
        ))}
      </div>
      <ScorerShelf />
    </fieldset>
  );
}
