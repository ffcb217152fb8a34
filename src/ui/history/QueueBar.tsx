// The queue in one line: how many wait, whether it goes on, and its switch.

import { Button } from '@mantine/core';
import type { RunSummary } from '../../bridge/protocol';
import { setQueue } from '../../state/history/queueActions';
import { historyStore } from '../../state/history/historyStore';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.runs;

export function QueueBar({ runs }: { readonly runs: readonly RunSummary[] }) {
  const on = useStore(historyStore, (state) => state.queueOn);
  const queued = runs.filter(({ queuedAt }) => queuedAt !== undefined);
  if (queued.length === 0) return null;
  const training = queued.find(({ status }) => status === 'running');
  const waiting = queued.filter((run) => run !== training);
  return (
    <div className="message row" role="status" data-testid={testIds.queue} data-on={on}>
      <span>
        <b>{text.queueTitle}</b>{' '}
        {training === undefined ? '' : `${text.queueTrains(training.name)}, `}
        {text.queueWaiting(whole(waiting.length))}: {on ? text.queueGoesOn : text.queueHalted}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        data-testid={testIds.queueToggle}
        onClick={() => void setQueue(!on)}
      >
        {on ? text.queueHalt : text.queueStart}
      </Button>
    </div>
  );
}
