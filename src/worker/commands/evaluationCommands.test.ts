// An evaluation from request to results on the nano model, tfjs-wasm and fake-indexeddb: what is
// sampled, that a cancelled one goes on, that a strength of 0 is the base, and that votes stay.

import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type {
  EntryResult,
  EvaluationEntry,
  EvaluationRequest,
  Vote,
} from '../../domain/evaluation';
import { StudioError } from '../../errors';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import { loadBaseModel } from '../../paradigms/baseModel';
import type { ImagePipeline } from '../../paradigms/imagePipeline';
import { openPipeline } from '../../paradigms/openPipeline';
import { normals } from '../../random/philox';
import { defaultRunSettings, withChange } from '../../settings/runSettings';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import { openDatabase, type StudioDatabase } from '../../storage/database';
import { updateEvaluation } from '../../storage/evaluations';
import { deleteRun, putRun } from '../../storage/runs';
import { runRecord } from '../../../test-support/testRecords';
import { testCheckpoint } from '../../../test-support/testCheckpoint';
import { adapterPlanOf } from '../../runs/adapterPlan';
import { evaluationCommands, type EvaluationStudio } from './evaluationCommands';
import { evaluationScoring } from '../services/evaluationScoring';
import type { CatalogueEntry } from '../services/modelCatalogue';
import { BackgroundSampling } from '../services/backgroundSampling';

const settings = withChange(defaultRunSettings(), { adapter: { rank: 2 }, training: { seed: 7 } });
const entry = (strength: number, values: Partial<EvaluationEntry> = {}): EvaluationEntry => ({
  key: `r@4x${strength}`,
  runId: 'r',
  name: 'a run',
  method: 'tgo',
  checkpointStep: 4,
  strength,
  ...values,
});
const BASE = entry(0, { key: 'base', runId: null, name: 'base', method: '', checkpointStep: 0 });
const request: EvaluationRequest = {
  name: 'test',
  purpose: 'comparison',
  modelId: 'nano',
  entries: [BASE, entry(1), entry(0)],
  prompts: ['a red heart', 'a green leaf'],
  samplesPerPrompt: 3,
  seed: 0,
  guidanceScale: 2,
  inferenceSteps: 1,
  rewardIds: ['brightness', 'warmth'],
  features: 'clip',
};

let pipeline: ImagePipeline;
let db: StudioDatabase;
let commands: ReturnType<typeof evaluationCommands>;
let count = 0;

const context = (signal: AbortSignal = new AbortController().signal, seen: number[] = []) => ({
  signal,
  progress: (_: string, done: number) => void seen.push(done),
});
const ask = context();

beforeAll(async () => {
  const model = await loadBaseModel('nano', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
  });
  pipeline = openPipeline(await createTfjsExecutor('wasm'), model);
});

beforeEach(async () => {
  db = await openDatabase({}, `evaluation-${count++}`);
  const plan = adapterPlanOf(pipeline.model, settings.adapter);
  const adapters = normals(3, { stream: 90, step: 0, item: 0 }, plan.length).map(
    (value) => value * 0.4,
  );
  await putRun(db, runRecord('r', { modelId: 'nano', settings }));
  await createIdbCheckpointStore(db).save(
    testCheckpoint({
      runId: 'r',
      step: 4,
      rank: 2,
      alpha: 2,
      adapters,
      m: new Float32Array(plan.length),
      v: new Float32Array(plan.length),
      layout: plan.entries.map(({ module, offsetA, offsetB, inFeatures, outFeatures }) => ({
        module,
        offsetA,
        offsetB,
        inFeatures,
        outFeatures,
      })),
      settings,
      baseHash: pipeline.model.hash,
    }),
  );
  const studio: EvaluationStudio = {
    db,
    pipeline: async () => pipeline,
    model: () => ({ demo: 'demo/nano' }) as CatalogueEntry,
    readAsset: async (path) =>
      new TextEncoder().encode(JSON.stringify({ demo: ['c'], validation: [path], test: ['b'] })),
    drawing: new BackgroundSampling(undefined),
  };
  commands = evaluationCommands(
    studio,
    evaluationScoring({
      db,
      scorers: [],
      scorer: async () => {
        throw new StudioError('BadModel', 'no scorer here', '');
      },
    }),
  );
});

