// An evaluation: what to sample, what was sampled before, and the results of the one that is open.

import { useEffect } from 'react';
import { strings } from '../../strings';
import { needScores } from '../../state/evaluate/evaluationActions';
import { evaluationStore, openEvaluation } from '../../state/evaluate/evaluationStore';
import { useStore } from '../common/useStore';
import { EvaluateSetup } from './EvaluateSetup';
import { EvaluationList } from './EvaluationList';
import { Results } from './Results';
import { useDraft } from './useDraft';

const text = strings.evaluate;

export function EvaluateTab() {
  const evaluations = useStore(evaluationStore, (state) => state.evaluations);
  const open = useStore(evaluationStore, (state) => openEvaluation(state, 'comparison'));
  const ready = useDraft();
  const openId = open?.id ?? null;
  useEffect(() => needScores(openId), [openId]);
  if (evaluations === null || ready === null)
    return (
      <p className="muted" role="status">
        {text.loading}
      </p>
    );
  return (
    <>
      <EvaluateSetup {...ready} />
      <EvaluationList purpose="comparison" title={text.storedTitle} openId={openId} />
      {open === null ? (
        <div className="empty">
          <p>{text.emptyEvaluate}</p>
        </div>
      ) : null}
      {open === null || open.results.length === 0 ? null : <Results evaluation={open} />}
    </>
  );
}
