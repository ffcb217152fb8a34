// Samples the images of an evaluation that are missing, entry by entry, scores them and takes their
// features, and stores each batch as it is done: a cancelled, failed or killed evaluation goes on
// from there.

import { givenAdapters } from '../../runs/adapterAverage';
import type { EvaluationEntry, ImagePlace } from '../../domain/evaluation';
import { StudioError } from '../../errors';
import { pixelFeatures } from '../../evaluate/imageFeatures';
import { LogRatioProbe, type Probe } from '../../evaluate/logRatio';
import { evaluationSeed } from '../../evaluate/sharedSeeds';
import { encodePng, toPixels } from '../../formats/png';
import type { EncodedImage, ImagePipeline, SamplingAdapters } from '../../paradigms/imagePipeline';
import type { ClipFeatureSource, Reward, ScorerOf } from '../../rewards/reward';
import { scoreImages } from '../../rewards/scoreImages';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import type { EvaluationImage, EvaluationRecord, StudioDatabase } from '../../storage/database';
import { sampledNames, imageName, putImages, updateEvaluation } from '../../storage/evaluations';
import { getRun } from '../../storage/runs';
import { runAdapters } from '../../runs/samplingAdapters';
import { workerErrors } from '../../strings/errors/worker';

/** Images sampled between two writes. */
const CHUNK = 16;
/** Prompts whose base image is probed. */
const PROBE_PROMPTS = 16;

export interface SamplingParts {
  readonly db: StudioDatabase;
  readonly pipeline: ImagePipeline;
  readonly rewards: readonly Reward[];
  /** For the features; null by pixels. */
  readonly scorer: ClipFeatureSource | null;
  readonly scorerOf: ScorerOf;
}

/**
 * The adapters of an entry, null for the base. Errors: BadCheckpoint when the run or its checkpoint
 * is gone.
 */
export async function entryAdapters(
  { db, pipeline }: Pick<SamplingParts, 'db' | 'pipeline'>,
  entry: EvaluationEntry,
): Promise<SamplingAdapters | null> {
  if (entry.runId === null) return null;
  const run = await getRun(db, entry.runId);
  const checkpoint = run && (await createIdbCheckpointStore(db).load(run.id, entry.checkpointStep));
  if (!run || !checkpoint) {
    throw new StudioError(
      'BadCheckpoint',
      ...workerErrors.evaluation.checkpointGone(entry.checkpointStep, entry.name),
    );
  }
  return runAdapters(pipeline.model, run.settings, givenAdapters(checkpoint), entry.strength);
}

/** Places of entry number `entry` that are not sampled yet. */
function missingPlaces(
  { request }: EvaluationRecord,
  entry: number,
  drawn: ReadonlySet<string>,
): ImagePlace[] {
  const all = request.prompts.flatMap((_, prompt) =>
    Array.from({ length: request.samplesPerPrompt }, (__, sample) => ({ entry, prompt, sample })),
  );
  return all.filter((place) => !drawn.has(imageName(place)));
}

async function samplePlaces(
  parts: SamplingParts,
  evaluation: EvaluationRecord,
  places: readonly ImagePlace[],
  adapters: SamplingAdapters | null,
  signal: AbortSignal,
  progress: (done: number) => void,
): Promise<{ images: EvaluationImage[]; encoded: EncodedImage[] }> {
  const { pipeline, rewards, scorer, scorerOf } = parts;
  const { prompts: all, seed, guidanceScale, inferenceSteps, sampler = null } = evaluation.request;
  const prompts = places.map((place) => all[place.prompt]!);
  const seeds = places.map((place) => evaluationSeed(place.prompt, place.sample, seed));
  const encoded = await pipeline.sampleEncoded(
    signal,
    { prompts, seeds, guidanceScale, inferenceSteps, sampler, adapters },
    progress,
  );
  const images = (await pipeline.decode(signal, encoded)).map((image) =>
    toPixels(image, pipeline.model.imageSize),
  );
  const scores = await scoreImages(signal, scorerOf, rewards, images, prompts);
  const features =
    evaluation.features === 'clip'
      ? (await scorer!.features(signal, images, null)).map((feature) => feature.imageEmbedding)
      : images.map(pixelFeatures);
  return {
    encoded,
    images: places.map((place, i) => ({
      ...place,
      evaluationId: evaluation.id,
      name: imageName(place),
      png: encodePng(images[i]!.rgb, images[i]!.width, images[i]!.height),
      scores: Object.fromEntries(rewards.map((reward, r) => [reward.id, scores[r]![i]!])),
      feature: features[i]!,
    })),
  };
}

