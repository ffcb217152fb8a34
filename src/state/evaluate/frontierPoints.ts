// The points of a frontier: one an entry that is drawn whole, with its drift and mean reward,
// grouped by run; and two runs compared at equal drift with the interval of their difference. Pure:
// stores are read elsewhere.

import type {
  EntryResult,
  EvaluationEntry,
  EvaluationScores,
  EvaluationSummary,
} from '../../bridge/evaluationProtocol';
import type { Rewards } from '../../statistics/compareRewards';
import type { DriftKind } from '../../evaluate/drift';
import { equalDrift, type EqualDrift, type FrontierPoint, type Mix } from '../../evaluate/frontier';
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

export interface EqualDriftRow extends EqualDrift<RunPoint> {
  /** Second − first, in base standard deviations. */
  readonly difference: PairedDifference;
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
 * Two runs over the drifts that both cover; empty without overlap. Mixing two points' rewards is
 * what interpolating their means is, so the
 *  difference has the bootstrap interval of any paired difference.
 */
export function equalDriftRows(
  first: RunPoints,
  second: RunPoints,
  scores: EvaluationScores,
  rewardId: string,
  count = 5,
): EqualDriftRow[] {
  const table = scores[rewardId]!;
  return equalDrift(first.points, second.points, count).map((row) => ({
    ...row,
    difference: pairedDifference(table[0]!, [mixed(row.first, table)], [mixed(row.second, table)]),
  }));
}
