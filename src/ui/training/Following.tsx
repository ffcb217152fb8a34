// Above a run that another tab has: that it is only followed here, and a way to take it over.

import { Button } from '@mantine/core';
import { strings } from '../../strings';
import { takeOver } from '../../state/training/followActions';
import { isFollowed, runStore, shownRun } from '../../state/training/runStore';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

export function Following() {
  const run = useStore(runStore, shownRun);
  const followed = useStore(runStore, (state) => isFollowed(state, state.shownRunId));
  const busy = useStore(runStore, (state) => state.busy !== null);
  if (run === null || !followed) return null;
  return (
    <div className="message row" role="status" data-testid={testIds.following}>
      <span>{strings.storage.following}</span>
      <Button
        size="compact-sm"
        disabled={busy}
        data-testid={testIds.takeOver}
        onClick={() => void takeOver(run.id)}
      >
        {strings.storage.takeOver}
      </Button>
    </div>
  );
}
