// From files to a stored set: planned first, then image by image; a cancelled or failed import
// leaves nothing half done. One that was closed leaves a part, named so: the same files brought
// again go on with it.

import type { ColumnMapping, DatasetSummary, RejectedRow } from '../../domain/dataset';
import { readHeads } from '../../data/import/datasetHeads';
import { folderOf, type SourceFile } from '../../data/import/files/sourceFile';
import { importSet, nothingUsable, type ProbeImage } from '../../data/import/importSet';
import { planImport, type ImportPlan } from '../../data/import/planImport';
import { ratingSource } from '../../data/scores/scoreSource';
import { sha256 } from '../../formats/sha256';
import type { ImageRecord, StudioDatabase } from '../../storage/database';
import { deleteDataset, listDatasets, putDataset, updateDataset } from '../../storage/datasets';
import { ImageWriter, listImages } from '../../storage/images';
import { listRuns } from '../../storage/runs';
import { isRewardAtHand, tasteId } from './availableRewards';
import type { CommandContext } from './command';
import { probeInBrowser } from './decodeImage';
import { importedImage, takeHeads } from './setZip';
import { holdImport } from './runLock';
import type { StudioServices } from './studioServices';

export interface SetToImport {
  readonly name: string;
  readonly sources: readonly SourceFile[];
  readonly mapping: ColumnMapping;
  readonly modelId: string | null;
  readonly scoreSource: string | null;
  readonly rewardId: string | null;
}

/**
 * The set that an import of the same rows under the same name has left unfinished, with its images;
 * null where there is none, another tab is at it, or a run was trained on what there is.
 */
async function leftUnfinished(
  db: StudioDatabase,
  { name, source, plan }: { name: string; source: string; plan: ImportPlan },
): Promise<{ id: string; images: readonly ImageRecord[]; release: () => void } | null> {
  const rows = new Set(plan.rows.map(({ row, name: file }) => `${row}\0${file}`));
  const runs = await listRuns(db);
  for (const set of await listDatasets(db)) {
    if (set.unfinished?.expected !== plan.rows.length) continue;
    if (set.name !== name || set.scoreSource !== source) continue;
    if (runs.some(({ datasetId }) => datasetId === set.id)) continue;
    const release = await holdImport(set.id);
    if (release === null) continue;
    const images = await listImages(db, set.id);
    if (images.every(({ row, fileName }) => rows.has(`${row}\0${fileName}`)))
      return { id: set.id, images, release };
    release();
  }
  return null;
}

/**
 * Imports a set and stores it. Errors: as planImport and importSet; nothing is kept then but what
 * an earlier import had stored.
 */
export async function importSources(
  { db }: Pick<StudioServices, 'db'>,
  set: SetToImport,
  { signal, progress }: CommandContext,
  decode: ProbeImage = probeInBrowser,
): Promise<{ dataset: DatasetSummary; rejected: RejectedRow[] }> {
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
  // A set’s model is the base that sampled it by itself: what a LoRA sampled says nothing of the
  // base.
  const sampledWithLora =
    facts?.plan !== undefined && facts.plan.runId !== null && facts.plan.strength !== 0;
  const earlier = await leftUnfinished(db, { name: set.name, source, plan });
  const id = earlier?.id ?? crypto.randomUUID();
  const release = earlier?.release ?? (await holdImport(id));
  if (earlier === null)
    await putDataset(db, {
      id,
      name: set.name,
      createdAt: Date.now(),
      scoreSource: source,
      rewardId,
      modelId: set.modelId ?? (sampledWithLora ? null : (facts?.modelId ?? null)),
      count: 0,
      bytes: 0,
      unfinished: { expected: plan.rows.length },
    });
  const images = new ImageWriter(db);
  try {
    const { accepted, rejected } = await importSet(
      signal,
      plan,
      {
        decode,
        hash: sha256,
        accept: (image) => images.add(importedImage(id, source, image)),
        progress: (done, total) => progress('import', done, total),
        stored: earlier?.images ?? [],
      },
      set.mapping,
    );
    await images.flush();
    if (accepted === 0 && earlier === null) throw nothingUsable(rejected);
    await takeHeads(db, heads);
    const dataset = await updateDataset(db, id, { unfinished: null });
    return { dataset: dataset!, rejected };
  } catch (error) {
    // A cancelled or failed import leaves nothing half done; the dropped files are untouched.
    await images.drop();
    if (earlier === null) await deleteDataset(db, id);
    throw error;
  } finally {
    release?.();
  }
}
