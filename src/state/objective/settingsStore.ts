// The settings as the sliders show them. While no run is loaded they are the settings of the next
// run; while one is loaded they are that run's, and a change of a live setting is sent to the
// worker when the hand lets go. The draft is kept in localStorage, so that a reload loses nothing.

import type { ModelInfo, RunSummary } from '../../bridge/protocol';
import { DEFAULT_OBJECTIVE, objectiveOf } from '../../objectives';
import { layeredSettings } from '../../settings/flatSettings';
import { calibrationDefault } from '../../settings/calibrationDefault';
import type { RunSettings, SettingsChange, SettingsPatch } from '../../settings/runSettings';
import { keptStore } from '../common/keptStore';
import { readSettingsFile } from '../../settings/settingsFile';
import {
  paperPreset,
  defaultRunSettings,
  parseRunSettings,
  withChange,
} from '../../settings/runSettings';

/** The term of the formula that a control belongs to, lit while the control is in use. */
export type FormulaTerm = string | null;

export interface SettingsState {
  readonly settings: RunSettings;
  /** What the person chose, kept over a reload; null while they chose nothing. */
  readonly draft: RunSettings | null;
  /** Defaults of the chosen model over the general ones: what “reset” returns to. */
  readonly defaults: RunSettings;
  readonly litTerm: FormulaTerm;
  readonly preset: 'model' | 'paper' | 'own';
}

const DEFAULTS = defaultRunSettings();

export const settingsStore = keptStore<SettingsState>(
  'plumbline.settings',
  { settings: DEFAULTS, draft: null, defaults: DEFAULTS, litTerm: null, preset: 'own' },
  ({ draft }) => draft,
  (kept) => {
    if (kept === undefined) return {};
    // An older version's draft that cannot be read is not worth an error: the defaults serve.
    const draft = parseRunSettings(kept);
    return { settings: draft, draft };
  },
);

/** The model whose defaults are in force. */
let ownModel: ModelInfo | null = null;

function defaultsOf(model: ModelInfo | null, method: string): RunSettings {
  if (model === null) return defaultRunSettings(method);
  const { paradigm } = model;
  const own = model.methodDefaults[method] ?? {};
  // A model's general values were measured with the default method; another's β is another number.
  const measured = method === DEFAULT_OBJECTIVE.id ? [model.defaults, own] : [own];
  return layeredSettings({ method, paradigm }, [
    defaultRunSettings(method, paradigm),
    { previewPrompts: [...model.previewPrompts] },
    { calibration: calibrationDefault(method, paradigm, measured) },
    model.defaults,
    own,
  ]) as unknown as RunSettings;
}

/**
 * Takes over a model's own defaults. A draft of the person's is kept; but where the values in force
 * are those of the model that
 *  was chosen before, untouched, they give way to the new one's, and so do its preview prompts.
 */
export function adoptModelDefaults(model: ModelInfo): void {
  const { settings: shown, draft: kept, preset } = settingsStore.getState();
  const before = ownModel;
  ownModel = model;
  const switched = before !== null && before.id !== model.id;
  const draft = switched ? shown : kept;
  const defaults = defaultsOf(model, draft?.method ?? DEFAULT_OBJECTIVE.id);
  const untouched =
    draft === null || draft.paradigm !== model.paradigm || (switched && preset === 'model');
  const settings = untouched
    ? withChange(defaults, draft === null ? {} : withoutPrompts(ownChoices(draft)))
    : draft;
  const prompts = settings.sampling.previewPrompts;
  const ownPrompts = prompts.length > 0 && !(switched && same(prompts, [...before.previewPrompts]));
  const prompted = ownPrompts
    ? settings
    : withChange(settings, { sampling: { previewPrompts: [...defaults.sampling.previewPrompts] } });
  settingsStore.setState({
    defaults,
    settings: prompted,
    ...(switched ? { draft: prompted } : {}),
    preset: presetOf(prompted, defaults),
  });
}

/** What is kept and read again has its keys in another order than defaults in layers. */
const sortedKeys = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a, sortedKeys) === JSON.stringify(b, sortedKeys);

function sameValues(settings: RunSettings, values: SettingsPatch): boolean {
  return same(withChange(settings, values), settings);
}

