// What a headless run learns from: a scored set, or pictures drawn while it runs (UPO Alg. 2) from
// the set's prompts. The same split between training and held-out prompts for both, so that their
// reports compare.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepMetrics } from '../../../src/domain/metrics';
import { groupOf } from '../../../src/data/labels/promptThreshold';
import { resolveThreshold } from '../../../src/data/labels/threshold';
import { StudioError } from '../../../src/errors';
import { toRgb } from '../../../src/formats/png';
import type { ImagePipeline, TextConditioning } from '../../../src/paradigms/imagePipeline';
import { permutation, STREAMS } from '../../../src/random/philox';
import { scoreImages, type ClipFeatureSource, type Reward } from '../../../src/rewards';
import { picturesDrawn } from '../../../src/settings/onlinePlan';
import type { RunSettings } from '../../../src/settings/runSettings';
import type { Checkpoint } from '../../../src/runs/checkpoint';
import type { RunFacts } from '../../../src/runs/exportLora';
import { OfflineSamples } from '../../../src/runs/offlineSamples';
import { OnlineSamples } from '../../../src/runs/onlineSamples';
import type { SampleSource } from '../../../src/runs/sampleSource';
import type { AlignArguments } from './arguments';
import { loadSet, PUBLIC, type LoadedImage } from './data';
import { progressBar } from './progressBar';

interface DemoPrompts {
  demo: string[];
  validation: string[];
  test: string[];
}

/** Prompts the report uses, and what is left to learn from. */
interface Split {
  readonly heldOut: readonly string[];
  readonly images: readonly LoadedImage[];
  /** Each once. */
  readonly prompts: readonly string[];
}

/** What a run needs of a scored image. */
type ScoredImage = Pick<LoadedImage, 'pixels' | 'caption' | 'score'> & {
  readonly groupId?: string | null;
};

type Learned = Pick<RunFacts, 'imageCount' | 'tau' | 'positiveCount' | 'negativeCount'>;

/** What a run learned from, known when it is over. `words` for the report. */
export interface Learning {
  readonly facts: Learned;
  readonly words: string;
}

export interface AlignSource {
  readonly source: SampleSource;
  readonly texts: ReadonlyMap<string, TextConditioning>;
  learned(settings: RunSettings, metrics: readonly StepMetrics[]): Learning;
}

/** The prompt lists of a base's demo. Errors: BadScoreFile where it has none. */
export async function demoPrompts(base: string): Promise<DemoPrompts> {
  const path = join(PUBLIC, 'demo', base, 'prompts.json');
  return JSON.parse(
    await readFile(path, 'utf8').catch(() => {
      throw new StudioError(
        'BadScoreFile',
        `${base} has no demo (${path} is not there).`,
        'Give a set of your own with --data, or another base.',
      );
    }),
  ) as DemoPrompts;
}

/** Which prompts are held out. An online run reads no image of the demo. */
export async function splitPrompts(args: AlignArguments, imageSize: number): Promise<Split> {
  const unique = (images: readonly LoadedImage[]): string[] => [
    ...new Set(images.map((image) => image.caption)),
  ];
  const named =
    args.prompts !== null && args.prompts !== 'test' && args.prompts !== 'validation'
      ? (JSON.parse(await readFile(args.prompts, 'utf8')) as string[])
      : null;
  if (args.data === 'demo') {
    const lists = await demoPrompts(args.base);
    const images = args.online
      ? []
      : await loadSet(join(PUBLIC, 'demo', args.base, 'demo.zip'), imageSize);
    return {
      heldOut: named ?? lists[(args.prompts ?? 'test') as 'test' | 'validation'],
      images,
      prompts: lists.demo,
    };
  }
  const images = await loadSet(args.data, imageSize);
  const all = unique(images);
  if (named) return { heldOut: named, images, prompts: all };
  const count = all.length >= 10 ? Math.ceil(all.length / 10) : 0;
  const held = new Set(
    [...permutation(0, { stream: STREAMS.evaluation, step: 0, item: 0 }, all.length)]
      .slice(0, count)
      .map((i) => all[i]!),
  );
  const train = images.filter((image) => !held.has(image.caption));
  return { heldOut: [...held], images: train, prompts: unique(train) };
}

