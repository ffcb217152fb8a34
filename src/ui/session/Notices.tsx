// Troubles the worker told of outside any request: device lost, storage full. They stay until they
// are dismissed.

import { Button } from '@mantine/core';
import { strings } from '../../strings';
import type { StudioFailure } from '../../bridge/protocol';
import { dismissNotice, openScreen, sessionStore } from '../../state/session/sessionStore';
import { restartAndLoad } from '../../state/training/recovery';
import { loadedRun, runStore } from '../../state/training/runStore';
import { Failure } from '../common/Failure';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

export function Notices() {
  const notices = useStore(sessionStore, (state) => state.notices);
  return notices.map((notice) => (
    <Failure key={notice.id} failure={notice.failure} testId={testIds.notice}>
      <Remedy kind={notice.failure.kind} />
      <Button size="compact-sm" variant="default" onClick={() => dismissNotice(notice.id)}>
        {strings.errors.dismiss}
      </Button>
    </Failure>
  ));
}

/** The one thing to press, where the remedy is one. */
function Remedy({ kind }: { readonly kind: StudioFailure['kind'] }) {
  if (kind === 'StorageFull')
    return (
      <Button
        size="compact-sm"
        data-testid={testIds.makeRoom}
        onClick={() => openScreen('storage')}
      >
        {strings.storage.toStorage}
      </Button>
    );
  if (kind === 'StorageGone')
    return (
      <Button size="compact-sm" data-part="compare" onClick={() => openScreen('compare')}>
        {strings.compare.exportTitle}
      </Button>
    );
  if (kind === 'DeviceLost')
    return (
      <Button
        size="compact-sm"
        data-testid={testIds.restart}
        onClick={() => void restartAndLoad(loadedRun(runStore.getState())?.id ?? null)}
      >
        {strings.errors.restart}
      </Button>
    );
  return null;
}
