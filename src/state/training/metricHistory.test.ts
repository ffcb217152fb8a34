// The history the charts draw from: debiased smoothing, decimation, and steps done again after a
// resume.

import { describe, expect, it } from 'vitest';
import type { StepMetrics } from '../../domain/metrics';
import { MAX_POINTS, MetricHistory } from './metricHistory';

const step = (index: number, loss: number): StepMetrics => ({
  step: index,
  loss,
  referenceLoss: Number.NaN,
  logRatioPositive: 0,
  logRatioNegative: 0,
  signAccuracy: 0.5,
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
  it('leaves a constant a constant, however strong the smoothing', () => {
    for (const point of filled([3, 3, 3, 3]).smoothed((entry) => entry.loss, 0.99))
      expect(point.mean).toBeCloseTo(3, 12);
  });
  it('smooths like an exponential mean corrected for its start', () => {
    const points = filled([1, 2]).smoothed((entry) => entry.loss, 0.5);
    expect(points.map((point) => point.mean)).toEqual([1, (0.25 * 1 + 0.5 * 2) / 0.75]);
  });
  it('never gives more than MAX_POINTS, and keeps a spike in its bin', () => {
    const losses = Array.from({ length: 5000 }, (_, index) => (index === 1234 ? 99 : 1));
    const points = filled(losses).series((entry) => entry.loss);
    expect(points.length).toBeLessThanOrEqual(MAX_POINTS);
    expect(Math.max(...points.map((point) => point.high))).toBe(99);
  });
  it('leaves out steps that are not a number', () => {
    expect(filled([1, 2]).series((entry) => entry.referenceLoss)).toEqual([]);
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
      [0, 1, 2].map((index) => ({ ...step(index, 1), drawMs: [9000, 0, 40][index]! })),
    );
    expect(history.paceMs()).toBe(11 + 20);
  });
});
