// An evaluation's results as tables: what the page shows, exports as CSV and Markdown, and hands to
// others. One row an entry and reward, or an entry, or an image.

import type {
  EntryResult,
  EvaluationEntry,
  EvaluationScores,
  EvaluationSummary,
  Vote,
} from '../domain/evaluation';
import { holm } from '../statistics/holm';
import { voteOutcome } from './blindVotes';
import { evaluationSeed } from './sharedSeeds';
import type { Cell, Table } from './table';

const entryCells = (entry: EvaluationEntry): Cell[] => [
  entry.name,
  entry.method,
  entry.runId === null ? null : entry.checkpointStep,
  entry.strength,
];
const ENTRY_COLUMNS = ['model', 'method', 'checkpoint step', 'strength'] as const;

function withEntries({
  request,
  results,
}: EvaluationSummary): { entry: EvaluationEntry; result: EntryResult }[] {
  return request.entries.flatMap((entry) =>
    results.filter((result) => result.key === entry.key).map((result) => ({ entry, result })),
  );
}

/**
 * p values corrected by Holm over all comparisons of an evaluation, every model and reward: what is
 * said on the page and in files. NaN where there is no comparison.
 */
export function adjustedPValues(
  evaluation: EvaluationSummary,
): (entryKey: string, rewardId: string) => number {
  const compared = withEntries(evaluation).flatMap(({ entry, result }) =>
    evaluation.rewards.map(({ id }) => ({
      key: `${entry.key} ${id}`,
      p: result.rewards[id]!.comparison?.difference.pValue ?? Number.NaN,
    })),
  );
  const adjusted = holm(compared.map(({ p }) => p));
  const byKey = new Map(compared.map(({ key }, i) => [key, adjusted[i]!]));
  return (entryKey, rewardId) => byKey.get(`${entryKey} ${rewardId}`) ?? Number.NaN;
}

/**
 * One row per entry and reward: centre, spread, win rates (with ties half and strict) and paired
 * difference with their 95 % intervals; `p (Holm)` is corrected for all comparisons of the table.
 */
export function rewardTable(evaluation: EvaluationSummary): Table {
  const compared = withEntries(evaluation).flatMap(({ entry, result }) =>
    evaluation.rewards.map(({ id }) => ({ entry, id, ...result.rewards[id]! })),
  );
  const adjusted = adjustedPValues(evaluation);
  return {
    columns: [
      ...ENTRY_COLUMNS,
      'reward',
      'images',
      'mean',
      'standard deviation',
      'lower quartile',
      'median',
      'upper quartile',
      'prompts',
      'prompt win rate (median)',
      'prompt win rate lower',
      'prompt win rate upper',
      'prompt win rate strict',
      'wins',
      'ties',
      'losses',
      'win rate',
      'win rate lower',
      'win rate upper',
      'win rate strict',
      'difference (base sd)',
      'difference lower',
      'difference upper',
      'degrees of freedom',
      'p',
      'p (Holm)',
    ],
    rows: compared.map(({ entry, id, summary, comparison }) => {
      const { pictures, prompts, difference } = comparison ?? {};
      return [
        ...entryCells(entry),
        id,
        summary.count,
        summary.mean,
        summary.standardDeviation,
        summary.lowerQuartile,
        summary.median,
        summary.upperQuartile,
        evaluation.request.prompts.length,
        prompts?.share ?? null,
        prompts?.lower ?? null,
        prompts?.upper ?? null,
        prompts?.strict.share ?? null,
        pictures?.wins ?? null,
        pictures?.ties ?? null,
        pictures?.losses ?? null,
        pictures?.share ?? null,
        pictures?.lower ?? null,
        pictures?.upper ?? null,
        pictures?.strict.share ?? null,
        difference?.mean ?? null,
        difference?.lower ?? null,
        difference?.upper ?? null,
        difference?.degreesOfFreedom ?? null,
        difference?.pValue ?? null,
        comparison === null ? null : adjusted(entry.key, id),
      ];
    }),
  };
}

/** One row per entry: diversity within and between prompts, and drift from the base. */
export function driftTable(evaluation: EvaluationSummary): Table {
  return {
    columns: [
      ...ENTRY_COLUMNS,
      'features',
      'diversity within prompts',
      'diversity between prompts',
      'Fréchet distance',
      'change per picture',
      'KL(ref‖model), base’s pictures',
      'KL(model‖ref), model’s pictures',
    ],
    rows: withEntries(evaluation).map(
      ({ entry, result: { diversity, diversityAcross, drift } }) => [
        ...entryCells(entry),
        evaluation.features,
        diversity,
        diversityAcross,
        drift?.frechet ?? null,
        drift?.change ?? null,
        drift?.logRatio ?? null,
        drift?.reverseLogRatio ?? null,
      ],
    ),
  };
}

/** One row an image with its scores; images that are not sampled are left out. */
export function scoreTable(evaluation: EvaluationSummary, scores: EvaluationScores): Table {
  const { entries, prompts, rewardIds, samplesPerPrompt, seed } = evaluation.request;
  const rows = entries.flatMap((entry, e) =>
    prompts.flatMap((prompt, p) =>
      Array.from({ length: samplesPerPrompt }, (_, n): Cell[] => [
        ...entryCells(entry),
        prompt,
        evaluationSeed(p, n, seed),
        ...rewardIds.map((id) => scores[id]?.[e]?.[p]?.[n] ?? Number.NaN),
      ]),
    ),
  );
  return {
    columns: [...ENTRY_COLUMNS, 'prompt', 'seed', ...rewardIds],
    rows: rows.filter((row) => row.slice(-rewardIds.length).some((cell) => Number.isFinite(cell))),
  };
}

/** One row a vote, sides told. */
export function voteTable({ request }: EvaluationSummary, votes: readonly Vote[]): Table {
  const name = (key: string): string => {
    const entry = request.entries.find((one) => one.key === key);
    return entry === undefined
      ? key
      : entry.runId === null
        ? entry.name
        : `${entry.name}, step ${entry.checkpointStep}, × ${entry.strength}`;
  };
  return {
    columns: [
      'time',
      'rater',
      'question',
      'first',
      'second',
      'prompt',
      'seed',
      'left',
      'choice',
      'outcome',
    ],
    rows: votes.map((vote) => [
      new Date(vote.time).toISOString(),
      vote.rater,
      vote.question,
      name(vote.first),
      name(vote.second),
      request.prompts[vote.prompt] ?? '',
      evaluationSeed(vote.prompt, vote.sample, request.seed),
      name(vote.left),
      vote.choice,
      voteOutcome(vote),
    ]),
  };
}
