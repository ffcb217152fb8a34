// Scored sets from the disk: a folder, a zip, or the demo set beside the app, decoded with sharp,
// with the same rules as the page.

import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StudioError } from '../../../src/errors';
import { importSet, nothingUsable, type AcceptedImage } from '../../../src/data/import/importSet';
import { planImport } from '../../../src/data/import/planImport';
import { toModelInput, type DecodedImage } from '../../../src/data/import/resample';
import { proxySetOf } from '../../../src/data/labels/proxySet';
import { sha256 } from '../../../src/formats/sha256';
import { isParadigmId } from '../../../src/paradigms/facts';
import type { ProxySet } from '../../../src/settings/runSettings';
import type { ImageSize } from '../../../src/domain/imageSize';
import { decodeWithSharp } from '../decodeImage';
import { filesAt } from '../nodeFiles';

/** Folder of the bundled models and demo sets. */
export const PUBLIC = 'public';

/**
 * The id of a base given by id, or by its paradigm: then the bundled model of it that has a demo.
 * Errors: BadModel where there is none.
 */
export async function resolveBase(base: string): Promise<string> {
  if (!isParadigmId(base)) return base;
  const { models } = JSON.parse(await readFile(join(PUBLIC, 'models/catalogue.json'), 'utf8')) as {
    models: { id: string; paradigm: string; demo: string | null }[];
  };
  const found = models.find((model) => model.paradigm === base && model.demo !== null);
  if (!found)
    throw new StudioError(
      'BadModel',
      `No ${base} model with a demo set is bundled.`,
      `Name a base by its id: ${models.map(({ id }) => id).join(', ')}.`,
    );
  return found.id;
}

/** The scores in a set's table as a proxy for τ; its images are not read. Errors: BadScoreFile. */
export async function loadProxySet(path: string): Promise<ProxySet> {
  const { rows, source } = await planImport(await filesAt(path));
  const scores = rows.map((row) => row.score).filter((score) => score !== null);
  if (scores.length === 0)
    throw new StudioError(
      'BadScoreFile',
      `${path} holds no scores.`,
      'A proxy set is a scored set of images that the base model drew.',
    );
  return proxySetOf(basename(path), source, scores);
}

export interface LoadedImage extends AcceptedImage {
  readonly score: number;
  /** [height, width, 3] in [−1, 1] */
  readonly pixels: Float32Array;
  /** At its own size. */
  decode(): Promise<DecodedImage>;
}

/** Reads a set for images of `size`; rows left out are printed. */
export async function loadSet(path: string, size: ImageSize): Promise<LoadedImage[]> {
  const images: LoadedImage[] = [];
  const { rejected, notes } = await importSet(
    new AbortController().signal,
    await planImport(await filesAt(path)),
    {
      decode: decodeWithSharp,
      hash: sha256,
      accept: async (image) => {
        if (image.score === null)
          throw new StudioError(
            'BadScoreFile',
            `Row ${image.row} (${image.fileName}) has no score.`,
            'Score the whole set first, or leave that row out.',
          );
        images.push({
          ...image,
          score: image.score,
          pixels: toModelInput(await decodeWithSharp(image.bytes, image.mime), size),
          decode: () => decodeWithSharp(image.bytes, image.mime),
        });
      },
    },
  );
  for (const note of notes) console.error(note);
  for (const { row, file, reason } of rejected)
    console.error(`left out: ${row > 0 ? `row ${row} ` : ''}${file}: ${reason}`);
  if (images.length === 0) throw nothingUsable(rejected);
  return images;
}
