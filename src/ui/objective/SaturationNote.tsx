// Says when most of the last samples no longer teach: their learned side is so far from 0 that σ
// has gone flat.

import { useSyncExternalStore } from 'react';
import { strings } from '../../strings';
import { percent } from '../../strings/format';
import { metricHistory } from '../../state/training/metricHistory';
import { objectiveOf } from '../../objectives';
import { settingsStore } from '../../state/objective/settingsStore';
import { useStore } from '../common/useStore';

const STEPS = 20;
/** Share of flat samples above which a word is in place. */
const MANY = 0.4;

export function SaturationNote() {
  useSyncExternalStore(metricHistory.subscribe, metricHistory.version);
  const numbers = useStore(settingsStore, (state) => state.settings.objective);
  const method = useStore(settingsStore, (state) => state.settings.method);
  const curve = objectiveOf(method).curve?.(numbers);
  if (!curve) return null;
  const samples = metricHistory
    .tail(STEPS)
    .flatMap((step) =>
      step.logRatios.map((ratio, index) => (step.labels[index] === 1 ? ratio : -ratio)),
    );
  if (samples.length < 32) return null;
  const share = samples.filter((ratio) => ratio > curve.flatBeyond).length / samples.length;
  return share < MANY ? null : (
    <p className="message warn">{strings.objective.saturated(percent(share))}</p>
  );
}
