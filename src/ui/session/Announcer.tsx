// The live region: tells a screen reader every twenty seconds how far the run is, and at once when
// its status changes.

import { useEffect, useState } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { duration, percent, short, whole } from '../../strings/format';
import { metricHistory } from '../../state/training/metricHistory';
import { runStore, shownRun } from '../../state/training/runStore';
import { effectiveSettings } from '../../state/objective/settingsStore';
import { useStore } from '../common/useStore';
import { statusName } from '../training/statusName';
import { useScreenAwake } from './useScreenAwake';

/** The tab's title tells how far a running run is, for when the tab is hidden. */
function useDocumentTitle(run: RunSummary | null): void {
  const share =
    run !== null && run.status === 'running'
      ? run.step / Math.max(1, effectiveSettings(run).schedule.steps)
      : null;
  useEffect(() => {
    document.title =
      share === null
        ? strings.appName
        : strings.training.titleRunning(percent(share), strings.appName);
  }, [share]);
}

const isRunning = (run: RunSummary): boolean => run.status === 'running';

const EVERY_MS = 20_000;

export function Announcer() {
  const run = useStore(runStore, shownRun);
  const [progress, setProgress] = useState({ status: '', words: '' });
  const status = run?.status;
  const name = run?.name;
  useEffect(() => {
    if (status !== 'running') return undefined;
    const timer = setInterval(() => {
      const last = metricHistory.last();
      const current = shownRun(runStore.getState());
      if (last === undefined || current === null) return;
      const total = effectiveSettings(current).schedule.steps;
      const left = Math.max(0, total - current.step) * (metricHistory.paceMs() ?? 0);
      setProgress({
        status,
        words: strings.training.announceStep(
          whole(current.step),
          whole(total),
          short(last.loss),
          duration(left),
        ),
      });
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [status]);
  const words =
    status === undefined || name === undefined
      ? ''
      : progress.status === status
        ? progress.words
        : strings.training.announceStatus(name, statusName(status));
  useDocumentTitle(run);
  useScreenAwake(useStore(runStore, ({ runs }) => runs.some(isRunning)));
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {words}
    </div>
  );
}
