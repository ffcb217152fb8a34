// Evaluations as the page knows them: the stored list, which one is open for each purpose, its
// scores, and the one being sampled. Images are in evaluationImages.ts, what is about to be asked
// in evaluationDraft.ts.

import { createStore } from 'zustand/vanilla';
import type {
  EvaluationEntry,
  EvaluationRequest,
  EvaluationScores,
  EvaluationSummary,
} from '../../domain/evaluation';
import type { StudioFailure } from '../../bridge/protocol';
import type { Progress } from '../../bridge/studioClient';

export const AFTER_TABS = ['compare', 'evaluate', 'frontier', 'blind', 'sdedit'] as const;
export type AfterTab = (typeof AFTER_TABS)[number];
export type Purpose = EvaluationRequest['purpose'];

export interface EvaluationState {
  readonly tab: AfterTab;
  /** Null until the worker has told. */
  readonly evaluations: readonly EvaluationSummary[] | null;
  readonly openId: Readonly<Record<Purpose, string | null>>;
  /** Scores of open evaluations, by id. */
  readonly scores: Readonly<Record<string, EvaluationScores>>;
  /**
   * The evaluation being sampled, and the time left in ms as its images so far let one expect (null
   * at first).
   */
  readonly sampling: {
    readonly id: string;
    readonly progress: Progress;
    readonly left: number | null;
  } | null;
  /** Time per image that was measured last, in ms, and what it depends on (`paceKey`). */
  readonly pace: { readonly key: string; readonly ms: number } | null;
  readonly failure: StudioFailure | null;
}

export const evaluationStore = createStore<EvaluationState>(() => ({
  tab: 'compare',
  evaluations: null,
  openId: { comparison: null, frontier: null },
  scores: {},
  sampling: null,
  pace: null,
  failure: null,
}));

export function chooseTab(tab: AfterTab): void {
  evaluationStore.setState({ tab });
}

export function evaluationById(
  state: EvaluationState,
  id: string | null,
): EvaluationSummary | null {
  return state.evaluations?.find((evaluation) => evaluation.id === id) ?? null;
}

/** The one whose results are on screen: the one chosen, else the newest of its purpose. */
export function openEvaluation(state: EvaluationState, purpose: Purpose): EvaluationSummary | null {
  return (
    evaluationById(state, state.openId[purpose]) ??
    state.evaluations?.find((evaluation) => evaluation.request.purpose === purpose) ??
    null
  );
}

/** Takes in an evaluation's new state, in its place or at the head of the list. */
export function receiveEvaluation(evaluation: EvaluationSummary): void {
  evaluationStore.setState(({ evaluations }) => {
    const known = evaluations ?? [];
    return {
      evaluations: known.some(({ id }) => id === evaluation.id)
        ? known.map((one) => (one.id === evaluation.id ? evaluation : one))
        : [evaluation, ...known],
    };
  });
}

/** What the time per image depends on: requests of one key take as long for each. */
export const paceKey = ({
  modelId,
  guidanceScale,
  inferenceSteps,
  sampler,
  features,
  rewardIds,
}: Pick<
  EvaluationRequest,
  'modelId' | 'guidanceScale' | 'inferenceSteps' | 'sampler' | 'features' | 'rewardIds'
>): string =>
  JSON.stringify([modelId, guidanceScale === 1, inferenceSteps, sampler, features, rewardIds]);

/** Place of an entry in its evaluation; −1 when it is not there. */
export function entryIndex({ request }: EvaluationSummary, key: string): number {
  return request.entries.findIndex((entry) => entry.key === key);
}

export const BASE_ENTRY: Omit<EvaluationEntry, 'name'> = {
  key: 'base',
  runId: null,
  method: '',
  checkpointStep: 0,
  strength: 0,
};

/** The key of a run's checkpoint at a strength. */
export const entryKey = (runId: string, checkpointStep: number, strength: number): string =>
  `${runId}@${checkpointStep}×${strength}`;
