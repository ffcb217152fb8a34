// The history of runs: a table to search, the queue, and what is looked at of the chosen ones.

import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { cancelHistoryTask, fetchShown } from '../../state/history/historyActions';
import { historyStore } from '../../state/history/historyStore';
import { openScreen } from '../../state/session/sessionStore';
import { runStore } from '../../state/training/runStore';
import { strings } from '../../strings';
import { Failure } from '../common/Failure';
import { ProgressLine } from '../common/ProgressLine';
import { useStore } from '../common/useStore';
import { ShareBar } from '../share/ShareBar';
import { testIds } from '../testIds';
import { ChosenRuns } from './ChosenRuns';
import { QueueBar } from './QueueBar';
import { RunTable } from './RunTable';

const text = strings.runs;

export function RunsScreen() {
  const runs = useStore(runStore, (state) => state.runs);
  const busy = useStore(historyStore, (state) => state.busy);
  const failure = useStore(historyStore, (state) => state.failure);
  useEffect(() => void fetchShown(), []);
  return (
    <div className="screen" data-testid={testIds.runs}>
      <header>
        <h1>{text.title}</h1>
        <p className="lede">{text.lede}</p>
      </header>
      {failure === null ? null : <Failure failure={failure} />}
      {busy === null ? null : <ProgressLine progress={busy} onCancel={cancelHistoryTask} />}
      <ShareBar />
      <QueueBar runs={runs} />
      {runs.length === 0 ? (
        <div className="empty">
          <p>{text.empty}</p>
          <Button onClick={() => openScreen('training')}>{strings.compare.toTraining}</Button>
        </div>
      ) : (
        <>
          <RunTable runs={runs} />
          <ChosenRuns runs={runs} />
        </>
      )}
    </div>
  );
}
