// Commands about evaluations and blind votes. What is sampled and how is in evaluationSampling.ts,
// what follows from it in src/evaluate.

import type { EvaluationCommands } from '../../bridge/evaluationProtocol';
import type { EvaluationRequest, EvaluationSummary } from '../../domain/evaluation';
import { StudioError } from '../../errors';
import { entryResults, scoresByPlace } from '../../evaluate/entryResults';
import { MOST_SAMPLES } from '../../evaluate/sharedSeeds';
import { SAMPLER_NAMES } from '../../formats/schedulerConfig';
import type { EvaluationRecord } from '../../storage/database';
import {
  deleteEvaluation,
  sampledNames,
  getEvaluation,
  getImages,
  listEvaluations,
  listImages,
  putEvaluation,
  updateEvaluation,
} from '../../storage/evaluations';
import { getRun } from '../../storage/runs';
import { deleteVote, listVotes, putVote } from '../../storage/votes';
import { sampleEvaluation } from '../services/evaluationSampling';
import type { EvaluationScoring } from '../services/evaluationScoring';
import type { CommandHandlers } from '../services/command';
import type { Studio } from '../services/studio';
import { workerErrors } from '../../strings/errors/worker';

/** What the commands need of the studio. */
export type EvaluationStudio = Pick<Studio, 'db' | 'pipeline' | 'model' | 'readAsset' | 'drawing'>;

const bad = (said: readonly [happened: string, next: string]): StudioError =>
  new StudioError('BadSettings', ...said);

/** Errors: BadSettings when the request cannot be drawn as it is. */
async function checkRequest(
  { db }: Pick<EvaluationStudio, 'db'>,
  request: EvaluationRequest,
): Promise<void> {
  const {
    entries,
    prompts,
    samplesPerPrompt,
    guidanceScale,
    inferenceSteps,
    sampler,
    rewardIds,
    seed,
  } = request;
  const said = workerErrors.evaluation;
  if (entries[0]?.runId !== null) throw bad(said.firstIsBase());
  if (new Set(entries.map(({ key }) => key)).size !== entries.length) throw bad(said.sameEntries());
  if (prompts.length === 0) throw bad(said.noPrompts());
  if (rewardIds.length === 0) throw bad(said.noReward());
  if (!(
    Number.isInteger(samplesPerPrompt) &&
    samplesPerPrompt >= 1 &&
    samplesPerPrompt < MOST_SAMPLES
  ))
    throw bad(said.samples(samplesPerPrompt, MOST_SAMPLES - 1));
  if (!(
    Number.isInteger(inferenceSteps) &&
    inferenceSteps >= 1 &&
    Number.isFinite(guidanceScale) &&
    Number.isSafeInteger(seed) &&
    seed >= 0
  ))
    throw bad(said.sampling(guidanceScale, inferenceSteps, seed));
  if (sampler && !SAMPLER_NAMES.includes(sampler))
    throw bad(workerErrors.noSampler(sampler, SAMPLER_NAMES));
  for (const { runId, name, strength } of entries.slice(1)) {
    const run = runId === null ? null : await getRun(db, runId);
    if (!run) throw bad(said.runGone(name));
    if (run.modelId !== request.modelId)
      throw bad(said.otherBase(name, run.modelId, request.modelId));
    if (!Number.isFinite(strength)) throw bad(said.strength(name));
  }
}

/** Results stored before intervals were t intervals: they are computed again from the images. */
const hasOlderResults = ({ results }: EvaluationRecord): boolean =>
  results.some(({ diversityAcross }) => (diversityAcross as number | undefined) === undefined);

/** What the page sees of an evaluation. `drawing`: it is being drawn at this moment. */
async function summarise(
  { db }: Pick<EvaluationStudio, 'db'>,
  { modelHash: _, logRatios: __, reverseLogRatios: ___, ...record }: EvaluationRecord,
  drawing: boolean,
): Promise<EvaluationSummary> {
  const { entries, prompts, samplesPerPrompt } = record.request;
  const status = record.status === 'finished' ? 'finished' : drawing ? 'drawing' : 'paused';
  return {
    ...record,
    status,
    done: (await sampledNames(db, record.id)).size,
    total: entries.length * prompts.length * samplesPerPrompt,
  };
}

