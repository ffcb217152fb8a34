// The settings that may change while the run goes on, in a drawer over the charts, and what they
// would change on the probe.

import { CloseButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { testIds } from '../testIds';
import { LiveControls } from './LiveControls';
import { UpdatePreview } from './UpdatePreview';

interface LiveDrawerProps {
  readonly run: RunSummary;
  readonly onClose: () => void;
}

export function LiveDrawer({ run, onClose }: LiveDrawerProps) {
  const drawer = useRef<HTMLElement>(null);
  useEffect(() => drawer.current?.focus(), []);
  return (
    <aside
      className="live-drawer"
      aria-label={strings.training.live}
      tabIndex={-1}
      ref={drawer}
      data-testid={testIds.liveDrawer}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <div className="spread">
        <h2>{strings.training.live}</h2>
        <CloseButton aria-label={strings.training.settingsClose} onClick={onClose} />
      </div>
      <UpdatePreview run={run} />
      <LiveControls run={run} />
    </aside>
  );
}
