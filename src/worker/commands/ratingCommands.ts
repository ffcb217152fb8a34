// Commands about what a set's images are worth: ratings by hand, scores by rewards, which of them
// the set trains on, a fitted taste, and the set as a file to take away.

import type { OpenedSet } from '../../domain/dataset';
import type { Rating } from '../../domain/rating';
import type { RewardInfo, TasteInfo } from '../../domain/reward';
import {
  fitsScale,
  parseRatingSource,
  RATING,
  ratingSource,
  sourcesOf,
} from '../../data/scores/scoreSource';
import { exportRatings } from '../../data/export/exportRatings';
import type { DecodeImage } from '../../data/import/importSet';
import { toModelInput } from '../../data/import/resample';
import { StudioError } from '../../errors';
import { toPixels } from '../../formats/png';
import type { RgbImage } from '../../rewards';
import { happier, twoWords } from '../../rewards/twoWords';
import { fitTasteHead, writeTasteHead } from '../../rewards/tasteHead';
import { intraclassCorrelation } from '../../statistics/intraclassCorrelation';
import { correlation } from '../../statistics/raterNoise';
import type { DatasetRecord, ImageRecord } from '../../storage/database';
import { getDataset, listDatasets, updateDataset } from '../../storage/datasets';
import { deleteHead, putHead } from '../../storage/heads';
import { listImages, putScores, scoreFrom } from '../../storage/images';
import { decodeInBrowser } from '../services/decodeImage';
import { downloadName } from '../../formats/downloadName';
import { openedSet, zipOfSet } from '../services/setZip';
import {
  isRewardAtHand,
  rewardAtHand,
  rewardInfo,
  rewardInfos,
  tasteId,
} from '../services/availableRewards';
import { rewardsOf, scoreWith } from '../services/scoreWith';
import type { CommandContext, CommandHandlers } from '../services/command';
import type { Studio } from '../services/studio';
import { strings } from '../../strings';
import { workerErrors } from '../../strings/errors/worker';

type RatingCommand =
  | 'listRewards'
  | 'describeReward'
  | 'scoreSet'
  | 'openSet'
  | 'useScores'
  | 'whatRewarded'
  | 'listRatings'
  | 'rate'
  | 'fitTaste'
  | 'learnScorer'
  | 'deleteTaste'
  | 'exportSet'
  | 'exportRatings';

/** What ratings are held against: of the pixels, and what a CLIP model sees. */
const STYLE_TRAIT = twoWords('3d render', 'flat drawing', '3-D');
const PIXEL_TRAITS: readonly string[] = ['brightness', 'warmth', 'colourfulness', 'filled_area'];
const SEEN_TRAITS: readonly string[] = [happier.id, STYLE_TRAIT.id];
const FEWEST_RATED = 4;

/** Images decoded and scored at a time: bounds the memory. */
const CHUNK = 32;

/** A stored image as training sees it: brought to the model's size, over white. */
async function imageOf(image: ImageRecord, size: number, decode: DecodeImage): Promise<RgbImage> {
  const decoded = await decode(
    new Uint8Array(await image.original.arrayBuffer()),
    image.mime as 'image/png',
  );
  return toPixels(toModelInput(decoded, [size, size]), [size, size]);
}

/** What the commands need of the studio. */
type RatingStudio = Pick<Studio, 'db' | 'model' | 'scorer' | 'scorers'>;

