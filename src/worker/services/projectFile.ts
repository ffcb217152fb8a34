// A whole project as one zip: sets as the zips that they export as, and per run its record, steps,
// samples and checkpoints. Everything in it is opened elsewhere as it would be from a stranger:
// through the same readers as any dropped file. Base models stay outside; a run names its base by
// hash.
//
//   plumbline-project.json            format, version, sets and runs by folder
//   sets/0/set.zip                    a set (data/export/exportSet.ts)
//   runs/0/run.json, metrics.json     record (with the scores it trained on), steps
//   runs/0/previews.json, previews/…  samples: facts and PNG files
//   runs/0/checkpoints/20.safetensors checkpoints (runs/checkpoint.ts)

import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { encodeCheckpoint } from '../../runs/checkpoint';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import type { RunRecord, StudioDatabase } from '../../storage/database';
import { getDataset, listDatasets } from '../../storage/datasets';
import { listImages } from '../../storage/images';
import { loadMetrics } from '../../storage/metrics';
import { loadPreviews } from '../../storage/previews';
import { listRuns } from '../../storage/runs';
import type { CommandContext } from './command';
import { zipOfSet } from './setZip';

export const PROJECT_FORMAT = 'plumbline project';
export const PROJECT_FILE = 'plumbline-project.json';

/** A run's record without what only this browser's queue knows. */
function portableRecord(run: RunRecord): Omit<RunRecord, 'queuedAt' | 'deletedAt'> {
  const { queuedAt: _, deletedAt: _deleted, ...record } = run;
  return record;
}

/**
 * Writes the project: the named runs with their sets, or all sets and runs. Progress counts files.
 * Errors: abort; what reading throws.
 */
export async function writeProject(
  db: StudioDatabase,
  name: string,
  runIds: readonly string[] | null,
  { signal, progress }: CommandContext,
): Promise<Blob> {
  const runs = (await listRuns(db)).filter(
    ({ id, deletedAt }) => deletedAt === undefined && (runIds === null || runIds.includes(id)),
  );
  const wanted = new Set(runs.map(({ datasetId }) => datasetId));
  const sets =
    runIds === null
      ? await listDatasets(db)
      : (await Promise.all([...wanted].map((id) => getDataset(db, id)))).filter(
          (set) => set !== null,
        );
  const pieces: BlobPart[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, piece) => {
    if (error) failure ??= error;
    else pieces.push(piece.slice());
  });
  const add = (path: string, bytes: Uint8Array, deflate = false): void => {
    signal.throwIfAborted();
    const file = deflate ? new ZipDeflate(path) : new ZipPassThrough(path);
    zip.add(file);
    file.push(bytes, true);
    if (failure) throw failure;
  };
  const json = (path: string, value: unknown): void =>
    add(path, strToU8(JSON.stringify(value)), true);
  json(PROJECT_FILE, {
    format: PROJECT_FORMAT,
    version: 1,
    name,
    sets: sets.map(({ id }, i) => ({ id, folder: `sets/${i}` })),
    runs: runs.map((_, i) => `runs/${i}`),
  });
  const total = sets.length + runs.length;
  for (const [i, set] of sets.entries()) {
    progress('project', i, total);
    const blob = await zipOfSet(signal, db, set);
    add(`sets/${i}/set.zip`, new Uint8Array(await blob.arrayBuffer()));
    const images = await listImages(db, set.id);
    // A run names its images by id; elsewhere they have others and are found again by their bytes.
    json(
      `sets/${i}/images.json`,
      images.map(({ id, sha256 }) => [id, sha256]),
    );
  }
  const checkpoints = createIdbCheckpointStore(db);
  for (const [i, run] of runs.entries()) {
    progress('project', sets.length + i, total);
    const folder = `runs/${i}`;
    json(`${folder}/run.json`, portableRecord(run));
    json(`${folder}/metrics.json`, await loadMetrics(db, run.id));
    const previews = await loadPreviews(db, run.id);
    json(
      `${folder}/previews.json`,
      previews.map(({ step, images }) => ({
        step,
        images: images.map(({ png: _, score, ...facts }) => ({
          ...facts,
          score: Number.isFinite(score) ? score : null,
        })),
      })),
    );
    for (const { step, images } of previews)
      images.forEach(({ png }, n) => add(`${folder}/previews/${step}-${n}.png`, png));
    for (const step of await checkpoints.list(run.id)) {
      const checkpoint = await checkpoints.load(run.id, step);
      if (checkpoint)
        add(`${folder}/checkpoints/${step}.safetensors`, encodeCheckpoint(checkpoint));
    }
  }
  zip.end();
  if (failure) throw failure;
  progress('project', total, total);
  return new Blob(pieces, { type: 'application/zip' });
}
