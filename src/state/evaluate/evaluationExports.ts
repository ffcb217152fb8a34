// Files of an evaluation, made on the page and handed to the browser: tables as CSV and Markdown,
// images as one labelled PNG.

import type { EvaluationSummary } from '../../domain/evaluation';
import { voteSummaries, sittingKey } from '../../evaluate/blindVotes';
import { driftTable, rewardTable, scoreTable, voteTable } from '../../evaluate/resultTables';
import { toCsv, toMarkdown } from '../../evaluate/table';
import { strings } from '../../strings';
import { percent, whole } from '../../strings/format';
import { blindStore } from '../compare/blindStore';
import { client } from '../session/client';
import { entryLabel } from './evaluationDraft';
import { countIn, heldOutStore } from './heldOut';
import { evaluationStore } from './evaluationStore';
import { fetchEvaluationImages, imageUrl } from './evaluationImages';
import { toFailure } from '../common/failure';
import { drawSheet } from '../common/imageSheet';
import { download } from '../common/imageUrls';

const text = strings.evaluate;

/** A file name made of an evaluation's, without an ending. */
export function fileName({ request }: EvaluationSummary): string {
  return request.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^-+|-+$/gu, '');
}

async function withFailure(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    evaluationStore.setState({ failure: toFailure(error) });
  }
}

/**
 * Rewards, diversity and drift: two tables in Markdown; one in CSV, where each row of a model and
 * reward ends with the model's drift.
 */
export function exportResults(evaluation: EvaluationSummary, kind: 'csv' | 'md'): void {
  const [rewards, drifts] = [rewardTable(evaluation), driftTable(evaluation)];
  if (kind === 'md') {
    const { request } = evaluation;
    const tested = countIn(request.prompts, heldOutStore.getState()[request.modelId]?.test ?? []);
    const opened = tested === 0 ? '' : `${text.testWereOpened(whole(tested))}\n\n`;
    const amount = text.amount(
      request.entries.length,
      request.prompts.length,
      request.samplesPerPrompt,
      String(evaluation.total),
    );
    const body =
      `# ${request.name}\n\n${amount}\n\n${opened}` +
      `${toMarkdown(rewards)}\n${toMarkdown(drifts)}`;
    download(`${fileName(evaluation)}-results.md`, body, 'text/markdown');
    return;
  }
  const perEntry = drifts.columns.slice(4);
  const perReward = evaluation.rewards.length;
  download(
    `${fileName(evaluation)}-results.csv`,
    toCsv({
      columns: [...rewards.columns, ...perEntry],
      rows: rewards.rows.map((row, index) => [
        ...row,
        ...drifts.rows[Math.floor(index / perReward)]!.slice(4),
      ]),
    }),
    'text/csv',
  );
}

export function exportScores(evaluation: EvaluationSummary): Promise<void> {
  return withFailure(async () => {
    const { scores } = await client.request('evaluationScores', { evaluationId: evaluation.id });
    download(
      `${fileName(evaluation)}-scores.csv`,
      toCsv(scoreTable(evaluation, scores)),
      'text/csv',
    );
  });
}

/**
 * First samples of all prompts and models as one PNG, rows named by prompt and columns by model.
 */
export function exportImages(evaluation: EvaluationSummary): Promise<void> {
  return withFailure(async () => {
    const { entries, prompts } = evaluation.request;
    const places = prompts.map((_, prompt) =>
      entries.map((__, entry) => ({ entry, prompt, sample: 0 })),
    );
    await fetchEvaluationImages(evaluation.id, places.flat());
    const sheet = await drawSheet(
      entries.map(entryLabel),
      prompts,
      places.map((row) => row.map((place) => imageUrl(evaluation.id, place))),
    );
    download(`${fileName(evaluation)}-images.png`, sheet, 'image/png');
  });
}

/** Votes of the sittings that are revealed: one row a vote, or their counts. */
export function exportVotes(evaluation: EvaluationSummary, kind: 'csv' | 'md'): void {
  const votes = (blindStore.getState().votes[evaluation.id] ?? []).filter((vote) =>
    evaluation.revealed.includes(sittingKey(vote)),
  );
  if (kind === 'csv') {
    download(`${fileName(evaluation)}-votes.csv`, toCsv(voteTable(evaluation, votes)), 'text/csv');
    return;
  }
  const name = (key: string): string => {
    const entry = evaluation.request.entries.find((one) => one.key === key);
    return entry === undefined ? key : entryLabel(entry);
  };
  download(
    `${fileName(evaluation)}-votes.md`,
    toMarkdown({
      columns: [
        text.pairColumn,
        text.question,
        text.raterColumn,
        text.votesFirst,
        text.votesTies,
        text.votesSecond,
        text.shareColumn,
      ],
      rows: voteSummaries(votes).map(({ first, second, question, rater, tally }) => [
        `${name(first)} / ${name(second)}`,
        text.questions[question],
        rater ?? text.everyone,
        tally.first,
        tally.ties,
        tally.second,
        `${percent(tally.share)} [${percent(tally.lower)}, ${percent(tally.upper)}]`,
      ]),
    }),
    'text/markdown',
  );
}
