// The points of a frontier: one an entry that is sampled whole, with its drift and mean reward,
// grouped by run; and two runs compared at equal drift with the interval of their difference. Pure:
// stores are read elsewhere.

import type {
  EntryResult,
  EvaluationEntry,
  EvaluationScores,
  EvaluationSummary,
} from '../../domain/evaluation';
import type { Rewards } from '../../statistics/compareRewards';
import type { DriftKind } from '../../evaluate/drift';
import { equalDrift, type EqualDrift, type FrontierPoint, type Mix } from '../../evaluate/frontier';
import { holm } from '../../statistics/holm';
import { mean } from '../../statistics/moments';
import { pairedDifference, type PairedDifference } from '../../statistics/pairedDifference';

export interface RunPoint extends FrontierPoint {
  readonly entry: EvaluationEntry;
  /** Place of the entry in the evaluation. */
  readonly index: number;
  readonly result: EntryResult;
}

export interface RunPoints {
  readonly runId: string;
  readonly name: string;
  /** By rising drift. */
  readonly points: readonly RunPoint[];
}

/**
 * Points of every run, in the order of the evaluation. Points whose drift or reward is unknown are
 * left out.
 */
export function runPoints(
  { request, results }: EvaluationSummary,
  rewardId: string,
  kind: DriftKind,
): RunPoints[] {
  const runs = new Map<string, { name: string; points: RunPoint[] }>();
  request.entries.forEach((entry, index) => {
    const result = results.find(({ key }) => key === entry.key);
    const drift = result?.drift?.[kind] ?? Number.NaN;
    const reward = result?.rewards[rewardId]?.summary.mean ?? Number.NaN;
    if (
      entry.runId === null ||
      result === undefined ||
      !Number.isFinite(drift) ||
      !Number.isFinite(reward)
    )
      return;
    const run = runs.get(entry.runId) ?? { name: entry.name, points: [] };
    runs.set(entry.runId, run);
    run.points.push({ drift, reward, entry, index, result });
  });
  return [...runs].map(([runId, { name, points }]) => ({
    runId,
    name,
    points: points.sort((a, b) => a.drift - b.drift),
  }));
}

/**
 * Which images choose a run's best points, and which the numbers of a row are then taken from.
 */
type Half = 'choose' | 'report';

/**
 * One half of a table of rewards [prompts][noises]: noises in turn, or prompts where each has one
 * noise. Points chosen on the images that they are reported on would be lucky ones.
 */
function halfOf(table: Rewards, half: Half): Rewards {
  const kept = (i: number): boolean => (i % 2 === 0) === (half === 'choose');
  return (table[0]?.length ?? 0) > 1
    ? table.map((row) => row.filter((_, n) => kept(n)))
    : table.filter((_, p) => kept(p));
}

export interface EqualDriftRow extends EqualDrift<RunPoint> {
  /** Second − first on the half that chose nothing, in base standard deviations. */
  readonly difference: PairedDifference;
  /** Holm's p over the rows. */
  readonly adjustedP: number;
}

/** Weighted mean of the points' tables. */
function mixed(mix: Mix<RunPoint>, table: readonly Rewards[]): number[][] {
  return table[0]!.map((row, p) =>
    row.map((_, n) =>
      mix.points.reduce((sum, { point, weight }) => sum + weight * table[point.index]![p]![n]!, 0),
    ),
  );
}

/**
 * Two runs over the drifts that both cover; empty without overlap. Best points are chosen by their
 * reward on one half of the noises; rewards and differences are those of the other half. Mixing two
 * points' rewards is what interpolating their means is, so the difference has the interval of any
 * paired difference.
 */
export function equalDriftRows(
  first: RunPoints,
  second: RunPoints,
  scores: EvaluationScores,
  rewardId: string,
  count = 5,
): EqualDriftRow[] {
  const table = scores[rewardId]!;
  const [choose, report] = (['choose', 'report'] as const).map((half) =>
    table.map((one) => halfOf(one, half)),
  ) as [Rewards[], Rewards[]];
  const chosenBy = ({ points }: RunPoints): RunPoint[] =>
    points.map((point) => ({ ...point, reward: mean(choose[point.index]!.flat()) }));
  const rows = equalDrift(chosenBy(first), chosenBy(second), count).map((row) => {
    const [one, other] = [mixed(row.first, report), mixed(row.second, report)];
    return {
      drift: row.drift,
      first: { ...row.first, reward: mean(one.flat()) },
      second: { ...row.second, reward: mean(other.flat()) },
      difference: pairedDifference(
        report[0]!,
        [{ seed: 0, rewards: one }],
        [{ seed: 0, rewards: other }],
      ),
    };
  });
  const adjusted = holm(rows.map(({ difference }) => difference.pValue));
  return rows.map((row, i) => ({ ...row, adjustedP: adjusted[i]! }));
}
