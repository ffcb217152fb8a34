// A run in words, for the table and for what is searched.

import type { RunSummary } from '../../bridge/protocol';
import type { OpenedLora } from '../../domain/openedLora';
import { objectiveOf } from '../../objectives';
import { objectiveSettingsFor } from '../../settings/numberSettings';
import { numberOf } from '../../settings/numberValues';
import { datasetStore } from '../../state/data/datasetStore';
import { effectiveSettings } from '../../state/objective/settingsStore';
import type { DiffNames } from '../../state/history/runDiff';
import { sessionStore } from '../../state/session/sessionStore';
import { strings } from '../../strings';
import { short, whole } from '../../strings/format';

const text = strings.runs;

/** Names of bases and sets; of those that are gone, what is known. */
export const names: DiffNames = {
  model: (id) =>
    sessionStore.getState().models.find((model) => model.id === id)?.name ?? text.goneModel(id),
  dataset: (id) =>
    id === ''
      ? text.noSet
      : (datasetStore.getState().datasets.find((dataset) => dataset.id === id)?.name ??
        text.goneSet),
};

/** “4 to 16”, or the one rank. */
export const ranksOf = ({ ranks: [least, most] }: OpenedLora): string =>
  strings.models.lora.ranks(whole(least), whole(most));

const loraWords = (lora: OpenedLora): string =>
  strings.models.lora.words(whole(lora.layers), ranksOf(lora));

/**
 * Method and the numbers that matter most: “TGO T 0.02, c 5, η 10⁻³”; of a `hidden` run of a race
 * its letter alone.
 */
export function settingsWords(
  run: RunSummary,
  hidden: ReadonlyMap<string, string> = new Map(),
): string {
  const lane = hidden.get(run.id);
  if (lane !== undefined) return strings.race.hiddenRun(lane);
  if (run.opened) return loraWords(run.opened);
  const settings = effectiveSettings(run);
  const numbers = objectiveSettingsFor(settings).map(
    (setting) => `${setting.symbol} ${short(numberOf(settings, setting))}`,
  );
  return [
    objectiveOf(settings.method).label,
    [...numbers, `η ${short(settings.optimizer.learningRate)}`].join(', '),
  ].join(' ');
}

/** All that is searched of a run. */
export const searchedWords = (run: RunSummary, hidden: ReadonlyMap<string, string>): string =>
  [
    run.name,
    run.note ?? '',
    ...(run.tags ?? []),
    names.model(run.modelId),
    names.dataset(run.datasetId),
    settingsWords(run, hidden),
  ].join(' ');
