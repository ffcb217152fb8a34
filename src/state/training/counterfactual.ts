// What other settings would make of the next update, from the probe of a run: which labels flip,
// how much of the update each image is, and how far the new update points from the old one. All of
// it is arithmetic on the measured errors and inner products, so it follows a drag.

import { TrainingThreshold } from '../../data/batches/batchThreshold';
import { thresholdSettings } from '../../data/labels/threshold';
import type { UpdateProbe } from '../../domain/updateProbe';
import { cappedG, objectiveOf } from '../../objectives';
import { ownNumbers, stepNumbers } from '../../objectives/stepNumbers';
import type { RunSettings } from '../../settings/runSettings';

/** The update of one choice of settings, as weights of the rows' derivatives. */
export interface ProbeUpdate {
  /** dL/dm of each row, as the step would have it. */
  readonly weights: readonly number[];
  /** Labels of the whole set: 1, 0, or −1 where it is left out. */
  readonly labels: ArrayLike<number>;
  /** Part of each image in the update along itself; they sum to 1 and may be negative. */
  readonly shares: readonly number[];
  /** Length of the gradient, with the loss's own scale taken out. */
  readonly norm: number;
}

export interface Counterfactual {
  readonly now: ProbeUpdate;
  readonly wanted: ProbeUpdate;
  /** Samples of the whole set whose label changes. */
  readonly flips: number;
  /** Images of the probe whose label changes, by their place in it. */
  readonly flipped: readonly number[];
  /** Cosine between the two gradients; NaN where one of them is 0. */
  readonly cosine: number;
  /** Length of the new gradient over that of the old one, both times their learning rates. */
  readonly lengthRatio: number;
}

/** uᵀ K v of the probe's inner products. */
function product(probe: UpdateProbe, u: readonly number[], v: readonly number[]): number {
  const n = probe.rows.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) row += probe.gram[i * n + j]! * v[j]!;
    sum += u[i]! * row;
  }
  return sum;
}

/** Errors: BadSettings where the settings leave nothing to learn from. */
export function probeUpdate(probe: UpdateProbe, settings: RunSettings): ProbeUpdate {
  const objective = objectiveOf(settings.method);
  const threshold = new TrainingThreshold(probe.scores, thresholdSettings(settings), probe.groups);
  const { set } = threshold;
  const places = probe.rows.map(({ image }) => probe.places[image]!);
  const { deviations, positiveShare } = threshold.ofBatch(places);
  const numbers = stepNumbers(objective, settings, {
    inverseScale: set.scale.inverseScale,
    clip: set.scale.clip,
    meanWeight: set.meanWeight,
    positiveShare,
  });
  const temperature = ownNumbers(objective, settings)['temperature'] ?? 1;
  const m = probe.rows.map(({ policyError }) => policyError);
  const r = probe.rows.map(({ referenceError }) => referenceError);
  const weights = objective.terms
    .reference({
      size: m.length,
      m,
      r,
      a: m.map((error, i) => (r[i]! - error) / temperature),
      scores: deviations,
      table: () => 0,
      numbers: { ...objective.terms.constants, ...numbers },
    })
    .map(({ g }, i) => cappedG(g, m[i]!, r[i]!, numbers['errorCap']!));
  const n = weights.length;
  const squared = product(probe, weights, weights);
  const shares = probe.places.map(() => 0);
  for (let i = 0; i < n; i++) {
    let along = 0;
    for (let j = 0; j < n; j++) along += probe.gram[i * n + j]! * weights[j]!;
    if (squared > 0) shares[probe.rows[i]!.image]! += (weights[i]! * along) / squared;
  }
  return { weights, labels: set.labels, shares, norm: Math.sqrt(Math.max(0, squared)) };
}

/** What `wanted` would change against `now`. Errors: as probeUpdate. */
export function counterfactual(
  probe: UpdateProbe,
  now: RunSettings,
  wanted: RunSettings,
): Counterfactual {
  const [one, other] = [probeUpdate(probe, now), probeUpdate(probe, wanted)];
  const differs = (place: number): boolean => one.labels[place] !== other.labels[place];
  const lengths = one.norm * other.norm;
  const cosine = lengths > 0 ? product(probe, one.weights, other.weights) / lengths : Number.NaN;
  return {
    now: one,
    wanted: other,
    flips: probe.scores.filter((_, place) => differs(place)).length,
    flipped: probe.places.map((_, i) => i).filter((i) => differs(probe.places[i]!)),
    cosine: Math.max(-1, Math.min(1, cosine)),
    lengthRatio:
      (other.norm * wanted.optimizer.learningRate) / (one.norm * now.optimizer.learningRate),
  };
}
