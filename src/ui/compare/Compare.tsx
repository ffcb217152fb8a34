// Two or a few strengths of one run on a handful of prompts, sampled on demand, and the files to
// take away.

import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { strings } from '../../strings';
import { comparisonStore, beginComparison } from '../../state/compare/comparisonStore';
import { runById, runStore } from '../../state/training/runStore';
import { currentModel, openScreen, sessionStore } from '../../state/session/sessionStore';
import { Failure } from '../common/Failure';
import { useStore } from '../common/useStore';
import { Comparison } from './Comparison';
import { Exports } from './Exports';
import { ComparisonForm } from './ComparisonForm';

const text = strings.compare;

export function Compare() {
  const runs = useStore(runStore, (state) => state.runs);
  const shownId = useStore(runStore, (state) => state.shownRunId);
  const model = useStore(sessionStore, currentModel);
  const askedId = useStore(comparisonStore, (state) => state.runId);
  const failure = useStore(comparisonStore, (state) => state.failure);
  const run = useStore(runStore, (state) => runById(state, askedId));
  const candidate =
    runs.find((entry) => entry.id === shownId) ??
    runs.find((entry) => entry.checkpointSteps.length > 0) ??
    null;
  useEffect(() => {
    if (run === null && candidate !== null) beginComparison(candidate, model?.previewPrompts ?? []);
  }, [run, candidate, model]);
  return (
    <>
      {failure === null ? null : <Failure failure={failure} />}
      {run === null ? (
        <div className="empty">
          <p>{text.empty}</p>
          <Button onClick={() => openScreen('training')}>{text.toTraining}</Button>
        </div>
      ) : (
        <>
          <ComparisonForm run={run} />
          <Comparison />
          <Exports run={run} />
        </>
      )}
    </>
  );
}
