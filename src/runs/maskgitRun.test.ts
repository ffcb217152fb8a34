// A MaskGIT run as a whole on the nano model and tfjs-wasm: what holds at the start, exact resume,
// SFT, an updated reference, sampling.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import type { Executor } from '../executors/executor';
import { openMaskgit, type MaskgitBase } from '../paradigms/maskgit/base';
import type { EncodedImage, ImagePipeline, ImageTokens } from '../paradigms/imagePipeline';
import { openPipeline } from '../paradigms/openPipeline';
import { normals, randomInt } from '../random/philox';
import {
  defaultNumbers,
  defaultRunSettings,
  type RunSettings,
  withChange,
} from '../settings/runSettings';
import { objectiveOf, trainableObjectives } from '../objectives';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint';
import { maskgitInputs } from '../paradigms/maskgit/trainingInputs';
import { runSource } from '../../test-support/runSource';
import type { TrainingSample } from './sampleSource';
import { trainLoop } from './trainLoop';
import { TrainRun } from './trainRun';
import { metricOf, type StepMetrics } from '../domain/metrics';

const { signal } = new AbortController();
const settings: RunSettings = {
  ...withChange(defaultRunSettings(), {
    training: { batchSize: 4, seed: 5 },
    adapter: { rank: 2 },
    schedule: { steps: 6, checkpointEvery: 3 },
    sampling: { previewEvery: 0 },
  }),
  paradigm: 'maskgit',
};
const onPairs = trainableObjectives('maskgit')
  .filter(({ data }) => data === 'pairs' || data === 'demonstrations')
  .map(({ id }) => id);
let model: MaskgitBase;
let executor: Executor;
let pipeline: ImagePipeline;
let samples: TrainingSample[];

