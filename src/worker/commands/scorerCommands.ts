// Commands about CLIP models of a person's own and the heads on them.

import type { ScorerCommands } from '../../bridge/scorerProtocol';
import type { ImportFile } from '../../domain/dataset';
import type { ScorerList, ScorerReport } from '../../domain/scorer';
import { isAbort, StudioError } from '../../errors';
import { isSafetensors } from '../../formats/safetensors';
import { isLarge } from '../../rewards/clip/clipCheckpoint';
import { inspectClipFolder, type ClipFolder } from '../../rewards/clip/clipFolder';
import { ClipScorer } from '../../rewards/clip/clipScorer';
import { headReward, type RgbImage } from '../../rewards';
import { listDatasets, updateDataset } from '../../storage/datasets';
import { deleteHead, getHead, listHeads, putHead } from '../../storage/heads';
import { deleteScorer, getScorer, listScorers, putScorer } from '../../storage/scorers';
import { storageUse } from '../../storage/storageUse';
import { strings } from '../../strings';
import { workerErrors } from '../../strings/errors/worker';
import { isRewardAtHand, rewardInfos, tasteId } from '../services/availableRewards';
import type { CommandHandlers } from '../services/command';
import { mainType } from '../services/ownModels';
import { roomForScorer } from '../services/scorerMemory';
import type { Studio } from '../services/studio';

/** What the commands need of the studio. */
type ScorerStudio = Pick<Studio, 'db' | 'scorers' | 'scorer' | 'openScorers' | 'device'>;

/** A head of 64 MB would be one of a million outputs; LAION's has 4 MB. */
const MAX_HEAD_BYTES = 64 * 2 ** 20;

/** An image to try a model on: no two pixels alike, so that nothing is 0 throughout. */
const trial: RgbImage = {
  width: 32,
  height: 32,
  rgb: Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 7) % 256),
};

/** Sizes of vision transformers by their width. */
const VISION_SIZES: Readonly<Record<number, string>> = {
  768: 'B',
  1024: 'L',
  1280: 'H',
  1408: 'g',
  1664: 'bigG',
};

/** E.g. "CLIP ViT-H/14". */
function architectureOf({ model }: ClipFolder): string {
  const { hidden_size: width, patch_size: patch } = model.config.vision;
  return strings.scorers.vision(VISION_SIZES[width] ?? String(width), patch);
}

