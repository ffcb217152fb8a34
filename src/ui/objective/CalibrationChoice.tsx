// Whether the number by which the method saturates is found before the first step; not shown where
// the method has none, or the run has no set to find it on.

import { objectiveOf } from '../../objectives';
import { objectiveSettingsFor } from '../../settings/numberSettings';
import { strings } from '../../strings';
import { loadedRun, runStore } from '../../state/training/runStore';
import { editSettings, settingsStore } from '../../state/objective/settingsStore';
import { Choice } from '../common/Choice';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.objective;

export function CalibrationChoice() {
  const settings = useStore(settingsStore, (state) => state.settings);
  const locked = useStore(runStore, (state) => loadedRun(state) !== null);
  const key = objectiveOf(settings.method).calibration?.(settings.paradigm)?.key;
  const number = objectiveSettingsFor(settings).find((one) => one.key === key);
  if (number === undefined || settings.source.mode === 'online') return null;
  return (
    <Choice
      label={text.calibration(number.symbol)}
      value={settings.training.calibration}
      options={[
        { value: 'on', label: text.calibrationOn },
        { value: 'off', label: text.calibrationOff },
      ]}
      disabled={locked}
      description={locked ? text.locked : text.calibrationMeaning(number.symbol)}
      testId={testIds.calibration}
      onChange={(calibration) => editSettings({ training: { calibration } })}
    />
  );
}
