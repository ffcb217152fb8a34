// What the bench compares: every method it can train, with its own defaults for the plane, and those
// settings whose effect is the lesson (T for TGO, the percentile for SFT).

import type { Objective } from '../objectives';
import { BENCH_OBJECTIVES } from './network';

export interface Variant {
  readonly id: string;
  readonly name: string;
  readonly objective: Objective;
  readonly percentile: number;
  readonly values: Readonly<Record<string, number>>;
}

/**
 * A method's numbers in the plane: its own defaults, but for T. The error of two numbers varies far
 * more than that of an image's thousands.
 */
export function benchValues(objective: Objective): Record<string, number> {
  return Object.fromEntries(
    objective.settings.map((setting) => [
      setting.key,
      setting.key === 'temperature' ? 0.05 : setting.default,
    ]),
  );
}

export const VARIANTS: readonly Variant[] = BENCH_OBJECTIVES.flatMap((objective) => {
  const values = benchValues(objective);
  const plain = { id: objective.id, name: objective.label, objective, percentile: 0.5, values };
  if (objective.data === 'positives')
    return [
      { ...plain, name: `${objective.label}, better half` },
      {
        ...plain,
        id: `${objective.id}-tenth`,
        name: `${objective.label}, best tenth`,
        percentile: 0.9,
      },
    ];
  if (values['temperature'] === undefined) return [plain];
  return [0.05, 0.3].map((temperature) => ({
    ...plain,
    id: `${objective.id}-${temperature}`,
    name: `${objective.label}, T = ${temperature}`,
    values: { ...values, temperature },
  }));
});
