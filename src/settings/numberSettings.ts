// The numbers of a run as their controls show them: bounds from the groups or the method's record,
// words from strings. The sliders, the settings file's errors and the command line read this list.

import { objectiveOf, readsThreshold } from '../objectives';
import { settingsFor } from '../objectives/settingsFor';
import { paradigmFacts, type ParadigmId } from '../paradigms/facts';
import { settingWords } from '../strings/settingWords';
import { GROUPS, GROUP_IDS, type GroupId, type Groups } from './groups';
import type { NumberBounds, Setting } from './setting';

/** The settings that decide which numbers mean something. */
export interface SettingsFacts {
  readonly paradigm: ParadigmId;
  readonly method: string;
  readonly source: { readonly mode: 'offline' | 'online' };
}

/** One numeric setting as the interface shows it. */
export interface NumberSetting extends NumberBounds {
  readonly key: string;
  /** The group its value lies in; `objective` for the method's own numbers. */
  readonly group: GroupId | 'objective';
  readonly label: string;
  /** Greek or short symbol used in the formula. */
  readonly symbol: string;
  /** Takes effect at the next step of a loaded run. */
  readonly live: boolean;
  readonly meaning: string;
  readonly source: string;
}

/** One of NUMBER_SETTINGS. */
export interface RunNumberSetting extends NumberSetting {
  readonly key: NumberKey;
  readonly group: GroupId;
}

type Values<G extends GroupId> = {
  readonly [N in keyof Groups[G]]: Groups[G][N] extends Setting<infer T> ? T : never;
};
type NumberNames<G> = {
  [N in keyof G & string]: G[N] extends { readonly bounds: NumberBounds } ? N : never;
}[keyof G & string];
/** The keys of the numbers of all groups. */
export type NumberKey = { [G in GroupId]: NumberNames<Groups[G]> }[GroupId];

/** The run's own numbers; a method's are in its record (objectives/). */
export const NUMBER_SETTINGS: readonly RunNumberSetting[] = GROUP_IDS.flatMap((group) =>
  Object.entries(GROUPS[group] as Readonly<Record<string, Setting<unknown>>>).flatMap(
    ([key, { bounds, live }]) =>
      bounds === null
        ? []
        : { ...bounds, ...settingWords[key as NumberKey], key: key as NumberKey, group, live },
  ),
);

/** The numbers of a method as a paradigm has them. */
export function objectiveSettingsFor({
  paradigm,
  method,
}: Pick<SettingsFacts, 'paradigm' | 'method'>): readonly NumberSetting[] {
  return settingsFor(objectiveOf(method), paradigm).map((setting) => ({
    ...setting,
    group: 'objective',
    live: true,
    advanced: false,
    whole: false,
  }));
}

/**
 * The numeric settings that mean something for a paradigm, method and mode, as their controls show
 * them: the method's own first.
 */
export function numberSettingsFor(settings: SettingsFacts): readonly NumberSetting[] {
  const {
    paradigm,
    source: { mode },
  } = settings;
  const { words } = paradigmFacts(paradigm);
  const { data, reference, preservesWinners } = objectiveOf(settings.method);
  const meant: Partial<Record<NumberKey, boolean>> = {
    bankSize: mode === 'online',
    stepsPerRound: mode === 'online' || data === 'demonstrations',
    pairsPerPrompt: data === 'pairs',
    groupSize: data === 'groups',
    winnerPreserving: preservesWinners === true,
    errorCap: reference !== 'none',
  };
  return [
    ...objectiveSettingsFor(settings),
    ...NUMBER_SETTINGS.filter(({ key }) => meant[key] ?? true).map((setting) => ({
      ...setting,
      ...words.settings[setting.key],
    })),
  ];
}

/** The settings that decide which numbers a run reads. */
export interface ReadingSettings extends SettingsFacts {
  readonly threshold: Pick<Values<'threshold'>, 'fixedThreshold' | 'thresholdScope'>;
  readonly schedule: Pick<Values<'schedule'>, 'learningRateSchedule'>;
  readonly pairing: Pick<Values<'pairing'>, 'pairSource'>;
}

/** Of numberSettingsFor those that a run reads: none of another τ, schedule or source of pairs. */
export function numbersInForce(settings: ReadingSettings): readonly NumberSetting[] {
  const { fixedThreshold, thresholdScope } = settings.threshold;
  const scope =
    readsThreshold(objectiveOf(settings.method)) && fixedThreshold === null ? thresholdScope : null;
  const read: Readonly<Record<string, boolean>> = {
    percentile: scope !== null && scope !== 'oracle',
    thresholdShrinkage: scope === 'prompt' || scope === 'oracle',
    oracleBeta: scope === 'oracle',
    warmupSteps: settings.schedule.learningRateSchedule !== 'constant',
    pairsPerPrompt: settings.pairing.pairSource !== 'comparisons',
  };
  return numberSettingsFor(settings).filter(({ key }) => read[key] ?? true);
}