/** A scored set: images to what is trained on, prompts to embeddings. */
export async function offlineSource(
  signal: AbortSignal,
  pipeline: ImagePipeline,
  images: readonly ScoredImage[],
): Promise<AlignSource> {
  const encoding = progressBar('encoding', images.length);
  const encoded = await pipeline.encodeImages(
    signal,
    images.map((image) => image.pixels),
    (done) => encoding(done),
  );
  const texts = await pipeline.encodePrompts(signal, ['', ...images.map((image) => image.caption)]);
  return {
    texts,
    source: new OfflineSamples(
      images.map((image, i) => ({
        encoded: encoded[i]!,
        text: texts.get(image.caption)!,
        score: image.score,
        group: groupOf(image),
      })),
    ),
    learned(settings) {
      const {
        origin,
        rawTau: tau,
        positiveCount,
        negativeCount,
      } = resolveThreshold(
        images.map((image) => image.score),
        settings,
        images.map(groupOf),
      );
      return {
        facts: { imageCount: images.length, tau, positiveCount, negativeCount },
        words:
          `${images.length} images, τ (${origin}) = ${tau.toFixed(4)} (${positiveCount} ` +
          `at or above, ${negativeCount} below)`,
      };
    },
  };
}

interface OnlineScoring {
  readonly reward: Reward;
  /** Null where the reward reads pixels alone. */
  readonly scorer: ClipFeatureSource | null;
  /** A round is in the bank; while the bank fills no step will save it. */
  onFilling(): Promise<void>;
}

/**
 * Pictures of `settings.onlinePrompts`, drawn by the reference and scored by the reward while the
 * run goes on.
 */
export async function onlineSource(
  signal: AbortSignal,
  pipeline: ImagePipeline,
  settings: RunSettings,
  checkpoint: Checkpoint | null,
  { reward, scorer, onFilling }: OnlineScoring,
): Promise<AlignSource> {
  const texts = await pipeline.encodePrompts(signal, ['', ...settings.onlinePrompts]);
  const size = pipeline.model.imageSize;
  const filling = progressBar('filling the bank', picturesDrawn(settings, 0));
  return {
    texts,
    source: new OnlineSamples({
      settings,
      pipeline,
      texts,
      checkpoint,
      async score(until, drawn) {
        const pictures = (await pipeline.decode(until, drawn.encoded)).map((image) => ({
          width: size,
          height: size,
          rgb: toRgb(image, 0, size, size),
        }));
        return (await scoreImages(until, scorer, [reward], pictures, drawn.prompts))[0]!;
      },
      async onRound({ round, size: held, needed }) {
        if ((round + 1) * settings.batchSize <= picturesDrawn(settings, 0))
          filling((round + 1) * settings.batchSize);
        if (held < needed) await onFilling();
      },
    }),
    learned(given, metrics) {
      const labelled = (label: number): number =>
        metrics.reduce((sum, { labels }) => sum + labels.filter((one) => one === label).length, 0);
      const facts = {
        imageCount: picturesDrawn(given, metrics.length),
        tau: metrics.at(-1)?.tau ?? Number.NaN,
        positiveCount: labelled(1),
        negativeCount: labelled(0),
      };
      return {
        facts,
        words:
          `online: ${given.onlinePrompts.length} prompts, ${facts.imageCount} pictures ` +
          `drawn, memory bank ${given.bankSize}, ${given.stepsPerRound} steps a round, ` +
          'reference ' +
          `${given.referenceUpdate === 'epoch' ? 'updated each epoch' : 'never updated'}, ` +
          `last τ = ${facts.tau.toFixed(4)} (${facts.positiveCount} samples trained as ` +
          `good, ${facts.negativeCount} as bad)`,
      };
    },
  };
}