/**
 * A model's first image of every probed prompt: what log-ratios are measured on. Those in `kept`
 * (by prompt) were drawn a moment ago, the others are drawn again from their seeds.
 */
async function probeOf(
  { pipeline }: SamplingParts,
  { request }: EvaluationRecord,
  signal: AbortSignal,
  adapters: SamplingAdapters | null,
  kept: ReadonlyMap<number, EncodedImage> = new Map(),
): Promise<Probe> {
  const prompts = request.prompts.slice(0, PROBE_PROMPTS);
  const { guidanceScale, inferenceSteps, sampler = null, seed } = request;
  const missing = [...prompts.keys()].filter((prompt) => !kept.has(prompt));
  const drawn =
    missing.length === 0
      ? []
      : await pipeline.sampleEncoded(signal, {
          prompts: missing.map((prompt) => prompts[prompt]!),
          seeds: missing.map((prompt) => evaluationSeed(prompt, 0, seed)),
          guidanceScale,
          inferenceSteps,
          sampler,
          adapters,
        });
  const all = new Map([...kept, ...missing.map((prompt, i) => [prompt, drawn[i]!] as const)]);
  return { prompts, encoded: prompts.map((_, prompt) => all.get(prompt)!) };
}

/**
 * Samples all that is missing and measures the log-ratios that are. Errors: abort; BadCheckpoint;
 * StorageFull; what the executor says.
 */
export async function sampleEvaluation(
  parts: SamplingParts,
  evaluation: EvaluationRecord,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const { request } = evaluation;
  const logRatios: Record<string, number> = { ...evaluation.logRatios };
  const reverseLogRatios: Record<string, number> = { ...evaluation.reverseLogRatios };
  let probe: LogRatioProbe | null = null;
  const total = request.entries.length * request.prompts.length * request.samplesPerPrompt;
  const drawn = await sampledNames(parts.db, evaluation.id);
  let done = drawn.size;
  progress(done, total);
  try {
    for (const [index, entry] of request.entries.entries()) {
      const missing = missingPlaces(evaluation, index, drawn);
      const measured =
        entry.runId === null ||
        (logRatios[entry.key] !== undefined && reverseLogRatios[entry.key] !== undefined);
      if (missing.length === 0 && measured) continue;
      const adapters = await entryAdapters(parts, entry);
      const kept = new Map<number, EncodedImage>();
      for (let start = 0; start < missing.length; start += CHUNK) {
        signal.throwIfAborted();
        const places = missing.slice(start, start + CHUNK);
        const before = done;
        const { images, encoded } = await samplePlaces(
          parts,
          evaluation,
          places,
          adapters,
          signal,
          (part) => progress(before + part, total),
        );
        await putImages(parts.db, images);
        places.forEach(({ prompt, sample }, i) => {
          if (sample === 0 && prompt < PROBE_PROMPTS) kept.set(prompt, encoded[i]!);
        });
        done = before + places.length;
        progress(done, total);
      }
      if (measured) continue;
      probe ??= new LogRatioProbe(parts.pipeline, await probeOf(parts, evaluation, signal, null));
      const own = await probeOf(parts, evaluation, signal, adapters, kept);
      logRatios[entry.key] = await probe.logRatio(signal, adapters!);
      reverseLogRatios[entry.key] = await probe.reverseLogRatio(signal, adapters!, own);
      await updateEvaluation(parts.db, evaluation.id, { logRatios, reverseLogRatios });
    }
  } finally {
    await probe?.dispose();
  }
}
