// The run as a whole on the nano model and tfjs-wasm: exact resume, replay of live changes, refusal
// of what cannot be.
import { thresholdSettings } from '../data/labels/threshold';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { TrainingThreshold } from '../data/batches/batchThreshold';
import { BatchSampler } from '../data/batches/batchSampler';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { loadBaseModel, type BaseModel } from '../paradigms/baseModel';
import type { LatentMoments } from '../paradigms/imagePipeline';
import { openPipeline } from '../paradigms/openPipeline';
import { learnsOffline, objectiveOf, trainableObjectives } from '../objectives';
import { paradigmOf } from '../paradigms/list';
import { normals } from '../random/philox';
import {
  defaultNumbers,
  defaultRunSettings,
  type LiveSettings,
  type RunSettings,
  withChange,
} from '../settings/runSettings';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint';
import { stepMetrics } from './metrics';
import { settingsAt } from './settingsAt';
import { trainLoop } from './trainLoop';
import { runSource } from '../../test-support/runSource';
import type { TrainingSample } from './sampleSource';
import { TrainRun } from './trainRun';
import { metricOf, type StepMetrics } from '../domain/metrics';

let model: BaseModel;
let samples: TrainingSample[];
const settings: RunSettings = {
  ...withChange(defaultRunSettings(), {
    training: { batchSize: 4, seed: 5 },
    adapter: { rank: 2 },
    schedule: { steps: 8, checkpointEvery: 3 },
    sampling: { previewEvery: 0 },
  }),
  objective: { beta: 1, c: 5, temperature: 0.02 },
};

/**
 * Methods and how many steps they are held for: forty of one that learns from the set and of one
 * that samples for itself, which the README tells of; sixteen of the others, beyond an epoch (five
 * steps) and a round (six), with the checkpoint in the middle of both.
 */
const resumable = trainableObjectives()
  .filter(learnsOffline)
  .map(({ id }) => [id, id === 'tgo' || id === 'spin' ? 40 : 16] as const);

beforeAll(async () => {
  model = await loadBaseModel('nano', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
  });
  const length = paradigmOf(model)
    .encodedShape(model)
    .reduce((a, b) => a * b, 1);
  samples = Array.from({ length: 10 }, (_, i) => ({
    encoded: {
      mean: normals(1, { stream: 90, step: 0, item: i }, length),
      logVariance: new Float32Array(length).fill(-4),
    },
    text: {
      hidden: normals(
        1,
        { stream: 91, step: 0, item: i },
        model.contextTokens * model.textEncoder.hidden_size,
      ),
      pooled: null,
    },
    score: Math.sin(i * 2),
    group: `prompt ${i % 3}`,
    embedding: normals(1, { stream: 92, step: 0, item: i }, 8),
  }));
});

interface Told {
  metrics: StepMetrics[];
  checkpoints: Checkpoint[];
  last: Checkpoint;
}
/**
 * Trains on a new executor from a checkpoint (through its file) until `until` steps; `changes` are
 * made when their step is reached.
 */
async function train(
  from: Checkpoint | null,
  until: number,
  changes: Readonly<Record<number, LiveSettings>> = {},
  given: RunSettings = settings,
  start: Checkpoint | null = null,
): Promise<Told> {
  const executor = await createTfjsExecutor('wasm');
  const checkpoint = from && decodeCheckpoint(encodeCheckpoint(from));
  const pipeline = openPipeline(executor, model);
  const empty = { hidden: new Float32Array(samples[0]!.text.hidden.length), pooled: null };
  const run = await TrainRun.load({
    executor,
    model,
    settings: given,
    changes: checkpoint?.changes ?? [],
    source: runSource(samples, { settings: given, pipeline, empty, checkpoint }),
    checkpoint,
    start,
    empty,
  });
  const metrics: StepMetrics[] = [];
  const checkpoints: Checkpoint[] = [];
  await trainLoop('run', run, {
    signal: new AbortController().signal,
    shouldContinue() {
      const change = changes[run.step];
      if (change && run.step < until) run.changeSettings(change);
      return run.step < until;
    },
    onStep: (one) => metrics.push(one),
    onCheckpoint: async (one) => {
      checkpoints.push(one);
    },
    onPreview: async () => undefined,
  });
  run.dispose();
  await pipeline.dispose();
  executor.dispose();
  return { metrics, checkpoints, last: checkpoints.at(-1)! };
}

