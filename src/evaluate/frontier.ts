// Reward against drift: every checkpoint and strength of a run is a point, and a run is as good as
// its best point at each drift. Methods are compared at equal drift, since any of them buys reward
// with it; and only where both were measured, nothing is extrapolated.

export interface FrontierPoint {
  readonly drift: number;
  readonly reward: number;
}

/** A reward at a drift between two points: the points' weights sum to 1. */
export interface Mix<P extends FrontierPoint> {
  readonly points: readonly { readonly point: P; readonly weight: number }[];
  readonly reward: number;
}

export interface EqualDrift<P extends FrontierPoint> {
  readonly drift: number;
  readonly first: Mix<P>;
  readonly second: Mix<P>;
}

/**
 * The points that no other point of the run beats with less drift and at least as much reward;
 * rising in both.
 */
export function upperEnvelope<P extends FrontierPoint>(points: readonly P[]): P[] {
  const sorted = [...points].sort((a, b) => a.drift - b.drift || b.reward - a.reward);
  const kept: P[] = [];
  for (const point of sorted)
    if (kept.length === 0 || point.reward > kept.at(-1)!.reward) kept.push(point);
  return kept;
}

/** Least and greatest drift of a run's points; null without points. */
export function driftRange(points: readonly FrontierPoint[]): [number, number] | null {
  const drifts = points.map((point) => point.drift);
  return drifts.length === 0 ? null : [Math.min(...drifts), Math.max(...drifts)];
}

/**
 * The best reward of a run at `drift`: linear between neighbours of its envelope, level after the
 * envelope's last point (the run was
 *  measured there and gained nothing); null outside the run's range.
 */
export function rewardAt<P extends FrontierPoint>(
  points: readonly P[],
  drift: number,
): Mix<P> | null {
  const range = driftRange(points);
  if (range === null || !(drift >= range[0] && drift <= range[1])) return null;
  const envelope = upperEnvelope(points);
  const next = envelope.findIndex((point) => point.drift > drift);
  const at = envelope[next === -1 ? envelope.length - 1 : next - 1]!;
  if (next === -1 || at.drift === drift)
    return { points: [{ point: at, weight: 1 }], reward: at.reward };
  const after = envelope[next]!;
  const weight = (drift - at.drift) / (after.drift - at.drift);
  return {
    points: [
      { point: at, weight: 1 - weight },
      { point: after, weight },
    ],
    reward: at.reward * (1 - weight) + after.reward * weight,
  };
}

/** The drifts that both runs cover; null when they do not overlap. */
export function commonRange(
  first: readonly FrontierPoint[],
  second: readonly FrontierPoint[],
): [number, number] | null {
  const [one, other] = [driftRange(first), driftRange(second)];
  if (one === null || other === null) return null;
  const range: [number, number] = [Math.max(one[0], other[0]), Math.min(one[1], other[1])];
  return range[0] <= range[1] ? range : null;
}

/**
 * Both runs' best rewards at `count` drifts evenly over the range that both cover; empty without
 * overlap.
 */
export function equalDrift<P extends FrontierPoint>(
  first: readonly P[],
  second: readonly P[],
  count = 5,
): EqualDrift<P>[] {
  const range = commonRange(first, second);
  if (range === null) return [];
  const drifts =
    range[0] === range[1]
      ? [range[0]]
      : Array.from({ length: count }, (_, i) =>
          i === count - 1 ? range[1] : range[0] + ((range[1] - range[0]) * i) / (count - 1),
        );
  return drifts.map((drift) => ({
    drift,
    first: rewardAt(first, drift)!,
    second: rewardAt(second, drift)!,
  }));
}
