// From settings and ports to a run on the device: its source of samples (a fixed set, or images
// sampled and scored while it runs), the texts, the compiled step. The one assembly that the worker
// and the command line share.

import { bucketSizes, nearestBucket } from '../data/batches/buckets';
import type { ImageSize } from '../domain/imageSize';
import type { BankState } from '../domain/online';
import { StudioError } from '../errors';
import { toPixels } from '../formats/png';
import { joinsImages, objectiveOf } from '../objectives';
import type { ImagePipeline, TextConditioning } from '../paradigms/imagePipeline';
import type { RunSettings, SettingsChange } from '../settings/runSettings';
import { runErrors } from '../strings/errors/runs';
import { givenAdapters } from './adapterAverage';
import { calibrate, calibrationOf } from './calibrate';
import type { Checkpoint } from './checkpoint';
import type { StartAdapters } from './checkpointAdapters';
import { DemonstrationSamples } from './demonstrationSamples';
import { OfflineSamples } from './offlineSamples';
import { OnlineSamples } from './onlineSamples';
import { encodedFirst } from './planMemory';
import type { RoundImages, SampleProvider, SampleSet, Scorer, SetSample } from './ports';
import type { SampleSource } from './sampleSource';
import { TrainRun } from './trainRun';

export interface RunParts {
  readonly pipeline: ImagePipeline;
  readonly settings: RunSettings;
  readonly changes: readonly SettingsChange[];
  /** Go on from here; null begins anew. */
  readonly checkpoint: Checkpoint | null;
  /** The checkpoint that the settings start from; absent where they start from the base. */
  readonly start?: StartAdapters | null;
  /** As in TrainRunOptions. */
  readonly kernels?: Readonly<Record<string, string>>;
  /** Of an offline run. */
  readonly samples: SampleProvider | null;
  /** Of an online run. */
  readonly scorer: Scorer | null;
  /** Awaited after each round of an online run, so that it can be saved. */
  onRound(bank: BankState): Promise<void>;
  /**
   * How far it is: `text` counts prompts, `embed` images seen by CLIP, `encode` images encoded
   * before the first step, `calibrate` steps and rows of the calibration, `compile` the step.
   */
  progress(
    phase: 'text' | 'embed' | 'encode' | 'calibrate' | 'compile',
    done: number,
    total: number,
  ): void;
}

export interface OpenedRun {
  readonly run: TrainRun;
  /** The fixed set; empty for an online run. */
  readonly samples: readonly SetSample[];
  /** What an online run's memory bank holds already; null before its first round. */
  readonly bank: BankState | null;
  /** Aspect ratio buckets with the images of each; null where all have the base's size. */
  readonly buckets: readonly { readonly size: ImageSize; readonly images: number }[] | null;
}

interface Opened {
  readonly source: SampleSource;
  /** The fixed set; null of an online run. */
  readonly set: OfflineSamples | null;
  readonly empty: TextConditioning;
  readonly samples: readonly SetSample[];
  readonly bank: BankState | null;
  readonly buckets: RunBuckets | null;
}

/** The sizes that the images of a set are trained at. */
interface RunBuckets {
  /** Those that have an image. */
  readonly sizes: readonly ImageSize[];
  readonly ofSample: readonly number[];
  /** One per size, to encode with. */
  readonly pipelines: readonly ImagePipeline[];
}

/**
 * Aspect ratio buckets of a set; null where the settings ask for none. Errors: BadSettings of a
 * method that learns from pairs or groups, whose images share a batch.
 */
async function runBuckets(
  signal: AbortSignal,
  set: SampleSet,
  pipeline: ImagePipeline,
  { method, training: { aspectBuckets } }: RunSettings,
): Promise<RunBuckets | null> {
  if (aspectBuckets === 'off') return null;
  const objective = objectiveOf(method);
  if (joinsImages(objective))
    throw new StudioError('BadSettings', ...runErrors.bucketsOfMethod(objective.label));
  const { imageSize, sizeStep } = pipeline.model;
  const all = bucketSizes(imageSize, sizeStep);
  const images = (await set.sizes?.(signal)) ?? set.samples.map(() => imageSize);
  const nearest = images.map((size) => nearestBucket(all, size));
  const used = [...new Set(nearest)].sort((a, b) => a - b);
  const sizes = used.map((bucket) => all[bucket]!);
  return {
    sizes,
    ofSample: nearest.map((bucket) => used.indexOf(bucket)),
    pipelines: sizes.map((size) => pipeline.atSize(size)),
  };
}

