// Base models of a person's own: a record each in IndexedDB, with the small files in it; the
// weights lie where they were picked (a file system handle) or are copied into OPFS.

import { StudioError } from '../errors';
import { storageErrors } from '../strings/errors/storage';
import { fixed } from '../strings/format';
import type { StudioDatabase } from './database';
import type { OwnModelRecord } from './database';
import { soundRecords } from './records';
import { write, written } from './write';

/** The folder of OPFS that holds copied models, one folder each. */
const FOLDER = 'models';

/** Errors: StorageFull; nothing of it is kept then. */
export async function putOwnModel(db: StudioDatabase, record: OwnModelRecord): Promise<void> {
  await write(db, ['models'], written().model(record.name), (tx) =>
    tx.objectStore('models').put(record),
  );
}

/** All of them, newest first. */
export async function listOwnModels(db: StudioDatabase): Promise<OwnModelRecord[]> {
  const all = soundRecords('models', await db.getAll('models'));
  return all.sort((a, b) => b.addedAt - a.addedAt || a.id.localeCompare(b.id));
}

export async function getOwnModel(db: StudioDatabase, id: string): Promise<OwnModelRecord | null> {
  return (await db.get('models', id)) ?? null;
}

/** Deletes the record and what was copied. */
export async function deleteOwnModel(db: StudioDatabase, id: string): Promise<void> {
  await write(db, ['models'], written().modelDeletion, (tx) => tx.objectStore('models').delete(id));
  await deleteCopies(id);
}

async function modelFolder(id: string, create: boolean): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  const models = await root.getDirectoryHandle(FOLDER, { create });
  return models.getDirectoryHandle(id, { create });
}

/** A file's name within its model's folder: OPFS folders are made one by one, names are not. */
const flatName = (path: string): string => encodeURIComponent(path);

const said = () => storageErrors;
const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Deletes what was copied of a model; nothing where nothing was. */
export async function deleteCopies(id: string): Promise<void> {
  try {
    const root = await navigator.storage.getDirectory();
    const models = await root.getDirectoryHandle(FOLDER);
    await models.removeEntry(id, { recursive: true });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  }
}

/** A copy that nothing was written to for so long is not being made any more. */
const LEFT_MS = 3_600_000;

/** When a folder's files were last written to (ms since 1970); 0 of an empty one. */
async function lastWritten(folder: FileSystemDirectoryHandle): Promise<number> {
  let time = 0;
  for await (const [, entry] of folder.entries())
    if (entry.kind === 'file')
      time = Math.max(time, (await (entry as FileSystemFileHandle).getFile()).lastModified);
  return time;
}

/**
 * Deletes copies that no record names: their page was closed before the end. `named` are the
 * folders of all records, damaged ones too. Nothing where the browser has no OPFS.
 */
export async function deleteLeftCopies(
  named: ReadonlySet<string>,
  storage: StorageManager | undefined = globalThis.navigator?.storage,
): Promise<void> {
  const root = await storage?.getDirectory?.().catch(() => null);
  const models = await root?.getDirectoryHandle(FOLDER).catch(() => null);
  if (!models) return;
  const left: string[] = [];
  for await (const [id, entry] of models.entries())
    if (!named.has(id) && entry.kind === 'directory') {
      const written = await lastWritten(entry as FileSystemDirectoryHandle);
      // An empty one takes no room, and may have been made a moment ago.
      if (written > 0 && written < Date.now() - LEFT_MS) left.push(id);
    }
  for (const id of left) await models.removeEntry(id, { recursive: true });
}

/** Bytes copied at a time. */
const PIECE = 8 * 2 ** 20;

/** Files by name in a worker of Chromium, Firefox and Safari alike. */
interface SyncHandle {
  write(bytes: Uint8Array, at: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}
type WithSync = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncHandle> };

/**
 * Copies files into OPFS, in a worker. `progress` counts bytes. Errors: StorageFull, or abort;
 * nothing is left then.
 */
