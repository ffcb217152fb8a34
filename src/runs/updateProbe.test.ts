// The probe against a step that really takes its rows as one batch: the norm of that gradient is
// the one the inner products give, for settings the probe was not measured under.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { offlineSamples } from '../../test-support/offlineSamples';
import { TrainingThreshold } from '../data/batches/batchThreshold';
import { thresholdSettings } from '../data/labels/threshold';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { numberValues } from '../graph/objectiveTerms';
import { initialAdapters } from '../models/lora';
import { objectiveOf } from '../objectives';
import { stepNumbers } from '../objectives/stepNumbers';
import { loadBaseModel } from '../paradigms/baseModel';
import { paradigmOf } from '../paradigms/list';
import { normals } from '../random/philox';
import { defaultRunSettings, type RunSettings } from '../settings/runSettings';
import { probeUpdate } from '../state/training/counterfactual';
import { adapterPlanOf } from './adapterPlan';
import { buildTrainGraph } from './trainStep';
import { OBJECTIVE_NUMBERS } from './trainStepEnd';
import { measureUpdateProbe, PROBE_NOISES, PROBE_SEED, probePlaces } from './updateProbe';

const IMAGES = 4;
const settings: RunSettings = {
  ...defaultRunSettings(),
  adapter: { ...defaultRunSettings().adapter, rank: 2 },
  objective: { beta: 3, c: 2, temperature: 0.05 },
};

it('takes images from both ends of the scores and between', () => {
  expect(probePlaces([5, 1, 4, 2, 3], 3)).toEqual([1, 4, 0]);
  expect(probePlaces([2, 1], 9)).toEqual([1, 0]);
});

it('gives the gradient of any settings from one measurement', async () => {
  const model = await loadBaseModel('nano', {
    read: async (path) => new Uint8Array(readFileSync(`public/models/nano/${path}`)),
  });
  const paradigm = paradigmOf(model);
  const length = paradigm.encodedShape(model).reduce((a, b) => a * b, 1);
  const drawn = (stream: number, item: number, count: number) =>
    normals(1, { stream, step: 0, item }, count);
  const samples = Array.from({ length: IMAGES }, (_, i) => ({
    encoded: { mean: drawn(90, i, length), logVariance: new Float32Array(length).fill(-4) },
    text: {
      hidden: drawn(91, i, model.contextTokens * model.textEncoder.hidden_size),
      pooled: null,
    },
    score: [0.3, -1, 2, 0.9][i]!,
    group: 'g',
  }));
  const plan = adapterPlanOf(model, settings.adapter);
  // A policy that has moved, so that log-ratios are not 0.
  const adapters = initialAdapters(plan, 1).map((value, i) => value + 0.05 * Math.sin(i));
  const empty = { hidden: new Float32Array(samples[0]!.text.hidden.length), pooled: null };
  const executor = await createTfjsExecutor('wasm');
  const { signal } = new AbortController();
  const told: number[] = [];
  const probe = await measureUpdateProbe(
    signal,
    {
      executor,
      model,
      settings,
      plan,
      empty,
      adapters: Float32Array.from(adapters),
      reference: null,
      step: 7,
      ...offlineSamples(samples).set,
    },
    (done) => told.push(done),
  );
  const rows = IMAGES * PROBE_NOISES;
  expect([probe.step, probe.rows.length, told.at(-1)]).toEqual([7, rows, rows]);

  // The same rows as one batch.
  const objective = objectiveOf(settings.method);
  const threshold = new TrainingThreshold(probe.scores, thresholdSettings(settings), probe.groups);
  const places = probe.rows.map(({ image }) => probe.places[image]!);
  const { deviations, positiveShare } = threshold.ofBatch(places);
  const { scale, meanWeight } = threshold.set;
  const perRow = places.map((place, row) =>
    paradigm.trainingInputs(
      model,
      {
        seed: PROBE_SEED,
        captionDropout: 0,
        mseSpace: settings.training.mseSpace,
        maskedReduction: 'mean',
      },
      empty,
      [samples[place]!],
      row,
    ),
  );
  const joined = Object.fromEntries(
    Object.keys(perRow[0]!).map((key) => [
      key,
      Float32Array.from(perRow.flatMap((inputs) => [...inputs[key]!])),
    ]),
  );
  const workspace = executor.openWorkspace('step');
  workspace.writeState('policy', plan.length, Float32Array.from(adapters));
  for (const state of ['gradients', 'adam.m', 'adam.v', 'reference'])
    workspace.writeState(state, plan.length);
  const program = await workspace.compile(
    buildTrainGraph((b) => paradigm.errors(b, model, { batch: rows, plan, reference: null }), {
      objective,
      optimizer: 'sgd',
      plan,
    }),
    { weights: model.weights },
  );
  const numbers = stepNumbers(objective, settings, {
    inverseScale: scale.inverseScale,
    clip: scale.clip,
    meanWeight,
    positiveShare,
  });
  const { norm } = await program.run(
    {
      ...joined,
      scores: deviations,
      [OBJECTIVE_NUMBERS]: numberValues(objective.terms, numbers),
    },
    { learningRate: 0, temperature: settings.objective['temperature']! },
    ['norm'],
  );
  // f32 sums of some ten thousand products, in another order.
  expect(probeUpdate(probe, settings).norm / norm![0]!).toBeCloseTo(1, 3);
  executor.dispose();
});
