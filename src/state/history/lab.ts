// A lab in the page: methods × training seeds like one run, and what they came to. The runs wait in
// the queue as those of a sweep do.

import type { RunWish } from '../../bridge/historyProtocol';
import type { RunSummary } from '../../bridge/protocol';
import type { RunOutcome } from '../../domain/runOutcome';
import { objectiveOf } from '../../objectives';
import { calibrationDefault } from '../../settings/calibrationDefault';
import { layeredSettings } from '../../settings/flatSettings';
import { defaultNumbers, parseRunSettings } from '../../settings/runSettings';
import { holm } from '../../statistics/holm';
import { mean } from '../../statistics/moments';
import {
  differenceFromBase,
  pairedDifference,
  type PairedDifference,
  type Rewards,
  type SeedRewards,
} from '../../statistics/pairedDifference';
import { sharedRanks } from '../../statistics/sharedRanks';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { effectiveSettings } from '../objective/settingsStore';

/** The key that marks the runs of a lab. */
export const LAB_KEY = 'method';

/**
 * The runs of a lab: as `run`, with another method and seed each. The run's own method keeps its
 * numbers; another's are its defaults, over them the base's for that method. Errors: BadSettings.
 */
export function labWishes(
  run: RunSummary,
  methods: readonly string[],
  seeds: number,
  methodDefaults: Readonly<Record<string, object>>,
  id: string,
): RunWish[] {
  const like = effectiveSettings(run);
  const { paradigm } = like;
  return methods.flatMap((method) =>
    Array.from({ length: seeds }, (_, seed): RunWish => ({
      name: strings.runs.labName(objectiveOf(method).label, whole(seed)),
      datasetId: run.datasetId,
      modelId: run.modelId,
      settings: parseRunSettings(
        layeredSettings({ method, paradigm }, [
          ...(method === like.method
            ? [like]
            : [
                { ...like, objective: defaultNumbers(method, paradigm) },
                {
                  calibration: calibrationDefault(method, paradigm, [
                    ownOf(methodDefaults[method] ?? {}),
                  ]),
                },
                ownOf(methodDefaults[method] ?? {}),
              ]),
          { seed },
        ]),
      ),
      sweep: { id, key: LAB_KEY },
    })),
  );
}

/** A base's defaults for a method without its budget, which is that of the run. */
function ownOf(defaults: object): Record<string, unknown> {
  const { steps: _steps, batchSize: _batch, ...own } = defaults as Record<string, unknown>;
  return own;
}

export interface LabCell {
  readonly run: RunSummary;
  readonly seed: number;
}

export interface LabRow {
  readonly method: string;
  /** By rising seed. */
  readonly cells: readonly LabCell[];
  /** Of the runs that have samples of both ends; null before the first. */
  readonly gain: PairedDifference | null;
  readonly after: number;
  /** Of no gain, corrected for all methods. */
  readonly p: number;
  /** 0 before the first sample. */
  readonly rank: number;
}

/** The rows of a lab, in the order in which its methods were queued; null where there is none. */
export function labRows(
  runs: readonly RunSummary[],
  id: string,
  outcomes: Readonly<Record<string, RunOutcome>>,
): { readonly before: number; readonly rows: readonly LabRow[] } | null {
  const own = runs
    .filter(({ sweep }) => sweep?.id === id && sweep.key === LAB_KEY)
    .sort((a, b) => a.createdAt - b.createdAt);
  if (own.length === 0) return null;
  let base: Rewards | null = null;
  const measured = [...new Set(own.map(({ settings }) => settings.method))].map((method) => {
    const cells = own
      .filter(({ settings }) => settings.method === method)
      .map((run) => ({ run, seed: run.settings.training.seed }))
      .sort((a, b) => a.seed - b.seed);
    const rewards = cells.flatMap(({ run, seed }): SeedRewards[] => {
      const samples = run.status === 'finished' ? outcomes[run.id]?.samples : null;
      if (!samples) return [];
      base ??= samples.rewards.before;
      return samples.rewards.after.length === base.length
        ? [{ seed, rewards: samples.rewards.after }]
        : [];
    });
    return { method, cells, rewards };
  });
  const untouched: Rewards = base ?? [];
  const gains = measured.map(({ rewards }) =>
    rewards.length === 0 ? null : differenceFromBase(untouched, rewards),
  );
  const p = holm(gains.map((gain) => gain?.pValue ?? Number.NaN));
  const ranks = sharedRanks(measured.length, comparisons(untouched, measured));
  return {
    before: mean(untouched.flat()),
    rows: measured.map(({ method, cells, rewards }, i) => ({
      method,
      cells,
      gain: gains[i]!,
      after: mean(rewards.flatMap((one) => one.rewards.flat())),
      p: p[i]!,
      rank: rewards.length === 0 ? 0 : ranks[i]!,
    })),
  };
}

/** All pairs of methods over the seeds that both have, Holm over all of them. */
function comparisons(base: Rewards, rows: readonly { readonly rewards: readonly SeedRewards[] }[]) {
  const found = rows.flatMap(({ rewards }, first) =>
    rows.slice(first + 1).flatMap((other, offset) => {
      const seeds = rewards.map(({ seed }) => seed);
      const both = seeds.filter((seed) => other.rewards.some((one) => one.seed === seed));
      if (both.length === 0) return [];
      const of = (list: readonly SeedRewards[]) => list.filter(({ seed }) => both.includes(seed));
      const difference = pairedDifference(base, of(rewards), of(other.rewards));
      return [{ first, second: first + 1 + offset, difference }];
    }),
  );
  const p = holm(found.map(({ difference }) => difference.pValue));
  return found.map(({ difference, ...pair }, i) => ({
    ...pair,
    mean: difference.mean,
    p: p[i]!,
  }));
}
