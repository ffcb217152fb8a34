// Results of an evaluation: the chosen reward in full, all rewards at a glance, the price in
// diversity and drift, the pictures, the files.

import { useState } from 'react';
import type { EvaluationSummary } from '../../domain/evaluation';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { Choice } from '../common/Choice';
import { Panel } from '../common/Panel';
import { testIds } from '../testIds';
import { DriftTable } from './DriftTable';
import { OverviewTable } from './OverviewTable';
import { PictureTable } from './PictureTable';
import { ResultExports } from './ResultExports';
import { RewardTable } from './RewardTable';
import { ScoreStrips } from './ScoreStrips';

const text = strings.evaluate;

export function Results({ evaluation }: { readonly evaluation: EvaluationSummary }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const { rewards, request, status } = evaluation;
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
          <ScoreStrips evaluation={evaluation} reward={reward} />
          <RewardTable evaluation={evaluation} reward={reward} />
          <p className="small muted note">{text.intervalNote(whole(request.samplesPerPrompt))}</p>
          {rewards.length < 2 || evaluation.results.length < 2 ? null : (
            <OverviewTable evaluation={evaluation} />
          )}
        </div>
      </Panel>
      <DriftTable evaluation={evaluation} />
      <PictureTable evaluation={evaluation} />
      <ResultExports evaluation={evaluation} />
    </>
  );
}
