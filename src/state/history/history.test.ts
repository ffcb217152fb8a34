// What the history of runs works out: the small curve and the outcome of a run, what differs
// between two, the values of a sweep, what a search finds.

import { describe, expect, it } from 'vitest';
import { runSummary } from '../../../test-support/runSummary';
import { runCurve, sketchOf } from '../../domain/runCurve';
import { runOutcome } from '../../domain/runOutcome';
import type { StepMetrics } from '../../domain/metrics';
import type { Preview } from '../../domain/run';
import { numberSettingsFor } from '../../settings/numberSettings';
import { defaultRunSettings, withChange } from '../../settings/runSettings';
import { matching } from './historyStore';
import { runDiff } from './runDiff';
import { readValues, sweepRows, sweepWishes } from './sweep';

const step = (index: number, apart: number): StepMetrics => ({
  step: index,
  loss: 1,
  values: { referenceLoss: 1, logRatioPositive: apart, logRatioNegative: 0, signAccuracy: 0.5 },
  gradientNorm: 1,
  clipFactor: 1,
  learningRate: 1e-3,
  tau: 0,
  stepMs: 500,
  logRatios: [],
  labels: [],
});
const preview = (at: number, scores: readonly number[]): Preview => ({
  runId: 'r',
  step: at,
  images: scores.map((score, i) => ({
    prompt: `prompt ${i}`,
    seed: i,
    score,
    png: new Uint8Array(),
  })),
});
const names = { model: (id: string) => id, dataset: (id: string) => id };
const settings = defaultRunSettings();
const learningRate = numberSettingsFor(settings).find(({ key }) => key === 'learningRate')!;

describe('history of runs', () => {
  it('keeps 5,000 steps in 48 means that keep their order', () => {
    const curve = runCurve(Array.from({ length: 5000 }, (_, i) => step(i, i)));
    const sketch = sketchOf(curve);
    expect(sketch.length).toBeLessThanOrEqual(48);
    expect(sketch).toEqual([...sketch].sort((a, b) => a - b));
    expect(curve.seconds.at(-1)).toBe(2500);
  });
  it('gives the mean of the last tenth and the gain in sd of the untouched model', () => {
    const curve = runCurve(Array.from({ length: 20 }, (_, i) => step(i, i)));
    const before = [1, 2, 3, 4];
    const outcome = runOutcome('r', curve, [
      preview(0, before),
      preview(
        20,
        before.map((score) => score + 2),
      ),
    ]);
    expect(outcome.last.separation).toBe(18.5);
    expect(outcome.samples).toMatchObject({ before: 2.5, after: 4.5, count: 4, step: 20 });
    expect(outcome.samples!.gain.mean).toBeCloseTo(2 / Math.sqrt(5 / 3), 12);
    expect(runOutcome('r', curve, [preview(0, before)]).samples).toBeNull();
  });
  it('names what differs between two runs and nothing else', () => {
    const one = runSummary({ id: 'a' });
    const other = runSummary({
      id: 'b',
      settings: withChange(one.settings, {
        optimizer: { learningRate: one.settings.optimizer.learningRate * 2 },
      }),
    });
    expect(runDiff([one, other], names).map(({ key }) => key)).toEqual(['optimizer.learningRate']);
    expect(runDiff([one, one], names)).toEqual([]);
  });
  it('reads the values of a sweep and says what is wrong with them', () => {
    expect(readValues('0.001, 0.002 0.001', learningRate)).toEqual({
      values: [0.001, 0.002],
      problem: null,
    });
    expect(readValues('0.001 much', learningRate).problem).toContain('much');
    expect(readValues('0.001 5', learningRate).problem).toContain('5');
    expect(readValues('0.001', learningRate).problem).not.toBeNull();
  });
  it('makes a run per value and lists them by it', () => {
    const base = runSummary({ id: 'a' });
    const wishes = sweepWishes(base, learningRate, [0.002, 0.001], 'sweep');
    const runs = wishes.map(({ settings: own, sweep }, i) =>
      runSummary({ id: String(i), settings: own, ...(sweep && { sweep }) }),
    );
    expect(sweepRows([base, ...runs], 'sweep')?.rows.map(({ value }) => value)).toEqual([
      0.001, 0.002,
    ]);
  });
  it('finds runs that have every word and the tag', () => {
    const runs = [runSummary({ id: 'a', tags: ['x'] }), runSummary({ id: 'b' })];
    const words = ({ id }: { id: string }) => `run ${id}`;
    expect(matching(runs, { search: 'RUN b', tag: null }, words)).toEqual([runs[1]]);
    expect(matching(runs, { search: '', tag: 'x' }, words)).toEqual([runs[0]]);
  });
});
