// Online runs on the nano models and tfjs-wasm, with images that are really drawn and scored:
// when training begins, what the bank holds and what τ is made of, exact resume from anywhere,
// updated references; and what no checkpoint may bring in.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StepMetrics } from '../domain/metrics';
import type { BankState } from '../domain/online';
import { percentile, resolveThreshold, thresholdSettings } from '../data/labels/threshold';
import type { Executor } from '../executors/executor';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { toPixels } from '../formats/png';
import { loadBaseModel } from '../paradigms/baseModel';
import type { ImagePipeline } from '../paradigms/imagePipeline';
import { openPipeline } from '../paradigms/openPipeline';
import { paradigmOf } from '../paradigms/list';
import { pixelRewardById } from '../rewards';
import {
  defaultRunSettings,
  type LiveSettings,
  type RunSettings,
  withChange,
} from '../settings/runSettings';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from './checkpoint';
import { OnlineSamples, type DrawnRound } from './onlineSamples';
import { imagesSampled } from '../settings/onlinePlan';
import type { SourceState } from './sampleSource';
import { trainLoop } from './trainLoop';
import { TrainRun } from './trainRun';

const settings: RunSettings = {
  ...withChange(defaultRunSettings(), {
    source: {
      mode: 'online',
      onlinePrompts: ['a red heart', 'a green leaf', 'a blue star', 'a cat', 'a dog', 'a cup'],
      onlineReward: 'warmth',
      bankSize: 16,
      stepsPerRound: 2,
    },
    threshold: { percentile: 0.4 },
    training: { batchSize: 4, seed: 5 },
    adapter: { rank: 2 },
    schedule: { steps: 6, checkpointEvery: 1 },
    sampling: { previewEvery: 0, inferenceSteps: 2 },
    optimizer: { learningRate: 0.01 },
  }),
  objective: { beta: 1, c: 5, temperature: 0.02 },
};

let executor: Executor;
const pipelines = new Map<string, ImagePipeline>();

beforeAll(async () => {
  executor = await createTfjsExecutor('wasm');
  for (const id of ['nano', 'nano-maskgit']) {
    pipelines.set(
      id,
      openPipeline(
        executor,
        await loadBaseModel(id, {
          read: async (path) => new Uint8Array(readFileSync(`public/models/${id}/${path}`)),
        }),
      ),
    );
  }
});

interface Told {
  readonly metrics: StepMetrics[];
  /** After each step. */
  readonly checkpoints: Checkpoint[];
  /** When each round had just gone into the bank. */
  readonly atRounds: Checkpoint[];
  readonly rounds: (DrawnRound & { readonly scores: readonly number[] })[];
  /** Bank after each round, and the steps done by then. */
  readonly banks: (BankState & { readonly step: number })[];
  readonly last: Checkpoint;
}

interface Ways {
  readonly given?: RunSettings;
  readonly changes?: Readonly<Record<number, LiveSettings>>;
  readonly modelId?: string;
  /** Pauses once while this round waits for its scores, and goes on. */
  readonly pauseAt?: number;
}

