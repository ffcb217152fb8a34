// What a drop or a picker gives of a model: the folder or file itself where the browser gives it
// out (then it is read where it lies), else its files.

import type { GivenModel } from '../../bridge/modelProtocol';
import type { ImportFile } from '../../domain/dataset';
import { droppedFiles } from '../common/droppedFiles';

type Pickers = {
  showDirectoryPicker?(options: object): Promise<FileSystemDirectoryHandle>;
  showOpenFilePicker?(options: object): Promise<FileSystemFileHandle[]>;
};

/** Whether this browser can read a model where it lies. */
export const canLink = (): boolean =>
  typeof (globalThis as Pickers).showDirectoryPicker === 'function';

const linked = (handle: FileSystemHandle): GivenModel => ({ files: [], handle, prediction: null });

export const givenFiles = (files: readonly File[]): GivenModel => ({
  files: droppedFiles(files),
  handle: null,
  prediction: null,
});

/** A picked folder or file; null where the person picked nothing. Errors: those of the browser. */
export async function pickModel(what: 'folder' | 'file'): Promise<GivenModel | null> {
  const pickers = globalThis as Pickers;
  try {
    if (what === 'folder')
      return linked(await pickers.showDirectoryPicker!({ mode: 'read', id: 'model' }));
    const [file] = await pickers.showOpenFilePicker!({ id: 'model' });
    return file ? linked(file) : null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

type WithHandle = DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> };

/** Files below an entry, with their paths. */
async function filesOf(entry: FileSystemEntry): Promise<ImportFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile)
    return new Promise((resolve, reject) => {
      (entry as FileSystemFileEntry).file((file) => resolve([{ path, file }]), reject);
    });
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: ImportFile[] = [];
  // A reader gives a hundred entries at a time, then none.
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (entries.length === 0) return found;
    for (const one of entries) found.push(...(await filesOf(one)));
  }
}

/** What was dropped. Must be called within the drop event: its items are gone afterwards. */
export async function droppedModel(transfer: DataTransfer): Promise<GivenModel | null> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file') as WithHandle[];
  const entries = items.map((item) => item.webkitGetAsEntry());
  const files = [...transfer.files];
  const [only] = items;
  if (items.length === 1 && only?.getAsFileSystemHandle) {
    const handle = await only.getAsFileSystemHandle().catch(() => null);
    if (handle) return linked(handle);
  }
  if (entries.some((entry) => entry?.isDirectory)) {
    const each = await Promise.all(entries.flatMap((entry) => (entry ? [filesOf(entry)] : [])));
    return { files: each.flat(), handle: null, prediction: null };
  }
  return files.length === 0 ? null : givenFiles(files);
}
