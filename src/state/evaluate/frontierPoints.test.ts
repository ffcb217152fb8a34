import { describe, expect, it } from 'vitest';
import type { EvaluationEntry, EvaluationSummary } from '../../domain/evaluation';
import { entryResults, scoresByPlace, type MeasuredImage } from '../../evaluate/entryResults';
import { evenSteps } from './evaluationDraft';
import { equalDriftRows, runPoints } from './frontierPoints';

const entry = (runId: string | null, strength: number): EvaluationEntry => ({
  key: `${runId}${strength}`,
  runId,
  name: `run ${runId}`,
  method: 'tgo',
  checkpointStep: 5,
  strength,
});
const entries = [
  entry(null, 0),
  entry('a', 1),
  entry('a', 2),
  entry('b', 3),
  entry('b', 1),
  entry('c', 9),
];
const request = {
  name: 'n',
  purpose: 'frontier' as const,
  modelId: 'm',
  entries,
  prompts: ['x', 'y', 'z'],
  samplesPerPrompt: 2,
  seed: 0,
  guidanceScale: 3,
  inferenceSteps: 4,
  rewardIds: ['warmth'],
  features: 'pixels' as const,
};
// Every image moves by its strength; run b gains twice as much by it.
const images: MeasuredImage[] = entries.flatMap(({ runId, strength }, e) =>
  [0, 1, 2].flatMap((prompt) =>
    [0, 1].map((sample) => ({
      entry: e,
      prompt,
      sample,
      scores: { warmth: prompt + sample / 2 + strength * (runId === 'b' ? 2 : 1) },
      feature: [prompt + strength, sample],
    })),
  ),
);
const evaluation: EvaluationSummary = {
  id: 'e',
  createdAt: 0,
  request,
  rewards: [{ id: 'warmth', label: 'Warmth', formula: '' }],
  features: 'pixels',
  featureCount: 2,
  status: 'finished',
  done: 36,
  total: 36,
  results: entryResults(request, images, 'pixels'),
  revealed: [],
};

describe('runPoints', () => {
  it('are the whole entries of each run by drift, the base left out', () => {
    const runs = runPoints(evaluation, 'warmth', 'frechet');
    expect(
      runs.map(({ runId, points }) => [
        runId,
        points.map(({ entry: { strength }, index }) => [strength, index]),
      ]),
    ).toEqual([
      [
        'a',
        [
          [1, 1],
          [2, 2],
        ],
      ],
      [
        'b',
        [
          [1, 4],
          [3, 3],
        ],
      ],
      ['c', [[9, 5]]],
    ]);
    runs[0]!.points.forEach(({ drift, entry: { strength } }) =>
      expect(drift).toBeCloseTo(strength ** 2, 6),
    );
    expect(runPoints(evaluation, 'warmth', 'logRatio')).toEqual([]);
  });
  it('compare two runs at equal drift with the interval of the difference', () => {
    const [a, b, c] = runPoints(evaluation, 'warmth', 'change');
    const rows = equalDriftRows(a!, b!, scoresByPlace(request, images), 'warmth', 3);
    // Drift is strength/√2; at equal strength b has gained as much again as a.
    rows.forEach((row, i) => {
      expect(row.drift * Math.SQRT2).toBeCloseTo(1 + i / 2, 6);
      expect(row.second.reward - row.first.reward).toBeCloseTo(1 + i / 2, 6);
      expect(row.difference.mean * row.difference.baseSd).toBeCloseTo(1 + i / 2, 6);
      expect(row.difference.lower).toBeCloseTo(row.difference.mean, 6);
    });
    // One noise of two per prompt reports: 3 prompts × 1.
    expect(rows[0]!.difference).toMatchObject({ prompts: 3, about: 'run' });
    expect(equalDriftRows(a!, c!, scoresByPlace(request, images), 'warmth')).toEqual([]);
  });
});

describe('equalDriftRows', () => {
  it('report a lucky point by the half of the noises that did not choose it', () => {
    // Two points of run a at nearly one drift: the second shines on the choosing noise only.
    const many = [
      entry(null, 0),
      entry('a', 1),
      entry('a', 1.001),
      entry('b', 1),
      entry('b', 1.001),
    ];
    const asked = { ...request, entries: many, prompts: ['x', 'y', 'z', 'w'] };
    const shown = many.flatMap((_, e) =>
      [0, 1, 2, 3].flatMap((prompt) =>
        [0, 1].map((sample) => ({
          entry: e,
          prompt,
          sample,
          scores: { warmth: prompt + (e === 2 && sample === 0 ? 10 : e === 2 ? -1 : 0) },
          feature: [prompt + many[e]!.strength, sample],
        })),
      ),
    );
    const [a, b] = runPoints(
      { ...evaluation, request: asked, results: entryResults(asked, shown, 'pixels') },
      'warmth',
      'change',
    );
    const [, last] = equalDriftRows(a!, b!, scoresByPlace(asked, shown), 'warmth', 2);
    expect(last!.first.points.map(({ point }) => point.index)).toEqual([2]);
    // Over all noises the point looks 4.5 better than the other run; on fresh ones it is 1 worse.
    expect(last!.difference.mean * last!.difference.baseSd).toBeCloseTo(1, 9);
  });
  it('split the prompts where each has one noise', () => {
    const asked = { ...request, samplesPerPrompt: 1, prompts: ['x', 'y', 'z', 'w', 'v', 'u'] };
    const shown = images
      .filter(({ sample }) => sample === 0)
      .flatMap((one) => [one, { ...one, prompt: one.prompt + 3 }]);
    const [a, b] = runPoints(
      { ...evaluation, request: asked, results: entryResults(asked, shown, 'pixels') },
      'warmth',
      'change',
    );
    const [row] = equalDriftRows(a!, b!, scoresByPlace(asked, shown), 'warmth', 1);
    expect(row!.difference.prompts).toBe(3);
  });
});

describe('evenSteps', () => {
  it('takes the last and spreads the rest', () => {
    expect(evenSteps([50, 10, 20, 30, 40, 60], 3)).toEqual([20, 40, 60]);
    expect(evenSteps([10, 20, 30], 1)).toEqual([30]);
    expect(evenSteps([30, 10], 5)).toEqual([10, 30]);
  });
});
