// The τ that new images of the shown run are held against: of each prompt where it differs
// between prompts. Of an online run, and of one whose set is not the open one, the last batch's.

import type { RunSummary } from '../../bridge/protocol';
import { byPrompt, thresholdOrigin, thresholdSettings } from '../../data/labels/threshold';
import { datasetStore } from '../../state/data/datasetStore';
import { metricHistory } from '../../state/training/metricHistory';
import { resolveTau, tausByPrompt } from '../../state/objective/scoreAnalysis';
import { effectiveSettings } from '../../state/objective/settingsStore';
import { useStore } from '../common/useStore';

export interface Taus {
  /** The one line (per prompt: the whole set's); NaN before anything is known. Score units. */
  readonly line: number;
  /** Prompts have their own. */
  readonly own: boolean;
  /** Of an image of this prompt. */
  of(prompt: string): number;
}

export function useTaus(run: RunSummary): Taus {
  const items = useStore(datasetStore, (state) =>
    state.datasetId === run.datasetId ? state.items : null,
  );
  const settings = effectiveSettings(run);
  const last = metricHistory.last()?.tau ?? Number.NaN;
  const own = items === null ? null : tausByPrompt(items, thresholdSettings(settings));
  return {
    line: (items === null ? null : resolveTau(items, settings.threshold)) ?? last,
    own: own !== null && byPrompt(thresholdOrigin(settings.threshold)),
    of: own ?? (() => last),
  };
}
