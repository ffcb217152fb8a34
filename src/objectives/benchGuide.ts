// Pages of the guide beside the bench (their words: strings/guide.ts) with the plans that each
// offers to try.

import type { BenchPlan } from '../domain/bench2d';
import type { Strings } from '../strings';
import { benchPlan } from './benchVariants';
import { objectiveOf } from './index';

export interface GuidePage {
  readonly key: keyof Strings['guide']['pages'];
  readonly tries: readonly BenchPlan[];
}

/** A method's plan with other numbers. */
const plan = (id: string, values: Record<string, number> = {}, percentile = 0.5): BenchPlan => {
  const own = benchPlan(objectiveOf(id), percentile);
  return { ...own, values: { ...own.values, ...values } };
};

export const GUIDE: readonly GuidePage[] = [
  { key: 'feedback', tries: [plan('tgo')] },
  { key: 'oracle', tries: [plan('tgo'), plan('sft')] },
  { key: 'threshold', tries: [0.2, 0.5, 0.9].map((p) => plan('tgo', {}, p)) },
  { key: 'weights', tries: [0, 5, 20].map((c) => plan('tgo', { c })) },
  {
    key: 'temperature',
    tries: [0.01, 0.05, 0.3, 1].map((temperature) => plan('tgo', { temperature })),
  },
  { key: 'best', tries: [plan('sft'), plan('sft', {}, 0.9), plan('tgo')] },
  { key: 'pairs', tries: [20, 3.3].map((beta) => plan('dpo', { beta })) },
  { key: 'modes', tries: [plan('dpo'), plan('dmpo')] },
  { key: 'too_far', tries: [plan('signed'), plan('tgo')] },
];
