// A sweep over one setting: the values as typed, the runs that wait for them, and the rows of its
// table.

import type { RunWish } from '../../bridge/historyProtocol';
import type { RunSummary } from '../../bridge/protocol';
import {
  numberSettingsFor,
  numbersInForce,
  type NumberSetting,
} from '../../settings/numberSettings';
import { changeOf, numberOf } from '../../settings/numberValues';
import { withChange, type RunSettings } from '../../settings/runSettings';
import { strings } from '../../strings';
import { exact, typedNumber, typedWords } from '../../strings/format';
import { effectiveSettings } from '../objective/settingsStore';

/** Most runs of one sweep. */
const MOST_VALUES = 24;

/** How a run is kept, shown or divided: its adapters are the same under all values. */
const WITHOUT_EFFECT: readonly string[] = ['checkpointEvery', 'previewEvery', 'microBatch'];

/** The settings that a sweep of such runs can be over. */
export function sweepSettings(settings: RunSettings): readonly NumberSetting[] {
  return numbersInForce(settings).filter(({ key }) => !WITHOUT_EFFECT.includes(key));
}

/** Values as typed (commas or spaces between them), and what is wrong with them. */
export function readValues(
  typed: string,
  { min, max, label }: NumberSetting,
): { values: readonly number[]; problem: string | null } {
  const words = typedWords(typed);
  const values = [...new Set(words.map(typedNumber))];
  const bad = words.find((word) => !Number.isFinite(typedNumber(word)));
  const outside = values.find((value) => value < min || value > max);
  const text = strings.runs;
  const problem =
    bad !== undefined
      ? text.notNumber(bad)
      : outside !== undefined
        ? text.outside(label, exact(outside), exact(min), exact(max))
        : values.length < 2
          ? text.fewValues
          : values.length > MOST_VALUES
            ? text.manyValues(MOST_VALUES)
            : null;
  return { values, problem };
}

/** The runs of a sweep: as `run`, with one setting changed each; seed and data order are shared. */
export function sweepWishes(
  run: RunSummary,
  setting: NumberSetting,
  values: readonly number[],
  id: string,
): RunWish[] {
  const settings = effectiveSettings(run);
  return values.map((value) => ({
    name: strings.runs.sweepName(run.name, setting.symbol, exact(value)),
    datasetId: run.datasetId,
    modelId: run.modelId,
    settings: withChange(settings, changeOf(setting, value)),
    sweep: { id, key: setting.key },
  }));
}

/** The runs of a sweep by the value of its setting, with the setting; null where it is unknown. */
export function sweepRows(
  runs: readonly RunSummary[],
  id: string,
): { setting: NumberSetting; rows: { run: RunSummary; value: number }[] } | null {
  const own = runs.filter(({ sweep }) => sweep?.id === id);
  const key = own[0]?.sweep?.key;
  const setting = own[0] && numberSettingsFor(own[0].settings).find((one) => one.key === key);
  if (!setting) return null;
  return {
    setting,
    rows: own
      .map((run) => ({ run, value: numberOf(effectiveSettings(run), setting) }))
      .sort((a, b) => a.value - b.value),
  };
}