describe('evaluations', () => {
  it('draw every entry from shared seeds and compare it with the base', async () => {
    const seen: number[] = [];
    const { evaluation: made } = await commands.createEvaluation({ request }, ask);
    expect(made).toMatchObject({
      status: 'paused',
      done: 0,
      total: 18,
      features: 'pixels',
      results: [],
    });
    const { evaluation } = await commands.runEvaluation(
      { evaluationId: made.id },
      context(undefined, seen),
    );
    expect(evaluation).toMatchObject({ status: 'finished', done: 18 });
    expect([seen[0], seen.at(-1)]).toEqual([0, 18]);
    const [base, aligned, unchanged] = evaluation.results;
    expect(base!.drift).toBeNull();
    // Strength 0 samples the base's own images.
    expect(unchanged!.drift!.change).toBe(0);
    expect(unchanged!.drift!.frechet).toBeLessThan(1e-6);
    expect(unchanged!.rewards['brightness']!.comparison!.pictures).toMatchObject({
      wins: 0,
      ties: 6,
      losses: 0,
      share: 0.5,
    });
    expect(unchanged!.drift!.logRatio).toBeCloseTo(0, 6);
    expect(unchanged!.drift!.reverseLogRatio).toBeCloseTo(0, 6);
    expect(Math.abs(aligned!.drift!.logRatio!)).toBeGreaterThan(0);
    expect(aligned!.drift!.reverseLogRatio!).not.toBe(aligned!.drift!.logRatio!);
    // Two prompts are too few for an interval.
    expect(aligned!.rewards['warmth']!.comparison!.difference.lower).toBeNaN();
    expect(aligned!.drift!.change).toBeGreaterThan(0);
    expect(aligned!.drift!.frechet).toBeGreaterThan(0);
    expect(
      aligned!.rewards['warmth']!.comparison!.prompts.wins +
        aligned!.rewards['warmth']!.comparison!.prompts.losses,
    ).toBe(2);
    expect(aligned!.diversity).toBeGreaterThan(0);
    const { scores } = await commands.evaluationScores({ evaluationId: made.id }, ask);
    expect(scores['brightness']![2]).toEqual(scores['brightness']![0]);
    expect(scores['brightness']![1]!.flat().every(Number.isFinite)).toBe(true);
    const { images } = await commands.evaluationImages(
      {
        evaluationId: made.id,
        places: [
          { entry: 1, prompt: 1, sample: 2 },
          { entry: 9, prompt: 0, sample: 0 },
        ],
      },
      ask,
    );
    expect(images.map(({ place }) => place)).toEqual([{ entry: 1, prompt: 1, sample: 2 }]);
    expect(new TextDecoder().decode(images[0]!.png.slice(1, 4))).toBe('PNG');
  });

  it('computes results stored with other statistics again', async () => {
    const { evaluation: made } = await commands.createEvaluation(
      { request: { ...request, samplesPerPrompt: 1 } },
      ask,
    );
    const { evaluation } = await commands.runEvaluation({ evaluationId: made.id }, ask);
    const older = evaluation.results.map(({ diversityAcross: _, ...result }) => result);
    await updateEvaluation(db, made.id, { results: older as unknown as EntryResult[] });
    const [listed] = (await commands.listEvaluations({}, ask)).evaluations;
    expect(listed!.results).toEqual(evaluation.results);
  });

  it('go on where they were cancelled, and have results for what is whole', async () => {
    const { evaluation: made } = await commands.createEvaluation(
      { request: { ...request, samplesPerPrompt: 9, entries: [BASE, entry(1)] } },
      ask,
    );
    const abort = new AbortController();
    const cancelled = commands.runEvaluation(
      { evaluationId: made.id },
      {
        signal: abort.signal,
        progress: (_, done) => {
          if (done > 18) abort.abort();
        },
      },
    );
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    const [kept] = (await commands.listEvaluations({}, ask)).evaluations;
    expect(kept).toMatchObject({ status: 'paused', done: 18, total: 36 });
    expect(kept!.results.map(({ key }) => key)).toEqual(['base']);
    const seen: number[] = [];
    const { evaluation } = await commands.runEvaluation(
      { evaluationId: made.id },
      context(undefined, seen),
    );
    expect(seen[0]).toBe(18);
    expect(evaluation).toMatchObject({ status: 'finished', done: 36 });
    expect(evaluation.results).toHaveLength(2);
  });

  it('tell when a run is gone, and keep what was drawn', async () => {
    const { evaluation: made } = await commands.createEvaluation(
      { request: { ...request, samplesPerPrompt: 1 } },
      ask,
    );
    await deleteRun(db, 'r');
    await expect(commands.runEvaluation({ evaluationId: made.id }, ask)).rejects.toMatchObject({
      kind: 'BadCheckpoint',
      message: expect.stringContaining('step 4 of “a run”'),
    });
    expect((await commands.listEvaluations({}, ask)).evaluations[0]).toMatchObject({
      status: 'paused',
      done: 2,
    });
    await commands.deleteEvaluation({ evaluationId: made.id }, ask);
    expect((await commands.listEvaluations({}, ask)).evaluations).toEqual([]);
    expect(await db.count('evaluationImages')).toBe(0);
  });

  it.each([
    ['no prompts', { prompts: [] }, 'no prompts'],
    ['no reward', { rewardIds: [] }, 'no reward'],
    ['no base', { entries: [entry(1)] }, 'base model'],
    ['twice the same', { entries: [BASE, entry(1), entry(1)] }, 'the same'],
    ['an unknown run', { entries: [BASE, entry(1, { runId: 'x' })] }, 'gone'],
    ['another base', { modelId: 'other' }, 'trained on nano'],
    ['no samples', { samplesPerPrompt: 0 }, '0 samples'],
    ['half a step', { inferenceSteps: 1.5 }, '1.5 steps'],
    ['an unknown reward', { rewardIds: ['joy'] }, 'joy'],
  ] as const)('refuse %s', async (_, values, message) => {
    await expect(
      commands.createEvaluation({ request: { ...request, ...values } }, ask),
    ).rejects.toThrow(message);
  });

  it('know the prompts that the demo leaves out', async () => {
    expect(await commands.heldOutPrompts({ modelId: 'nano' }, ask)).toEqual({
      validation: ['demo/nano/prompts.json'],
      test: ['b'],
    });
  });
});

