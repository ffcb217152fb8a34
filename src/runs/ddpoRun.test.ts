// DDPO on the nano model: a run from openRun that samples, scores and trains on the steps of its
// own trajectories; its first step is at ratio 1, it resumes bit for bit from within a round, and
// its reward rises.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { metricOf, type StepMetrics } from '../domain/metrics';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { loadBaseModel } from '../paradigms/baseModel';
import type { ImagePipeline } from '../paradigms/imagePipeline';
import { openPipeline } from '../paradigms/openPipeline';
import { pixelRewardById } from '../rewards';
import { imagesSampled } from '../settings/onlinePlan';
import { defaultRunSettings, withChange, type RunSettings } from '../settings/runSettings';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint';
import { openRun } from './openRun';
import { trainLoop } from './trainLoop';

const { signal } = new AbortController();
const settings: RunSettings = withChange(defaultRunSettings('ddpo'), {
  source: {
    mode: 'online',
    onlinePrompts: ['a red heart', 'a green leaf', 'a blue star', 'a cat'],
    onlineReward: 'warmth',
    bankSize: 16,
    stepsPerRound: 3,
  },
  training: { batchSize: 4, seed: 5 },
  adapter: { rank: 2 },
  // The checkpoint lies within a round.
  schedule: { steps: 22, checkpointEvery: 11 },
  sampling: { previewEvery: 0, inferenceSteps: 4 },
  optimizer: { learningRate: 3e-3 },
});

let pipeline: ImagePipeline;
beforeAll(async () => {
  const model = await loadBaseModel('nano', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
  });
  pipeline = openPipeline(await createTfjsExecutor('wasm'), model);
});

async function train(
  from: Checkpoint | null,
  given: RunSettings,
): Promise<{
  readonly metrics: StepMetrics[];
  readonly checkpoints: Checkpoint[];
  readonly rounds: number;
}> {
  let rounds = 0;
  const reward = pixelRewardById('warmth');
  const { run } = await openRun(signal, {
    pipeline,
    settings: given,
    changes: [],
    checkpoint: from && decodeCheckpoint(encodeCheckpoint(from)),
    samples: null,
    scorer: {
      byPerson: false,
      score: async (_signal, { images, prompts }) =>
        images.map((image, i) => reward.score(image, prompts[i]!)),
    },
    onRound: async () => {
      rounds++;
    },
    progress: () => undefined,
  });
  const metrics: StepMetrics[] = [];
  const checkpoints: Checkpoint[] = [];
  await trainLoop('run', run, {
    signal,
    shouldContinue: () => !run.finished,
    onStep: (one) => metrics.push(one),
    onCheckpoint: async (one) => {
      checkpoints.push(one);
    },
    onPreview: async () => undefined,
  });
  run.dispose();
  return { metrics, checkpoints, rounds };
}

describe('a DDPO run', () => {
  it('22 steps equal 11 + reload + 11 bit for bit, from ratio 1', async () => {
    const straight = await train(null, settings);
    expect(straight.metrics).toHaveLength(22);
    const [first] = straight.metrics;
    // Every q is 1, so that nothing is clipped, and the loss is minus the mean advantage.
    expect(metricOf(first!, 'clippedShare')).toBe(0);
    expect(first!.gradientNorm).toBeGreaterThan(0);
    expect(straight.rounds * settings.training.batchSize).toBe(imagesSampled(settings, 22));
    const half = straight.checkpoints[0]!;
    expect(half.step).toBe(11);
    const rest = await train(half, settings);
    expect([...rest.checkpoints.at(-1)!.adapters]).toEqual([
      ...straight.checkpoints.at(-1)!.adapters,
    ]);
    expect(rest.metrics.map(({ loss }) => loss)).toEqual(
      straight.metrics.slice(11).map(({ loss }) => loss),
    );
  });

  it('raises its reward', async () => {
    const { metrics } = await train(
      null,
      withChange(settings, {
        source: { stepsPerRound: 1, bankSize: 32 },
        training: { batchSize: 8 },
        optimizer: { learningRate: 6e-3 },
        schedule: { steps: 16, checkpointEvery: 100 },
      }),
    );
    const rewards = metrics.map((one) => metricOf(one, 'rewardMean'));
    const part = (from: number, to: number): number =>
      rewards.slice(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
    expect(part(8, 16)).toBeGreaterThan(part(0, 4));
  });
});
