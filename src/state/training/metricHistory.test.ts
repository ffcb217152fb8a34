// The history the charts draw from: every step with its time, and steps done again after a resume.

import { describe, expect, it } from 'vitest';
import type { StepMetrics } from '../../domain/metrics';
import { MetricHistory } from './metricHistory';

const step = (index: number, loss: number): StepMetrics => ({
  step: index,
  loss,
  values: { logRatioPositive: 0, logRatioNegative: 0, signAccuracy: 0.5 },
  gradientNorm: 1,
  clipFactor: 1,
  learningRate: 1e-3,
  tau: 0,
  stepMs: 10 + index,
  logRatios: [],
  labels: [],
});
const filled = (losses: readonly number[]): MetricHistory => {
  const history = new MetricHistory();
  history.reset(
    'run',
    losses.map((loss, index) => step(index, loss)),
  );
  return history;
};

describe('MetricHistory', () => {
  it('gives one number of every step, with the seconds of training up to it', () => {
    const history = filled([3, 4, 5]);
    expect(history.points((entry) => entry.loss)).toEqual([
      { step: 1, seconds: expect.closeTo(0.01, 9), value: 3 },
      { step: 2, seconds: expect.closeTo(0.021, 9), value: 4 },
      { step: 3, seconds: expect.closeTo(0.033, 9), value: 5 },
    ]);
    expect(history.points((entry) => entry.loss, 'another run')).toEqual([]);
  });
  it('gives the newest number and the highest one', () => {
    const history = filled([3, 9, 5, Number.NaN]);
    expect([history.newest(({ loss }) => loss), history.newest(() => Number.NaN)]).toEqual([
      5,
      Number.NaN,
    ]);
    expect(filled([3, 9, 5]).highest(({ loss }) => loss)).toBe(9);
  });
  it('replaces steps that are done again', () => {
    const history = filled([1, 2, 3]);
    history.append('run', [step(1, 20), step(2, 30), step(3, 40)]);
    expect(history.tail(10).map((entry) => entry.loss)).toEqual([1, 20, 30, 40]);
  });
  it('ignores another run', () => {
    const history = filled([1]);
    history.append('other', [step(1, 5)]);
    expect(history.length).toBe(1);
  });
  it('gives the median step time', () => {
    expect(filled([1, 1, 1]).medianStepMs()).toBe(11);
    expect(new MetricHistory().medianStepMs()).toBeNull();
    expect(new MetricHistory().paceMs()).toBeNull();
  });

  it('counts what drawing adds to a step, but not what filled the bank', () => {
    const history = filled([1, 1, 1]);
    expect(history.paceMs()).toBe(history.medianStepMs());
    history.append(
      'run',
      [0, 1, 2].map((index) => ({
        ...step(index, 1),
        values: { drawMs: [9000, 0, 40][index]! },
      })),
    );
    expect(history.paceMs()).toBe(11 + 20);
  });
});