describe('a training run', () => {
  it('starts at log-ratio 0 with loss mean(w)·ln 2', async () => {
    const { metrics } = await train(null, 1);
    expect(metrics[0]!.logRatios.every((ratio) => ratio === 0)).toBe(true);
    expect(metrics[0]!.loss / metricOf(metrics[0]!, 'referenceLoss')).toBeCloseTo(1, 6);
    expect(metricOf(metrics[0]!, 'signAccuracy')).toBe(0.5);
    expect(metrics[0]!.gradientNorm).toBeGreaterThan(0);
  });
  it('8 steps equal 4 + reload + 4 bit for bit, changes replayed, checkpoints kept', async () => {
    const changes = {
      2: { objective: { beta: 2 }, threshold: { percentile: 0.3 } },
      6: { optimizer: { learningRate: 3e-4 }, objective: { c: 1 } },
    };
    const straight = await train(null, 8, changes);
    const half = await train(null, 4, changes);
    const rest = await train(half.last, 8, changes);
    expect([...rest.last.adapters]).toEqual([...straight.last.adapters]);
    expect([...rest.last.v]).toEqual([...straight.last.v]);
    expect([...half.metrics, ...rest.metrics].map((one) => one.loss)).toEqual(
      straight.metrics.map((one) => one.loss),
    );
    // Every three steps and at the end, or where the run is paused.
    expect(straight.checkpoints.map((one) => one.step)).toEqual([3, 6, 8]);
    expect(half.checkpoints.map((one) => one.step)).toEqual([3, 4]);
    // The same run taken again from step 4 with its changes already stored needs no one to make
    // them.
    const replay = await train({ ...half.last, changes: straight.last.changes }, 8);
    expect([...replay.last.adapters]).toEqual([...straight.last.adapters]);
    expect(straight.metrics[7]!.tau).not.toBe(straight.metrics[1]!.tau);
  });
  it(
    'updates its reference each epoch where it should, and resumes exactly on both sides of ' +
      'the update',
    async () => {
      // Ten samples in batches of four: an epoch is three steps.
      const given = withChange(settings, {
        schedule: { referenceUpdate: 'epoch' as const, checkpointEvery: 1 },
      });
      const straight = await train(null, 5, {}, given);
      expect(
        straight.metrics.map(({ logRatios }) => logRatios.every((ratio) => ratio === 0)),
      ).toEqual([true, false, false, true, false]);
      expect(straight.checkpoints.map(({ reference }) => reference !== null)).toEqual([
        false,
        false,
        false,
        true,
        true,
      ]);
      expect([...straight.last.reference!]).toEqual([...straight.checkpoints[2]!.adapters]);
      for (const steps of [3, 4]) {
        const rest = await train(straight.checkpoints[steps - 1]!, 5, {}, given);
        expect([...rest.last.adapters]).toEqual([...straight.last.adapters]);
        expect([...rest.last.reference!]).toEqual([...straight.last.reference!]);
        expect(rest.metrics.map(({ loss }) => loss)).toEqual(
          straight.metrics.slice(steps).map(({ loss }) => loss),
        );
      }
    },
  );
  it('takes a batch in parts as it takes it whole, and resumes bit for bit', async () => {
    const whole = await train(null, 3);
    for (const microBatch of [1, 2]) {
      const given = withChange(settings, {
        training: { microBatch },
        schedule: { checkpointEvery: 1 },
      });
      const parts = await train(null, 3, {}, given);
      parts.metrics.forEach((one, step) => {
        expect(one.logRatios).toHaveLength(settings.training.batchSize);
        expect(one.labels).toEqual(whole.metrics[step]!.labels);
        expect(one.loss / whole.metrics[step]!.loss).toBeCloseTo(1, 4);
        expect(one.gradientNorm / whole.metrics[step]!.gradientNorm).toBeCloseTo(1, 4);
      });
      // Rounding alone: a step moves an adapter by about the learning rate, 10⁻³.
      const apart = parts.last.adapters.map((value, i) => value - whole.last.adapters[i]!);
      expect(Math.max(...apart.map(Math.abs))).toBeLessThan(2e-6);
      const rest = await train(parts.checkpoints[0]!, 3, {}, given);
      expect([...rest.last.adapters]).toEqual([...parts.last.adapters]);
    }
    await expect(
      train(null, 1, {}, withChange(settings, { training: { microBatch: 3 } })),
    ).rejects.toThrow('A batch of 4 cannot be held 3 at a time');
  });
  it.each(['adam', 'sgd', 'adafactor'] as const)(
    'by %s learns otherwise than by AdamW, and resumes bit for bit',
    async (optimizer) => {
      const given = withChange(settings, {
        optimizer: {
          name: optimizer,
          weightDecay: 0.1,
          ...(optimizer === 'sgd' && { learningRate: 0.01 }),
        },
      });
      const straight = await train(null, 6, {}, given);
      const [half] = straight.checkpoints;
      expect(half!.step).toBe(3);
      const rest = await train(half!, 6, {}, given);
      expect([...rest.last.adapters]).toEqual([...straight.last.adapters]);
      expect([...rest.last.m]).toEqual([...straight.last.m]);
      expect(straight.last.m.some((value) => value !== 0)).toBe(true);
      expect(straight.last.v.every((value) => value === 0)).toBe(optimizer === 'sgd');
      const adamw = await train(null, 3, {}, withChange(given, { optimizer: { name: 'adamw' } }));
      expect([...adamw.last.adapters]).not.toEqual([...half!.adapters]);
    },
  );
  it.each(resumable)(
    '%s: %i steps equal half + reload + half bit for bit, from the loss of the base',
    async (method, steps) => {
      const half = steps / 2;
      const { data, reference } = objectiveOf(method);
      const given: RunSettings = {
        ...withChange(settings, {
          schedule: { steps, checkpointEvery: half },
          // Two samples: a pair or a group, half the time of the others' four.
          training: { batchSize: 2 },
          pairing: { groupSize: 2 },
          // The checkpoint lies within a round of own samples.
          source: { stepsPerRound: 6 },
          sampling: { inferenceSteps: 4 },
        }),
        method,
        objective: {
          ...defaultNumbers(method, settings.paradigm),
          // Beyond the default no pair of so small a model is left after some steps.
          ...(method === 'dro' && { margin: 1 }),
        },
      };
      const straight = await train(null, steps, {}, given);
      const rest = await train(straight.checkpoints[0]!, steps, {}, given);
      expect(straight.checkpoints[0]!.step).toBe(half);
      expect([...rest.last.adapters]).toEqual([...straight.last.adapters]);
      expect(rest.metrics).toHaveLength(half);
      expect(rest.metrics.map(({ loss }) => loss)).toEqual(
        straight.metrics.slice(half).map(({ loss }) => loss),
      );
      const [first] = straight.metrics;
      if (reference === 'base')
        expect(Math.abs(first!.loss - metricOf(first!, 'referenceLoss'))).toBeLessThan(1e-6);
      if (data === 'pairs' || data === 'demonstrations') expect(first!.labels).toEqual([1, 0]);
      expect(new Set(straight.metrics.map(({ loss }) => loss)).size).toBeGreaterThan(half);
    },
  );
  it.each(['dpo', 'rpo', 'mapo'])(
    '%s holds its losers back, and resumes exactly',
    async (method) => {
      const given = (winnerPreserving: number, microBatch = 0): RunSettings => ({
        ...withChange(settings, {
          schedule: { steps: 4, checkpointEvery: 2 },
          pairing: { winnerPreserving },
          training: { microBatch },
        }),
        method,
        objective: defaultNumbers(method, settings.paradigm),
      });
      const plain = await train(null, 1, {}, given(0));
      const held = await train(null, 4, {}, given(1));
      // μ = 1 takes the losers' push away where it points the winners' way: another gradient.
      expect(held.metrics[0]!.loss).toBe(plain.metrics[0]!.loss);
      expect(held.metrics[0]!.gradientNorm).not.toBeCloseTo(plain.metrics[0]!.gradientNorm, 6);
      // λ, read back: nothing is said of it without the safeguard.
      expect(metricOf(plain.metrics[0]!, 'loserShare')).toBeNaN();
      expect(metricOf(held.metrics[0]!, 'loserShare')).toBe(0);
      const rest = await train(held.checkpoints[0]!, 4, {}, given(1));
      expect([...rest.last.adapters]).toEqual([...held.last.adapters]);
      const parts = await train(null, 1, {}, given(0.5, 2));
      expect(Number.isFinite(parts.metrics[0]!.gradientNorm)).toBe(true);
      const share = metricOf(parts.metrics[0]!, 'loserShare');
      expect(share > 0 && share <= 1).toBe(true);
    },
  );
  it('starts from another run, which is then its reference, and resumes exactly', async () => {
    const first = await train(null, 3, {}, { ...settings, method: 'sft', objective: {} });
    const given = withChange(settings, {
      adapter: { startFrom: { run: 'first', step: 3, name: 'SFT' } },
      schedule: { checkpointEvery: 2 },
    });
    const straight = await train(null, 4, {}, given, first.last);
    expect(straight.metrics[0]!.logRatios.every((ratio) => ratio === 0)).toBe(true);
    expect(straight.metrics[0]!.loss / metricOf(straight.metrics[0]!, 'referenceLoss')).toBeCloseTo(
      1,
      6,
    );
    expect(straight.metrics[1]!.logRatios.every((ratio) => ratio === 0)).toBe(false);
    expect([...straight.last.reference!]).toEqual([...first.last.adapters]);
    const rest = await train(straight.checkpoints[0]!, 4, {}, given);
    expect([...rest.last.adapters]).toEqual([...straight.last.adapters]);
    const base = await train(null, 1);
    expect(base.metrics[0]!.gradientNorm).not.toBe(straight.metrics[0]!.gradientNorm);
    await expect(
      train(null, 1, {}, withChange(given, { adapter: { loraScale: 2 } }), first.last),
    ).rejects.toThrow('alpha/rank = 1');
  });
  it.each([0, 2])(
    'averages its adapters as EMAModel does, and resumes exactly (micro-batch %i)',
    async (microBatch) => {
      const given = withChange(settings, {
        training: { microBatch },
        optimizer: { emaDecay: 0.2 },
        schedule: { checkpointEvery: 1 },
      });
      const { checkpoints, last } = await train(null, 4, {}, given);
      expect([...checkpoints[0]!.ema!]).toEqual([...checkpoints[0]!.adapters]);
      // (1 + n)/(10 + n) of steps 1, 2, 3 is 2/11, 3/12, 4/13: the last two are above 0.2.
      for (const [n, kept] of [2 / 11, 0.2, 0.2].entries()) {
        const [before, after] = [checkpoints[n]!, checkpoints[n + 1]!];
        const wanted = after.adapters.map(
          (value, i) => kept * before.ema![i]! + (1 - kept) * value,
        );
        expect([...after.ema!].every((value, i) => Math.abs(value - wanted[i]!) < 3e-7)).toBe(true);
        expect([...after.ema!]).not.toEqual([...after.adapters]);
      }
      const rest = await train(checkpoints[1]!, 4, {}, given);
      expect([...rest.last.ema!]).toEqual([...last.ema!]);
      expect([...rest.last.adapters]).toEqual([...last.adapters]);
      const plain = await train(null, 4, {}, withChange(given, { optimizer: { emaDecay: 0 } }));
      expect([...plain.last.adapters]).toEqual([...last.adapters]);
      expect(plain.last.ema).toBeNull();
    },
  );
  it('multiplies the update by the LoRA scale', async () => {
    // B is 0 at first: its derivative grows with the scale, A has none.
    const [one, two] = await Promise.all(
      [1, 2].map((loraScale) =>
        train(null, 1, {}, withChange(settings, { adapter: { loraScale } })),
      ),
    );
    expect(two!.metrics[0]!.gradientNorm / one!.metrics[0]!.gradientNorm).toBeCloseTo(2, 5);
    expect(two!.last.alpha).toBe(4);
  });
  it('SFT draws from the samples at or above τ only and has no log-ratio', async () => {
    const { metrics } = await train(null, 2, {}, { ...settings, method: 'sft', objective: {} });
    for (const one of metrics) {
      expect(one.labels).toEqual([1, 1, 1, 1]);
      expect(metricOf(one, 'logRatioPositive')).toBeNaN();
    }
  });
  it.each([
    { name: 'batch', scope: { threshold: { thresholdScope: 'batch' } } },
    { name: 'prompt', scope: { threshold: { thresholdScope: 'prompt', thresholdShrinkage: 2 } } },
    {
      name: 'proxy',
      scope: {
        threshold: {
          thresholdScope: 'proxy',
          proxySet: { name: 'base', scoreSource: 'x', count: 3, scores: [-0.4, 0.1, 0.6] },
        },
      },
    },
  ] as { name: string; scope: LiveSettings }[])(
    'τ by $name, chosen at step 1: 5 steps equal 3 + reload + 2 bit for bit',
    async ({ name, scope }) => {
      const given = withChange(settings, {
        threshold: {
          scoreScale: name === 'batch' ? ('rank' as const) : settings.threshold.scoreScale,
        },
      });
      const straight = await train(null, 5, { 1: scope }, given);
      const [half] = straight.checkpoints;
      expect(half!.step).toBe(3);
      const rest = await train(half!, 5, {}, given);
      expect([...rest.last.adapters]).toEqual([...straight.last.adapters]);
      expect(rest.metrics.map(({ loss, tau, labels }) => [loss, tau, labels])).toEqual(
        straight.metrics.slice(3).map(({ loss, tau, labels }) => [loss, tau, labels]),
      );
      // What the steps were labelled by is what the set says of their samples.
      const threshold = new TrainingThreshold(
        samples.map(({ score }) => score),
        thresholdSettings(withChange(given, scope)),
        samples.map(({ group }) => group),
      );
      const sampler = new BatchSampler({
        seed: given.training.seed,
        count: samples.length,
        batchSize: given.training.batchSize,
        subset: null,
      });
      for (const one of straight.metrics.slice(1)) {
        const batch = threshold.ofBatch(sampler.indices(one.step));
        expect(one.tau).toBe(batch.tau);
        expect(one.labels).toEqual(
          [...batch.deviations].map((deviation) => (deviation >= 0 ? 1 : 0)),
        );
      }
      expect(new Set(straight.metrics.slice(1).map(({ tau }) => tau)).size > 1).toBe(
        name !== 'proxy',
      );
    },
  );
  it('SFT with a τ per batch trains on the better half, scaled by their mean', async () => {
    const { metrics } = await train(
      null,
      2,
      {},
      {
        ...withChange(settings, { threshold: { thresholdScope: 'batch' } }),
        method: 'sft',
        objective: {},
      },
    );
    expect(metrics.map(({ labels }) => labels.reduce((sum, label) => sum + label, 0))).toEqual([
      2, 2,
    ]);
    const results = {
      errors: Float32Array.of(3, 0, 0, 5, 0, 0, 7, 0, 0),
      terms: Float32Array.of(3, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 1, 1, 0, 0),
      norm: Float32Array.of(1, 1, 0, 0),
    };
    expect(
      stepMetrics({
        step: 0,
        settings: { ...settings, method: 'sft', objective: {} },
        results,
        fed: [],
        tau: 0,
        learningRate: 0,
        stepMs: 1,
      }).loss,
    ).toBe(5);
  });
  it('refuses a threshold that leaves SFT nothing, and keeps the old one', async () => {
    await expect(
      train(
        null,
        2,
        { 1: { threshold: { fixedThreshold: 99 } } },
        { ...settings, method: 'sft', objective: {} },
      ),
    ).rejects.toThrow('nothing to learn from');
  });
  it('refuses a checkpoint of another base or another rank', async () => {
    const { last } = await train(null, 1);
    await expect(train({ ...last, baseHash: 'f'.repeat(64) }, 2)).rejects.toThrow(
      'belongs to the base',
    );
    await expect(
      train(last, 2, {}, withChange(settings, { adapter: { rank: 3 } })),
    ).rejects.toThrow('adapter numbers');
  });
  it('stops with the reason at a number that is not finite, adapters unchanged', async () => {
    const before = await train(null, 3);
    const poisoned = samples;
    samples = samples.map((sample) => {
      const { mean, logVariance } = sample.encoded as LatentMoments;
      return { ...sample, encoded: { mean: mean.map(() => Number.NaN), logVariance } };
    });
    try {
      await expect(train(before.last, 5)).rejects.toThrow(
        'Step 4 stopped the run: the policy error of sample 1',
      );
    } finally {
      samples = poisoned;
    }
  });
});

describe('settingsAt', () => {
  it('applies the changes up to a step, later ones over earlier ones', () => {
    const changes = [
      { step: 2, values: { objective: { beta: 2 } } },
      { step: 5, values: { objective: { beta: 3, c: 0 } } },
    ];
    expect([1, 2, 5].map((step) => settingsAt(settings, changes, step).objective['beta'])).toEqual([
      1, 2, 3,
    ]);
    expect(settingsAt(settings, changes, 9).objective['c']).toBe(0);
  });
});
