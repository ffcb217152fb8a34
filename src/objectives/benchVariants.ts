// The methods in the plane of the bench (src/bench2d): which can be trained there, with what
// numbers, and those settings whose effect is the lesson (T for TGO, the percentile for SFT).

import type { BenchPlan } from '../domain/bench2d';
import { OBJECTIVES, type Objective } from './index';

/** Methods whose data are points with a score. */
export const BENCH_OBJECTIVES: readonly Objective[] = OBJECTIVES.filter(
  ({ data, untrainable }) => untrainable === null && (data === 'scored' || data === 'positives'),
);

/**
 * A method's plan in the plane: its own defaults, but for T. The error of two numbers varies far
 * more than that of an image's thousands.
 */
export function benchPlan(objective: Objective, percentile = 0.5, seed = 0): BenchPlan {
  return {
    objectiveId: objective.id,
    percentile,
    seed,
    values: Object.fromEntries(
      objective.settings.map((setting) => [
        setting.key,
        setting.key === 'temperature' ? 0.3 : setting.default,
      ]),
    ),
  };
}

/** What a race and `npm run bench2d` compare. */
export const BENCH_VARIANTS: readonly BenchPlan[] = BENCH_OBJECTIVES.flatMap((objective) => {
  const plan = benchPlan(objective);
  if (objective.data === 'positives') return [plan, { ...plan, percentile: 0.9 }];
  if (plan.values['temperature'] === undefined) return [plan];
  return [plan, { ...plan, values: { ...plan.values, temperature: 0.05 } }];
});

/** “TGO, T = 0.3”, “SFT, best 10 %”. */
export function benchLabel({ objectiveId, percentile, values }: BenchPlan): string {
  const objective = OBJECTIVES.find(({ id }) => id === objectiveId);
  const label = objective?.label ?? objectiveId;
  const best = `best ${Math.round(100 * (1 - percentile))} %`;
  if (objective?.data === 'positives') return `${label}, ${best}`;
  const temperature = values['temperature'];
  return (
    label +
    (temperature === undefined ? '' : `, T = ${temperature}`) +
    (percentile === 0.5 ? '' : `, ${best}`)
  );
}
