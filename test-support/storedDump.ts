// Puts the database that the build before the rooms were moved had stored
// (fixtures/recorded/stored/database.json.gz) into an IndexedDB as it was then: version, stores,
// keys, indexes and records. Opening it afterwards runs the migrations that came since.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = 'fixtures/recorded/stored';

interface DumpedStore {
  readonly keyPath: string | string[];
  readonly indexes: readonly { readonly name: string; readonly keyPath: string | string[] }[];
  readonly records: readonly unknown[];
}

/** A file of fixtures/recorded/stored as bytes. */
export const storedFile = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(`${FOLDER}/${name}`));

/** A file of fixtures/recorded/stored as text. */
export const storedText = (name: string): string => readFileSync(`${FOLDER}/${name}`, 'utf8');

/** What each recorded run became when it went on to its end: by `tgo`, `sft`, `online`. */
export interface ContinuedRun {
  readonly runId: string;
  readonly steps: number;
  readonly losses: readonly number[];
  readonly adaptersSha256: string;
}
export const continuedRuns = (): Record<'tgo' | 'sft' | 'online', ContinuedRun> =>
  JSON.parse(storedText('continued.json')) as Record<'tgo' | 'sft' | 'online', ContinuedRun>;

/** Typed arrays, blobs and numbers that JSON lacks, as `makeStored.ts.txt` wrote them. */
function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== 'object') return value;
  if (!('$' in value))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, revive(one)]));
  const { $, ...rest } = value as { $: string; value?: string; type?: string; base64?: string };
  if ($ === 'number') return Number(rest.value);
  const bytes = new Uint8Array(Buffer.from(rest.base64 ?? '', 'base64'));
  switch ($) {
    case 'Blob':
      return new Blob([bytes], { type: rest.type ?? '' });
    case 'Uint8Array':
      return bytes;
    case 'Float32Array':
      return new Float32Array(bytes.buffer);
    case 'Int32Array':
      return new Int32Array(bytes.buffer);
    default:
      throw new Error(`the dump has a value of the unknown kind “${$}”`);
  }
}

/** Creates the recorded database under `name`; needs an IndexedDB (`fake-indexeddb/auto`). */
export async function restoreStoredDatabase(name: string): Promise<void> {
  const { version, stores } = JSON.parse(
    gunzipSync(storedFile('database.json.gz')).toString('utf8'),
  ) as { version: number; stores: Record<string, DumpedStore> };
  await new Promise<void>((done, fail) => {
    const opening = indexedDB.open(name, version);
    opening.addEventListener('upgradeneeded', () => {
      for (const [store, { keyPath, indexes, records }] of Object.entries(stores)) {
        const made = opening.result.createObjectStore(store, { keyPath });
        for (const index of indexes) made.createIndex(index.name, index.keyPath);
        for (const record of records) made.put(revive(record));
      }
    });
    opening.addEventListener('error', () => fail(opening.error));
    opening.addEventListener('success', () => {
      opening.result.close();
      done();
    });
  });
}
