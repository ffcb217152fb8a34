// What can be done with evaluations: make and sample one, go on, cancel, open, delete. One is
// sampled at a time; its failure stays until it is read.

import type { EvaluationRequest } from '../../domain/evaluation';
import { client } from '../session/client';
import { forgetImages } from './evaluationImages';
import {
  evaluationById,
  evaluationStore,
  paceKey,
  receiveEvaluation,
  type Purpose,
} from './evaluationStore';
import { toFailure } from '../common/failure';
import { task } from '../common/task';

async function withFailure(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    evaluationStore.setState({ failure: toFailure(error) });
  }
}

/** Asks for the stored evaluations. */
export function loadEvaluations(): Promise<void> {
  return withFailure(async () =>
    evaluationStore.setState(await client.request('listEvaluations', {})),
  );
}

let sampledId = '';
const sampling = task(({ busy, left = null, ...state }) => {
  const request = evaluationById(evaluationStore.getState(), sampledId)?.request;
  const ms = busy && left !== null ? left / (busy.total - busy.done) : Number.NaN;
  evaluationStore.setState({
    ...state,
    ...(busy !== undefined && { sampling: busy && { id: sampledId, progress: busy, left } }),
    ...(request && Number.isFinite(ms) && { pace: { key: paceKey(request), ms } }),
  });
});
export const cancelEvaluation = sampling.cancel;

/** Samples what an evaluation lacks; another that is being sampled is left alone. */
export async function sampleEvaluation(id: string): Promise<void> {
  if (evaluationStore.getState().sampling !== null) return;
  const found = evaluationById(evaluationStore.getState(), id);
  sampledId = id;
  const reply = await sampling.run(
    { phase: 'evaluate', done: found?.done ?? 0, total: found?.total ?? 0 },
    (options) => client.request('runEvaluation', { evaluationId: id }, options),
  );
  if (reply !== null) receiveEvaluation(reply.evaluation);
  // Also after a cancel: what is sampled has results.
  await loadEvaluations();
  await loadScores(id);
}

/** Stores an evaluation, opens it and samples it. */
export function makeEvaluation(request: EvaluationRequest): Promise<void> {
  evaluationStore.setState({ failure: null });
  return withFailure(async () => {
    const { evaluation } = await client.request('createEvaluation', { request });
    receiveEvaluation(evaluation);
    showEvaluation(request.purpose, evaluation.id);
    await sampleEvaluation(evaluation.id);
  });
}

export function showEvaluation(purpose: Purpose, id: string): void {
  evaluationStore.setState(({ openId }) => ({ openId: { ...openId, [purpose]: id } }));
  void loadScores(id);
}

/** Fetches the scores of an evaluation, anew. */
export function loadScores(id: string): Promise<void> {
  return withFailure(async () => {
    const { scores } = await client.request('evaluationScores', { evaluationId: id });
    evaluationStore.setState((state) => ({ scores: { ...state.scores, [id]: scores } }));
  });
}

/** The scores of an evaluation, once. */
export function needScores(id: string | null): void {
  if (id !== null && evaluationStore.getState().scores[id] === undefined) void loadScores(id);
}

export function deleteEvaluation(id: string): Promise<void> {
  return withFailure(async () => {
    await client.request('deleteEvaluation', { evaluationId: id });
    forgetImages(id);
    evaluationStore.setState(({ evaluations }) => ({
      evaluations: (evaluations ?? []).filter((evaluation) => evaluation.id !== id),
    }));
  });
}
