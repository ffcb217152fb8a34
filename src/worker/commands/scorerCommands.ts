// Commands about CLIP models of a person's own and the heads on them.

import type { ScorerCommands } from '../../bridge/scorerProtocol';
import type { ScorerList } from '../../domain/scorer';
import { isAbort, StudioError } from '../../errors';
import { blobFiles, clipLimits, inspectClipFolder } from '../../rewards/clip/clipFolder';
import { headReward, type RgbImage } from '../../rewards';
import { listDatasets, updateDataset } from '../../storage/datasets';
import { deleteHead, getHead, listHeads, putHead } from '../../storage/heads';
import { deleteScorer, getScorer, listScorers, putScorer } from '../../storage/scorers';
import { storageUse } from '../../storage/storageUse';
import { isRewardAtHand, rewardInfos, tasteId } from '../services/availableRewards';
import type { CommandHandlers } from '../services/command';
import type { Studio } from '../services/studio';
import { strings } from '../../strings';

/** What the commands need of the studio. */
type ScorerStudio = Pick<Studio, 'db' | 'scorers' | 'scorer' | 'openScorers' | 'device'>;

/** A head of 64 MB would be one of a million outputs; LAION's has 4 MB. */
const MAX_HEAD_BYTES = 64 * 2 ** 20;

/** A picture to try a model on: no two pixels alike, so that nothing is 0 throughout. */
const trial: RgbImage = {
  width: 32,
  height: 32,
  rgb: Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 7) % 256),
};

/** GiB of memory the browser admits to; not every browser says. */
const memory = (): number | undefined =>
  (globalThis.navigator as { deviceMemory?: number } | undefined)?.deviceMemory;

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
              },
            ]
          : []),
        ...own.map(({ hash, name, createdAt, bytes }) => ({
          hash,
          name,
          createdAt,
          bytes,
          heads: on(hash),
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

  return {
    listScorers: list,

    async addScorer({ files }, { signal, progress }) {
      progress('scorerCheck', 0, 0);
      const folder = await inspectClipFolder(
        files,
        clipLimits(memory(), studio.device.capability.maxBufferBytes),
      );
      signal.throwIfAborted();
      progress('scorerOpen', 0, 0);
      const source = await studio.openScorers.take(blobFiles(folder.files));
      const { hash } = source;
      if ((await getScorer(studio.db, hash)) !== null) return { hash, ...(await list()) };
      try {
        progress('scorerTry', 0, 0);
        await source.features(signal, [trial], ['a']);
        // A copy: the dropped files may be moved or deleted.
        const copies = Object.fromEntries(
          Object.entries(folder.files).map(([path, file]) => [path, new Blob([file])]),
        );
        await putScorer(studio.db, {
          hash,
          name: folder.name === '' ? strings.errors.worker.clipName(hash.slice(0, 8)) : folder.name,
          createdAt: Date.now(),
          bytes: folder.bytes,
          width: folder.width,
          files: copies,
        });
      } catch (error) {
        await studio.openScorers.close(hash);
        if (error instanceof StudioError || isAbort(error)) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        throw new StudioError('OutOfMemory', ...strings.errors.worker.clipFailed(reason));
      }
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
        throw new StudioError('BadModel', ...strings.errors.worker.headNotSafetensors(file.name));
      if (file.size > MAX_HEAD_BYTES)
        throw new StudioError(
          'BadModel',
          ...strings.errors.worker.largeHead(
            file.name,
            Math.round(file.size / 1e6),
            MAX_HEAD_BYTES / 2 ** 20,
          ),
        );
      const bytes = new Uint8Array(await file.arrayBuffer());
      const name = file.name.replace(/\.safetensors$/iu, '');
      const scorer = await studio.scorer(hash);
      if (hash !== null && scorer.hash !== hash)
        throw new StudioError('BadModel', ...strings.errors.worker.headModelGone());
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
