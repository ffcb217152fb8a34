// A run's settings: paradigm, method, the method's own numbers, and the groups of groups.ts. Their
// type, defaults and schemas all follow from that list.

import * as v from 'valibot';
import { StudioError } from '../errors';
import { DEFAULT_OBJECTIVE, objectiveOf, OBJECTIVES } from '../objectives';
import { DEFAULT_PARADIGM, PARADIGM_IDS, type ParadigmId } from '../paradigms/facts';
import { settingErrors } from '../strings/errors/settings';
import { issueSays } from '../strings/issueSays';
import { nestSettings } from './flatSettings';
import { GROUPS, GROUP_IDS, type GroupId, type Groups } from './groups';
import { objectiveSettingsFor } from './numberSettings';
import type { Live, Setting } from './setting';

type ValueOf<S> = S extends Setting<infer T> ? T : never;
type Values<G> = { [N in keyof G]: ValueOf<G[N]> };
type LiveNames<G> = { [N in keyof G]: G[N] extends Live<unknown> ? N : never }[keyof G];

export type RunSettings = {
  paradigm: ParadigmId;
  /** Id of the training method (objectives/). */
  method: string;
  /** The method's own numbers by key. */
  objective: Record<string, number>;
} & { [G in GroupId]: Values<Groups[G]> };

/** Some of the settings: groups are merged, see `withChange`. */
export type SettingsPatch = {
  readonly [K in keyof RunSettings]?: RunSettings[K] extends object
    ? Readonly<Partial<RunSettings[K]>>
    : RunSettings[K];
};

/**
 * Settings that may change while a run is loaded; a change is stored with its step and replayed on
 * resume.
 */
export type LiveSettings = { readonly objective?: Readonly<Record<string, number>> } & {
  readonly [G in GroupId]?: Readonly<Partial<Pick<Values<Groups[G]>, LiveNames<Groups[G]>>>>;
};

/**
 * A change of live settings that took effect before step `step` (0-based index of the first step
 * that used it).
 */
export interface SettingsChange {
  readonly step: number;
  readonly values: LiveSettings;
}

export { DEFAULT_TARGETS, type ProxySet } from './groups';

export type ScoreScale = RunSettings['threshold']['scoreScale'];
export type TieRule = RunSettings['threshold']['ties'];
/**
 * Whose percentile τ is: the whole set's, each batch's, a proxy set's, or each prompt's own.
 * `fixedThreshold` overrules it.
 */
export type ThresholdScope = RunSettings['threshold']['thresholdScope'];
export type LearningRateSchedule = RunSettings['schedule']['learningRateSchedule'];

type AnyGroup = Readonly<Record<string, Setting<unknown>>>;
type Schemas = Record<string, v.GenericSchema>;

/** A strict object that refuses “constructor” and “__proto__” as it does any other key. */
function strictObject<T extends v.ObjectEntries>(entries: T): v.StrictObjectSchema<T, undefined> {
  return v.strictObject(Object.assign(Object.create(null) as object, entries));
}

/** An object for each group, from what `schemaOf` makes of its settings; null leaves one out. */
function groupSchemas(
  schemaOf: (setting: Setting<unknown>) => v.GenericSchema | null,
): Record<string, v.StrictObjectSchema<Schemas, undefined>> {
  return Object.fromEntries(
    GROUP_IDS.map((group) => {
      const entries = Object.entries(GROUPS[group] as AnyGroup).flatMap(([name, setting]) => {
        const schema = schemaOf(setting);
        return schema === null ? [] : [[name, schema] as const];
      });
      return [group, strictObject(Object.fromEntries(entries))];
    }),
  );
}

const numbers = v.record(v.string(), v.pipe(v.number(), v.finite()));

/** All of a run's settings; unknown keys are refused, those not given have their defaults. */
export const runSettingsSchema = strictObject({
  paradigm: v.picklist(PARADIGM_IDS),
  method: v.picklist(OBJECTIVES.map(({ id }) => id)),
  objective: numbers,
  ...groupSchemas((setting) => v.optional(setting.schema, () => setting.default)),
}) as unknown as v.GenericSchema<unknown, RunSettings>;

/** A change of live settings: what is not given stays out of it. */
export const liveSettingsSchema = strictObject({
  objective: v.optional(numbers),
  ...Object.fromEntries(
    Object.entries(groupSchemas((setting) => (setting.live ? v.optional(setting.schema) : null)))
      .filter(([, { entries }]) => Object.keys(entries).length > 0)
      .map(([group, schema]) => [group, v.optional(schema)]),
  ),
}) as unknown as v.GenericSchema<unknown, LiveSettings>;

/** Settings after a change: of a group, or the method's numbers, only those named are replaced. */
export function withChange(settings: RunSettings, values: SettingsPatch): RunSettings {
  const merged = Object.entries(values).map(([key, given]) => {
    const before: unknown = settings[key as keyof RunSettings];
    return [
      key,
      typeof given === 'object' && typeof before === 'object' ? { ...before, ...given } : given,
    ];
  });
  return { ...settings, ...(Object.fromEntries(merged) as Partial<RunSettings>) };
}

