// What a headless run learns from, as ports of runs/: a scored set, or a reward that scores images
// sampled while it runs (UPO Alg. 2) from the set's prompts. The same split between training and
// held-out prompts for both, so that their reports compare.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { comparedPlaces } from '../../../src/data/pairs/trainingPairs';
import { groupOf } from '../../../src/data/labels/promptThreshold';
import { thresholdOrigin } from '../../../src/data/labels/threshold';
import { StudioError } from '../../../src/errors';
import { toModelInput } from '../../../src/data/import/resample';
import { sha256 } from '../../../src/formats/sha256';
import { toPixels } from '../../../src/formats/png';
import { permutation, STREAMS } from '../../../src/random/philox';
import {
  jointEmbeddings,
  scoreImages,
  type ClipFeatureSource,
  type Reward,
  type ScorerOf,
} from '../../../src/rewards';
import type { RunSettings } from '../../../src/settings/runSettings';
import type { LearnedFrom } from '../../../src/runs/learnedFrom';
import type { SampleProvider, Scorer } from '../../../src/runs/ports';
import type { ImageSize } from '../../../src/domain/imageSize';
import type { AlignArguments } from './arguments';
import { loadSet, PUBLIC, type LoadedImage } from './data';

interface DemoPrompts {
  demo: string[];
  validation: string[];
  test: string[];
}

/** Prompts the report uses, and what is left to learn from. */
interface Split {
  readonly heldOut: readonly string[];
  /** What the held-out prompts are called in the report. */
  readonly promptList: string;
  readonly images: readonly LoadedImage[];
  /** Each once. */
  readonly prompts: readonly string[];
}

/** What a run needs of a scored image. */
type ScoredImage = Pick<LoadedImage, 'pixels' | 'fileName' | 'caption' | 'score'> & {
  readonly preferredOver?: readonly string[];
  readonly groupId?: string | null;
  /** At its own size; absent where its pixels are all there is. */
  readonly decode?: LoadedImage['decode'];
};

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
export async function splitPrompts(args: AlignArguments, imageSize: ImageSize): Promise<Split> {
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
      heldOut: named ?? lists[(args.prompts ?? 'validation') as 'test' | 'validation'],
      promptList: named ? listName(named, lists.demo) : (args.prompts ?? 'validation'),
      images,
      prompts: lists.demo,
    };
  }
  const images = await loadSet(args.data, imageSize);
  const all = unique(images);
  if (named) return { heldOut: named, promptList: listName(named, all), images, prompts: all };
  const count = all.length >= 10 ? Math.ceil(all.length / 10) : 0;
  const held = new Set(
    [...permutation(0, { stream: STREAMS.evaluation, step: 0, item: 0 }, all.length)]
      .slice(0, count)
      .map((i) => all[i]!),
  );
  const train = images.filter((image) => !held.has(image.caption));
  return { heldOut: [...held], promptList: 'held-out', images: train, prompts: unique(train) };
}

/** Prompts of a file are what the person says; those that are trained on are counted. */
function listName(prompts: readonly string[], trained: readonly string[]): string {
  const known = new Set(trained);
  const seen = prompts.filter((prompt) => known.has(prompt)).length;
  return seen === 0 ? 'given' : `given (${seen} of them in the training set)`;
}

/** Digest of what an offline run is trained on: two runs with other sets are not one method. */
export async function digestOf(images: readonly LoadedImage[]): Promise<string> {
  const rows = images.map(({ sha256: hash, caption, score }) => [hash, caption, score]);
  return sha256(new TextEncoder().encode(JSON.stringify(rows)));
}

/** The samples of a scored set on the disk; `openClip` gives the CLIP that some methods ask for. */
export function setSamples(
  images: readonly ScoredImage[],
  openClip: (() => Promise<ClipFeatureSource>) | null = null,
): SampleProvider {
  return {
    open: async (_signal, pipeline) => {
      const places = comparedPlaces(images);
      return {
        samples: images.map((image, i) => ({
          caption: image.caption,
          score: image.score,
          group: groupOf(image),
          preferredOver: places[i]!,
        })),
        encode: async (signal, wanted, at) => {
          const { imageSize } = at.model;
          const pixels = wanted.map(async (place) => {
            const { pixels: own, decode } = images[place]!;
            return at === pipeline || !decode ? own : toModelInput(await decode(), imageSize);
          });
          return at.encodeImages(signal, await Promise.all(pixels));
        },
        ...(images.every(({ decode }) => decode) && {
          sizes: () =>
            Promise.all(
              images.map(async ({ decode }): Promise<ImageSize> => {
                const { height, width } = await decode!();
                return [height, width];
              }),
            ),
        }),
        async embeddings(signal, progress) {
          if (openClip === null)
            throw new StudioError(
              'BadModel',
              'The method reads CLIP embeddings, and no CLIP model is at hand.',
              'Choose another method.',
            );
          const rgb = images.map(({ pixels }) => toPixels(pixels, pipeline.model.imageSize));
          const captions = images.map(({ caption }) => caption);
          return jointEmbeddings(signal, await openClip(), rgb, captions, progress);
        },
      };
    },
  };
}

/** A reward that scores the rounds of an online run; `clip`: the CLIP model that it reads. */
export function rewardScorer(reward: Reward, clip: ScorerOf): Scorer {
  return {
    byPerson: false,
    score: async (signal, { images, prompts }) =>
      (await scoreImages(signal, clip, [reward], images, prompts))[0]!,
  };
}

/** What a run has learned from, in words for the report. */
export function describeLearned(learned: LearnedFrom, settings: RunSettings): string {
  const tau = learned.tau.toFixed(4);
  const { source, schedule } = settings;
  if (source.mode === 'online')
    return (
      `online: ${source.onlinePrompts.length} prompts, ${learned.imageCount} images ` +
      `drawn, memory bank ${source.bankSize}, ${source.stepsPerRound} steps a round, ` +
      'reference ' +
      `${schedule.referenceUpdate === 'epoch' ? 'updated each epoch' : 'never updated'}, ` +
      `last τ = ${tau} (${learned.positiveCount} samples trained as good, ` +
      `${learned.negativeCount} as bad)`
    );
  return (
    `${learned.imageCount} images, τ (${thresholdOrigin(settings.threshold)}) = ${tau} ` +
    `(${learned.positiveCount} at or above, ` +
    `${learned.negativeCount} below)`
  );
}
