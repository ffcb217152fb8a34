// The settings as the sliders show them. While no run is loaded they are the settings of the next
// run; while one is loaded they are that run's, and a change of a live setting is sent to the
// worker when the hand lets go. The draft is kept in localStorage, so that a reload loses nothing.

import { createStore } from 'zustand/vanilla';
import type { ModelInfo, RunSummary } from '../../bridge/protocol';
import { DEFAULT_OBJECTIVE } from '../../objectives';
import { layeredSettings } from '../../settings/flatSettings';
import type { LiveKey, LiveSettings, RunSettings } from '../../settings/runSettings';
import { readSettingsFile } from '../../settings/settingsFile';
import {
  LIVE_KEYS,
  paperPreset,
  defaultRunSettings,
  parseRunSettings,
  withChange,
} from '../../settings/runSettings';

/** The term of the formula that a control belongs to, lit while the control is in use. */
export type FormulaTerm = string | null;

export interface SettingsState {
  readonly settings: RunSettings;
  /** Defaults of the chosen model over the general ones: what “reset” returns to. */
  readonly defaults: RunSettings;
  readonly litTerm: FormulaTerm;
  readonly preset: 'model' | 'paper' | 'own';
}

const KEY = 'plumbline.settings';

function readDraft(): RunSettings | null {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === null ? null : parseRunSettings(JSON.parse(stored));
  } catch {
    // An older version's draft is not worth an error: the defaults serve.
    return null;
  }
}

export const settingsStore = createStore<SettingsState>(() => {
  const defaults = defaultRunSettings();
  return { settings: readDraft() ?? defaults, defaults, litTerm: null, preset: 'own' };
});

function write(settings: RunSettings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Not being remembered is no reason to stop.
  }
}

/** The model whose defaults are in force. */
let ownModel: ModelInfo | null = null;

function defaultsOf(model: ModelInfo | null, method: string): RunSettings {
  if (model === null) return defaultRunSettings(method);
  const { paradigm } = model;
  return layeredSettings({ method, paradigm }, [
    defaultRunSettings(method, paradigm),
    { previewPrompts: [...model.previewPrompts] },
    model.defaults,
    model.methodDefaults[method] ?? {},
  ]) as unknown as RunSettings;
}

/**
 * Takes over a model's own defaults. A draft of the person's is kept; but where the values in force
 * are those of the model that
 *  was chosen before, untouched, they give way to the new one's, and so do its preview prompts.
 */
export function adoptModelDefaults(model: ModelInfo): void {
  const { settings: shown, preset } = settingsStore.getState();
  const before = ownModel;
  ownModel = model;
  const switched = before !== null && before.id !== model.id;
  const draft = switched ? shown : readDraft();
  const defaults = defaultsOf(model, draft?.method ?? DEFAULT_OBJECTIVE.id);
  const untouched =
    draft === null || draft.paradigm !== model.paradigm || (switched && preset === 'model');
  const settings = untouched
    ? {
        ...defaults,
        ...(draft !== null && { ...ownChoices(draft), previewPrompts: defaults.previewPrompts }),
      }
    : draft;
  const ownPrompts =
    settings.previewPrompts.length > 0 &&
    !(switched && sameValues(settings, { previewPrompts: [...before.previewPrompts] }));
  const prompted = ownPrompts
    ? settings
    : { ...settings, previewPrompts: [...defaults.previewPrompts] };
  settingsStore.setState({ defaults, settings: prompted, preset: presetOf(prompted, defaults) });
  if (switched) write(prompted);
}

function sameValues(settings: RunSettings, values: Partial<RunSettings>): boolean {
  return Object.entries(values).every(
    ([key, value]) => JSON.stringify(settings[key as keyof RunSettings]) === JSON.stringify(value),
  );
}

/** What no preset decides: which draws, which prompts, and where the samples come from. */
function ownChoices({
  seed,
  previewPrompts,
  mode,
  referenceUpdate,
  onlinePrompts,
  onlineReward,
  bankSize,
  stepsPerRound,
}: RunSettings): Partial<RunSettings> {
  return {
    seed,
    previewPrompts,
    mode,
    referenceUpdate,
    onlinePrompts,
    onlineReward,
    bankSize,
    stepsPerRound,
  };
}

function presetOf(settings: RunSettings, defaults: RunSettings): SettingsState['preset'] {
  if (sameValues(settings, { ...defaults, ...ownChoices(settings) })) return 'model';
  return sameValues(settings, paperPreset(settings)) ? 'paper' : 'own';
}

export function editSettings(values: Partial<RunSettings>): void {
  const { settings: before, defaults } = settingsStore.getState();
  const settings = { ...before, ...values };
  settingsStore.setState({ settings, preset: presetOf(settings, defaults) });
  write(settings);
}

/**
 * Changes the method. Where the model's own values were in force, those of the new method are; else
 * only the method changes.
 */
export function chooseMethod(method: string): void {
  const { settings, preset } = settingsStore.getState();
  const defaults = defaultsOf(ownModel, method);
  settingsStore.setState({ defaults });
  if (method === settings.method) return;
  const { objective } = layeredSettings({ method, paradigm: settings.paradigm }, [
    defaults,
    { objective: settings.objective },
  ]) as Pick<RunSettings, 'objective'>;
  editSettings(
    preset === 'model' ? { ...defaults, ...ownChoices(settings) } : { method, objective },
  );
}

export function applyPreset(preset: 'model' | 'paper'): void {
  const { settings, defaults } = settingsStore.getState();
  editSettings(
    preset === 'paper' ? paperPreset(settings) : { ...defaults, ...ownChoices(settings) },
  );
}

/** Reads a settings file. Errors: StudioError BadSettings naming the key. */
export function loadSettingsText(text: string): void {
  editSettings(readSettingsFile(text));
}

export function lightTerm(litTerm: FormulaTerm): void {
  if (settingsStore.getState().litTerm !== litTerm) settingsStore.setState({ litTerm });
}

export function isLive(key: keyof RunSettings): key is LiveKey {
  return (LIVE_KEYS as readonly string[]).includes(key);
}

/** A run's settings after all changes so far. */
export function effectiveSettings(run: RunSummary): RunSettings {
  return run.changes.reduce<RunSettings>(
    (settings, change) => withChange(settings, change.values),
    run.settings,
  );
}

/** The live settings in which `next` differs from `before`. */
export function liveDifference(before: RunSettings, next: RunSettings): LiveSettings {
  // A proxy set that came through the worker is a copy: what it says decides.
  const changed = LIVE_KEYS.filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(next[key]),
  ).map((key) => [key, next[key]] as const);
  const { objective, ...values } = Object.fromEntries(changed) as LiveSettings;
  if (objective === undefined) return values;
  // Of the method's numbers only those that differ.
  const moved = Object.entries(objective).filter(([key, value]) => before.objective[key] !== value);
  return { ...values, objective: Object.fromEntries(moved) };
}
