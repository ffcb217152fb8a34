// The runs that are stored: what they were, how far they came, and loading or deleting one.

import { Button } from '@mantine/core';
import type { RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { deviceSays } from '../../strings/deviceSays';
import { date, whole } from '../../strings/format';
import { deleteRun } from '../../state/history/historyActions';
import { loadOrFollow } from '../../state/training/recovery';
import { canLoad, runStore } from '../../state/training/runStore';
import { effectiveSettings } from '../../state/objective/settingsStore';
import { ConfirmDelete } from '../common/ConfirmDelete';
import { Panel } from '../common/Panel';
import { settingsWords } from '../history/runWords';
import { useHiddenLanes } from '../history/useHiddenLanes';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { statusName } from './statusName';

const text = strings.training;

export function RunList() {
  // An opened LoRA is no run that could be trained further.
  const runs = useStore(runStore, (state) => state.runs).filter(({ opened }) => !opened);
  const loadedRunIds = useStore(runStore, (state) => state.loadedRunIds);
  const shownRunId = useStore(runStore, (state) => state.shownRunId);
  const blocked = useStore(runStore, (state) => state.busy !== null);
  const hidden = useHiddenLanes();
  const mayLoad = (run: RunSummary): boolean =>
    !hidden.has(run.id) &&
    (loadedRunIds.includes(run.id)
      ? run.id !== shownRunId
      : canLoad(run) || run.status === 'running');
  return (
    <Panel title={text.runsTitle}>
      {runs.length === 0 ? (
        <p className="small muted">{text.runsEmpty}</p>
      ) : (
        <ul className="list" data-testid={testIds.runList}>
          {runs.map((run) => (
            <li
              key={run.id}
              className={run.id === shownRunId ? 'current' : ''}
              data-testid={testIds.runRow}
              data-status={run.status}
            >
              <span className="list-main">
                <span className="list-title">{run.name}</span>
                <span className="small muted">{settingsWords(run, hidden)}</span>
                <span className="small muted">
                  {date(run.createdAt)}, {deviceSays(run)}
                </span>
              </span>
              <span className="run-state small">
                <b>
                  {loadedRunIds.includes(run.id)
                    ? `${statusName(run.status)}, ${text.runLoaded}`
                    : run.status === 'running'
                      ? `${statusName(run.status)}, ${strings.storage.elsewhere}`
                      : statusName(run.status)}
                </b>
                <span className="muted">
                  {strings.common.ofTotal(
                    whole(run.step),
                    whole(effectiveSettings(run).schedule.steps),
                  )}
                </span>
              </span>
              <span className="row tight run-actions">
                {mayLoad(run) ? (
                  <Button
                    size="compact-sm"
                    variant="default"
                    disabled={blocked}
                    data-testid={testIds.runLoad}
                    onClick={() => void loadOrFollow(run.id)}
                  >
                    {loadedRunIds.includes(run.id)
                      ? text.runShow
                      : run.status === 'running'
                        ? strings.storage.follow
                        : text.runLoad}
                    <span className="visually-hidden"> {run.name}</span>
                  </Button>
                ) : null}
                {run.status === 'running' ? null : (
                  <ConfirmDelete
                    question={text.deleteQuestion(run.name)}
                    onDelete={() => void deleteRun(run.id)}
                  />
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
