// Settings in a link: those that differ from the base's own go out by their key, and come back
// through the schema that every settings file passes.

import { StudioError } from '../../errors';
import { settingErrors } from '../../strings/errors/settings';
import { layeredSettings, valuesByKey } from '../../settings/flatSettings';
import { parseRunSettings, type RunSettings } from '../../settings/runSettings';
import { settingsOfMethod, settingsStore, editSettings, chooseMethod } from './settingsStore';

/** A method's own numbers stand apart: one may have the key of a setting. */
const OWN = 'objective.';

const written = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const table = (settings: RunSettings): [key: string, value: string][] =>
  valuesByKey(settings).map(({ key, own, value }) => [`${own ? OWN : ''}${key}`, written(value)]);

/** Method, seed, and the settings that differ from the model's own, by key. */
export function linkedSettings(): Record<string, string> {
  const { settings } = settingsStore.getState();
  const own = new Map(table(settingsOfMethod(settings.method)));
  const kept = table(settings).filter(
    ([key, value]) => key === 'method' || key === 'seed' || value !== own.get(key),
  );
  return Object.fromEntries(kept);
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Puts a link's settings in force over the model's own. Errors: BadSettings naming the key. */
export function applyLinkedSettings(link: Readonly<Record<string, string>>): void {
  const { method = settingsStore.getState().settings.method, ...rest } = link;
  const own = settingsOfMethod(method);
  const values = Object.entries(rest).map(([key, text]) => [key, valueOf(text)] as const);
  const numbers = values.flatMap(([key, value]) =>
    key.startsWith(OWN) ? [[key.slice(OWN.length), value] as const] : [],
  );
  const settings = parseRunSettings(
    layeredSettings({ method, paradigm: own.paradigm }, [
      own,
      Object.fromEntries(values.filter(([key]) => !key.startsWith(OWN))),
      { objective: Object.fromEntries(numbers) },
    ]),
  );
  const known = new Set(table(settings).map(([key]) => key));
  const unknown = Object.keys(link).find((key) => !known.has(key) && !known.has(`${OWN}${key}`));
  if (unknown !== undefined)
    throw new StudioError(
      'BadSettings',
      ...settingErrors.notUsable(unknown, settingErrors.noSuchNumber(method)),
    );
  chooseMethod(method);
  editSettings(settings);
}
