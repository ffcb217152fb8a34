// What the history of runs works out: the small curve and the outcome of a run, what differs
// between two, the values of a sweep, what a search finds.

import { describe, expect, it } from 'vitest';
import { runSummary } from '../../../test-support/runSummary';
import type { RunSummary } from '../../bridge/protocol';
import { runCurve, sketchOf } from '../../domain/runCurve';
import { runOutcome } from '../../domain/runOutcome';
import type { StepMetrics } from '../../domain/metrics';
import type { Preview } from '../../domain/run';
import { numberSettingsFor } from '../../settings/numberSettings';
import { numberOf } from '../../settings/numberValues';
import { defaultRunSettings, withChange, type SettingsPatch } from '../../settings/runSettings';
import { matching } from './historyStore';
import { labRows, labWishes } from './lab';
import { strings } from '../../strings';
import { runDiff } from './runDiff';
import { readValues, sweepRows, sweepSettings, sweepWishes } from './sweep';

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
  it('names choices as the page does, not by their path', () => {
    const [one, other] = [defaultRunSettings('tgo'), defaultRunSettings('tgo')].map((given, i) =>
      runSummary({
        id: `${i}`,
        settings: withChange(given, {
          schedule: { referenceUpdate: i === 0 ? 'never' : 'epoch' },
          source: { onlineReward: i === 0 ? null : 'warmth' },
        }),
      }),
    );
    expect(runDiff([one!, other!], names).map(({ label }) => label)).toEqual([
      strings.online.reference,
      strings.online.reward,
    ]);
  });
  it('offers a sweep over what its runs read', () => {
    const keys = (method: string, threshold: SettingsPatch['threshold'] = {}): string[] =>
      sweepSettings(withChange(defaultRunSettings(method), { threshold })).map(({ key }) => key);
    const ofTau = (offered: readonly string[]): string[] =>
      offered.filter((key) => /percentile|Shrinkage|oracle/u.test(key));
    expect(ofTau(keys('tgo'))).toEqual(['percentile']);
    expect(ofTau(keys('tgo', { thresholdScope: 'prompt' }))).toEqual([
      'percentile',
      'thresholdShrinkage',
    ]);
    expect(ofTau(keys('tgo', { thresholdScope: 'oracle' }))).toEqual([
      'thresholdShrinkage',
      'oracleBeta',
    ]);
    expect(ofTau(keys('tgo', { fixedThreshold: 3, thresholdScope: 'oracle' }))).toEqual([]);
    expect(ofTau(keys('dpo'))).toEqual([]);
    expect(keys('dpo')).toContain('pairsPerPrompt');
    expect(keys('tgo')).not.toContain('warmupSteps');
    expect(keys('tgo')).not.toContain('microBatch');
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
  it('makes a run per method and seed, with a method’s own numbers and one budget', () => {
    const base = runSummary({ id: 'a' });
    const wishes = labWishes(
      base,
      ['tgo', 'sft'],
      2,
      { sft: { percentile: 0.8, steps: 999 } },
      'lab',
    );
    expect(wishes.map(({ name }) => name)).toEqual([
      'TGO, seed 0',
      'TGO, seed 1',
      'SFT, seed 0',
      'SFT, seed 1',
    ]);
    const numbers = (of: RunSummary['settings']) =>
      Object.fromEntries(numberSettingsFor(of).map((one) => [one.key, numberOf(of, one)]));
    const [tgo, sft] = [wishes[1]!, wishes[3]!].map(({ settings: own }) => numbers(own));
    expect(tgo).toMatchObject({ seed: 1, percentile: numbers(base.settings)['percentile'] });
    expect(sft).toMatchObject({ seed: 1, percentile: 0.8, steps: numbers(base.settings)['steps'] });
  });
  it('sets the methods of a lab against each other as their runs finish', () => {
    const base = runSummary({ id: 'a' });
    const wishes = labWishes(base, ['tgo', 'sft', 'kto'], 2, {}, 'lab');
    const runs = wishes.map(({ settings: own, sweep }, i) =>
      runSummary({
        id: String(i),
        settings: own,
        createdAt: i,
        status: i < 4 ? 'finished' : 'queued',
        ...(sweep && { sweep }),
      }),
    );
    const before = [1, 2, 3, 4, 5, 6, 7, 8];
    const curve = runCurve([step(0, 0)]);
    const outcomes = Object.fromEntries(
      runs.slice(0, 4).map(({ id }, i) => [
        id,
        runOutcome(id, curve, [
          preview(0, before),
          // TGO gains about 5, SFT about 1, with a little noise of each run.
          preview(
            3,
            before.map((one, p) => one + (i < 2 ? 5 : 1) + Math.sin(9 * p + i) / 10),
          ),
        ]),
      ]),
    );
    const lab = labRows([...runs].reverse(), 'lab', outcomes)!;
    expect(lab.before).toBe(4.5);
    expect(lab.rows.map(({ method, rank }) => [method, rank])).toEqual([
      ['tgo', 1],
      ['sft', 2],
      ['kto', 0],
    ]);
    const [tgo, sft, kto] = lab.rows;
    expect(tgo!.gain).toMatchObject({ seeds: 2, about: 'method', prompts: 8 });
    expect(tgo!.gain!.lower).toBeGreaterThan(sft!.gain!.upper);
    expect(kto!.gain).toBeNull();
    expect(kto!.cells.map(({ seed }) => seed)).toEqual([0, 1]);
    expect(labRows(runs, 'another', outcomes)).toBeNull();
  });
  it('finds runs that have every word and the tag', () => {
    const runs = [runSummary({ id: 'a', tags: ['x'] }), runSummary({ id: 'b' })];
    const words = ({ id }: { id: string }) => `run ${id}`;
    expect(matching(runs, { search: 'RUN b', tag: null }, words)).toEqual([runs[1]]);
    expect(matching(runs, { search: '', tag: 'x' }, words)).toEqual([runs[0]]);
  });
});