export function ratingCommands(
  studio: RatingStudio,
  decode: DecodeImage = decodeInBrowser,
): Pick<CommandHandlers, RatingCommand> {
  /** Hands the pixels of images to `work` a few at a time. */
  const inChunks = async (
    images: readonly ImageRecord[],
    modelId: string,
    { signal, progress }: CommandContext,
    phase: string,
    work: (part: readonly ImageRecord[], pixels: readonly RgbImage[]) => Promise<void>,
  ): Promise<void> => {
    const { imageSize } = studio.model(modelId).info;
    progress(phase, 0, images.length);
    for (let start = 0; start < images.length; start += CHUNK) {
      signal.throwIfAborted();
      const part = images.slice(start, start + CHUNK);
      await work(part, await Promise.all(part.map((image) => imageOf(image, imageSize, decode))));
      progress(phase, start + part.length, images.length);
    }
  };
  const known = async (datasetId: string): Promise<DatasetRecord> => {
    const dataset = await getDataset(studio.db, datasetId);
    if (!dataset) throw new StudioError('BadScoreFile', ...workerErrors.setGone());
    return dataset;
  };
  /** Makes a source the set's scores; a reward's scores can then be given to new images too. */
  const use = async (datasetId: string, source: string): Promise<OpenedSet> => {
    const rewardId = (await isRewardAtHand(studio.db, source)) ? source : null;
    await updateDataset(studio.db, datasetId, { scoreSource: source, rewardId });
    return openedSet(studio.db, await known(datasetId));
  };

  /** Fits a head to a source of a set's scores and stores it. Errors: as fitTasteHead; BadModel. */
  const fitHead = async (
    {
      name,
      scale,
      rater,
      datasetId,
      source,
    }: Pick<TasteInfo, 'name' | 'scale' | 'rater' | 'datasetId'> & { readonly source: string },
    modelId: string,
    scorerHash: string | null,
    context: CommandContext,
  ): Promise<RewardInfo> => {
    const images = (await listImages(studio.db, datasetId)).filter(
      (image) => scoreFrom(image, source) !== null,
    );
    const ratings = images.map((image) => scoreFrom(image, source)!);
    const scorer = await studio.scorer(scorerHash);
    if (scorerHash !== null && scorer.hash !== scorerHash)
      throw new StudioError('BadModel', ...workerErrors.featuresGone());
    const embeddings: Float32Array[] = [];
    await inChunks(images, modelId, context, 'features', async (_, pixels) => {
      embeddings.push(
        ...(await scorer.features(context.signal, pixels, null)).map(
          (features) => features.imageEmbedding,
        ),
      );
    });
    const { head, leaveOneOut } = fitTasteHead(embeddings, ratings, {
      name,
      scale,
      scorerHash: scorer.hash,
    });
    const total = ratings.reduce((sum, value) => sum + value, 0);
    const record = {
      id: crypto.randomUUID(),
      name,
      createdAt: Date.now(),
      scorerHash: scorer.hash,
      file: writeTasteHead(head),
      taste: {
        datasetId,
        rater,
        scale,
        ratings,
        pearson: head.pearson,
        spearman: head.spearman,
        areaUnderCurve: head.areaUnderCurve,
        leaveOneOut: leaveOneOut.map(
          (value, i) =>
            value - (total - ratings[i]!) / (ratings.length - 1) + total / ratings.length,
        ),
      },
    };
    await putHead(studio.db, record);
    return rewardInfo(await rewardAtHand(studio.db, tasteId(record.id)), record);
  };

  return {
    describeReward: async ({ id }) => ({
      reward: rewardInfo(await rewardAtHand(studio.db, id), null),
    }),
    listRewards: async () => ({ rewards: await rewardInfos(studio) }),

    async scoreSet({ datasetId, modelId, rewardIds, use: inUse }, context) {
      await known(datasetId);
      if (rewardIds.length === 0) throw new StudioError('BadSettings', ...workerErrors.noReward());
      await rewardsOf(studio, rewardIds);
      await inChunks(
        await listImages(studio.db, datasetId),
        modelId,
        context,
        'score',
        async (part, pixels) => {
          const scores = await scoreWith(
            studio,
            context.signal,
            rewardIds,
            pixels,
            part.map((image) => image.caption),
          );
          const time = Date.now();
          // A formula may have nothing to say of an image: no score then, rather than one that is
          // no number.
          await putScores(
            studio.db,
            part.map((image, i) => ({
              imageId: image.id,
              scores: rewardIds.map((source, r) => {
                const value = scores[r]![i]!;
                return { source, value: Number.isFinite(value) ? value : null, time };
              }),
            })),
          );
        },
      );
      return inUse ? use(datasetId, rewardIds[0]!) : openedSet(studio.db, await known(datasetId));
    },

    openSet: async ({ datasetId }) => openedSet(studio.db, await known(datasetId)),

    async useScores({ datasetId, source }) {
      await known(datasetId);
      const sources = sourcesOf(await listImages(studio.db, datasetId));
      // Ratings may be chosen before the first is given: the set is then to be rated.
      if (parseRatingSource(source) === null && !sources.some((one) => one.source === source)) {
        const names = sources.map((one) => one.source);
        throw new StudioError('BadScoreFile', ...workerErrors.noSuchScores(source, names));
      }
      return use(datasetId, source);
    },

    async listRatings({ datasetId }) {
      const images = await listImages(studio.db, datasetId);
      return {
        ratings: images.flatMap(({ id, scores }) =>
          scores.flatMap(({ source, rater, scale, value, time, repeat }): Rating[] =>
            source === RATING && scale !== undefined
              ? [
                  {
                    imageId: id,
                    rater: rater ?? '',
                    scale,
                    value,
                    time: time ?? 0,
                    repeat: repeat ?? false,
                  },
                ]
              : [],
          ),
        ),
      };
    },

    async whatRewarded({ datasetId, modelId, scale }, context) {
      const source = ratingSource(scale, null);
      const rated = (await listImages(studio.db, datasetId)).flatMap((image) => {
        const rating = scoreFrom(image, source);
        return rating === null ? [] : [{ image, rating }];
      });
      if (rated.length < FEWEST_RATED)
        throw new StudioError('BadScoreFile', ...workerErrors.fewRated(rated.length, FEWEST_RATED));
      const ids = studio.scorers.length > 0 ? [...PIXEL_TRAITS, ...SEEN_TRAITS] : PIXEL_TRAITS;
      const measured: number[][] = ids.map(() => []);
      const images = rated.map(({ image }) => image);
      await inChunks(images, modelId, context, 'score', async (part, pixels) => {
        const captions = part.map(({ caption }) => caption);
        const scores = await scoreWith(studio, context.signal, ids, pixels, captions);
        scores.forEach((values, i) => measured[i]!.push(...values));
      });
      const ratings = rated.map(({ rating }) => rating);
      return {
        count: rated.length,
        traits: ids.map((rewardId, i) => ({ rewardId, r: correlation(measured[i]!, ratings) })),
        promptShare: intraclassCorrelation(
          ratings,
          images.map(({ caption }) => caption),
        ),
      };
    },

    async rate({ imageId, rater, scale, value, time, repeat }) {
      if (value !== null && !fitsScale(value, scale))
        throw new StudioError('BadSettings', ...workerErrors.offScale(value, scale));
      const rating = { source: RATING, rater, scale, value, time, repeat };
      // Another tab may have deleted the set: a rating is never passed over in silence.
      if ((await putScores(studio.db, [{ imageId, scores: [rating] }])) === 0)
        throw new StudioError('BadScoreFile', ...strings.edit.errors.imageGone);
      return {};
    },

    async fitTaste({ datasetId, modelId, scorerHash, rater, scale, name }, context) {
      await known(datasetId);
      const of = { name, scale, rater, datasetId, source: ratingSource(scale, rater) };
      return { reward: await fitHead(of, modelId, scorerHash, context) };
    },

    async learnScorer({ datasetId, modelId, scorerHash, name }, context) {
      const { scoreSource: source } = await known(datasetId);
      const of = { name, scale: 'scores', rater: null, datasetId, source } as const;
      const reward = await fitHead(of, modelId, scorerHash, context);
      await updateDataset(studio.db, datasetId, { rewardId: reward.id });
      return { reward, set: await openedSet(studio.db, await known(datasetId)) };
    },

    async deleteTaste({ id }) {
      await deleteHead(studio.db, id);
      // The scores it gave stay; new images can no longer be scored like them.
      for (const dataset of await listDatasets(studio.db)) {
        if (dataset.rewardId === tasteId(id))
          await updateDataset(studio.db, dataset.id, { rewardId: null });
      }
      return { rewards: await rewardInfos(studio) };
    },

    async exportRatings({ datasetId, format }) {
      const dataset = await known(datasetId);
      const images = await listImages(studio.db, datasetId);
      const { extension, bytes } = exportRatings(images, dataset.scoreSource, format);
      return { fileName: downloadName(dataset.name, extension), file: new Blob([bytes]) };
    },

    async exportSet({ datasetId }, { signal, progress }) {
      const dataset = await known(datasetId);
      return {
        fileName: downloadName(dataset.name, '.zip'),
        zip: await zipOfSet(signal, studio.db, dataset, (done, total) =>
          progress('export', done, total),
        ),
      };
    },
  };
}