export function scorerCommands(studio: ScorerStudio): Pick<CommandHandlers, keyof ScorerCommands> {
  const list = async (): Promise<ScorerList> => {
    const [beside] = studio.scorers;
    const own = await listScorers(studio.db);
    const heads = (await listHeads(studio.db)).filter(({ taste }) => taste === undefined);
    const on = (hash: string) =>
      heads.filter(({ scorerHash }) => scorerHash === hash).map(({ id, name }) => ({ id, name }));
    // The one beside the app is opened for its hash only where there is a head that may be on it.
    const besideHash = beside && heads.length > 0 ? (await studio.scorer()).hash : '';
    return {
      rewards: await rewardInfos(studio),
      scorers: [
        ...(beside
          ? [
              {
                hash: null,
                name: beside.name,
                createdAt: 0,
                bytes: beside.bytes,
                heads: on(besideHash),
                architecture: null,
                memoryBytes: null,
              },
            ]
          : []),
        ...own.map(({ hash, name, createdAt, bytes, architecture, memoryBytes }) => ({
          hash,
          name,
          createdAt,
          bytes,
          heads: on(hash),
          architecture: architecture ?? null,
          memoryBytes: memoryBytes ?? null,
        })),
      ],
    };
  };
  /**
   * Sets that were scored by a reward that is gone can no longer have new images scored like
   * theirs.
   */
  const forgetGone = async (): Promise<void> => {
    for (const dataset of await listDatasets(studio.db)) {
      if (dataset.rewardId !== null && !(await isRewardAtHand(studio.db, dataset.rewardId)))
        await updateDataset(studio.db, dataset.id, { rewardId: null });
    }
  };

  const inspect = async (
    files: readonly ImportFile[],
  ): Promise<{ folder: ClipFolder; report: ScorerReport }> => {
    const folder = await inspectClipFolder(files);
    const { model, parameters, bytes } = folder;
    const { hash, config } = model;
    const name = folder.name === '' ? architectureOf(folder) : folder.name;
    const dtype = await mainType(
      Object.entries(folder.files).filter(([path]) => isSafetensors(path)),
    );
    return {
      folder,
      report: {
        name,
        hash,
        architecture: architectureOf(folder),
        parameters,
        dtype,
        imageSize: config.vision.image_size,
        width: config.projection_dim,
        bytes,
        memoryBytes: await roomForScorer(studio.device.executor, name, model),
        large: isLarge(model),
        keptAs: (await getScorer(studio.db, hash))?.name ?? null,
      },
    };
  };
  /** Runs both encoders once: what does not run here is not kept. */
  const tryOut = async ({ model }: ClipFolder, signal: AbortSignal): Promise<void> => {
    const scorer = new ClipScorer(studio.device.executor, model);
    try {
      await scorer.features(signal, [trial], ['a']);
    } catch (error) {
      if (error instanceof StudioError || isAbort(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new StudioError('OutOfMemory', ...workerErrors.clipFailed(reason));
    } finally {
      await scorer.dispose();
    }
  };

  return {
    listScorers: list,

    inspectScorer: async ({ files }, { progress }) => {
      progress('scorerCheck', 0, 0);
      return (await inspect(files)).report;
    },

    async addScorer({ files }, { signal, progress }) {
      progress('scorerCheck', 0, 0);
      const { folder, report } = await inspect(files);
      const { hash, name, bytes, width, architecture, memoryBytes } = report;
      if (report.keptAs !== null) return { hash, ...(await list()) };
      signal.throwIfAborted();
      progress('scorerTry', 0, 0);
      await tryOut(folder, signal);
      progress('scorerCopy', 0, folder.bytes);
      await putScorer(
        studio.db,
        {
          hash,
          name,
          createdAt: Date.now(),
          bytes,
          width,
          architecture,
          memoryBytes,
          files: folder.files,
        },
        signal,
        (done, total) => progress('scorerCopy', done, total),
      );
      return { hash, ...(await list()) };
    },

    async deleteScorer({ hash }) {
      await deleteScorer(studio.db, hash);
      await studio.openScorers.close(hash);
      await forgetGone();
      return { storage: await storageUse(), ...(await list()) };
    },

    async addHead({ hash, file }) {
      if (!/\.safetensors$/iu.test(file.name))
        throw new StudioError('BadModel', ...workerErrors.headNotSafetensors(file.name));
      if (file.size > MAX_HEAD_BYTES)
        throw new StudioError(
          'BadModel',
          ...workerErrors.largeHead(
            file.name,
            Math.round(file.size / 1e6),
            MAX_HEAD_BYTES / 2 ** 20,
          ),
        );
      const bytes = new Uint8Array(await file.arrayBuffer());
      const name = file.name.replace(/\.safetensors$/iu, '');
      const scorer = await studio.scorer(hash);
      if (hash !== null && scorer.hash !== hash)
        throw new StudioError('BadModel', ...workerErrors.headModelGone());
      const id = crypto.randomUUID();
      // Read, and asked once: a head of another width says so now and not when it first scores.
      const reward = headReward(tasteId(id), name, bytes, scorer.hash);
      const [features] = await scorer.features(new AbortController().signal, [trial], null);
      reward.score(features!);
      await putHead(studio.db, {
        id,
        name,
        createdAt: Date.now(),
        scorerHash: scorer.hash,
        file: bytes,
      });
      return list();
    },

    async deleteHead({ id }) {
      if ((await getHead(studio.db, id))?.taste === undefined) await deleteHead(studio.db, id);
      await forgetGone();
      return list();
    },
  };
}
