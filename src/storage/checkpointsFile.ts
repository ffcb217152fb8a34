// Checkpoints as files, for runs without a browser: FOLDER/RUN/step-00000020.safetensors. A file is
// written beside its place, flushed, then renamed, so that a killed process leaves the old
// checkpoint or the new one and never half of one. Node only.

import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../errors';
import { storageErrors } from '../strings/errors/storage';
import { decodeCheckpoint, encodeCheckpoint, type CheckpointStore } from '../runs/checkpoint';

const FILE = /^step-(\d{8,})\.safetensors$/;

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes((error as NodeJS.ErrnoException).code ?? '');
}

const said = () => storageErrors;

/**
 * A checkpoint store in `folder`, which is made when first needed. Errors of save: StorageFull when
 * the disk is full.
 */
export function createFileCheckpointStore(folder: string): CheckpointStore {
  const runFolder = (runId: string): string => {
    // A run's id becomes a folder's name: it must not lead anywhere else.
    if (!/^[\w-][\w.-]*$/.test(runId))
      throw new StudioError('BadCheckpoint', ...said().badRunId(runId));
    return join(folder, runId);
  };
  const fileOf = (runId: string, step: number): string =>
    join(runFolder(runId), `step-${String(step).padStart(8, '0')}.safetensors`);

  const list = async (runId: string): Promise<number[]> => {
    const names = await readdir(runFolder(runId)).catch((error: unknown) => {
      if (hasCode(error, 'ENOENT')) return [];
      throw error;
    });
    return names
      .flatMap((name) => FILE.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  };

  return {
    list,
    async save(checkpoint) {
      const target = fileOf(checkpoint.runId, checkpoint.step);
      const beside = `${target}.${process.pid}.part`;
      try {
        await mkdir(runFolder(checkpoint.runId), { recursive: true });
        const file = await open(beside, 'w');
        try {
          await file.writeFile(encodeCheckpoint(checkpoint));
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(beside, target);
      } catch (error) {
        await rm(beside, { force: true });
        if (hasCode(error, 'ENOSPC', 'EDQUOT'))
          throw new StudioError('StorageFull', ...said().diskFull(checkpoint.step, folder));
        throw error;
      }
    },
    async load(runId, step) {
      const wanted = step ?? (await list(runId)).at(-1);
      if (wanted === undefined) return null;
      const path = fileOf(runId, wanted);
      const bytes = await readFile(path).catch((error: unknown) => {
        if (hasCode(error, 'ENOENT')) return null;
        throw error;
      });
      if (bytes === null) return null;
      const checkpoint = decodeCheckpoint(bytes);
      if (checkpoint.runId !== runId || checkpoint.step !== wanted) {
        throw new StudioError(
          'BadCheckpoint',
          ...said().otherCheckpoint(path, checkpoint.step, checkpoint.runId),
        );
      }
      return checkpoint;
    },
    async delete(runId, step) {
      await rm(step === undefined ? runFolder(runId) : fileOf(runId, step), {
        recursive: step === undefined,
        force: true,
      });
    },
  };
}
