// Troubles the worker told of outside any request: device lost, storage full. They stay until they
// are dismissed.

import { Button } from '@mantine/core';
import { strings } from '../../strings';
import { dismissNotice, sessionStore } from '../../state/session/sessionStore';
import { Failure } from '../common/Failure';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

export function Notices() {
  const notices = useStore(sessionStore, (state) => state.notices);
  return notices.map((notice) => (
    <Failure key={notice.id} failure={notice.failure} testId={testIds.notice}>
      <Button size="compact-sm" variant="default" onClick={() => dismissNotice(notice.id)}>
        {strings.errors.dismiss}
      </Button>
    </Failure>
  ));
}
