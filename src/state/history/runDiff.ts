// What changed between runs: every setting, the base, the set and the machine, as rows of which
// only those that differ are shown. A setting is named by its path, so one that is new needs no
// line here.

import type { RunSummary } from '../../bridge/protocol';
import { objectiveOf } from '../../objectives';
import { numberSettingsFor } from '../../settings/numberSettings';
import { strings } from '../../strings';
import { exact } from '../../strings/format';
import { effectiveSettings } from '../objective/settingsStore';

export interface DiffRow {
  /** Path of the setting, e.g. `objective.beta`. */
  readonly key: string;
  readonly label: string;
  readonly values: readonly string[];
}

/** Names of what a run only has the id of. */
export interface DiffNames {
  model(id: string): string;
  dataset(id: string): string;
}

const text = strings.runs;

function words(value: unknown): string {
  if (value === null || value === undefined) return text.none;
  if (typeof value === 'number') return exact(value);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? text.none : value.join(', ');
  return JSON.stringify(value);
}

/** Leaves of settings by path; lists are leaves. */
export function settingLeaves(value: unknown, path = ''): [path: string, value: unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, entry]) =>
    settingLeaves(entry, path === '' ? key : `${path}.${key}`),
  );
}

/** Names of settings that are no numbers, by key; another is named by its path. */
const { objective, online, methods, models } = strings;
const CHOICES: Readonly<Record<string, string>> = {
  scoreScale: objective.scoreScale,
  ties: objective.ties,
  learningRateSchedule: objective.schedule,
  name: objective.optimizer,
  mseSpace: objective.mseSpace,
  maskedReduction: objective.maskedReduction,
  weightStorage: objective.weightStorage,
  previewPrompts: objective.previewPrompts,
  thresholdScope: strings.scores.mode,
  fixedThreshold: strings.scores.tau,
  pairSource: methods.pairSource,
  aspectBuckets: models.buckets,
  referenceUpdate: online.reference,
  mode: online.mode,
  onlinePrompts: online.prompts,
  onlineReward: online.reward,
};

const nameOf = (path: string): string => path.split('.').at(-1)!;

/** Rows in which the runs differ, settings as they are in force now. */
export function runDiff(runs: readonly RunSummary[], names: DiffNames): DiffRow[] {
  const settings = runs.map((run) => effectiveSettings(run));
  const tables = settings.map((one) => new Map(settingLeaves(one)));
  const labels = new Map(
    settings
      .flatMap((one) => numberSettingsFor(one))
      .map(({ key, label, symbol }) => [key, symbol === key ? label : `${label} ${symbol}`]),
  );
  const facts: DiffRow[] = [
    {
      key: 'method',
      label: strings.objective.method,
      values: settings.map(({ method }) => objectiveOf(method).label),
    },
    { key: 'model', label: text.base, values: runs.map(({ modelId }) => names.model(modelId)) },
    { key: 'set', label: text.set, values: runs.map(({ datasetId }) => names.dataset(datasetId)) },
    { key: 'step', label: text.stepsDone, values: runs.map(({ step }) => exact(step)) },
    { key: 'executor', label: text.executor, values: runs.map(({ executor }) => executor) },
    { key: 'adapter', label: text.adapter, values: runs.map(({ adapter }) => adapter) },
    { key: 'changes', label: text.changes, values: runs.map((run) => exact(run.changes.length)) },
  ];
  const told = new Set(facts.map(({ key }) => key));
  const paths = [...new Set(tables.flatMap((table) => [...table.keys()]))].filter(
    (path) => !told.has(path),
  );
  const rows = paths.map((key) => ({
    key,
    label: labels.get(nameOf(key)) ?? CHOICES[nameOf(key)] ?? key,
    values: tables.map((table) => words(table.get(key))),
  }));
  return [...facts, ...rows].filter(({ values }) => new Set(values).size > 1);
}
