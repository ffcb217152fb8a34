// Commands about data sets: looking at a table, importing (each image is stored as it is accepted),
// the demo set, listing, images, deleting, storage.

import type { Commands } from '../../bridge/protocol';
import type { ColumnMapping, DatasetSummary, ImportFile, RejectedRow } from '../../domain/dataset';
import { StudioError } from '../../errors';
import { inspectSet } from '../../data/import/inspectSet';
import { importSet, nothingUsable } from '../../data/import/importSet';
import { planImport } from '../../data/import/planImport';
import { ratingSource } from '../../data/scores/scoreSource';
import { readHeads } from '../../data/import/datasetHeads';
import {
  blobFile,
  folderOf,
  memoryFile,
  type SourceFile,
} from '../../data/import/files/sourceFile';
import { sha256 } from '../../formats/sha256';
import { addImage, getImages } from '../../storage/images';
import {
  deleteDataset,
  getDataset,
  listDatasets,
  putDataset,
  updateDataset,
} from '../../storage/datasets';
import { storageUse } from '../../storage/storageUse';
import { probeInBrowser } from '../services/decodeImage';
import { importedImage, openedSet, takeHeads } from '../services/portableSet';
import { isRewardAtHand, tasteId } from '../services/availableRewards';
import type { CommandContext, CommandHandlers } from '../services/command';
import type { Studio } from '../services/studio';

type DatasetCommand =
  | 'inspectTable'
  | 'importDataset'
  | 'openDemo'
  | 'deleteDataset'
  | 'listItems'
  | 'getImages'
  | 'storageUse';

/** Dropped files as sources. */
const sourcesOf = (files: readonly ImportFile[]): SourceFile[] =>
  files.map(({ path, file }) => blobFile(path, file));

interface SetToImport {
  readonly name: string;
  readonly sources: readonly SourceFile[];
  readonly mapping: ColumnMapping;
  readonly modelId: string | null;
  readonly scoreSource: string | null;
  readonly rewardId: string | null;
}

async function importSources(
  studio: Studio,
  set: SetToImport,
  { signal, progress }: CommandContext,
): Promise<{ dataset: DatasetSummary; rejected: RejectedRow[] }> {
  const { db } = studio;
  const id = crypto.randomUUID();
  const plan = await planImport(set.sources, set.mapping); // throws before anything is stored
  const { facts } = plan;
  const source =
    set.scoreSource ??
    facts?.scoreSource ??
    (set.mapping.score === null ? ratingSource('stars', null) : plan.source);
  // Another browser's taste comes with its set, as a head; one that did not come (or a CLIP model)
  // has left its scores alone.
  const heads = await readHeads(plan.files, folderOf(plan.source), facts?.heads ?? []);
  const known = async (id: string): Promise<boolean> =>
    heads.some((head) => tasteId(head.id) === id) || isRewardAtHand(db, id);
  const rewardId =
    set.rewardId ?? (facts?.rewardId && (await known(facts.rewardId)) ? facts.rewardId : null);
  // A set’s model is the base that drew it by itself: what a LoRA drew says nothing of the base.
  const drawnWithLora =
    facts?.plan !== undefined && facts.plan.runId !== null && facts.plan.strength !== 0;
  await putDataset(db, {
    id,
    name: set.name,
    createdAt: Date.now(),
    scoreSource: source,
    rewardId,
    modelId: set.modelId ?? (drawnWithLora ? null : (facts?.modelId ?? null)),
    count: 0,
    bytes: 0,
    unfinished: { expected: plan.rows.length },
  });
  try {
    const { accepted, rejected } = await importSet(
      signal,
      plan,
      {
        decode: probeInBrowser,
        hash: sha256,
        accept: (image) => addImage(db, importedImage(id, source, image)),
        progress: (done, total) => progress('import', done, total),
      },
      set.mapping,
    );
    if (accepted === 0) throw nothingUsable(rejected);
    await takeHeads(db, heads);
    const dataset = await updateDataset(db, id, { unfinished: null });
    return { dataset: dataset!, rejected };
  } catch (error) {
    // a cancelled or failed import leaves nothing half done; the dropped files are untouched
    await deleteDataset(db, id);
    throw error;
  }
}

export function datasetCommands(studio: Studio): Pick<CommandHandlers, DatasetCommand> {
  return {
    async inspectTable({ files, mapping }) {
      return inspectSet(sourcesOf(files), mapping);
    },

    async importDataset({ name, files, mapping, modelId }, context) {
      studio.model(modelId);
      return importSources(
        studio,
        {
          name,
          sources: sourcesOf(files),
          mapping,
          modelId: null,
          scoreSource: null,
          rewardId: null,
        },
        context,
      );
    },

    async openDemo({ modelId }, context) {
      const entry = studio.model(modelId);
      if (entry.demo === null)
        throw new StudioError(
          'BadModel',
          `No demo set lies beside “${entry.name}”.`,
          'Drop scored images of your own, or choose another base model.',
        );
      const name = `${entry.name} demo`;
      const known = (await listDatasets(studio.db)).find(
        (set) => set.modelId === modelId && set.name === name && set.rewardId === entry.rewardId,
      );
      if (known) return { dataset: known, rejected: [] };
      const zip = await studio.readAsset(`${entry.demo}/demo.zip`);
      return importSources(
        studio,
        {
          name,
          sources: [memoryFile('demo.zip', new Uint8Array(zip))],
          mapping: {},
          modelId,
          scoreSource: entry.rewardId ?? 'metadata.csv',
          rewardId: entry.rewardId,
        },
        context,
      );
    },

    async deleteDataset({ datasetId }) {
      await studio.drawing.stop(datasetId);
      await deleteDataset(studio.db, datasetId);
      return { storage: await storageUse() };
    },

    async listItems({ datasetId }) {
      const dataset = await getDataset(studio.db, datasetId);
      if (!dataset)
        throw new StudioError('BadScoreFile', 'This data set is gone.', 'Import it again.');
      const { items, sources } = await openedSet(studio.db, dataset);
      return { items: [...items], sources: [...sources] };
    },

    async getImages({ ids }) {
      return {
        images: (await getImages(studio.db, ids)).map(({ id, original }) => ({
          id,
          blob: original,
        })),
      };
    },

    storageUse: (): Promise<Commands['storageUse']['reply']> => storageUse(),
  };
}
