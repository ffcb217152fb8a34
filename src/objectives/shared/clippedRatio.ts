// What the policy-gradient methods share (AWM, DDPO): the ratio q of a sample's likelihood under
// the policy to that under the model that sampled it, clipped about 1 (clippedRatio.wgsl).

import type { ObjectiveBatch, SampleTerms } from '../../graph/objectiveTerms';
import type { Equation } from '../equation';
import type { ObjectiveSetting } from '../objective';
import { ADVANTAGE, advantageTerms } from './advantages';

/** Terms of every row from its log q. */
export function clippedRatio(batch: ObjectiveBatch, logQ: (row: number) => number): SampleTerms[] {
  const epsilon = batch.numbers['epsilon']!;
  return advantageTerms(batch, (row) => {
    const advantage = batch.table(row, ADVANTAGE);
    const q = Math.exp(Math.min(80, Math.max(-80, logQ(row))));
    const open = -advantage * q;
    const closed = -advantage * Math.min(1 + epsilon, Math.max(1 - epsilon, q));
    return {
      loss: Math.max(open, closed),
      z: q,
      slope: open >= closed ? advantage * q : 0,
    };
  });
}

/** ε. */
export const clip = (standard: number, source: string): ObjectiveSetting => ({
  key: 'epsilon',
  label: 'Clip',
  symbol: 'ε',
  default: standard,
  min: 1e-5,
  max: 10,
  scale: 'log',
  step: 1e-5,
  meaning: 'How far the ratio q may leave 1 before a sample is left alone.',
  source,
});

export const CLIPPED_LOSS: Equation = {
  label: 'The loss',
  tex:
    'L = \\frac{1}{B} \\sum_{i} \\max ( − A_{i} q_{i} , − A_{i} \\text{clip} ( q_{i} , ' +
    '1 ± ε ) )',
};
