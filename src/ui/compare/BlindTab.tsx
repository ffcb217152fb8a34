// Blind comparison: a set-up, then pair after pair, and the counts of the sittings that were
// revealed.

import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { strings } from '../../strings';
import { blindStore, loadVotes } from '../../state/compare/blindStore';
import { chooseTab, evaluationById, evaluationStore } from '../../state/evaluate/evaluationStore';
import { Failure } from '../common/Failure';
import { useStore } from '../common/useStore';
import { BlindSetup } from './BlindSetup';
import { BlindStage } from './BlindStage';
import { BlindVotes } from './BlindVotes';

const text = strings.evaluate;

export function BlindTab() {
  const evaluations = useStore(evaluationStore, (state) => state.evaluations);
  const { sitting, failure } = useStore(blindStore, (state) => state);
  const [chosen, setChosen] = useState<string | null>(null);
  // Comparisons first: they have more images a model than a frontier.
  const usable =
    evaluations
      ?.filter((evaluation) => evaluation.results.length > 1)
      .toSorted((a, b) => a.request.purpose.localeCompare(b.request.purpose)) ?? [];
  const evaluation =
    useStore(evaluationStore, (state) => evaluationById(state, chosen)) ?? usable[0] ?? null;
  const id = evaluation?.id ?? null;
  useEffect(() => {
    if (id !== null) void loadVotes(id);
  }, [id]);
  if (evaluations === null)
    return (
      <p className="muted" role="status">
        {text.loading}
      </p>
    );
  if (evaluation === null)
    return (
      <div className="empty">
        <p>{text.blindEmpty}</p>
        <Button onClick={() => chooseTab('evaluate')}>{text.toEvaluate}</Button>
      </div>
    );
  return (
    <>
      {failure === null ? null : <Failure failure={failure} />}
      {sitting === null ? (
        <>
          <BlindSetup
            key={evaluation.id}
            evaluations={usable}
            evaluation={evaluation}
            onEvaluation={setChosen}
          />
          <BlindVotes evaluation={evaluation} />
        </>
      ) : (
        <BlindStage sitting={sitting} />
      )}
    </>
  );
}
