// What all runs of one reward share: the scored set (encoded once for all rewards), the prompts,
// and the base's own images, which every run is held against.

import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { StudioError } from '../../../src/errors';
import { sha256 } from '../../../src/formats/sha256';
import { toPixels } from '../../../src/formats/png';
import type { EncodedImage, ImagePipeline } from '../../../src/paradigms/imagePipeline';
import { permutation, STREAMS } from '../../../src/random/philox';
import {
  jointEmbeddings,
  OFF_TARGET_REWARDS,
  rewardById,
  scoreImages,
  type ClipFeatureSource,
  type Reward,
} from '../../../src/rewards';
import type { SampleProvider } from '../../../src/runs/ports';
import { loadSet, PUBLIC, type LoadedImage } from '../align/data';
import { sampleAndScore, type Drawn } from '../align/draw';
import { baseSideEffects } from '../align/sideEffects';
import { demoPrompts } from '../align/source';
import { without, type LabFile, type LabReward, type PromptList } from './labFile';
import { baseKey, shortened, type LabFolder, type LabGround, type Measured } from './labState';

/** The first `count` of a list in a fixed random order, each once after words are taken out. */
export function promptsOf(
  list: readonly string[],
  remove: readonly string[],
  count: number,
): string[] {
  const all = [...new Set(list.map((prompt) => without(prompt, remove)))];
  if (count > all.length)
    throw new StudioError(
      'BadSettings',
      `${count} prompts are asked for, the list has ${all.length}.`,
      'Ask for fewer, with more noises.',
    );
  const order = permutation(0, { stream: STREAMS.evaluation, step: 0, item: 0 }, all.length);
  return [...order].slice(0, count).map((i) => all[i]!);
}

/** Rewards of every report: those of the lab and those that nobody trains for. */
export const labRewards = (lab: LabFile): Reward[] => {
  const ids = [...lab.rewards.map(({ id }) => id), ...OFF_TARGET_REWARDS.map(({ id }) => id)];
  return [...new Set(ids)].map((id) => rewardById(id));
};

/** What lies at `path` from an earlier start, else what `make` makes, kept there. */
async function kept<T>(path: string, make: () => Promise<T>): Promise<T> {
  if (existsSync(path)) return deserialize(await readFile(path)) as T;
  const made = await make();
  await mkdir(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}`;
  await writeFile(part, serialize(made));
  await rename(part, path);
  return made;
}

export interface Ground {
  readonly reward: LabReward;
  readonly facts: LabGround;
  readonly samples: SampleProvider;
  /** Images of the base on a list of prompts. Errors: of the executor. */
  baseDrawn(list: PromptList): Promise<Drawn>;
}

/** Opens the grounds of a lab; encodes its set once. */
export class Grounds {
  private images: Promise<LoadedImage[]> | null = null;
  private encoded: Promise<EncodedImage[]> | null = null;

  constructor(
    private readonly parts: {
      readonly lab: LabFile;
      readonly pipeline: ImagePipeline;
      readonly scorer: ClipFeatureSource;
      readonly folder: LabFolder;
      /** Where what can be made again is kept. */
      readonly work: string;
    },
  ) {}

  async open(reward: LabReward): Promise<Ground> {
    const { lab, pipeline, scorer, folder, work } = this.parts;
    const { model } = pipeline;
    const { signal } = new AbortController();
    const set = join(PUBLIC, 'demo', model.id, 'demo.zip');
    this.images ??= loadSet(set, model.imageSize);
    const images = await this.images;
    const captions = images.map(({ caption }) => without(caption, reward.remove));
    const pixelsOf = () => images.map(({ pixels }) => toPixels(pixels, model.imageSize));
    const scores = await kept(join(work, `${reward.name}/scores.v8`), async () => {
      const rewards = [rewardById(reward.id)];
      return (await scoreImages(signal, scorer, rewards, pixelsOf(), captions))[0]!;
    });
    const lists = await demoPrompts(model.id);
    const prompts = (list: PromptList): string[] =>
      promptsOf(lists[list], reward.remove, reward[list].prompts);
    const rows = images.map(({ sha256: hash }, i) => [hash, captions[i], scores[i]!.toFixed(4)]);
    const facts: LabGround = {
      baseHash: model.hash,
      trainedOn: await sha256(new TextEncoder().encode(JSON.stringify(rows))),
      reward: reward.id,
      prompts: { validation: prompts('validation'), test: prompts('test') },
      noises: { validation: reward.validation.noises, test: reward.test.noises },
      guidanceScale: Number(lab.settings['guidanceScale']),
      inferenceSteps: Number(lab.settings['inferenceSteps']),
    };
    const known = await folder.base(reward);
    if (known && JSON.stringify(known.ground) !== JSON.stringify(facts))
      throw new StudioError(
        'BadSettings',
        `The state of ${reward.name} was measured on another base, set, prompts or sampler.`,
        'Name the lab otherwise, or delete that folder of its state.',
      );
    if (!known) await folder.write(baseKey(reward), { ground: facts });
    const drawn = new Map<PromptList, Promise<Drawn>>();
    return {
      reward,
      facts,
      samples: {
        // All of them at once: they are kept for the other runs of the lab.
        open: async (until, of) => {
          this.encoded ??= kept(join(work, 'encoded.v8'), () =>
            of.encodeImages(
              until,
              images.map(({ pixels }) => pixels),
            ),
          );
          const encoded = await this.encoded;
          return {
            samples: captions.map((caption, i) => ({ caption, score: scores[i]!, group: caption })),
            encode: async (_, places) => places.map((place) => encoded[place]!),
            embeddings: (asked, progress) =>
              kept(join(work, `${reward.name}/embeddings.v8`), () =>
                jointEmbeddings(asked, scorer, pixelsOf(), captions, progress),
              ),
          };
        },
      },
      baseDrawn: (list) => {
        const found = drawn.get(list) ?? this.drawBase(reward, facts, list);
        drawn.set(list, found);
        return found;
      },
    };
  }

  /** From the work folder where it lies there already; its numbers go into the state. */
  private async drawBase(reward: LabReward, facts: LabGround, list: PromptList): Promise<Drawn> {
    const { lab, pipeline, scorer, folder, work } = this.parts;
    const { base, sampleSeconds } = await kept(
      join(work, `${baseKey(reward)}-${list}.v8`),
      async () => {
        const started = performance.now();
        const made = await sampleAndScore(
          pipeline,
          facts.prompts[list],
          facts.noises[list],
          {
            guidanceScale: facts.guidanceScale,
            inferenceSteps: facts.inferenceSteps,
            adapters: null,
            rewards: labRewards(lab),
            scorer,
            diversityPrompts: 0,
          },
          () => undefined,
        );
        return { base: made, sampleSeconds: (performance.now() - started) / 1000 };
      },
    );
    const known = await folder.base(reward);
    if (known?.[list] === undefined) {
      const measured: Measured = {
        rewards: base.rewards,
        sideEffects: baseSideEffects(base),
        sampleSeconds,
      };
      await folder.write(baseKey(reward), {
        ...known,
        ground: facts,
        [list]: shortened(measured),
      });
    }
    return base;
  }
}