describe('votes', () => {
  it('are saved, undone, listed in order and deleted with their evaluation', async () => {
    const { evaluation } = await commands.createEvaluation({ request }, ask);
    const vote = (id: string, time: number): Vote => ({
      id,
      evaluationId: evaluation.id,
      time,
      rater: 'Ada',
      question: 'preference',
      first: 'base',
      second: 'r@4x1',
      prompt: 0,
      sample: 1,
      left: 'base',
      choice: 'tie',
      seed: 5,
    });
    for (const [id, time] of [
      ['b', 2],
      ['a', 1],
      ['c', 3],
    ] as const)
      await commands.saveVote({ vote: vote(id, time) }, ask);
    await commands.deleteVote({ voteId: 'c' }, ask);
    expect((await commands.listVotes({ evaluationId: evaluation.id }, ask)).votes).toEqual([
      vote('a', 1),
      vote('b', 2),
    ]);
    expect(
      (await commands.revealSitting({ evaluationId: evaluation.id, sitting: 's' }, ask)).evaluation
        .revealed,
    ).toEqual(['s']);
    await commands.deleteEvaluation({ evaluationId: evaluation.id }, ask);
    expect(await db.count('votes')).toBe(0);
    await expect(commands.saveVote({ vote: vote('d', 4) }, ask)).rejects.toThrow('gone');
  });
});
