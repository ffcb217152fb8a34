// Which settings a step saw: those a run was started with, and the changes of live settings made
// since.

import { withChange, type RunSettings, type SettingsChange } from '../settings/runSettings';

/** Settings in force at `step` (0-based), after the changes made up to it. */
export function settingsAt(
  settings: RunSettings,
  changes: readonly SettingsChange[],
  step: number,
): RunSettings {
  let current = settings;
  for (const change of changes)
    if (change.step <= step) current = withChange(current, change.values);
  return current;
}
