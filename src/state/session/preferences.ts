// Small choices of the person at this machine, kept in localStorage: keyboard shortcuts on or off,
// chart smoothing, the model, data set and run last looked at. Nothing here changes what a run
// computes.

import { keptStore } from '../common/keptStore';

export interface Preferences {
  readonly shortcuts: boolean;
  /** Weight of the past in the smoothed curves, 0 to 0.99. */
  readonly smoothing: number;
  readonly modelId: string | null;
  readonly datasetId: string | null;
  readonly runId: string | null;
  /** The queue of runs goes on after a reload. */
  readonly queueOn: boolean;
  /** The project of a link that was opened last: a reload does not open it again. */
  readonly linkedProject: string | null;
}

const INITIAL: Preferences = {
  shortcuts: true,
  smoothing: 0.9,
  modelId: null,
  datasetId: null,
  runId: null,
  queueOn: false,
  linkedProject: null,
};

function read(kept: unknown): Partial<Preferences> {
  if (typeof kept !== 'object' || kept === null) return {};
  const { shortcuts, smoothing, modelId, datasetId, runId, queueOn, linkedProject } =
    kept as Record<string, unknown>;
  return {
    shortcuts: typeof shortcuts === 'boolean' ? shortcuts : INITIAL.shortcuts,
    smoothing:
      typeof smoothing === 'number' && smoothing >= 0 && smoothing <= 0.99
        ? smoothing
        : INITIAL.smoothing,
    modelId: typeof modelId === 'string' ? modelId : null,
    datasetId: typeof datasetId === 'string' ? datasetId : null,
    runId: typeof runId === 'string' ? runId : null,
    queueOn: queueOn === true,
    linkedProject: typeof linkedProject === 'string' ? linkedProject : null,
  };
}

export const preferencesStore = keptStore<Preferences>(
  'plumbline.preferences',
  INITIAL,
  (state) => state,
  read,
);

export function setPreferences(values: Partial<Preferences>): void {
  preferencesStore.setState(values);
}