/** What no preset decides: which draws, which prompts, and where the samples come from. */
function ownChoices({ training, sampling, schedule, source }: RunSettings): SettingsPatch {
  return {
    training: { seed: training.seed },
    sampling: { previewPrompts: sampling.previewPrompts },
    schedule: { referenceUpdate: schedule.referenceUpdate },
    source,
  };
}

function withoutPrompts({ sampling: _prompts, ...others }: SettingsPatch): SettingsPatch {
  return others;
}

/**
 * Settings of a method with the model's own values for it, and what no preset decides as it is now:
 * seed, prompts, where the samples come from.
 */
export function settingsOfMethod(method: string): RunSettings {
  const { settings } = settingsStore.getState();
  const own = withChange(defaultsOf(ownModel, method), ownChoices(settings));
  return withChange(own, beginnings(settings, method));
}

/** What a method begins with (its record), in the place of what the one before it began with. */
function beginnings(before: RunSettings, method: string): SettingsPatch {
  const begins = (id: string): boolean => objectiveOf(id).beginsWith !== undefined;
  if (before.source.mode === 'online' || before.method === method) return {};
  if (!begins(before.method) && !begins(method)) return {};
  const { source, schedule } = defaultRunSettings(method, before.paradigm);
  return {
    source: { stepsPerRound: source.stepsPerRound },
    schedule: { referenceUpdate: schedule.referenceUpdate },
  };
}

function presetOf(settings: RunSettings, defaults: RunSettings): SettingsState['preset'] {
  if (same(settings, withChange(defaults, ownChoices(settings)))) return 'model';
  return sameValues(settings, paperPreset(settings)) ? 'paper' : 'own';
}

/** Changes what is named of the settings. */
export function editSettings(values: SettingsPatch): void {
  useSettings(withChange(settingsStore.getState().settings, values));
}

/** Begins the next run with a run's adapters at a step: its own are then laid out as those are. */
export function startFrom({ id, name, settings: { adapter } }: RunSummary, step: number): void {
  const { rank, targets, loraScale } = adapter;
  editSettings({
    adapter: { startFrom: { run: id, step, name }, rank, targets: [...targets], loraScale },
  });
}

function useSettings(settings: RunSettings): void {
  const { defaults } = settingsStore.getState();
  settingsStore.setState({ settings, draft: settings, preset: presetOf(settings, defaults) });
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
  useSettings(
    withChange(
      preset === 'model'
        ? withChange(defaults, ownChoices(settings))
        : withChange(
            { ...settings, method, objective },
            { training: { calibration: defaults.training.calibration } },
          ),
      beginnings(settings, method),
    ),
  );
}

export function applyPreset(preset: 'model' | 'paper'): void {
  const { settings, defaults } = settingsStore.getState();
  useSettings(
    preset === 'paper'
      ? withChange(settings, paperPreset(settings))
      : withChange(defaults, ownChoices(settings)),
  );
}

/** Reads a settings file. Errors: StudioError BadSettings naming the key. */
export function loadSettingsText(text: string): void {
  useSettings(readSettingsFile(text));
}

export function lightTerm(litTerm: FormulaTerm): void {
  if (settingsStore.getState().litTerm !== litTerm) settingsStore.setState({ litTerm });
}

/** A run's settings after all changes so far; what calibration found is one of them. */
export function effectiveSettings(run: RunSummary): RunSettings {
  const settings = run.changes.reduce<RunSettings>(
    (before, change) => withChange(before, change.values),
    run.settings,
  );
  return calibratedChange(run) === null
    ? settings
    : withChange(settings, { training: { calibration: 'off' } });
}

/** Settings that a run gives to the next one; prompts of its set are not for another set. */
export function nextSettings(run: RunSummary): RunSettings {
  const settings = effectiveSettings(run);
  if (run.promptsOfSet !== true) return settings;
  return withChange(settings, {
    sampling: { previewPrompts: [...(ownModel?.previewPrompts ?? [])] },
  });
}

/** The change that calibration made before the first step; null where there was none. */
export function calibratedChange({ settings, changes }: RunSummary): SettingsChange | null {
  if (settings.training.calibration === 'off') return null;
  const key = objectiveOf(settings.method).calibration?.(settings.paradigm)?.key;
  return (
    changes.find(
      ({ step, values }) =>
        step === 0 && key !== undefined && values.objective?.[key] !== undefined,
    ) ?? null
  );
}
