// Stored blind votes in terms of the models: what one says, which sitting it belongs to, and the
// counts over sittings.

import type { Vote } from '../domain/evaluation';
import { outcomeOf, tally, type Outcome, type Tally } from './blindTrials';

export function voteOutcome(vote: Vote): Outcome {
  return outcomeOf(vote.choice, vote.left === vote.first);
}

/** Names a sitting: one rater on one question about one pair. */
export function sittingKey({
  first,
  second,
  question,
  rater,
}: Pick<Vote, 'first' | 'second' | 'question' | 'rater'>): string {
  return JSON.stringify([first, second, question, rater]);
}

/**
 * Counts of the revealed votes by pair and question, a row a rater and one for all of them where
 * there are several.
 */
export interface VoteSummary {
  readonly first: string;
  readonly second: string;
  readonly question: Vote['question'];
  /** Null = all raters. */
  readonly rater: string | null;
  readonly tally: Tally;
}

export function voteSummaries(votes: readonly Vote[]): VoteSummary[] {
  const groups = new Map<string, Vote[]>();
  for (const vote of votes) {
    const key = JSON.stringify([vote.first, vote.second, vote.question]);
    groups.set(key, [...(groups.get(key) ?? []), vote]);
  }
  return [...groups.values()].flatMap((group) => {
    const { first, second, question } = group[0]!;
    const raters = [...new Set(group.map((vote) => vote.rater))].sort((a, b) => a.localeCompare(b));
    const row = (rater: string | null): VoteSummary => ({
      first,
      second,
      question,
      rater,
      tally: tally(group.filter((vote) => rater === null || vote.rater === rater).map(voteOutcome)),
    });
    return [...raters.map(row), ...(raters.length > 1 ? [row(null)] : [])];
  });
}