/** The live settings in which `next` differs from `before`. */
export function liveDifference(before: RunSettings, next: RunSettings): LiveSettings {
  // A proxy set that came through the worker is a copy: what it says decides.
  const differing = (
    was: Readonly<Record<string, unknown>>,
    is: Readonly<Record<string, unknown>>,
    isLive: (name: string) => boolean,
  ): [string, unknown][] =>
    Object.entries(is).filter(
      ([name, now]) => isLive(name) && JSON.stringify(was[name]) !== JSON.stringify(now),
    );
  const groups = [
    ['objective', differing(before.objective, next.objective, () => true)] as const,
    ...GROUP_IDS.map((group) => {
      const settings: AnyGroup = GROUPS[group];
      return [
        group,
        differing(before[group], next[group], (n) => settings[n]?.live === true),
      ] as const;
    }),
  ];
  return Object.fromEntries(
    groups
      .filter(([, moved]) => moved.length > 0)
      .map(([g, moved]) => [g, Object.fromEntries(moved)]),
  );
}

/** Default numbers of a method. */
export function defaultNumbers(
  method: string,
  paradigm: RunSettings['paradigm'],
): Record<string, number> {
  return Object.fromEntries(
    objectiveSettingsFor({ paradigm, method }).map(({ key, default: value }) => [key, value]),
  );
}

/** Defaults of all settings, without a model's own. */
export function defaultRunSettings(
  method: string = DEFAULT_OBJECTIVE.id,
  paradigm: ParadigmId = DEFAULT_PARADIGM,
): RunSettings {
  const groups = GROUP_IDS.map((group) => [
    group,
    Object.fromEntries(
      Object.entries(GROUPS[group] as AnyGroup).map(([name, setting]) => [name, setting.default]),
    ),
  ]);
  const values = structuredClone(Object.fromEntries(groups)) as Pick<RunSettings, GroupId>;
  const { stepsPerRound, referenceUpdate } = objectiveOf(method).beginsWith ?? {};
  return {
    paradigm,
    method,
    objective: defaultNumbers(method, paradigm),
    ...values,
    source: { ...values.source, ...(stepsPerRound !== undefined && { stepsPerRound }) },
    schedule: { ...values.schedule, ...(referenceUpdate !== undefined && { referenceUpdate }) },
  };
}

/**
 * The papers' values (TGO/UPO): the method's own defaults, raw |s−τ| weights, lr 10⁻⁵.
 */
export const PAPER_PRESET = {
  threshold: {
    percentile: 0.5,
    fixedThreshold: null,
    thresholdScope: 'global',
    scoreScale: 'raw',
    ties: 'positive',
  },
  optimizer: { learningRate: 1e-5 },
  schedule: { steps: 78 },
} as const satisfies SettingsPatch;

/** The same with the numbers of the settings' method. */
export function paperPreset({
  method,
  paradigm,
}: Pick<RunSettings, 'method' | 'paradigm'>): SettingsPatch {
  return { ...PAPER_PRESET, objective: defaultNumbers(method, paradigm) };
}

function refuse(key: string, what: string): never {
  throw new StudioError('BadSettings', ...settingErrors.notUsable(key, what));
}

/**
 * A method's numbers, complete: those missing have their defaults. Errors: BadSettings naming one
 * that the method does not have, or that lies outside its bounds.
 */
function checkedNumbers({ method, paradigm, objective }: RunSettings): Record<string, number> {
  const known = objectiveSettingsFor({ method, paradigm });
  for (const [key, value] of Object.entries(objective)) {
    const setting = known.find((one) => one.key === key);
    if (!setting) refuse(key, settingErrors.noSuchNumber(method));
    // A number keeps to the widest bounds of all paradigms, as it always did.
    const max = Math.max(
      setting.max,
      ...PARADIGM_IDS.flatMap((of) =>
        objectiveSettingsFor({ method, paradigm: of }).flatMap((one) =>
          one.key === key ? one.max : [],
        ),
      ),
    );
    if (value < setting.min || value > max)
      refuse(key, settingErrors.notBetween(value, setting.min, max));
  }
  return { ...defaultNumbers(method, paradigm), ...objective };
}

/**
 * Reads settings from untrusted JSON, of today's form or a flat one (flatSettings.ts). Errors:
 * StudioError BadSettings naming the first bad key and its value, or what the scope of τ lacks.
 */
export function parseRunSettings(value: unknown): RunSettings {
  const result = v.safeParse(runSettingsSchema, nestSettings(value));
  if (result.success) {
    const { thresholdScope, proxySet: proxy } = result.output.threshold;
    if (thresholdScope === 'proxy' && proxy === null)
      throw new StudioError('BadSettings', ...settingErrors.noProxySet());
    return { ...result.output, objective: checkedNumbers(result.output) };
  }
  const issue = result.issues[0];
  return refuse(v.getDotPath(issue) ?? '(file)', issueSays(issue));
}
