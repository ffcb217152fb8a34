// Which runs are one method: those whose settings, set and base differ in nothing but the training
// seed. Everything else that differs is in the row's name.

import { objectiveOf } from '../../../src/objectives';
import { valuesByKey } from '../../../src/settings/flatSettings';
import type { RunSettings } from '../../../src/settings/runSettings';
import { StudioError } from '../../../src/errors';
import type { SeedRewards } from '../../../src/statistics/pairedDifference';
import type { RunCost } from '../align/cost';
import type { RewardsFile } from '../align/report';

/** What `npm run align` left in a folder. */
export interface Run {
  readonly folder: string;
  readonly settings: RunSettings;
  readonly file: RewardsFile;
  readonly cost: RunCost;
}

/** Runs of one method, by rising seed. */
export interface Row {
  readonly name: string;
  readonly runs: readonly Run[];
}

/** Errors: throws where two runs were not measured on the same images' prompts and noises. */
export function checkComparable(runs: readonly Run[]): void {
  const first = runs[0]!;
  for (const run of runs)
    for (const key of Object.keys(first.file.drawnFor) as (keyof typeof first.file.drawnFor)[])
      if (JSON.stringify(run.file.drawnFor[key]) !== JSON.stringify(first.file.drawnFor[key]))
        throw new StudioError(
          'BadSettings',
          `${run.folder} was measured with other ${key} than ${first.folder}.`,
          'Compare runs that were reported on the same base, prompts, noises and sampler.',
        );
  for (const run of runs)
    if (run.file.reward !== first.file.reward)
      throw new StudioError(
        'BadSettings',
        `${run.folder} was measured by ${run.file.reward}, ${first.folder} by ` +
          `${first.file.reward}.`,
        'Compare runs that were reported with the same reward.',
      );
}

/** All that makes a run what it is, but for its seed, as one flat record of texts. */
function identity({ settings, file }: Run): Map<string, string> {
  const values = valuesByKey(settings)
    .filter(({ key }) => key !== 'seed')
    .map(({ key, own, value }): [string, string] => [
      own ? `objective.${key}` : key,
      JSON.stringify(value),
    ]);
  return new Map([
    ['trained on', file.trainedOn],
    ...(file.lora === undefined ? values : [['LoRA file', file.lora] as const]),
  ]);
}

/** Long values (lists of prompts, digests) are not for a row's name. */
const shown = (value: string | undefined): string =>
  value === undefined
    ? 'unset'
    : value.length > 24
      ? `${value.slice(0, 8)}…`
      : value.replaceAll('"', '');

/** Rows in the order the runs are given; named by method, mode, steps and whatever else differs. */
export function rowsOf(runs: readonly Run[]): Row[] {
  const identities = runs.map(identity);
  const keys = [...new Set(identities.flatMap((one) => [...one.keys()]))];
  const differing = keys.filter((key) => new Set(identities.map((one) => one.get(key))).size > 1);
  const groups = new Map<string, { runs: Run[]; identity: Map<string, string> }>();
  runs.forEach((run, i) => {
    const key = JSON.stringify(keys.map((one) => identities[i]!.get(one) ?? null));
    const group = groups.get(key);
    if (group) group.runs.push(run);
    else groups.set(key, { runs: [run], identity: identities[i]! });
  });
  return [...groups.values()].map(({ runs: own, identity: one }) => {
    const {
      method,
      source: { mode },
      schedule: { steps },
    } = own[0]!.settings;
    const { lora } = own[0]!.file;
    if (lora !== undefined) return { name: `LoRA file ${lora}`, runs: own };
    const others = differing
      .filter((key) => !['method', 'mode', 'steps'].includes(key))
      .map((key) => `, ${key} ${shown(one.get(key))}`);
    return {
      name:
        `${method.toUpperCase()}${mode === 'online' ? ' online' : ''}, ${steps} steps` +
        others.join(''),
      runs: own.sort((a, b) => a.settings.training.seed - b.settings.training.seed),
    };
  });
}

/** A row's rewards by seed. */
export const seedRewards = ({ runs }: Row, reward: string): SeedRewards[] =>
  runs.map(({ settings, file }) => ({
    seed: settings.training.seed,
    rewards: file.aligned[reward]!,
  }));

/** Training on good samples alone: what every other method is held against. */
const isBaseline = ({ method }: RunSettings): boolean => objectiveOf(method).data === 'positives';

/**
 * Pairs of rows that are compared: TGO (or any method) against SFT from the same source of samples,
 * and a fixed set against online by the same method. Errors: throws where a pair was not trained
 * with the same seeds.
 */
export function comparedPairs(rows: readonly Row[]): (readonly [Row, Row])[] {
  const trained = rows.filter(({ runs }) => runs[0]!.file.lora === undefined);
  const pairs = trained.flatMap((of) =>
    trained
      .filter((against) => {
        const [a, b] = [of.runs[0]!.settings, against.runs[0]!.settings];
        return a.source.mode === b.source.mode
          ? !isBaseline(a) && isBaseline(b)
          : a.method === b.method && a.source.mode === 'offline';
      })
      .map((against) => [of, against] as const),
  );
  for (const [of, against] of pairs) {
    const [a, b] = [of, against].map((row) =>
      row.runs.map(({ settings }) => settings.training.seed).join(),
    );
    if (a !== b)
      throw new StudioError(
        'BadSettings',
        `“${of.name}” was trained with seeds ${a}, “${against.name}” with seeds ${b}.`,
        'Train the missing seeds, or leave runs out until both rows have the same.',
      );
  }
  return pairs;
}
