// Between a setting's value and its slider: a log setting slides by its power of ten and lands on
// two significant digits. Also what is wrong with a typed value, in words.

import type { NumberSetting } from '../../settings/numberSettings';
import { NUMBER_SETTINGS, type NumberKey } from '../../settings/numberSettings';
import { strings } from '../../strings';
import { short, typedNumber } from '../../strings/format';

/** Settings that count something. */
const WHOLE: readonly string[] = [
  'steps',
  'batchSize',
  'rank',
  'seed',
  'warmupSteps',
  'checkpointEvery',
  'previewEvery',
  'inferenceSteps',
] satisfies readonly NumberKey[];

export function sliderBounds(setting: NumberSetting): { min: number; max: number; step: number } {
  return setting.scale === 'log'
    ? { min: Math.log10(setting.min), max: Math.log10(setting.max), step: 0.02 }
    : { min: setting.min, max: setting.max, step: setting.step };
}

export const toSlider = (value: number, setting: NumberSetting): number =>
  setting.scale === 'log' ? Math.log10(value) : value;

export function fromSlider(position: number, setting: NumberSetting): number {
  const value =
    setting.scale === 'log'
      ? Number((10 ** position).toPrecision(2))
      : Number(position.toPrecision(10));
  return Math.min(setting.max, Math.max(setting.min, value));
}

/** Why a typed value cannot be taken, or null. */
export function problemOf(typed: string, setting: NumberSetting): string | null {
  const value = typedNumber(typed);
  if (!Number.isFinite(value)) return strings.objective.notNumber;
  if (value < setting.min || value > setting.max)
    return strings.objective.outOfRange(short(setting.min), short(setting.max));
  return WHOLE.includes(setting.key) && !Number.isInteger(value)
    ? strings.objective.notWhole
    : null;
}

export function settingOf(key: NumberKey): NumberSetting {
  return NUMBER_SETTINGS.find((setting) => setting.key === key)!;
}
