// Settings in flat form: every setting by its key (`percentile: 0.4`, `beta: 2`) instead of in its
// group. Runs, checkpoints and settings files written before December 2026 have it, older ones also
// for the method's own numbers; a model's plumbline.json and `--set KEY=VALUE` keep it, because one
// list of keys is easiest to write by hand. Everything else knows only the nested form.

import { DEFAULT_OBJECTIVE, OBJECTIVES } from '../objectives';
import { settingsFor } from '../objectives/settingsFor';
import { isParadigmId } from '../paradigms/facts';
import { GROUP_IDS, keyOf, PLACES, type GroupId } from './groups';

type Flat = Readonly<Record<string, unknown>>;

/** Numbers of a method that settings once had whatever their method was. */
const ONCE_COMMON: readonly string[] = ['beta', 'c', 'temperature'];

const isRecord = (value: unknown): value is Flat =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys of the numbers that `method` has in `paradigm`. */
function numbersOf(method: unknown, paradigm: unknown): readonly string[] {
  const objective = OBJECTIVES.find(({ id }) => id === method);
  if (!objective) return [];
  // Of a paradigm that is not known, no number is left out: the schema refuses it by name.
  return typeof paradigm === 'string' && isParadigmId(paradigm)
    ? settingsFor(objective, paradigm).map(({ key }) => key)
    : objective.settings.map(({ key }) => key);
}

/**
 * The nested form of settings of any form, groups complete though they may be empty. A number that
 * settings once had in common and that means nothing to their method is left out; any other key
 * stays where it is, to be refused by its name.
 */
export function nestSettings(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { method = DEFAULT_OBJECTIVE.id, paradigm } = value;
  const own = numbersOf(method, paradigm);
  // Maps, since a file may have any key: “__proto__” is one like another.
  const nested = new Map<string, unknown>([['method', method]]);
  const groups = new Map(
    ['objective', ...GROUP_IDS].map((group) => [group, new Map<string, unknown>()]),
  );
  for (const [key, entry] of Object.entries(value)) {
    const group = groups.get(key);
    const place = PLACES.get(key);
    if (group && isRecord(entry))
      for (const [name, one] of Object.entries(entry)) group.set(name, one);
    else if (own.includes(key)) groups.get('objective')!.set(key, entry);
    else if (place) groups.get(place.group)!.set(place.name, entry);
    else if (!ONCE_COMMON.includes(key)) nested.set(key, entry);
  }
  for (const [group, entries] of groups) nested.set(group, Object.fromEntries(entries));
  return Object.fromEntries(nested);
}

/**
 * Settings of a method from layers of any form, later ones first in force. Of a layer's own numbers
 * of a method only those count that the method has, so that a model's values for one method do not
 * trouble another.
 */
export function layeredSettings(
  of: { readonly method: string; readonly paradigm: string },
  layers: readonly Flat[],
): Flat {
  const settings = new Map<string, unknown>();
  const own = numbersOf(of.method, of.paradigm);
  for (const layer of layers)
    for (const [key, entry] of Object.entries(nestSettings({ ...layer, ...of }) as Flat)) {
      const before = settings.get(key);
      const given =
        key === 'objective'
          ? Object.fromEntries(Object.entries(entry as Flat).filter(([one]) => own.includes(one)))
          : entry;
      const isGroup = isRecord(given) && (before === undefined || isRecord(before));
      settings.set(key, isGroup ? { ...before, ...given } : given);
    }
  return Object.fromEntries(settings);
}

/**
 * A run as stored, its settings and changes in the nested form. For what is read before it is
 * checked: anything that is not such a record is returned as it is.
 */
export function nestRun(run: unknown): unknown {
  if (!isRecord(run) || !isRecord(run['settings'])) return run;
  const { settings, changes } = run;
  return {
    ...run,
    settings: nestSettings(settings),
    ...(Array.isArray(changes) && {
      changes: changes.map((change: unknown) =>
        isRecord(change) && isRecord(change['values'])
          ? { ...change, values: nestChange(change['values'], settings as Flat) }
          : change,
      ),
    }),
  };
}

/** The nested form of a change of live settings of a run of that method and paradigm. */
export function nestChange(values: Flat, of: Flat): Flat {
  const { method, paradigm } = of;
  const nested = nestSettings({ ...values, method, paradigm }) as Flat;
  return Object.fromEntries(
    Object.entries(nested).filter(
      ([key, entry]) =>
        key !== 'method' &&
        key !== 'paradigm' &&
        !(isRecord(entry) && Object.keys(entry).length === 0),
    ),
  );
}

/**
 * Every value of settings, or of a change of them, by its key; a method's own numbers are apart,
 * for one may have a setting's key.
 */
export function valuesByKey(
  settings: Readonly<{ [group: string]: unknown }>,
): readonly { readonly key: string; readonly own: boolean; readonly value: unknown }[] {
  return Object.entries(settings).flatMap(([group, values]) =>
    isRecord(values)
      ? Object.entries(values).map(([name, value]) => ({
          key: group === 'objective' ? name : keyOf(group as GroupId, name),
          own: group === 'objective',
          value,
        }))
      : { key: group, own: false, value: values },
  );
}
