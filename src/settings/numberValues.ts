// The value of a numeric setting among a run's settings, and a change of it.

import type { NumberSetting } from './numberSettings';
import type { RunSettings, SettingsPatch } from './runSettings';

type Place = Pick<NumberSetting, 'key' | 'group' | 'default'>;

/** Value of a numeric setting. */
export function numberOf(settings: RunSettings, { key, group, default: standard }: Place): number {
  const values: Readonly<Record<string, unknown>> = settings[group];
  const found = values[key];
  return typeof found === 'number' ? found : standard;
}

/** A change of one numeric setting. */
export function changeOf({ key, group }: Omit<Place, 'default'>, value: number): SettingsPatch {
  return { [group]: { [key]: value } };
}
