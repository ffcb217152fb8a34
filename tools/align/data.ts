// Scored sets from the disk: a folder, a zip, or the demo set beside the app, decoded with sharp, with the same rules as the page.

import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import sharp from 'sharp';
import { StudioError } from '../../src/errors';
import { importSet, type AcceptedImage, type DecodeImage } from '../../src/dataset/importSet';
import { toModelInput } from '../../src/dataset/resample';
import { openZip, type SourceFile } from '../../src/dataset/sourceFiles';
import { sha256 } from '../../src/formats/sha256';
import type { ModelFiles } from '../../src/pipeline/baseModel';

/** Folder of the bundled models and demo sets. */
export const PUBLIC = 'public';

/** Model files below a folder. */
export function modelFolder(folder: string): ModelFiles {
  return {
    async read(path) {
      try {
        return new Uint8Array(await readFile(join(folder, path)));
      } catch (error) {
        throw new StudioError('BadModel', `${join(folder, path)} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Check the name given with --base.');
      }
    },
  };
}

async function listFiles(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return { path: relative(folder, path), bytes: async () => new Uint8Array(await readFile(path)) };
  });
}

/** Straight RGBA of an image file, without colour management. */
export const decodeWithSharp: DecodeImage = async (bytes) => {
  const { data, info } = await sharp(bytes, { failOn: 'error' }).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 4) throw new Error(`${info.channels} channels`);
  return { width: info.width, height: info.height, rgba: data };
};

export interface LoadedImage extends AcceptedImage {
  readonly score: number;
  /** [size, size, 3] in [−1, 1] */
  readonly pixels: Float32Array;
}

/** Reads a set for a model of `size` pixels; rows left out are printed. */
export async function loadSet(path: string, size: number): Promise<LoadedImage[]> {
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
  const sources = isFolder ? await listFiles(path) : openZip(path, new Uint8Array(await readFile(path).catch((error: unknown) => {
    throw new StudioError('BadScoreFile', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, 'Give --data a folder, a .zip, or the word demo.');
  })));
  const images: LoadedImage[] = [];
  const { rejected } = await importSet(new AbortController().signal, sources, {}, {
    decode: decodeWithSharp, hash: sha256,
    accept: async (image) => {
      if (image.score === null) throw new StudioError('BadScoreFile', `Row ${image.row} (${image.fileName}) has no score.`, 'Score the whole set first, or leave that row out.');
      images.push({ ...image, score: image.score, pixels: toModelInput(await decodeWithSharp(image.bytes, image.mime), size) });
    },
  });
  for (const { row, file, reason } of rejected) console.error(`left out: row ${row} ${file}: ${reason}`);
  if (images.length === 0) throw new StudioError('BadScoreFile', `${path} holds no usable image.`, 'See the rows listed above.');
  return images;
}