/** Trains from a checkpoint (through its file) until `until` steps. */
async function train(
  from: Checkpoint | null,
  until: number,
  { given = settings, changes = {}, modelId = 'nano', pauseAt }: Ways = {},
): Promise<Told> {
  const pipeline = pipelines.get(modelId)!;
  const { model } = pipeline;
  const reward = pixelRewardById('warmth');
  const texts = await pipeline.encodePrompts(new AbortController().signal, [
    '',
    ...given.source.onlinePrompts,
  ]);
  const told = {
    metrics: [] as StepMetrics[],
    checkpoints: [] as Checkpoint[],
    atRounds: [] as Checkpoint[],
    rounds: [] as Told['rounds'],
    banks: [] as Told['banks'],
  };
  const checkpoint = from && decodeCheckpoint(encodeCheckpoint(from));
  let pause: AbortController | null = null;
  let paused = false;
  let run!: TrainRun;
  const source = new OnlineSamples({
    settings: given,
    pipeline,
    texts,
    checkpoint,
    async score(signal, drawn) {
      if (drawn.round === pauseAt && !paused) {
        paused = true;
        pause!.abort();
        signal.throwIfAborted();
      }
      const size = model.imageSize;
      const scores = (await pipeline.decode(signal, drawn.encoded)).map((image, i) =>
        reward.score(toPixels(image, size), drawn.prompts[i]!),
      );
      told.rounds.push({ ...drawn, scores });
      return scores;
    },
    async onRound(bank) {
      told.banks.push({ ...bank, step: run.step });
      told.atRounds.push(await run.checkpoint('run'));
    },
  });
  run = await TrainRun.load({
    executor,
    model,
    settings: given,
    changes: checkpoint?.changes ?? [],
    source,
    checkpoint,
    empty: texts.get('')!,
  });
  do {
    pause = new AbortController();
    await trainLoop('run', run, {
      signal: pause.signal,
      shouldContinue() {
        const change = changes[run.step];
        if (change && run.step < until && !run.changes.some(({ step }) => step === run.step))
          run.changeSettings(change);
        return run.step < until;
      },
      onStep: (one) => told.metrics.push(one),
      onCheckpoint: async (one) => {
        told.checkpoints.push(one);
      },
      onPreview: async () => undefined,
    });
  } while (pause.signal.aborted);
  run.dispose();
  return { ...told, last: told.checkpoints.at(-1)! };
}

const seen = ({ metrics }: Told) =>
  metrics.map(({ loss, tau, labels, logRatios, values: { bankSize, rewardMean } }) => [
    loss,
    tau,
    labels,
    logRatios,
    bankSize,
    rewardMean,
  ]);
