// Whole files that are damaged: small ones of each kind, made by the tools people use
// (fixtures/import: pyarrow, SQLite, Pillow).

import { readFile } from 'node:fs/promises';

const FOLDER = 'fixtures/import';

async function read(...names: readonly string[]): Promise<Uint8Array[]> {
  return Promise.all(
    names.map(async (name) => new Uint8Array(await readFile(`${FOLDER}/${name}`))),
  );
}

export const sqliteSeed = (): Promise<Uint8Array[]> => read('wib.sqlite3');
export const parquetSeed = (): Promise<Uint8Array[]> =>
  read('pickapic.parquet', 'imagefolder.parquet');
export const imageSeeds = async (): Promise<Uint8Array[]> => [
  ...(await read('a1111.jpg', 'a1111.webp')),
  new Uint8Array(await readFile('fixtures/import/tiny.avif')),
];
export const exifSeed = (): Promise<Uint8Array[]> => read('exif.bin');