async function openSet(
  signal: AbortSignal,
  { pipeline, settings, checkpoint, samples: provider, progress }: RunParts,
): Promise<Opened> {
  if (!provider) throw new Error('an offline run was opened without a provider of samples');
  const opened = await provider.open(signal, pipeline);
  const { samples, embeddings: embed } = opened;
  const { badPrefix, embeds, data } = objectiveOf(settings.method);
  const buckets = await runBuckets(signal, opened, pipeline, settings);
  const bad = (prompt: string): string[] => (badPrefix === undefined ? [] : [badPrefix + prompt]);
  const texts = await pipeline.encodePrompts(
    signal,
    ['', ...samples.flatMap(({ caption }) => [caption, ...bad(caption)])],
    (done, total) => progress('text', done, total),
  );
  const embeddings = embeds
    ? await embed(signal, (done, total) => progress('embed', done, total))
    : null;
  const set = new OfflineSamples(
    samples.map((sample, i) => ({
      ...sample,
      text: texts.get(sample.caption)!,
      ...bad(sample.caption).map((prompt) => ({ badText: texts.get(prompt)! }))[0],
      ...(embeddings && { embedding: embeddings[i]! }),
      ...(buckets && { bucket: buckets.ofSample[i]! }),
    })),
    (until, places, bucket) =>
      opened.encode(until, places, bucket === undefined ? pipeline : buckets!.pipelines[bucket]!),
  );
  if (encodedFirst(pipeline.model.imageSize))
    await set.encodeAll(signal, (done, total) => progress('encode', done, total));
  const empty = texts.get('')!;
  const source =
    data === 'demonstrations'
      ? new DemonstrationSamples({ settings, set, pipeline, empty, checkpoint })
      : set;
  for (const other of buckets?.pipelines ?? [])
    await other.release(settings.training.weightStorage);
  return { source, set, empty, samples, bank: null, buckets };
}

async function openOnline(
  signal: AbortSignal,
  { pipeline, settings, checkpoint, scorer, onRound, progress }: RunParts,
): Promise<Opened> {
  if (!scorer) throw new StudioError('BadSettings', ...runErrors.noScorer());
  if (settings.training.aspectBuckets === 'on')
    throw new StudioError('BadSettings', ...runErrors.bucketsOnline());
  const texts = await pipeline.encodePrompts(
    signal,
    ['', ...settings.source.onlinePrompts],
    (done, total) => progress('text', done, total),
  );
  const source = new OnlineSamples({
    settings,
    texts,
    checkpoint,
    pipeline,
    async score(until, { round, prompts, encoded }) {
      const decoded = await pipeline.decode(until, encoded);
      const images: RoundImages['images'] = decoded.map((image) =>
        toPixels(image, pipeline.model.imageSize),
      );
      return scorer.score(until, { round, prompts, images });
    },
    onRound,
  });
  return {
    source,
    set: null,
    empty: texts.get('')!,
    samples: [],
    bank: source.bankState(),
    buckets: null,
  };
}

/** The changes of a run, with the one that calibration finds where it is to begin with that. */
async function withCalibration(
  signal: AbortSignal,
  { pipeline, settings, changes, checkpoint, start, progress }: RunParts,
  { set, empty, buckets }: Opened,
): Promise<readonly SettingsChange[]> {
  const rule = checkpoint === null && set ? calibrationOf(settings, changes) : null;
  if (rule === null || set === null) return changes;
  const { executor } = pipeline;
  // Its graph has one size: that of most images.
  const fullest = buckets ? set.fullestBucket() : { bucket: 0, set };
  const { model } = buckets ? buckets.pipelines[fullest.bucket]! : pipeline;
  const first = start ? givenAdapters(start) : null;
  const found = await calibrate(
    signal,
    rule,
    { executor, model, settings, empty, start: first, set: fullest.set },
    (done, total) => progress('calibrate', done, total),
  );
  return [found, ...changes];
}

/**
 * Puts a run on the device, standing at its checkpoint. The caller disposes it. Errors: abort;
 * StudioError when the set is gone, nothing scores, the checkpoint does not belong to the base, or
 * from the executor.
 */
export async function openRun(signal: AbortSignal, parts: RunParts): Promise<OpenedRun> {
  const { pipeline, settings, checkpoint, start = null, kernels = {}, progress } = parts;
  const online = settings.source.mode === 'online';
  const opened = await (online ? openOnline : openSet)(signal, parts);
  const { source, empty, samples, bank, buckets } = opened;
  // Latents and text states are in memory now: what made them gives its place to the step.
  await pipeline.release(settings.training.weightStorage);
  const changes = await withCalibration(signal, parts, opened);
  progress('compile', 0, 1);
  const run = await TrainRun.load({
    executor: pipeline.executor,
    model: pipeline.model,
    settings,
    changes,
    ...(buckets && { sizes: buckets.sizes }),
    source,
    empty,
    checkpoint,
    start,
    kernels,
  });
  const counted = buckets?.sizes.map((size, bucket) => ({
    size,
    images: buckets.ofSample.filter((one) => one === bucket).length,
  }));
  return { run, samples, bank, buckets: counted ?? null };
}
