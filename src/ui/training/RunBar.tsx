// The run's controls and figures: start, pause, resume, one step, stop; step, speed, time left,
// what it runs on; and what went wrong, with what was saved.

import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { deviceSays } from '../../strings/deviceSays';
import { duration, stepTime, whole } from '../../strings/format';
import {
  addSteps,
  cancelBusy,
  clearRunFailure,
  loadRun,
  newRun,
  pause,
  play,
  step,
  stop,
} from '../../state/training/runActions';
import { metricHistory } from '../../state/training/metricHistory';
import { loadOrFollow } from '../../state/training/recovery';
import {
  canLoad,
  isFollowed,
  loadedRun,
  nextPlay,
  offeredRun,
  runStore,
  shownRun,
} from '../../state/training/runStore';
import { sessionStore } from '../../state/session/sessionStore';
import { effectiveSettings } from '../../state/objective/settingsStore';
import { Failure } from '../common/Failure';
import { useStartProblems } from '../objective/StartProblems';
import { ProgressLine } from '../common/ProgressLine';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { statusName } from './statusName';

const text = strings.training;
/** Steps of one press of “+50 steps”. */
const MORE = 50;

export function RunBar() {
  const run = useStore(runStore, shownRun);
  const busy = useStore(runStore, (state) => state.busy);
  const left = useStore(runStore, (state) => state.left);
  const failure = useStore(runStore, (state) => state.failure);
  const earlier = useStore(runStore, (state) => state.earlier);
  const loaded = useStore(runStore, (state) => loadedRun(state) !== null);
  return (
    <section className="run-bar" aria-label={text.title}>
      <div className="run-line">
        <Controls run={run} />
        <Figures run={run} />
      </div>
      {busy === null ? null : (
        <ProgressLine
          progress={busy}
          left={left}
          onCancel={cancelBusy}
          testId={testIds.busy}
          cancelTestId={testIds.busyCancel}
        />
      )}
      {failure === null ? null : (
        <Failure failure={failure}>
          {earlier === null ? null : (
            <Button
              size="compact-sm"
              data-testid={testIds.loadEarlier}
              onClick={() => void loadRun(earlier.runId, earlier.step)}
            >
              {strings.storage.loadEarlier(whole(earlier.step))}
            </Button>
          )}
          <Button size="compact-sm" variant="default" onClick={clearRunFailure}>
            {strings.errors.dismiss}
          </Button>
        </Failure>
      )}
      {run?.status === 'failed' ? <Failed run={run} /> : null}
      {run?.status === 'paused' && loaded && run.reason !== '' ? (
        <Failure failure={{ kind: 'StorageFull', message: run.reason, remedy: '' }} />
      ) : null}
    </section>
  );
}

function Failed({ run }: { readonly run: RunSummary }) {
  const saved = Math.max(-1, ...run.checkpointSteps);
  const message = `${run.reason} ${saved >= 0 ? text.saved(whole(saved)) : text.notSaved}`;
  return (
    <Failure failure={{ kind: 'Unexpected', message, remedy: '' }} title={text.failedTitle}>
      {saved >= 0 ? (
        <Button size="compact-sm" onClick={() => void loadOrFollow(run.id)}>
          {text.loadLast}
        </Button>
      ) : null}
    </Failure>
  );
}

const PLAY = {
  start: { testId: testIds.start, label: text.start, act: play },
  pause: { testId: testIds.pause, label: text.pause, act: pause },
  resume: { testId: testIds.resume, label: text.resume, act: play },
} as const;