/** The bank after `rounds` rounds. */
const bankAfter = ({ rounds }: Told, count: number, size = settings.source.bankSize): number[] =>
  rounds
    .slice(0, count)
    .flatMap(({ scores }) => scores.map(Math.fround))
    .slice(-size);
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('an online run', () => {
  let straight: Told;
  beforeAll(async () => {
    straight = await train(null, 6);
  });

  it('trains once the bank is half full, stepsPerRound steps on each round', () => {
    // Half of 16 is two rounds of four; steps 0–1 on the second, 2–3 on the third, 4–5 on the
    // fourth.
    expect(straight.banks.map(({ step, size }) => [step, size])).toEqual([
      [0, 4],
      [0, 8],
      [2, 12],
      [4, 16],
    ]);
    expect(straight.metrics.map(({ values }) => values['bankSize'])).toEqual([
      8, 8, 12, 12, 16, 16,
    ]);
    expect(straight.metrics.map(({ values }) => values['rewardMean'])).toEqual(
      [1, 1, 2, 2, 3, 3].map((round) => mean(straight.rounds[round]!.scores.map(Math.fround))),
    );
    expect([0, 1, 2, 3, 6].map((steps) => imagesSampled(settings, steps))).toEqual([
      8, 8, 8, 12, 16,
    ]);
    expect(straight.rounds.length * 4).toBe(imagesSampled(settings, 6));
    expect(straight.metrics[0]!.logRatios.every((ratio) => ratio === 0)).toBe(true);
    expect(straight.metrics[1]!.logRatios.some((ratio) => ratio !== 0)).toBe(true);
  });

  it('draws every prompt once an epoch, each image by a seed of its own', () => {
    const { rounds } = straight;
    expect(
      new Set(
        rounds
          .slice(0, 3)
          .flatMap(({ prompts }) => prompts)
          .slice(0, 6),
      ).size,
    ).toBe(6);
    const images = rounds.flatMap(({ encoded }) =>
      encoded.map((one) => ('mean' in one ? one.mean.join() : '')),
    );
    expect(new Set(images).size).toBe(16);
  });

  it('takes τ, labels and weights from the bank, whatever the scope', async () => {
    straight.metrics.forEach(({ tau, labels, step }) => {
      const bank = bankAfter(straight, 2 + Math.floor(step / 2));
      expect(tau).toBeCloseTo(percentile(bank, 0.4), 6);
      expect(labels).toEqual(
        bank.slice(-4).map((score) => (score >= percentile(bank, 0.4) ? 1 : 0)),
      );
    });
    expect(new Set(straight.metrics.map(({ tau }) => tau)).size).toBe(3);
    const scoped = await train(null, 6, {
      changes: {
        2: { threshold: { thresholdScope: 'batch' } },
        4: { threshold: { thresholdScope: 'prompt', thresholdShrinkage: 1 } },
      },
    });
    // What is sampled does not depend on what is trained: the reference stays the base.
    expect(scoped.rounds.map(({ scores }) => scores)).toEqual(
      straight.rounds.map(({ scores }) => scores),
    );
    expect(scoped.metrics[2]!.tau).toBeCloseTo(percentile(scoped.rounds[2]!.scores, 0.4), 6);
    expect(scoped.metrics[2]!.labels.filter((label) => label === 1)).toHaveLength(2);
    const bank = bankAfter(scoped, 4);
    const prompts = scoped.rounds.flatMap((round) => round.prompts);
    const { taus } = resolveThreshold(
      bank,
      thresholdSettings(
        withChange(settings, { threshold: { thresholdScope: 'prompt', thresholdShrinkage: 1 } }),
      ),
      prompts,
    );
    expect(scoped.metrics[4]!.tau).toBeCloseTo(mean(Array.from(taus.slice(-4))), 6);
  });

  it('forgets the oldest scores first', async () => {
    const small = withChange(settings, { source: { bankSize: 10, stepsPerRound: 1 } });
    const told = await train(null, 4, { given: small });
    expect(told.metrics.map(({ values }) => values['bankSize'])).toEqual([8, 10, 10, 10]);
    expect([...told.last.source['bank.scores']!]).toEqual(bankAfter(told, 5, 10));
    // And a run from there goes on as one that was never interrupted, though the bank cuts a round
    // in two.
    const rest = await train(told.checkpoints[2]!, 4, { given: small });
    expect([...rest.last.adapters]).toEqual([...told.last.adapters]);
    expect(rest.last.source).toEqual(told.last.source);
  });

  it.each([
    { where: 'in the middle of a round', steps: 3, round: 2, file: () => straight.checkpoints[2]! },
    { where: 'between two rounds', steps: 4, round: 2, file: () => straight.checkpoints[3]! },
    { where: 'while the bank fills', steps: 0, round: 0, file: () => straight.atRounds[0]! },
    {
      where: 'when the first round to train on is scored',
      steps: 0,
      round: 1,
      file: () => straight.atRounds[1]!,
    },
    { where: 'when a later one is', steps: 2, round: 2, file: () => straight.atRounds[2]! },
  ])('goes on bit for bit from a checkpoint made $where', async ({ steps, round, file }) => {
    expect(file().step).toBe(steps);
    const rest = await train(file(), 6);
    expect(rest.rounds.map((one) => one.round)).toEqual([0, 1, 2, 3].slice(round + 1));
    expect([...rest.last.adapters]).toEqual([...straight.last.adapters]);
    expect([...rest.last.v]).toEqual([...straight.last.v]);
    expect(rest.last.source).toEqual(straight.last.source);
    expect(seen(rest)).toEqual(seen(straight).slice(steps));
  });

  it('keeps the images that wait for their scores through a pause', async () => {
    const told = await train(null, 6, {
      pauseAt: 2,
      given: withChange(settings, { schedule: { checkpointEvery: 100 } }),
    });
    expect(told.rounds.map(({ round }) => round)).toEqual([0, 1, 2, 3]);
    expect(seen(told)).toEqual(seen(straight));
    // The steps before the pause were saved by it.
    expect(told.checkpoints.map(({ step }) => step)).toEqual([2, 6]);
  });

  it('of SFT trains on the good images of a round, over again where they are few', async () => {
    const { metrics, rounds } = await train(null, 3, {
      given: {
        ...withChange(settings, { source: { stepsPerRound: 1 } }),
        method: 'sft',
        objective: {},
      },
    });
    metrics.forEach(({ labels, values: { rewardMean }, step }) => {
      const good = rounds[step + 1]!.scores.filter(
        (score) =>
          Math.fround(score) >= percentile(bankAfter({ rounds } as unknown as Told, step + 2), 0.4),
      );
      expect(labels).toEqual(labels.map(() => (good.length > 0 ? 1 : 0)));
      expect(rewardMean).toBeCloseTo(mean(rounds[step + 1]!.scores), 6);
    });
  });

  it('updates its reference per epoch, samples by it, and resumes around the update', async () => {
    // Six prompts in rounds of four are two rounds, four steps.
    const given = withChange(settings, { schedule: { referenceUpdate: 'epoch' as const } });
    const told = await train(null, 6, { given });
    expect(told.metrics.slice(0, 4).map((one) => one.logRatios)).toEqual(
      straight.metrics.slice(0, 4).map((one) => one.logRatios),
    );
    expect(told.metrics[4]!.logRatios.every((ratio) => ratio === 0)).toBe(true);
    expect(told.metrics[5]!.logRatios.some((ratio) => ratio !== 0)).toBe(true);
    expect(told.rounds[3]!.scores).not.toEqual(straight.rounds[3]!.scores);
    expect(told.checkpoints.map(({ reference }) => reference !== null)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
    ]);
    expect([...told.last.reference!]).toEqual([...told.checkpoints[3]!.adapters]);
    for (const steps of [4, 5]) {
      const rest = await train(told.checkpoints[steps - 1]!, 6, { given });
      expect([...rest.last.adapters]).toEqual([...told.last.adapters]);
      expect([...rest.last.reference!]).toEqual([...told.last.reference!]);
      expect(seen(rest)).toEqual(seen(told).slice(steps));
    }
  });

  it('of a MaskGIT base goes on bit for bit', async () => {
    const ways = {
      modelId: 'nano-maskgit',
      given: {
        ...withChange(settings, {
          source: { stepsPerRound: 1 },
          schedule: { referenceUpdate: 'epoch' as const },
        }),
        paradigm: 'maskgit' as const,
        objective: { beta: 10, c: 5 },
      },
    };
    const whole = await train(null, 4, ways);
    const rest = await train(whole.checkpoints[2]!, 4, ways);
    expect([...rest.last.adapters]).toEqual([...whole.last.adapters]);
    expect(seen(rest)).toEqual(seen(whole).slice(3));
    // Its epoch is two steps.
    expect(whole.metrics.map(({ logRatios }) => logRatios.every((ratio) => ratio === 0))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('stops when a score is none', async () => {
    const pipeline = pipelines.get('nano')!;
    const texts = await pipeline.encodePrompts(
      new AbortController().signal,
      settings.source.onlinePrompts,
    );
    const source = new OnlineSamples({
      settings,
      pipeline,
      texts,
      checkpoint: null,
      score: async () => [1, Number.NaN, 2, 3],
      onRound: async () => undefined,
    });
    await expect(
      source.batch(new AbortController().signal, settings, 0, null, () =>
        Promise.reject(new Error('nobody asks for the policy')),
      ),
    ).rejects.toMatchObject({
      kind: 'NotFinite',
      message: expect.stringContaining('was scored NaN'),
    });
    expect(source.state()).toEqual({});
  });
});

describe('what an online run refuses', () => {
  const make =
    (
      given: RunSettings,
      checkpoint: Pick<Checkpoint, 'step' | 'source'> | null,
      modelId = 'nano',
    ) =>
    () =>
      new OnlineSamples({
        settings: given,
        pipeline: pipelines.get(modelId)!,
        texts: new Map(),
        checkpoint,
        score: async () => [],
        onRound: async () => undefined,
      });
  /**
   * A bank of two rounds with the first step taken; nano's latents have 8·8·4 numbers,
   * nano-maskgit's images as many tokens as it draws.
   */
  const images = (modelId: string) => {
    const { model } = pipelines.get(modelId)!;
    const shape = paradigmOf(model).encodedShape(model);
    return new Float32Array(shape.reduce((a, b) => a * b, 4));
  };
  const source = (
    change: Record<string, Float32Array | undefined> = {},
    modelId = 'nano',
  ): SourceState => {
    const all = {
      counters: Float32Array.of(2, 0),
      'bank.scores': Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      'round.pictures': images(modelId),
      ...change,
    };
    return Object.fromEntries(
      Object.entries(all).filter(([, data]) => data !== undefined),
    ) as SourceState;
  };

  it('settings without prompts, or with a bank of less than two batches', () => {
    expect(make(withChange(settings, { source: { onlinePrompts: [] } }), null)).toThrow(
      expect.objectContaining({ kind: 'BadSettings' }),
    );
    expect(make(withChange(settings, { source: { bankSize: 7 } }), null)).toThrow(
      expect.objectContaining({
        kind: 'BadSettings',
        remedy: expect.stringContaining('at least 8'),
      }),
    );
  });

  it('nothing of a checkpoint that holds together', () => {
    expect(make(settings, { step: 1, source: source() })().bankState()).toEqual({
      round: 1,
      size: 8,
      capacity: 16,
      needed: 8,
      rewardMean: 6.5,
    });
    expect(
      make(settings, {
        step: 0,
        source: source({
          counters: Float32Array.of(1, -1),
          'bank.scores': Float32Array.of(1, 2, 3, 4),
        }),
      })().bankState()!.size,
    ).toBe(4);
    expect(make(settings, { step: 0, source: {} })().bankState()).toBeNull();
    expect(
      make(settings, { step: 1, source: source({}, 'nano-maskgit') }, 'nano-maskgit')().bankState()!
        .size,
    ).toBe(8);
  });

  it.each([
    ['no bank after steps were taken', 5, {}, /holds nothing/],
    ['a bank without its counters', 1, source0({ counters: undefined }), /holds bank.scores/],
    ['a tensor too many', 1, source0({ 'bank.prompts': Float32Array.of(0) }), /bank.prompts/],
    ['one counter', 1, source0({ counters: Float32Array.of(2) }), /counters are 2/],
    ['negative rounds', 1, source0({ counters: Float32Array.of(-2, 0) }), /counters are -2/],
    ['half a round', 1, source0({ counters: Float32Array.of(2.5, 0) }), /counters are 2.5/],
    [
      'more rounds than scores',
      1,
      source0({ counters: Float32Array.of(3, 0) }),
      /8 scores, after 3 rounds of 4 it should be 12/,
    ],
    [
      'a bank beyond its size',
      1,
      source0({ counters: Float32Array.of(9, 0), 'bank.scores': new Float32Array(36) }),
      /36 scores/,
    ],
    [
      'a round that begins later than the run stands',
      1,
      source0({ counters: Float32Array.of(2, 2) }),
      /began at step 2/,
    ],
    ['a round that should have ended', 3, source0(), /began at step 0, the run stands at step 3/],
    [
      'a round begun between two steps',
      1,
      source0({ counters: Float32Array.of(2, 0.5) }),
      /began at step 0.5/,
    ],
    [
      'a half-filled bank after steps',
      2,
      source0({ counters: Float32Array.of(1, -1), 'bank.scores': Float32Array.of(1, 2, 3, 4) }),
      /began at step -1/,
    ],
    [
      'a round begun with a half-filled bank',
      0,
      source0({ counters: Float32Array.of(1, 0), 'bank.scores': Float32Array.of(1, 2, 3, 4) }),
      /began at step 0/,
    ],
    [
      'images of another size',
      1,
      source0({ 'round.pictures': new Float32Array(12) }),
      /has 12 numbers/,
    ],
    ['no pictures', 1, source0({ 'round.pictures': undefined }), /round.pictures were wanted/],
  ] as const)('%s', (_, step, change, message) => {
    const given = typeof change === 'function' ? change() : change;
    expect(make(settings, { step, source: given })).toThrow(
      expect.objectContaining({ kind: 'BadCheckpoint', message: expect.stringMatching(message) }),
    );
  });

  it.each([[-1], [0.5], [1e6]])('the token %d', (code) => {
    const codes = images('nano-maskgit');
    codes[70] = code;
    expect(
      make(settings, { step: 1, source: source({ 'round.pictures': codes }) }, 'nano-maskgit'),
    ).toThrow(
      expect.objectContaining({
        kind: 'BadCheckpoint',
        message: expect.stringContaining(`image 2 has the token ${code}`),
      }),
    );
  });

  /** `source` once the models are there. */
  function source0(change: Record<string, Float32Array | undefined> = {}): () => SourceState {
    return () => source(change);
  }
});