beforeAll(async () => {
  model = await openMaskgit('nano-maskgit', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano-maskgit/${path}`)),
  });
  executor = await createTfjsExecutor('wasm');
  pipeline = openPipeline(executor, model);
  const prompts = Array.from({ length: 10 }, (_, i) => `prompt ${i % 3}`);
  const texts = await pipeline.encodePrompts(signal, ['', ...prompts]);
  samples = prompts.map((prompt, i) => ({
    encoded: {
      tokens: Int32Array.from({ length: model.latentSize[0] * model.latentSize[1] }, (_, t) =>
        randomInt(1, { stream: 92, step: t, item: i }, model.transformer.codebook_size),
      ),
    },
    text: texts.get(prompt)!,
    score: Math.sin(i * 2),
    group: prompt,
    embedding: normals(1, { stream: 94, step: 0, item: i }, 8),
  }));
});

const tokensOf = (encoded: EncodedImage): Int32Array => (encoded as ImageTokens).tokens;

async function train(
  from: Checkpoint | null,
  until: number,
  given: RunSettings = settings,
): Promise<{ metrics: StepMetrics[]; checkpoints: Checkpoint[]; last: Checkpoint }> {
  const checkpoint = from && decodeCheckpoint(encodeCheckpoint(from));
  const empty = (await pipeline.encodePrompts(signal, [''])).get('')!;
  const run = await TrainRun.load({
    executor,
    model,
    settings: given,
    changes: [],
    source: runSource(samples, { settings: given, pipeline, empty, checkpoint }),
    empty,
    checkpoint,
  });
  const metrics: StepMetrics[] = [];
  const checkpoints: Checkpoint[] = [];
  await trainLoop('run', run, {
    signal,
    shouldContinue: () => run.step < until,
    onStep: (one) => metrics.push(one),
    onCheckpoint: async (one) => {
      checkpoints.push(one);
    },
    onPreview: async () => undefined,
  });
  run.dispose();
  return { metrics, checkpoints, last: checkpoints.at(-1)! };
}

describe('a MaskGIT run', () => {
  it('starts at log-ratio 0 with loss mean(w)·ln 2', async () => {
    const { metrics } = await train(null, 1);
    expect(metrics[0]!.logRatios).toEqual([0, 0, 0, 0]);
    expect(metrics[0]!.loss / metricOf(metrics[0]!, 'referenceLoss')).toBeCloseTo(1, 6);
    expect(metrics[0]!.gradientNorm).toBeGreaterThan(0);
  });
  it('6 steps equal 3 + reload + 3 bit for bit, also with an updated reference', async () => {
    for (const given of [
      settings,
      withChange(settings, {
        schedule: { referenceUpdate: 'epoch' as const },
        training: { batchSize: 5 },
      }),
    ]) {
      const straight = await train(null, 6, given);
      const half = await train(null, 3, given);
      const rest = await train(half.last, 6, given);
      expect([...rest.last.adapters]).toEqual([...straight.last.adapters]);
      expect([...half.metrics, ...rest.metrics].map((one) => one.loss)).toEqual(
        straight.metrics.map((one) => one.loss),
      );
    }
  });
  it.each(onPairs)(
    '%s: 16 steps equal 8 + reload + 8 bit for bit, from the loss of the base',
    async (method) => {
      const given: RunSettings = {
        ...withChange(settings, {
          schedule: { steps: 16, checkpointEvery: 8 },
          pairing: { groupSize: 2 },
          source: { stepsPerRound: 6 },
          sampling: { inferenceSteps: 4 },
        }),
        method,
        objective: defaultNumbers(method, 'maskgit'),
      };
      const straight = await train(null, 16, given);
      expect(straight.checkpoints[0]!.step).toBe(8);
      const rest = await train(straight.checkpoints[0]!, 16, given);
      expect([...rest.last.adapters]).toEqual([...straight.last.adapters]);
      expect(rest.metrics.map(({ loss }) => loss)).toEqual(
        straight.metrics.slice(8).map(({ loss }) => loss),
      );
      const [first] = straight.metrics;
      if (objectiveOf(method).reference === 'base')
        expect(Math.abs(first!.loss - metricOf(first!, 'referenceLoss'))).toBeLessThan(1e-6);
    },
  );
  it('holds losers back by the inner products of their logits’ derivatives', async () => {
    const given = (winnerPreserving: number): RunSettings => ({
      ...withChange(settings, { schedule: { steps: 2 }, pairing: { winnerPreserving } }),
      method: 'dpo',
      objective: defaultNumbers('dpo', 'maskgit'),
    });
    const [plain] = (await train(null, 1, given(0))).metrics;
    const [held] = (await train(null, 1, given(1))).metrics;
    expect(held!.loss).toBe(plain!.loss);
    expect(held!.gradientNorm).not.toBeCloseTo(plain!.gradientNorm, 6);
  });
  it('raises the log-ratio of good samples over that of bad ones', async () => {
    const { metrics } = await train(null, 40, {
      ...withChange(settings, {
        schedule: { steps: 40 },
        optimizer: { learningRate: 5e-3 },
        training: { batchSize: 8 },
      }),
      objective: { beta: 5, c: 5 },
    });
    const late = metrics.slice(-8);
    expect(
      late.reduce(
        (sum, one) => sum + metricOf(one, 'logRatioPositive') - metricOf(one, 'logRatioNegative'),
        0,
      ) / late.length,
    ).toBeGreaterThan(0.01);
  });
  it('SFT is the mean over all masked tokens of the batch', () => {
    const batch = samples.slice(0, 4);
    const inputs = maskgitInputs(
      model,
      { ...settings.training, maskedReduction: 'batch' },
      samples[0]!.text,
      batch,
      3,
    );
    const mask = Array.from(inputs['mask']!);
    const masked = batch.map((_, i) =>
      mask
        .slice((i * mask.length) / 4, ((i + 1) * mask.length) / 4)
        .reduce((sum, one) => sum + one, 0),
    );
    expect(masked.every((count) => count >= 1)).toBe(true);
    const total = masked.reduce((sum, count) => sum + count, 0);
    masked.forEach((count, i) => expect(inputs['k']![i]).toBeCloseTo((count * 4) / total, 6));
    expect(
      Array.from(inputs['ids']!).every((id, i) =>
        mask[i] === 1 ? id === model.scheduler.mask_token_id : id === inputs['tokens']![i],
      ),
    ).toBe(true);
  });
});

describe('the aMUSEd pipeline', () => {
  it(
    'gives the same tokens for the same seeds, whatever else is in the batch, and decodes ' +
      'them to images',
    async () => {
      const request = { guidanceScale: 3, inferenceSteps: 4, adapters: null };
      const one = await pipeline.sampleEncoded(signal, {
        ...request,
        prompts: ['3d emoji of cat'],
        seeds: [7],
      });
      const three = await pipeline.sampleEncoded(signal, {
        ...request,
        prompts: ['noto emoji of dog', '3d emoji of cat', ''],
        seeds: [1, 7, 2],
      });
      expect([...tokensOf(three[1]!)]).toEqual([...tokensOf(one[0]!)]);
      expect(
        tokensOf(one[0]!).every((token) => token >= 0 && token < model.vqvae.num_vq_embeddings),
      ).toBe(true);
      const [image] = await pipeline.decode(signal, one);
      expect(image!.length).toBe(model.imageSize[0] * model.imageSize[1] * 3);
      expect(image!.every(Number.isFinite)).toBe(true);
    },
  );
  it('encodes what it decoded to mostly the same tokens', async () => {
    const [drawn] = await pipeline.sampleEncoded(signal, {
      guidanceScale: 3,
      inferenceSteps: 4,
      adapters: null,
      prompts: ['3d emoji of red heart'],
      seeds: [3],
    });
    const [back] = await pipeline.encodeImages(signal, await pipeline.decode(signal, [drawn!]));
    const same =
      tokensOf(back!).filter((token, i) => token === tokensOf(drawn!)[i]).length /
      tokensOf(back!).length;
    expect(same).toBeGreaterThan(0.5);
  });
  it('refuses an image of another size', async () => {
    await expect(
      pipeline.encodeImages(signal, [normals(1, { stream: 93, step: 0, item: 0 }, 12)]),
    ).rejects.toThrow('wanted');
  });
});