function Controls({ run }: { readonly run: RunSummary | null }) {
  const loaded = useStore(runStore, (state) => loadedRun(state) !== null);
  const followed = useStore(runStore, (state) => isFollowed(state, state.shownRunId));
  const busy = useStore(runStore, (state) => state.busy !== null);
  const heard = useStore(runStore, (state) => state.heard);
  const ready = useStore(sessionStore, (state) => state.connection === 'ready');
  const status = run?.status;
  const next = useStore(runStore, nextPlay);
  // The screen's one main button is then the offer's.
  const offering = useStore(runStore, (state) => offeredRun(state) !== null);
  const refused = useStartProblems().length > 0 && next === 'start';
  const off = busy || !ready || heard !== null || refused;
  // One button in one place for start, pause and resume: the focus stays on it as it changes.
  const main = next === null ? null : PLAY[next];
  return (
    <div className="row tight">
      {main === null ? null : (
        <Button
          size="sm"
          variant={offering ? 'default' : 'filled'}
          {...(off ? { 'data-disabled': true, 'aria-disabled': true } : {})}
          data-testid={main.testId}
          onClick={() => {
            if (!off) void main.act();
          }}
        >
          {heard === 'pause' ? text.pausing : main.label}
        </Button>
      )}
      {next === 'start' || next === 'resume' ? (
        <Button
          size="sm"
          variant="default"
          disabled={off}
          data-testid={testIds.oneStep}
          onClick={() => void step()}
        >
          {text.oneStep}
        </Button>
      ) : null}
      {run !== null && (loaded || canLoad(run)) && status !== 'failed' ? (
        <Button
          size="sm"
          variant="default"
          disabled={off}
          title={text.moreStepsHint(whole(MORE))}
          data-testid={testIds.moreSteps}
          onClick={() => void addSteps(MORE)}
        >
          {text.moreSteps(whole(MORE))}
        </Button>
      ) : null}
      {loaded && (status === 'running' || status === 'paused') ? (
        <Button
          size="sm"
          variant="default"
          disabled={off}
          data-testid={testIds.stop}
          onClick={() => void stop()}
        >
          {heard === 'stop' ? text.stopping : text.stop}
        </Button>
      ) : null}
      {run !== null && !loaded && !followed && canLoad(run) && status !== 'failed' ? (
        <Button
          size="sm"
          variant="default"
          disabled={off}
          onClick={() => void loadOrFollow(run.id)}
        >
          {run.checkpointSteps.length > 0 ? text.loadLast : text.loadPaused}
        </Button>
      ) : null}
      {run !== null && status !== 'paused' ? (
        <Button
          size="sm"
          variant={offering || status === 'finished' || status === 'running' ? 'default' : 'filled'}
          disabled={off}
          data-testid={testIds.newRun}
          onClick={newRun}
        >
          {text.newRun}
        </Button>
      ) : null}
    </div>
  );
}

function Figures({ run }: { readonly run: RunSummary | null }) {
  useSyncExternalStore(metricHistory.subscribe, metricHistory.version);
  const capability = useStore(sessionStore, (state) => state.capability);
  if (run === null)
    return capability === null ? null : (
      <p className="small muted run-figures">
        {text.runsOn} {deviceSays(capability)}
      </p>
    );
  const total = effectiveSettings(run).schedule.steps;
  const at = Math.min(total, metricHistory.stepsTaken(run));
  const median = metricHistory.run === run.id ? metricHistory.paceMs() : null;
  const pace = median === null ? [] : [text.perStep(stepTime(median))];
  if (run.status === 'running' && at === total) pace.push(text.lastSamples);
  else if (median !== null && (run.status === 'running' || run.status === 'paused'))
    pace.push(text.left(duration((total - at) * median)));
  return (
    <div className="run-figures">
      <p className="spread small">
        <span>
          <b data-testid={testIds.runStatus} data-status={run.status}>
            {statusName(run.status)}
          </b>
          {', '}
          {text.step.toLowerCase()}{' '}
          <b data-testid={testIds.stepCount} data-step={at}>
            {strings.common.ofTotal(whole(at), whole(total))}
          </b>
        </span>
        <span className="muted" title={`${text.runsOn} ${deviceSays(run)}. ${text.hiddenTab}`}>
          {pace.join(', ')}
        </span>
      </p>
      <div
        className="progress"
        role="progressbar"
        aria-label={text.step}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={at}
      >
        <span style={{ inlineSize: `${(at / Math.max(1, total)) * 100}%` }} />
      </div>
    </div>
  );
}
