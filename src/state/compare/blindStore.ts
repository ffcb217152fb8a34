// Blind comparison: which two models, which question, who judges; the pairs in their order, and the
// votes as they are given. Each vote is stored before the next pair is shown. Sides are known here,
// and nowhere on the page until the sitting is revealed.

import { createStore } from 'zustand/vanilla';
import type {
  Choice,
  EvaluationSummary,
  ImagePlace,
  Question,
  Vote,
} from '../../domain/evaluation';
import type { StudioFailure } from '../../bridge/protocol';
import { blindTrials, type BlindTrial } from '../../evaluate/blindTrials';
import { sittingKey } from '../../evaluate/blindVotes';
import { client } from '../session/client';
import { fetchEvaluationImages } from '../evaluate/evaluationImages';
import { entryIndex, receiveEvaluation } from '../evaluate/evaluationStore';
import { toFailure } from '../common/failure';

/** One rater on one question about one pair of entries. */
export interface Sitting {
  readonly evaluation: EvaluationSummary;
  readonly first: string;
  readonly second: string;
  readonly question: Question;
  readonly rater: string;
  readonly seed: number;
  /** Pairs still to judge, the next one first; a skipped pair goes to the end. */
  readonly waiting: readonly BlindTrial[];
  /** Votes of this sitting, oldest first. */
  readonly votes: readonly Vote[];
  readonly total: number;
}

export interface BlindState {
  readonly sitting: Sitting | null;
  /** A vote is on its way to storage. */
  readonly saving: boolean;
  /** All votes by evaluation. */
  readonly votes: Readonly<Record<string, readonly Vote[]>>;
  readonly rater: string;
  readonly failure: StudioFailure | null;
}

export const blindStore = createStore<BlindState>(() => ({
  sitting: null,
  saving: false,
  votes: {},
  rater: '',
  failure: null,
}));

export function setRater(rater: string): void {
  blindStore.setState({ rater });
}

async function withFailure(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    blindStore.setState({ failure: toFailure(error) });
  }
}

export function loadVotes(evaluationId: string): Promise<void> {
  return withFailure(async () => {
    const { votes } = await client.request('listVotes', { evaluationId });
    blindStore.setState((state) => ({ votes: { ...state.votes, [evaluationId]: votes } }));
  });
}

/** Both images of a trial, left first. */
export function trialPlaces(
  { evaluation, first, second }: Sitting,
  trial: BlindTrial,
): [ImagePlace, ImagePlace] {
  const place = (key: string): ImagePlace => ({
    entry: entryIndex(evaluation, key),
    prompt: trial.prompt,
    sample: trial.sample,
  });
  return trial.firstOnLeft ? [place(first), place(second)] : [place(second), place(first)];
}

/**
 * Begins a sitting, or goes on with the votes that it already has. `first` and `second` may come in
 * any order.
 */
export function beginSitting(
  evaluation: EvaluationSummary,
  pair: readonly [string, string],
  question: Question,
  rater: string,
): Promise<void> {
  return withFailure(async () => {
    const [first, second] = [...pair].sort(
      (a, b) => entryIndex(evaluation, a) - entryIndex(evaluation, b),
    ) as [string, string];
    await loadVotes(evaluation.id);
    const key = sittingKey({ first, second, question, rater });
    const votes = (blindStore.getState().votes[evaluation.id] ?? []).filter(
      (vote) => sittingKey(vote) === key,
    );
    const seed = votes[0]?.seed ?? crypto.getRandomValues(new Uint32Array(1))[0]!;
    const trials = blindTrials(
      seed,
      evaluation.request.prompts.length,
      evaluation.request.samplesPerPrompt,
    );
    const waiting = trials.filter(
      (trial) =>
        !votes.some((vote) => vote.prompt === trial.prompt && vote.sample === trial.sample),
    );
    blindStore.setState({
      sitting: {
        evaluation,
        first,
        second,
        question,
        rater,
        seed,
        waiting,
        votes,
        total: trials.length,
      },
      failure: null,
    });
    await preload();
  });
}

/** The images of the next pairs, so that none appears before the other. */
async function preload(): Promise<void> {
  const { sitting } = blindStore.getState();
  if (sitting !== null)
    await fetchEvaluationImages(
      sitting.evaluation.id,
      sitting.waiting.slice(0, 4).flatMap((trial) => trialPlaces(sitting, trial)),
    );
}

/** Changes the sitting, if it is still the same, and what is known of its votes. */
function take(before: Sitting, values: Pick<Sitting, 'waiting' | 'votes'>): void {
  blindStore.setState((state) => {
    const others = (state.votes[before.evaluation.id] ?? []).filter(
      (vote) => sittingKey(vote) !== sittingKey(before),
    );
    return {
      votes: { ...state.votes, [before.evaluation.id]: [...others, ...values.votes] },
      ...(state.sitting === before ? { sitting: { ...before, ...values } } : {}),
    };
  });
}

/** Runs one change at a time: keys may come faster than the storage. */
function oneByOne(work: (sitting: Sitting) => Promise<void>): Promise<void> {
  const { sitting, saving } = blindStore.getState();
  if (sitting === null || saving) return Promise.resolve();
  blindStore.setState({ saving: true, failure: null });
  return withFailure(() => work(sitting)).finally(() => blindStore.setState({ saving: false }));
}

export function vote(choice: Choice): Promise<void> {
  return oneByOne(async (sitting) => {
    const trial = sitting.waiting[0];
    if (trial === undefined) return;
    const { evaluation, first, second, question, rater, seed } = sitting;
    const given: Vote = {
      id: crypto.randomUUID(),
      evaluationId: evaluation.id,
      time: Date.now(),
      rater,
      question,
      first,
      second,
      prompt: trial.prompt,
      sample: trial.sample,
      left: trial.firstOnLeft ? first : second,
      choice,
      seed,
    };
    await client.request('saveVote', { vote: given });
    take(sitting, { waiting: sitting.waiting.slice(1), votes: [...sitting.votes, given] });
    await preload();
  });
}

/** Takes the last vote back and shows its pair again. */
export function undoVote(): Promise<void> {
  return oneByOne(async (sitting) => {
    const last = sitting.votes.at(-1);
    if (last === undefined) return;
    await client.request('deleteVote', { voteId: last.id });
    const trial: BlindTrial = {
      prompt: last.prompt,
      sample: last.sample,
      firstOnLeft: last.left === sitting.first,
    };
    take(sitting, { waiting: [trial, ...sitting.waiting], votes: sitting.votes.slice(0, -1) });
    await preload();
  });
}

/** Puts the pair at the end. */
export function skipPair(): void {
  const { sitting, saving } = blindStore.getState();
  if (sitting === null || saving || sitting.waiting.length < 2) return;
  take(sitting, {
    waiting: [...sitting.waiting.slice(1), sitting.waiting[0]!],
    votes: sitting.votes,
  });
  void withFailure(preload);
}

/** Leaves the sitting; its votes stay and it can go on later. */
export function leaveSitting(): void {
  blindStore.setState({ sitting: null });
}

/** Shows the sides: the sitting ends here, for its judge is blind no more. */
export function revealSitting(evaluationId: string, sitting: string): Promise<void> {
  return withFailure(async () => {
    const { evaluation } = await client.request('revealSitting', { evaluationId, sitting });
    receiveEvaluation(evaluation);
    blindStore.setState({ sitting: null });
  });
}
