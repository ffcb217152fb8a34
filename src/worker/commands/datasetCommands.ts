// Commands about data sets: looking at a table, importing (each image is stored as it is accepted),
// the demo set, listing, images, deleting, storage.

import type { Commands } from '../../bridge/protocol';
import type { ColumnMapping, DatasetSummary, ImportFile, RejectedRow } from '../../domain/dataset';
import { StudioError } from '../../errors';
import { importSet } from '../../data/import/importSet';
import { guessColumns, parseTable } from '../../data/import/metadataTable';
import { ratingSource } from '../../data/scores/scoreSource';
import { folderOfTable, readSetFacts } from '../../data/import/setFacts';
import { readHeads } from '../../data/import/setHeads';
import { findTable, openZip, type SourceFile } from '../../data/import/sourceFiles';
import { sha256 } from '../../formats/sha256';
import { addImage, getImages } from '../../storage/images';
import { deleteDataset, getDataset, listDatasets, putDataset } from '../../storage/datasets';
import { storageUse } from '../../storage/storageUse';
import { decodeInBrowser } from '../services/decodeImage';
import { importedImage, openedSet, takeHeads } from '../services/portableSet';
import { isRewardAtHand, tasteId } from '../services/rewardsAtHand';
import type { CommandContext, CommandHandlers, Studio } from '../services/studio';

type DatasetCommand =
  | 'inspectTable'
  | 'importDataset'
  | 'openDemo'
  | 'deleteDataset'
  | 'listItems'
  | 'getImages'
  | 'storageUse';

/** Dropped files as sources; a single .zip is opened. */
async function sourcesOf(files: readonly ImportFile[]): Promise<SourceFile[]> {
  const zip = files.length === 1 && /\.zip$/i.test(files[0]!.path) ? files[0]! : null;
  if (zip) return openZip(zip.path, new Uint8Array(await zip.file.arrayBuffer()));
  return files.map(({ path, file }) => ({
    path,
    bytes: async () => new Uint8Array(await file.arrayBuffer()),
  }));
}

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
  const table = findTable(set.sources); // throws before anything is stored
  const facts = await readSetFacts(set.sources, table.path);
  const source =
    set.scoreSource ??
    facts?.scoreSource ??
    (set.mapping.score === null ? ratingSource('stars', null) : table.path);
  // Another browser's taste comes with its set, as a head; one that did not come (or a CLIP model)
  // has left its scores alone.
  const heads = await readHeads(set.sources, folderOfTable(table.path), facts?.heads ?? []);
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
  });
  try {
    const { accepted, rejected } = await importSet(
      signal,
      set.sources,
      set.mapping,
      {
        decode: decodeInBrowser,
        hash: sha256,
        accept: (image) => addImage(db, importedImage(id, source, image)),
        progress: (done, total) => progress('import', done, total),
      },
      facts,
    );
    if (accepted === 0) {
      const why = rejected
        .slice(0, 3)
        .map(({ row, reason }) => `row ${row}: ${reason}`)
        .join('; ');
      throw new StudioError(
        'BadScoreFile',
        `None of the rows could be used (${why}${rejected.length > 3 ? ' …' : ''}).`,
        'Check that the file names in the table are those of the images beside it, and that ' +
          'the scores are numbers.',
      );
    }
    await takeHeads(db, heads);
    return { dataset: (await getDataset(db, id))!, rejected };
  } catch (error) {
    // a cancelled or failed import leaves nothing half done; the dropped files are untouched
    await deleteDataset(db, id);
    throw error;
  }
}

export function datasetCommands(studio: Studio): Pick<CommandHandlers, DatasetCommand> {
  return {
    async inspectTable({ files }) {
      const sources = await sourcesOf(files);
      const found = findTable(sources);
      const table = parseTable(found.path, new TextDecoder().decode(await found.bytes()));
      const facts = await readSetFacts(sources, found.path);
      return {
        columns: [...table.columns],
        guessed: guessColumns(table.columns),
        rows: table.rows.length,
        table: found.path,
        exported: facts === null ? null : { name: facts.name },
      };
    },

    async importDataset({ name, files, mapping, modelId }, context) {
      studio.model(modelId);
      return importSources(
        studio,
        {
          name,
          sources: await sourcesOf(files),
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
          sources: openZip('demo.zip', zip),
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
