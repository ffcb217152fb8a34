// What to evaluate: models with checkpoint and strength, prompts, samples, rewards, and how many
// images that makes.

import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { draftImages } from '../../state/evaluate/evaluationDraft';
import { Panel } from '../common/Panel';
import { DraftStart } from './DraftStart';
import { EntryRows } from './EntryRows';
import { PromptsField } from './PromptsField';
import { RewardChoices } from './RewardChoices';
import { SamplerFields } from './SamplerFields';
import type { Drafting } from './useDraft';

const text = strings.evaluate;

export function EvaluateSetup(drafting: Drafting) {
  const { draft, runs } = drafting;
  const samples = draft.samplesPerPrompt.comparison;
  const amount = text.amount(
    draft.entries.length + 1,
    draft.prompts.comparison.length,
    samples,
    whole(draftImages(draft, 'comparison', runs)),
  );
  return (
    <Panel title={text.setupTitle}>
      <div className="stack wide">
        <EntryRows {...drafting} />
        <div className="columns two">
          <PromptsField {...drafting} purpose="comparison" />
          <RewardChoices {...drafting} />
        </div>
        <SamplerFields
          draft={draft}
          scorer={drafting.rewards.some((reward) => reward.needsScorer)}
          purpose="comparison"
          hint={text.samplesHint}
        />
        <DraftStart {...drafting} purpose="comparison" label={text.start} amount={amount} />
      </div>
    </Panel>
  );
}
