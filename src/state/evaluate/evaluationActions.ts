// What can be done with evaluations: make and draw one, go on, cancel, open, delete. One is drawn
// at a time; its failure stays until it is read.

import type { EvaluationRequest } from '../../domain/evaluation';
import type { Progress } from '../../bridge/studioClient';
import { client } from '../session/client';
import { forgetPictures } from './evaluationPictures';
import { evaluationById, evaluationStore, takeEvaluation, type Purpose } from './evaluationStore';
import { toFailure } from '../session/failure';

let abort: AbortController | null = null;

async function telling(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    evaluationStore.setState({ failure: toFailure(error) });
  }
}

/** Asks for the stored evaluations. */
export function loadEvaluations(): Promise<void> {
  return telling(async () => evaluationStore.setState(await client.request('listEvaluations', {})));
}

/** Draws what an evaluation lacks; another that is being drawn is left alone. */
export async function drawEvaluation(id: string): Promise<void> {
  if (evaluationStore.getState().drawing !== null) return;
  const own = new AbortController();
  abort = own;
  const found = evaluationById(evaluationStore.getState(), id);
  const before = found?.done ?? 0;
  const since = Date.now();
  evaluationStore.setState({
    drawing: {
      id,
      left: Number.NaN,
      progress: { phase: 'evaluate', done: before, total: found?.total ?? 0 },
    },
    failure: null,
  });
  try {
    const onProgress = (progress: Progress): void => {
      const left =
        progress.done > before
          ? ((Date.now() - since) / (progress.done - before)) * (progress.total - progress.done)
          : Number.NaN;
      evaluationStore.setState({ drawing: { id, progress, left } });
    };
    const { evaluation } = await client.request(
      'runEvaluation',
      { evaluationId: id },
      { signal: own.signal, onProgress },
    );
    takeEvaluation(evaluation);
  } catch (error) {
    evaluationStore.setState({ failure: toFailure(error) });
  } finally {
    evaluationStore.setState({ drawing: null });
  }
  // Also after a cancel: what is drawn has results.
  await loadEvaluations();
  await loadScores(id);
}

export function cancelEvaluation(): void {
  abort?.abort();
}

/** Stores an evaluation, opens it and draws it. */
export function makeEvaluation(request: EvaluationRequest): Promise<void> {
  evaluationStore.setState({ failure: null });
  return telling(async () => {
    const { evaluation } = await client.request('createEvaluation', { request });
    takeEvaluation(evaluation);
    showEvaluation(request.purpose, evaluation.id);
    await drawEvaluation(evaluation.id);
  });
}

export function showEvaluation(purpose: Purpose, id: string): void {
  evaluationStore.setState(({ openId }) => ({ openId: { ...openId, [purpose]: id } }));
  void loadScores(id);
}

/** Fetches the scores of an evaluation, anew. */
export function loadScores(id: string): Promise<void> {
  return telling(async () => {
    const { scores } = await client.request('evaluationScores', { evaluationId: id });
    evaluationStore.setState((state) => ({ scores: { ...state.scores, [id]: scores } }));
  });
}

/** The scores of an evaluation, once. */
export function needScores(id: string | null): void {
  if (id !== null && evaluationStore.getState().scores[id] === undefined) void loadScores(id);
}

export function deleteEvaluation(id: string): Promise<void> {
  return telling(async () => {
    await client.request('deleteEvaluation', { evaluationId: id });
    forgetPictures(id);
    evaluationStore.setState(({ evaluations }) => ({
      evaluations: (evaluations ?? []).filter((evaluation) => evaluation.id !== id),
    }));
  });
}
