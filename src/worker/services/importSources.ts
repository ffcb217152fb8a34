// From files to a stored set: planned first, then image by image; a cancelled or failed import
// leaves nothing half done.

import type { ColumnMapping, DatasetSummary, RejectedRow } from '../../domain/dataset';
import { readHeads } from '../../data/import/datasetHeads';
import { folderOf, type SourceFile } from '../../data/import/files/sourceFile';
import { importSet, nothingUsable, type ProbeImage } from '../../data/import/importSet';
import { planImport } from '../../data/import/planImport';
import { ratingSource } from '../../data/scores/scoreSource';
import { sha256 } from '../../formats/sha256';
import { deleteDataset, putDataset, updateDataset } from '../../storage/datasets';
import { addImage } from '../../storage/images';
import { isRewardAtHand, tasteId } from './availableRewards';
import type { CommandContext } from './command';
import { probeInBrowser } from './decodeImage';
import { importedImage, takeHeads } from './portableSet';
import type { StudioServices } from './studioServices';

export interface SetToImport {
  readonly name: string;
  readonly sources: readonly SourceFile[];
  readonly mapping: ColumnMapping;
  readonly modelId: string | null;
  readonly scoreSource: string | null;
  readonly rewardId: string | null;
}

/** Imports a set and stores it. Errors: as planImport and importSet; nothing is kept then. */
export async function importSources(
  { db }: Pick<StudioServices, 'db'>,
  set: SetToImport,
  { signal, progress }: CommandContext,
  decode: ProbeImage = probeInBrowser,
): Promise<{ dataset: DatasetSummary; rejected: RejectedRow[] }> {
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
        decode,
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