export async function copyModel(
  id: string,
  parts: Readonly<Record<string, Blob>>,
  signal: AbortSignal,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const total = Object.values(parts).reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  try {
    const folder = await modelFolder(id, true);
    for (const [path, file] of Object.entries(parts)) {
      const target = await folder.getFileHandle(flatName(path), { create: true });
      const out = await (target as WithSync).createSyncAccessHandle();
      try {
        out.truncate(0);
        for (let at = 0; at < file.size; at += PIECE) {
          signal.throwIfAborted();
          const piece = file.slice(at, Math.min(file.size, at + PIECE));
          const bytes = new Uint8Array(await piece.arrayBuffer());
          if (out.write(bytes, { at }) !== bytes.length)
            throw new DOMException('The disk is full.', 'QuotaExceededError');
          done += bytes.length;
          progress(done, total);
        }
        out.flush();
      } finally {
        out.close();
      }
    }
  } catch (error) {
    await deleteCopies(id);
    if (error instanceof DOMException && error.name === 'QuotaExceededError')
      throw new StudioError('StorageFull', ...said().noRoomForModel(fixed(total / 1e9, 2)));
    throw error;
  }
}

/** What was copied of a model, as files. Errors: BadModel where a file is gone. */
export async function copiedParts(
  { id, name }: Pick<OwnModelRecord, 'id' | 'name'>,
  paths: readonly string[],
): Promise<Record<string, Blob>> {
  try {
    const folder = await modelFolder(id, false);
    return Object.fromEntries(
      await Promise.all(
        paths.map(async (path): Promise<[string, Blob]> => {
          const handle = await folder.getFileHandle(flatName(path));
          return [path, await handle.getFile()];
        }),
      ),
    );
  } catch (error) {
    throw new StudioError('BadModel', ...said().copyGone(name, reasonOf(error)));
  }
}

/** Files below a picked folder, at most `depth` folders deep, by their path in it. */
async function walk(
  folder: FileSystemDirectoryHandle,
  prefix: string,
  depth: number,
): Promise<[string, File][]> {
  const found: [string, File][] = [];
  for await (const [name, entry] of folder.entries()) {
    if (name.startsWith('.')) continue;
    if (entry.kind === 'file')
      found.push([prefix + name, await (entry as FileSystemFileHandle).getFile()]);
    else if (depth > 0)
      found.push(
        ...(await walk(entry as FileSystemDirectoryHandle, `${prefix}${name}/`, depth - 1)),
      );
  }
  return found;
}

/** Most files a folder may hold that is looked through. */
const FOLDERS_DEEP = 4;

/** Files of a picked folder or file, the folder's name in front. */
export async function linkedFiles(handle: FileSystemHandle): Promise<Record<string, File>> {
  if (handle.kind === 'file')
    return { [handle.name]: await (handle as FileSystemFileHandle).getFile() };
  const folder = handle as FileSystemDirectoryHandle;
  return Object.fromEntries(await walk(folder, `${folder.name}/`, FOLDERS_DEEP));
}

/** A file below a picked folder; `path` begins with the folder's own name. */
async function linkedFile(handle: FileSystemHandle, path: string): Promise<File> {
  if (handle.kind === 'file') return (handle as FileSystemFileHandle).getFile();
  const steps = path.split('/').slice(1);
  let folder = handle as FileSystemDirectoryHandle;
  for (const step of steps.slice(0, -1)) folder = await folder.getDirectoryHandle(step);
  return (await folder.getFileHandle(steps.at(-1)!)).getFile();
}

/** Whether the browser lets a picked folder or file be read now. */
export async function isGranted(handle: FileSystemHandle): Promise<boolean> {
  // Handles of OPFS know no permissions; they are always granted.
  const { queryPermission } = handle as { queryPermission?(of: object): Promise<string> };
  return queryPermission === undefined
    ? true
    : (await queryPermission.call(handle, { mode: 'read' })) === 'granted';
}

/** The named files of a linked model. Errors: BadModel where the browser must be asked, or gone. */
export async function linkedParts(
  { name, handle, prefix }: { name: string; handle: FileSystemHandle; prefix: string },
  paths: readonly string[],
): Promise<Record<string, Blob>> {
  if (!(await isGranted(handle))) throw new StudioError('BadModel', ...said().notAllowed(name));
  return Object.fromEntries(
    await Promise.all(
      paths.map(async (path): Promise<[string, Blob]> => {
        try {
          return [path, await linkedFile(handle, prefix + path)];
        } catch (error) {
          throw new StudioError('BadModel', ...said().moved(prefix + path, name, reasonOf(error)));
        }
      }),
    ),
  );
}