export function evaluationCommands(
  studio: EvaluationStudio,
  scoring: EvaluationScoring,
): Pick<CommandHandlers, keyof EvaluationCommands> {
  /** The one being drawn. */
  let drawing: string | null = null;
  const record = async (id: string): Promise<EvaluationRecord> => {
    const found = await getEvaluation(studio.db, id);
    if (!found) throw bad(workerErrors.evaluation.gone());
    return found;
  };
  const summary = async (found: EvaluationRecord): Promise<EvaluationSummary> =>
    summarise(studio, found, drawing === found.id);

  /** Stores what follows from the images there are. */
  const settle = async (found: EvaluationRecord): Promise<EvaluationRecord> => {
    const images = await listImages(studio.db, found.id);
    const { entries, prompts, samplesPerPrompt } = found.request;
    const finished = images.length === entries.length * prompts.length * samplesPerPrompt;
    const { logRatios = {}, reverseLogRatios = {} } =
      (await getEvaluation(studio.db, found.id)) ?? {};
    const ratios = Object.fromEntries(
      Object.keys(reverseLogRatios).map((key) => [
        key,
        { logRatio: logRatios[key]!, reverseLogRatio: reverseLogRatios[key]! },
      ]),
    );
    const results = entryResults(found.request, images, found.features, ratios);
    return (
      (await updateEvaluation(studio.db, found.id, {
        results,
        featureCount: images[0]?.feature.length ?? 0,
        status: finished ? 'finished' : 'paused',
      })) ?? found
    );
  };

  return {
    async listEvaluations() {
      const records = await Promise.all(
        (await listEvaluations(studio.db)).map(async (found) =>
          hasOlderResults(found) ? settle(found) : found,
        ),
      );
      return { evaluations: await Promise.all(records.map(summary)) };
    },

    async createEvaluation({ request }) {
      await checkRequest(studio, request);
      const rewards = await scoring.rewards(request.rewardIds);
      const { model } = await studio.pipeline(request.modelId);
      const made: EvaluationRecord = {
        id: crypto.randomUUID(),
        createdAt: Date.now(),
        request,
        modelHash: model.hash,
        logRatios: {},
        features:
          request.features === 'clip' && (await scoring.scorer()) !== null ? 'clip' : 'pixels',
        featureCount: 0,
        rewards: rewards.map(({ id, label, formula }) => ({ id, label, formula })),
        status: 'paused',
        results: [],
        revealed: [],
      };
      await putEvaluation(studio.db, made);
      return { evaluation: await summary(made) };
    },

    async runEvaluation({ evaluationId }, { signal, progress }) {
      const found = await record(evaluationId);
      await studio.drawing.alone(
        { id: evaluationId, name: found.request.name, kind: 'evaluation' },
        signal,
        async (until) => {
          drawing = evaluationId;
          try {
            const pipeline = await studio.pipeline(found.request.modelId);
            const said = workerErrors.evaluation;
            if (pipeline.model.hash !== found.modelHash)
              throw new StudioError('BadModel', ...said.baseChanged());
            const rewards = await scoring.rewards(found.request.rewardIds);
            const scorer = found.features === 'clip' ? await scoring.scorer() : null;
            if (found.features === 'clip' && scorer === null)
              throw new StudioError('BadModel', ...said.noScorer());
            await sampleEvaluation(
              { db: studio.db, pipeline, rewards, scorer, scorerOf: scoring.scorerOf },
              found,
              until,
              (done, total) => progress('evaluate', done, total),
            );
          } finally {
            drawing = null;
            await settle(found);
          }
        },
      );
      return { evaluation: await summary(await record(evaluationId)) };
    },

    async evaluationScores({ evaluationId }) {
      const { request } = await record(evaluationId);
      return { scores: scoresByPlace(request, await listImages(studio.db, evaluationId)) };
    },
    async evaluationImages({ evaluationId, places }) {
      const images = await getImages(studio.db, evaluationId, places);
      return {
        images: images.map(({ entry, prompt, sample, png }) => ({
          place: { entry, prompt, sample },
          png,
        })),
      };
    },
    async deleteEvaluation({ evaluationId }) {
      await studio.drawing.stop(evaluationId);
      await deleteEvaluation(studio.db, evaluationId);
      return {};
    },

    async listVotes({ evaluationId }) {
      return { votes: await listVotes(studio.db, evaluationId) };
    },
    async saveVote({ vote }) {
      await record(vote.evaluationId);
      await putVote(studio.db, vote);
      return {};
    },
    async deleteVote({ voteId }) {
      await deleteVote(studio.db, voteId);
      return {};
    },
    async revealSitting({ evaluationId, sitting }) {
      const { revealed } = await record(evaluationId);
      const changed = await updateEvaluation(studio.db, evaluationId, {
        revealed: [...new Set([...revealed, sitting])],
      });
      return { evaluation: await summary(changed ?? (await record(evaluationId))) };
    },

    async heldOutPrompts({ modelId }) {
      const { demo } = studio.model(modelId);
      if (demo === null) return { validation: [], test: [] };
      const text = new TextDecoder().decode(await studio.readAsset(`${demo}/prompts.json`));
      const { validation, test } = JSON.parse(text) as { validation: string[]; test: string[] };
      return { validation, test };
    },
  };
}
