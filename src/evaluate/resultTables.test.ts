import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { EvaluationEntry, EvaluationSummary, Vote } from '../domain/evaluation';
import { sittingKey, voteSummaries } from './blindVotes';
import { entryResults, scoresByPlace, type MeasuredImage } from './entryResults';
import { driftTable, rewardTable, scoreTable, voteTable } from './resultTables';
import { toCsv } from './table';

const entries: EvaluationEntry[] = [
  { key: 'base', runId: null, name: 'Base model', method: '', checkpointStep: 0, strength: 0 },
  { key: 'a', runId: 'r', name: 'TGO, "mine"', method: 'tgo', checkpointStep: 60, strength: 0.5 },
];
const request = {
  name: 'n',
  purpose: 'comparison' as const,
  modelId: 'm',
  entries,
  prompts: ['red, heart', 'leaf'],
  samplesPerPrompt: 2,
  seed: 1,
  guidanceScale: 3,
  inferenceSteps: 4,
  rewardIds: ['warmth'],
  features: 'pixels' as const,
};
const images: MeasuredImage[] = entries.flatMap((_, entry) =>
  [0, 1].flatMap((prompt) =>
    [0, 1].map((sample) => ({
      entry,
      prompt,
      sample,
      scores: { warmth: entry + sample / 4 },
      feature: [entry, sample],
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
  done: 8,
  total: 8,
  results: entryResults(request, images, 'pixels'),
  revealed: [],
};
const vote = (rater: string, choice: Vote['choice'], left: 'base' | 'a'): Vote => ({
  id: `${rater}${choice}`,
  evaluationId: 'e',
  time: 0,
  rater,
  question: 'appeal',
  first: 'base',
  second: 'a',
  prompt: 1,
  sample: 0,
  left,
  choice,
  seed: 3,
});

/** Rows of a CSV text as records. */
const records = (csv: string): Record<string, string>[] =>
  Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true }).data;

describe('tables of results', () => {
  it('hold every entry and reward, and read back as CSV', () => {
    const [base, aligned] = records(toCsv(rewardTable(evaluation)));
    expect(base).toMatchObject({
      model: 'Base model',
      'checkpoint step': '',
      reward: 'warmth',
      mean: '0.125',
      'win rate': '',
    });
    expect(aligned).toMatchObject({
      model: 'TGO, "mine"',
      method: 'tgo',
      'checkpoint step': '60',
      strength: '0.5',
      mean: '1.125',
      wins: '4',
      losses: '0',
      'win rate': '1',
      'prompt win rate (median)': '1',
    });
    expect(Number(aligned!['win rate lower'])).toBeCloseTo(0.5101, 4);
    expect(aligned).toMatchObject({ 'win rate strict': '1', 'prompt win rate strict': '1' });
    // Two prompts give no interval and no p.
    expect([aligned!['difference lower'], aligned!['p (Holm)']]).toEqual(['', '']);
  });
  it('hold drift, every image and every vote', () => {
    expect(
      records(toCsv(driftTable(evaluation))).map((row) => [
        row['diversity between prompts'] === '',
        row['Fréchet distance'] === '',
      ]),
    ).toEqual([
      [false, true],
      [false, false],
    ]);
    const scores = records(
      toCsv(scoreTable(evaluation, scoresByPlace(request, images.slice(0, 7)))),
    );
    expect(scores).toHaveLength(7);
    expect(scores[3]).toMatchObject({ prompt: 'leaf', seed: '1001001', warmth: '0.25' });
    expect(records(toCsv(voteTable(evaluation, [vote('Ada', 'left', 'a')])))[0]).toMatchObject({
      first: 'Base model',
      second: 'TGO, "mine", step 60, × 0.5',
      left: 'TGO, "mine", step 60, × 0.5',
      choice: 'left',
      outcome: 'second',
      seed: '1001000',
    });
  });
});

describe('voteSummaries', () => {
  it('count by rater and over all of them', () => {
    const rows = voteSummaries([
      vote('Bo', 'left', 'base'),
      vote('Ada', 'left', 'a'),
      vote('Ada', 'tie', 'a'),
      { ...vote('Ada', 'right', 'a'), question: 'preference' },
    ]);
    expect(
      rows.map(({ question, rater, tally }) => [
        question,
        rater,
        tally.first,
        tally.second,
        tally.ties,
      ]),
    ).toEqual([
      ['appeal', 'Ada', 0, 1, 1],
      ['appeal', 'Bo', 1, 0, 0],
      ['appeal', null, 1, 1, 1],
      ['preference', 'Ada', 1, 0, 0],
    ]);
  });
  it('tell sittings apart', () => {
    expect(
      new Set(
        [
          vote('Ada', 'tie', 'a'),
          vote('Bo', 'tie', 'a'),
          { ...vote('Ada', 'tie', 'a'), question: 'alignment' as const },
        ].map(sittingKey),
      ).size,
    ).toBe(3);
  });
});
