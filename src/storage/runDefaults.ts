// A stored run as this version knows it: settings that came after it was stored have their
// defaults.

import { nestRun } from '../settings/flatSettings';
import { defaultRunSettings, withChange } from '../settings/runSettings';
import type { RunRecord } from './database';

export function withDefaults(run: RunRecord): RunRecord {
  const { settings, ...rest } = nestRun(run) as RunRecord;
  const { method, paradigm } = settings;
  return { ...rest, settings: withChange(defaultRunSettings(method, paradigm), settings) };
}
