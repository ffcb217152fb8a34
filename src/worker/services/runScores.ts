// What a run trains on: the images of its set that have a score of the source in use, with those
// scores and prompts as they were when the run was made. Later ratings, corrections, or another
// choice of source, are for the next run: a resumed one goes on with the same samples in the same
// order.

import { StudioError } from '../../errors';
import type {
  DatasetRecord,
  ImageRecord,
  RunRecord,
  StudioDatabase,
  TrainedOn,
} from '../../storage/database';
import { getDataset } from '../../storage/datasets';
import { imageAt } from '../../storage/imageEdits';
import { listAllImages, listImages, scoreFrom } from '../../storage/images';
import { workerErrors } from '../../strings/errors/worker';
import { isRewardAtHand } from './availableRewards';

export interface ScoredImage {
  readonly image: ImageRecord;
  readonly score: number;
}

function scoredImages(images: readonly ImageRecord[], source: string): ScoredImage[] {
  return images.flatMap((image) => {
    const score = scoreFrom(image, source);
    return score === null ? [] : [{ image, score }];
  });
}

/** The set's scores and prompts as they are now. Errors: BadScoreFile when no image has a score. */
export async function samplesNow(
  db: StudioDatabase,
  dataset: DatasetRecord,
): Promise<{ trainedOn: TrainedOn; captions: string[] }> {
  const scored = scoredImages(await listImages(db, dataset.id), dataset.scoreSource);
  if (scored.length === 0)
    throw new StudioError(
      'BadScoreFile',
      ...workerErrors.noScores(dataset.name, dataset.scoreSource),
    );
  return {
    trainedOn: {
      source: dataset.scoreSource,
      rewardId: dataset.rewardId,
      scores: scored.map(({ image, score }) => [image.id, score]),
    },
    captions: scored.map(({ image }) => image.caption),
  };
}

/**
 * Samples of a run, and the reward that can score new images like them (null where there is none
 * any more). Empty when its set is gone, and
 *  of an online run, which has none.
 */
export async function scoresOfRun(
  db: StudioDatabase,
  run: RunRecord,
): Promise<{ samples: ScoredImage[]; rewardId: string | null }> {
  const online = run.settings.source.mode === 'online';
  const images = online ? [] : await listAllImages(db, run.datasetId);
  const dataset = online ? null : await getDataset(db, run.datasetId);
  const wanted = online
    ? run.settings.source.onlineReward
    : run.trainedOn
      ? // A scorer that was learned since from these very scores serves the run too.
        (run.trainedOn.rewardId ??
        (dataset?.scoreSource === run.trainedOn.source ? dataset.rewardId : null))
      : (dataset?.rewardId ?? null);
  const rewardId = wanted !== null && (await isRewardAtHand(db, wanted)) ? wanted : null;
  // Runs from before scores were kept with them follow their set.
  if (!run.trainedOn)
    return {
      samples: scoredImages(
        images.filter(({ removed }) => removed !== true),
        dataset?.scoreSource ?? '',
      ),
      rewardId,
    };
  const byId = new Map(images.map((image) => [image.id, image]));
  return {
    samples: run.trainedOn.scores.flatMap(([id, score]) => {
      const image = byId.get(id);
      return image ? [{ image: imageAt(image, run.createdAt), score }] : [];
    }),
    rewardId,
  };
}
