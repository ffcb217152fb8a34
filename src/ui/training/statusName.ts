// The words for a run's status.

import type { RunStatus } from '../../domain/run';
import { strings } from '../../strings';

const NAMES: Record<RunStatus, string> = {
  queued: strings.training.statusQueued,
  preparing: strings.training.statusPreparing,
  running: strings.training.statusRunning,
  paused: strings.training.statusPaused,
  finished: strings.training.statusFinished,
  failed: strings.training.statusFailed,
  stopped: strings.training.statusStopped,
};

export const statusName = (status: RunStatus): string => NAMES[status];
