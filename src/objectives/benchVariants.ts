// The methods in the plane of the bench (src/bench2d): which can be trained there, with what
// numbers, and those settings whose effect is the lesson (T for TGO, the percentile for SFT).

import type { BenchPlan } from '../domain/bench2d';
import { full, percent } from '../strings/format';
import { recordSays as said } from '../strings/language';
import { OBJECTIVES, type DataKind, type Objective } from './index';

/** Kinds of data that points with a score give; the rest need captions, images or rounds. */
const KINDS: ReadonlySet<DataKind> = new Set([
  'scored',
  'positives',
  'pairs',
  'groups',
  'advantages',
]);

/** Methods that can be trained on points with a score alone. */
export const BENCH_OBJECTIVES: readonly Objective[] = OBJECTIVES.filter(
  ({ data, badPrefix, embeds }) => KINDS.has(data) && badPrefix === undefined && !embeds,
);

/**
 * How far the numbers of a method go in the plane. The error of two numbers varies far more than
 * that of an image's thousands, so what stands before an error difference is smaller here: 1/T of
 * TGO's two variants.
 */
const GAINS = [0.3, 0.05].map((temperature) => Number((1 / temperature).toPrecision(2)));
const PLANE: Readonly<Record<string, readonly Readonly<Record<string, number>>[]>> = {
  tgo: [{ temperature: 0.3 }, { temperature: 0.05 }],
  ...Object.fromEntries(
    ['kto', 'dpo', 'dmpo', 'dgpo'].map((id) => [id, GAINS.map((beta) => ({ beta }))]),
  ),
  ...Object.fromEntries(['lair', 'qrpo'].map((id) => [id, GAINS.map((kappa) => ({ kappa }))])),
};

/** A method's plan in the plane: its own defaults, but for the numbers of PLANE. */
export function benchPlan(objective: Objective, percentile = 0.5, seed = 0): BenchPlan {
  return {
    objectiveId: objective.id,
    percentile,
    seed,
    values: {
      ...Object.fromEntries(objective.settings.map((setting) => [setting.key, setting.default])),
      ...PLANE[objective.id]?.[0],
    },
  };
}

/** What a race and `npm run bench2d` compare. */
export const BENCH_VARIANTS: readonly BenchPlan[] = BENCH_OBJECTIVES.flatMap((objective) => {
  const plan = benchPlan(objective);
  if (objective.data === 'positives') return [plan, { ...plan, percentile: 0.9 }];
  return (PLANE[objective.id] ?? [{}]).map((values) => ({
    ...plan,
    values: { ...plan.values, ...values },
  }));
});

/**
 * “TGO, T = 0.3”, “SFT, best 10%”. With `beside`, plans of one method that stand beside it, the
 * numbers in which they differ are named too.
 */
export function benchLabel(plan: BenchPlan, beside: readonly BenchPlan[] = []): string {
  const { objectiveId, percentile, values } = plan;
  const objective = OBJECTIVES.find(({ id }) => id === objectiveId);
  const label = objective?.label ?? objectiveId;
  const alike = beside.filter((other) => other.objectiveId === objectiveId);
  const differs = (read: (one: BenchPlan) => number | undefined): boolean =>
    alike.some((other) => read(other) !== read(plan));
  if (objective?.data === 'positives')
    return `${label}, ${said('best')} ${percent(1 - percentile)}`;
  // The numbers that a variant sets are those that tell it apart.
  const own = Object.keys(values).filter((key) =>
    alike.length > 1
      ? differs((one) => one.values[key])
      : Object.hasOwn(PLANE[objectiveId]?.[0] ?? {}, key),
  );
  const numbers = own.map((key) => {
    const symbol = objective?.settings.find((setting) => setting.key === key)?.symbol ?? key;
    return `, ${symbol} = ${full(values[key]!)}`;
  });
  const named = percentile !== 0.5 || differs((one) => one.percentile);
  return label + numbers.join('') + (named ? `, p = ${full(percentile)}` : '');
}

/** Whether two plans train the same. */
export const samePlan = (one: BenchPlan, other: BenchPlan): boolean =>
  one.objectiveId === other.objectiveId &&
  one.percentile === other.percentile &&
  one.seed === other.seed &&
  Object.keys(one.values).every((key) => one.values[key] === other.values[key]);
