// The history of runs: a table to search, the queue, and what is looked at of the chosen ones.

import { useEffect } from 'react';
import { cancelHistoryTask, fetchShown } from '../../state/history/historyActions';
import { historyStore } from '../../state/history/historyStore';
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
        <p className="empty">{text.empty}</p>
      ) : (
        <>
          <RunTable runs={runs} />
          <ChosenRuns runs={runs} />
        </>
      )}
    </div>
  );
}
