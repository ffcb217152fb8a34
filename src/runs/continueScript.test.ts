// What the script that continues a run on a server must find again: random draws, order of the
// samples, pairs, groups, threshold, weights, losses and their derivatives. The numbers lie in
// tools/server/expected.json, where tools/server/check_continue.py holds the script against them;
// PLUMBLINE_RECORD=server writes them anew.

import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exactTerms } from '../../test-support/describeObjective';
import { advantagesOf, quantilesOf } from '../data/batches/advantages';
import { BatchSampler } from '../data/batches/batchSampler';
import { TrainingThreshold } from '../data/batches/batchThreshold';
import { GroupSampler } from '../data/batches/groupSampler';
import { pairsFromScores } from '../data/pairs/pairs';
import { objectiveOf, type DrawnRows } from '../objectives';
import { normals, randomInt, STREAMS, uniforms } from '../random/philox';
import { learningRateFactor } from '../schedules/learningRate';

const FILE = new URL('../../tools/server/expected.json', import.meta.url);
const SEED = 2 ** 33 + 7;
const SCORES = [0.3, 1.25, -0.5, 2, 0.9, 0.9, -1.75, 0.1, 4, 0.65];
const METHODS: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
  ['tgo', { beta: 2, c: 5, temperature: 0.02 }],
  ['sft', {}],
  ['weighted', { c: 3 }],
  ['signed', { c: 1 }],
  ['kto', { beta: 50 }],
  ['csft', {}],
  ['lair', { kappa: 20, lambda: 3 }],
  ['qrpo', { kappa: 30, beta: 0.5 }],
  ['awm', { epsilon: 0.02 }],
  ['dpo', { beta: 40 }],
  ['dmpo', { beta: 40, alpha: 0.05 }],
  ['mapo', { beta: 0.1, s: 0.5 }],
  ['orpo', { lambda: 0.2 }],
  ['crd', { beta: 3 }],
  ['dgpo', { beta: 10 }],
];
/** Prompts of SCORES; the first four make two groups of two, or two pairs. */
const GROUPS = ['a', 'a', 'b', 'b', 'a', 'c', 'a', 'b', 'a', 'd'];
const M = [0.11, 0.21, 0.05, 0.4];
const R = [0.1, 0.25, 0.05, 0.38];

function thresholds() {
  return (['standardized', 'raw', 'minmax'] as const).flatMap((scoreScale) =>
    (['positive', 'negative', 'drop'] as const).map((ties) => {
      const settings = {
        percentile: 0.5,
        fixedThreshold: ties === 'drop' ? 0.9 : null,
        thresholdScope: 'global',
        thresholdShrinkage: 8,
        oracleBeta: 1,
        proxySet: null,
        ties,
        scoreScale,
        c: 5,
      } as const;
      const threshold = new TrainingThreshold(SCORES, settings, []);
      return {
        threshold: settings,
        tau: threshold.set.rawTau,
        deviations: [...threshold.set.deviations],
        weights: [...threshold.set.weights],
        positives: threshold.positives,
        meanWeight: threshold.set.meanWeight,
      };
    }),
  );
}

const advantages = advantagesOf(SCORES, GROUPS);
const quantiles = quantilesOf(SCORES, GROUPS);

/** The first four samples as pairs and as groups of two. */
const drawn = (): DrawnRows => ({
  size: 4,
  pairs: [
    [0, 1],
    [2, 3],
  ],
  groups: [0, 0, 1, 1],
  advantages: Array.from(advantages.subarray(0, 4)),
  quantiles: Array.from(quantiles.subarray(0, 4)),
});

function losses() {
  const scores = SCORES.slice(0, 4);
  const settings = { ...thresholds()[0]!.threshold };
  const { set } = new TrainingThreshold(SCORES, settings, []);
  return METHODS.map(([method, numbers]) => {
    const objective = objectiveOf(method);
    const scale = objective.gradientScale({ ...numbers }, {
      meanWeight: set.meanWeight,
      positiveShare: 1,
    } as never);
    const table = objective.table?.(drawn(), numbers);
    const terms = exactTerms(objective.terms, {
      ...(table && { table }),
      m: M,
      r: R,
      scores: scores.map((_, i) => set.deviations[i]!),
      numbers: {
        temperature: 1,
        ...numbers,
        ...objective.numbers?.(numbers),
        tau: 0,
        scoreInverseScale: set.scale.inverseScale,
        scoreClip: set.scale.clip,
        gradientScale: scale,
      },
    });
    return {
      method,
      numbers,
      m: M,
      r: R,
      losses: terms.map(({ loss }) => loss),
      gradient: terms.map(({ g }) => g),
      gradientScale: scale,
    };
  });
}

it('the numbers that the server script is held against are those of the studio', () => {
  const sampler = new BatchSampler({ seed: SEED, count: 10, batchSize: 4, subset: null });
  const groups = new GroupSampler({ seed: SEED, groups: GROUPS, groupSize: 2, perBatch: 2 });
  const found = {
    seed: SEED,
    scores: SCORES,
    normals: [...normals(SEED, { stream: STREAMS.noise, step: 5, item: 2 }, 7)],
    uniforms: [...uniforms(SEED, { stream: STREAMS.captionDropout, step: 5, item: 2 }, 5)],
    timestep: randomInt(SEED, { stream: STREAMS.timestep, step: 5, item: 2 }, 1000),
    batches: [0, 1, 2, 3, 7].map((step) => ({ step, indices: sampler.indices(step) })),
    groups: GROUPS,
    advantages: [...advantages],
    quantiles: [...quantiles],
    pairs: [2, 3, 100].map((most) => ({
      most,
      pairs: pairsFromScores(SCORES, GROUPS, { maxPerGroup: most, seed: SEED }).map(
        ({ winner, loser }) => [winner, loser],
      ),
    })),
    groupBatches: [0, 1, 5].map((step) => ({ step, indices: groups.indices(step) })),
    thresholds: thresholds(),
    losses: losses(),
    learningRates: (['constant', 'constant_with_warmup', 'cosine'] as const).flatMap((name) =>
      [0, 3, 10, 40].map((step) => ({
        name,
        step,
        factor: learningRateFactor(name, step, { numWarmupSteps: 5, numTrainingSteps: 50 }),
      })),
    ),
  };
  if (process.env['PLUMBLINE_RECORD'] === 'server')
    writeFileSync(FILE, `${JSON.stringify(found, null, 1)}\n`);
  expect(JSON.parse(JSON.stringify(found))).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});
