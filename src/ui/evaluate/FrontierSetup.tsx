// What a frontier is sampled of: runs, how many of their checkpoints, strengths, prompts and
// rewards.

import { strings } from '../../strings';
import { fixed, whole } from '../../strings/format';
import {
  draftEntries,
  draftImages,
  editDraft,
  STRENGTHS,
} from '../../state/evaluate/evaluationDraft';
import { Choice } from '../common/Choice';
import { Panel } from '../common/Panel';
import { DraftStart } from './DraftStart';
import { PromptsField } from './PromptsField';
import { RewardChoices } from './RewardChoices';
import { SamplerFields } from './SamplerFields';
import type { Drafting } from './useDraft';

const text = strings.evaluate;
const ALL = 1000;
const CHECKPOINTS = [1, 2, 3, 5, 8, ALL];

/** `list` with `value` in it or not, in the order of `order`. */
function toggled<T>(order: readonly T[], list: readonly T[], value: T, on: boolean): T[] {
  return order.filter((one) => (one === value ? on : list.includes(one)));
}

export function FrontierSetup(drafting: Drafting) {
  const { draft, runs } = drafting;
  const points = draftEntries(draft, 'frontier', runs).length - 1;
  const samples = draft.samplesPerPrompt.frontier;
  const amount = text.amountFrontier(
    points,
    draft.prompts.frontier.length,
    samples,
    whole(draftImages(draft, 'frontier', runs)),
  );
  return (
    <Panel title={text.frontierSetup}>
      <div className="stack wide">
        <div className="frontier-choices">
          <fieldset className="reward-choices">
            <legend>{text.runs}</legend>
            {runs.map((run) => (
              <label key={run.id}>
                <input
                  type="checkbox"
                  checked={draft.runIds.includes(run.id)}
                  onChange={(event) =>
                    editDraft({
                      runIds: toggled(
                        runs.map(({ id }) => id),
                        draft.runIds,
                        run.id,
                        event.currentTarget.checked,
                      ),
                    })
                  }
                />
                <span>
                  {run.name}{' '}
                  <span className="muted">
                    {strings.compare.lastCheckpoint(whole(Math.max(...run.checkpointSteps)))}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
          <Choice
            label={text.checkpointsEach}
            value={String(draft.checkpoints)}
            options={CHECKPOINTS.map((count) => ({
              value: String(count),
              label: count === ALL ? text.allCheckpoints : whole(count),
            }))}
            onChange={(count) => editDraft({ checkpoints: Number(count) })}
          />
          <fieldset className="reward-choices inline">
            <legend>{text.strengths}</legend>
            {STRENGTHS.map((strength) => (
              <label key={strength}>
                <input
                  type="checkbox"
                  checked={draft.strengths.includes(strength)}
                  data-testid={`strength-${strength}`}
                  onChange={(event) =>
                    editDraft({
                      strengths: toggled(
                        STRENGTHS,
                        draft.strengths,
                        strength,
                        event.currentTarget.checked,
                      ),
                    })
                  }
                />
                <span>× {fixed(strength, 2)}</span>
              </label>
            ))}
          </fieldset>
        </div>
        <div className="columns two">
          <PromptsField {...drafting} purpose="frontier" />
          <RewardChoices {...drafting} />
        </div>
        <SamplerFields
          draft={draft}
          scorer={drafting.rewards.some((reward) => reward.needsScorer)}
          purpose="frontier"
          hint={text.frontierSamplesHint}
        />
        <DraftStart
          {...drafting}
          purpose="frontier"
          label={text.startFrontier}
          amount={amount}
          disabled={points === 0}
        />
      </div>
    </Panel>
  );
}
