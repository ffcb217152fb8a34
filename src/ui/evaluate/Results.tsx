// Results of an evaluation: the chosen reward in full, all rewards at a glance, the price in
// diversity and drift, the images, the files.

import { useEffect, useState } from 'react';
import type { EvaluationSummary } from '../../domain/evaluation';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { datasetStore } from '../../state/data/datasetStore';
import { countIn, heldOutStore, needHeldOut } from '../../state/evaluate/heldOut';
import { Choice } from '../common/Choice';
import { Panel } from '../common/Panel';
import { ScorerNote } from '../common/ScorerNote';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { DriftTable } from './DriftTable';
import { PromptWarnings } from './PromptsField';
import { OverviewTable } from './OverviewTable';
import { ImageTable } from './ImageTable';
import { ResultExports } from './ResultExports';
import { RewardTable } from './RewardTable';
import { ScoreStrips } from './ScoreStrips';

const text = strings.evaluate;

export function Results({ evaluation }: { readonly evaluation: EvaluationSummary }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { rewards, request, status } = evaluation;
  const heldOut = useStore(heldOutStore, (state) => state[request.modelId]);
  useEffect(() => needHeldOut(request.modelId), [request.modelId]);
  const items = useStore(datasetStore, (state) => state.items);
  const reward = rewards.find(({ id }) => id === chosen) ?? rewards[0]!;
  return (
    <>
      <Panel
        title={text.resultsTitle}
        lede={request.name}
        testId={testIds.evaluationResults}
        aside={
          rewards.length < 2 ? undefined : (
            <Choice
              label={text.reward}
              value={reward.id}
              options={rewards.map(({ id, label }) => ({ value: id, label }))}
              onChange={setChosen}
            />
          )
        }
      >
        <div className="stack wide">
          {status === 'finished' ? null : <p className="message warn">{text.unfinished}</p>}
          <PromptWarnings
            tested={countIn(request.prompts, heldOut?.test ?? [])}
            trained={countIn(
              request.prompts,
              items.map((item) => item.caption),
            )}
            say={text.testWereOpened}
          />
          <ScorerNote id={reward.id} />
          <ScoreStrips evaluation={evaluation} reward={reward} />
          <RewardTable evaluation={evaluation} reward={reward} />
          <p className="small muted note">{text.intervalNote(whole(request.samplesPerPrompt))}</p>
          {rewards.length < 2 || evaluation.results.length < 2 ? null : (
            <OverviewTable evaluation={evaluation} />
          )}
        </div>
      </Panel>
      <DriftTable evaluation={evaluation} />
      <ImageTable evaluation={evaluation} />
      <ResultExports evaluation={evaluation} />
    </>
  );
}
