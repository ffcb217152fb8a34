// Settings in flat form: a method's own numbers beside the others (`beta: 2`) instead of in
// `objective`. Runs, checkpoints and settings files written before November 2026 have it; a model's
// plumbline.json and `--set KEY=VALUE` keep it, because one list of keys is easiest to write by
// hand. Everything else knows only the nested form.

import { DEFAULT_OBJECTIVE, OBJECTIVES } from '../objectives';
import { settingsFor } from '../objectives/settingsFor';
import { isParadigmId } from '../paradigms/facts';

type Flat = Readonly<Record<string, unknown>>;

/** Numbers of a method that settings once had whatever their method was. */
const ONCE_COMMON: readonly string[] = ['beta', 'c', 'temperature'];

const isRecord = (value: unknown): value is Flat =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys of the numbers that `method` has in `paradigm`. */
function keysOf(method: unknown, paradigm: unknown): readonly string[] {
  const objective = OBJECTIVES.find(({ id }) => id === method);
  if (!objective) return [];
  // Of a paradigm that is not known, no number is left out: the schema refuses it by name.
  return typeof paradigm === 'string' && isParadigmId(paradigm)
    ? settingsFor(objective, paradigm).map(({ key }) => key)
    : objective.settings.map(({ key }) => key);
}

/**
 * The nested form of settings of either form. A number that settings once had in common and that
 * means nothing to their method is left out; any other key stays where it is.
 */
export function nestSettings(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { method = DEFAULT_OBJECTIVE.id, paradigm } = value;
  const own = keysOf(method, paradigm);
  const nested: Record<string, unknown> = { method };
  const objective: Record<string, unknown> = isRecord(value['objective'])
    ? { ...value['objective'] }
    : {};
  for (const [key, entry] of Object.entries(value)) {
    if (key === 'objective') continue;
    if (own.includes(key)) objective[key] = entry;
    else if (!ONCE_COMMON.includes(key)) nested[key] = entry;
  }
  return { ...nested, objective };
}

/**
 * Settings of a method from layers of either form, later ones first in force. Of a layer's numbers
 * only those count that the method has, so that a model's values for one method do not trouble
 * another.
 */
export function layeredSettings(
  of: { readonly method: string; readonly paradigm: string },
  layers: readonly Flat[],
): Flat {
  let settings: Flat = {};
  let objective: Flat = {};
  const own = keysOf(of.method, of.paradigm);
  for (const layer of layers) {
    const nested = nestSettings({ ...layer, ...of }) as Flat & { readonly objective: Flat };
    settings = { ...settings, ...nested };
    const known = Object.entries(nested.objective).filter(([key]) => own.includes(key));
    objective = { ...objective, ...Object.fromEntries(known) };
  }
  return { ...settings, objective };
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
  const {
    method: _method,
    objective,
    ...others
  } = nestSettings({
    ...values,
    method: of['method'],
    paradigm: of['paradigm'],
  }) as Flat;
  const { paradigm: _paradigm, ...changed } = others;
  return isRecord(objective) && Object.keys(objective).length > 0
    ? { ...changed, objective }
    : changed;
}
