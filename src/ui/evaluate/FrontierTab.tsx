// The frontier: what to sample, what was sampled before, the chart of the open one with the point
// that is looked at, and runs at equal drift.

import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { EvaluationSummary } from '../../domain/evaluation';
import { DRIFT_KINDS, type DriftKind } from '../../evaluate/drift';
import { strings } from '../../strings';
import { needScores } from '../../state/evaluate/evaluationActions';
import { evaluationStore, openEvaluation } from '../../state/evaluate/evaluationStore';
import { runPoints } from '../../state/evaluate/frontierPoints';
import { openScreen } from '../../state/session/sessionStore';
import { Choice } from '../common/Choice';
import { Panel } from '../common/Panel';
import { ScorerNote } from '../common/ScorerNote';
import { useStore } from '../common/useStore';
import { EqualDrift } from './EqualDrift';
import { EvaluationList } from './EvaluationList';
import { FrontierChart } from './FrontierChart';
import { FrontierCard } from './FrontierCard';
import { FrontierSetup } from './FrontierSetup';
import { ResultExports } from './ResultExports';
import { useDraft } from './useDraft';

const text = strings.evaluate;

export function FrontierTab() {
  const evaluations = useStore(evaluationStore, (state) => state.evaluations);
  const open = useStore(evaluationStore, (state) => openEvaluation(state, 'frontier'));
  const ready = useDraft();
  const openId = open?.id ?? null;
  useEffect(() => needScores(openId), [openId]);
  if (evaluations === null || ready === null)
    return (
      <p className="muted" role="status">
        {text.loading}
      </p>
    );
  if (ready.runs.length === 0 && open === null)
    return (
      <div className="empty">
        <p>{text.emptyFrontier}</p>
        <Button onClick={() => openScreen('training')}>{text.toTraining}</Button>
      </div>
    );
  return (
    <>
      {ready.runs.length === 0 ? null : <FrontierSetup {...ready} />}
      <EvaluationList purpose="frontier" title={text.storedFrontiers} openId={openId} />
      {open === null ? (
        <div className="empty">
          <p>{text.noFrontier}</p>
        </div>
      ) : null}
      {open === null || open.results.length < 2 ? null : (
        <Frontier key={open.id} evaluation={open} />
      )}
    </>
  );
}

function Frontier({ evaluation }: { readonly evaluation: EvaluationSummary }) {
  const { rewards, results } = evaluation;
  const measured = DRIFT_KINDS.filter((kind) => results.some(({ drift }) => drift?.[kind] != null));
  const [rewardId, setReward] = useState(rewards[0]!.id);
  const [kind, setKind] = useState<DriftKind>('frechet');
  const [scale, setScale] = useState<'linear' | 'log'>('linear');
  const [chosen, setChosen] = useState<string | null>(null);
  const runs = runPoints(evaluation, rewardId, kind);
  const reward = rewards.find(({ id }) => id === rewardId)!;
  const points = runs.flatMap((run) => run.points);
  const point =
    points.find(({ entry }) => entry.key === chosen) ??
    points.toSorted((a, b) => b.reward - a.reward)[0];
  // A logarithm needs every drift above 0.
  const positive = points.every(({ drift }) => drift > 0);
  const base = results[0]!.rewards[rewardId]!.summary.mean;
  return (
    <>
      <Panel
        title={text.frontierTitle}
        lede={evaluation.request.name}
        aside={
          <div className="row tight">
            <Choice
              label={text.reward}
              value={rewardId}
              options={rewards.map(({ id, label }) => ({ value: id, label }))}
              onChange={setReward}
            />
            <Choice
              label={text.drift}
              value={kind}
              options={measured.map((value) => ({ value, label: text.driftKinds[value].label }))}
              onChange={setKind}
            />
            {positive ? (
              <Choice
                label={text.scale}
                value={scale}
                options={[
                  { value: 'linear', label: text.linear },
                  { value: 'log', label: text.logarithmic },
                ]}
                onChange={setScale}
              />
            ) : null}
          </div>
        }
      >
        <ScorerNote id={rewardId} />
        <div className="frontier">
          <FrontierChart
            evaluation={evaluation}
            runs={runs}
            reward={reward}
            kind={kind}
            base={base}
            logarithmic={scale === 'log' && positive}
            chosen={point?.entry.key ?? null}
            onChoose={setChosen}
          />
          {point === undefined ? null : (
            <FrontierCard evaluation={evaluation} point={point} reward={reward} kind={kind} />
          )}
        </div>
      </Panel>
      <EqualDrift evaluation={evaluation} runs={runs} reward={reward} kind={kind} />
      <ResultExports evaluation={evaluation} />
    </>
  );
}
