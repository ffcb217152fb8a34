// Commands about data sets: looking at a table, importing (each image is stored as it is accepted),
// the demo set, listing, images, deleting, storage.

import type { Commands } from '../../bridge/protocol';
import type { ImportFile } from '../../domain/dataset';
import { StudioError } from '../../errors';
import { inspectSet } from '../../data/import/inspectSet';
import { blobFile, memoryFile, type SourceFile } from '../../data/import/files/sourceFile';
import { getImages, listImages, scoreFrom } from '../../storage/images';
import { deleteDataset, getDataset, listDatasets } from '../../storage/datasets';
import { storageUse } from '../../storage/storageUse';
import { importSources } from '../services/importSources';
import { openedSet } from '../services/setZip';
import type { CommandHandlers } from '../services/command';
import type { Studio } from '../services/studio';
import { workerErrors } from '../../strings/errors/worker';

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

export function datasetCommands(studio: Studio): Pick<CommandHandlers, DatasetCommand> {
  return {
    async inspectTable({ files, mapping, modelId }) {
      // A model that cannot be read is told of where it is chosen; the files are looked at anyway.
      const reader = modelId === null ? null : await studio.promptReader(modelId).catch(() => null);
      return inspectSet(sourcesOf(files), mapping, reader);
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
        throw new StudioError('BadModel', ...workerErrors.noDemo(entry.info.name));
      const name = workerErrors.demoName(entry.info.name);
      const source = entry.rewardId ?? 'metadata.csv';
      // It may have been scored by something else since; its own scores tell that it is this one.
      for (const set of await listDatasets(studio.db)) {
        if (set.modelId !== modelId || set.name !== name || set.unfinished) continue;
        const [image] = await listImages(studio.db, set.id);
        if (image && scoreFrom(image, source) !== null) return { dataset: set, rejected: [] };
      }
      const zip = await studio.readAsset(`${entry.demo}/demo.zip`);
      return importSources(
        studio,
        {
          name,
          sources: [memoryFile('demo.zip', new Uint8Array(zip))],
          mapping: {},
          modelId,
          scoreSource: source,
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
      if (!dataset) throw new StudioError('BadScoreFile', ...workerErrors.setGone());
      const { items, sources, removed } = await openedSet(studio.db, dataset);
      return { items: [...items], sources: [...sources], removed };
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
