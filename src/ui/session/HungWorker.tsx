// A worker that does not answer: to wait for it, or to end it and go on from the last checkpoint.

import { Button } from '@mantine/core';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { restartAndLoad } from '../../state/training/recovery';
import { waitForWorker } from '../../state/session/watchdog';
import { sessionStore } from '../../state/session/sessionStore';
import { loadedRun, runStore } from '../../state/training/runStore';
import { Failure } from '../common/Failure';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.storage;

export function HungWorker() {
  const seconds = useStore(sessionStore, (state) => state.silentSeconds);
  const run = useStore(runStore, loadedRun);
  if (seconds === null) return null;
  const saved = run === null ? null : (run.checkpointSteps.at(-1) ?? null);
  const then = saved === null ? text.hungNoRun : text.hungStep(whole(saved));
  return (
    <Failure
      failure={{
        kind: 'Busy',
        message: text.hung(whole(seconds)),
        remedy: `${text.hungRemedy} ${then}`,
      }}
      testId={testIds.hung}
    >
      <Button
        size="compact-sm"
        variant="default"
        onClick={waitForWorker}
        data-testid={testIds.hungWait}
      >
        {text.wait}
      </Button>
      <Button
        size="compact-sm"
        data-testid={testIds.hungRestart}
        onClick={() => void restartAndLoad(saved === null ? null : (run?.id ?? null))}
      >
        {saved === null ? text.restart : text.restartFrom(whole(saved))}
      </Button>
    </Failure>
  );
}
