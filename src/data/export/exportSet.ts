// A set as a zip: the images' own bytes, metadata.jsonl (the ImageFolder convention of Hugging Face
// datasets, one line an image) and
// plumbline.json, and the heads that scored it. It imports back identically: bytes, names,
// captions, order, every score with its source, every rating with rater and time. The table is JSON
// lines, since prompts may hold commas, quotes and newlines, and a .csv is read by guessing.

import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { StudioError } from '../../errors';
import { dataErrors } from '../../strings/errors/data';
import { safePath } from '../import/files/sourceFile';
import { RATING, scoreOf, type ImageScore } from '../scores/scoreSource';
import { FACTS_FILE, type DatasetFacts } from '../import/datasetFacts';

export interface ImageToExport {
  readonly fileName: string;
  readonly mime: string;
  readonly caption: string;
  readonly negativePrompt: string | null;
  readonly groupId: string | null;
  readonly preferredOver?: readonly string[];
  readonly scores: readonly ImageScore[];
  readonly size: number;
  bytes(): Promise<Uint8Array>;
}

export type SetToExport = Pick<
  DatasetFacts,
  'name' | 'scoreSource' | 'rewardId' | 'modelId' | 'plan' | 'heads'
>;

/** A file beside the images, at a path that no image takes (theirs end as images do). */
export interface FileToExport {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * A zip without the 64-bit extension holds so many entries and bytes; some room is kept for its
 * directory.
 */
const MAX_ENTRIES = 65_000;
const MAX_BYTES = 3.9 * 2 ** 30;
const TABLE = 'metadata.jsonl';
const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
};
/** A longer name fits no file system. */
const MAX_SEGMENT = 100;

/** One folder or file name that every file system takes. */
function plainSegment(segment: string): string {
  const plain = segment
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}<>:"|?*]/gu, '_')
    .replace(/[. ]+$/u, '')
    .replace(/^(__MACOSX|\.DS_Store|\._)/u, '_$1');
  return [...plain].slice(0, MAX_SEGMENT).join('') || '_';
}

/**
 * A path in the zip for every image: its own name where that is a plain relative path, else the
 * nearest one; no two alike even where case does not
 *  count, and none that is a folder of another.
 */
export function archivePaths(
  images: readonly Pick<ImageToExport, 'fileName' | 'mime'>[],
): string[] {
  const files = new Set<string>();
  const folders = new Set<string>();
  const nextNumber = new Map<string, number>();
  const foldersOf = (path: string): string[] =>
    path
      .split('/')
      .slice(0, -1)
      .map((_, i, parts) => parts.slice(0, i + 1).join('/'));
  const free = (path: string): boolean =>
    !files.has(path) && !folders.has(path) && !foldersOf(path).some((folder) => files.has(folder));
  return images.map(({ fileName, mime }) => {
    const path = (safePath(fileName) ?? 'image').split('/').map(plainSegment).join('/');
    const named = /\.(png|jpe?g|webp)$/iu.test(path)
      ? path
      : `${path}${EXTENSIONS[mime] ?? '.png'}`;
    const base = foldersOf(named.toLowerCase()).some((folder) => files.has(folder))
      ? named.replaceAll('/', '_')
      : named;
    const dot = base.lastIndexOf('.');
    let chosen = base;
    // Where the last of this name ended: many images of one name stay linear.
    let n = nextNumber.get(base.toLowerCase()) ?? 2;
    for (; !free(chosen.toLowerCase()); n++)
      chosen = `${base.slice(0, dot)}-${n}${base.slice(dot)}`;
    nextNumber.set(base.toLowerCase(), n);
    const key = chosen.toLowerCase();
    files.add(key);
    for (const folder of foldersOf(key)) folders.add(folder);
    return chosen;
  });
}

/** Plain sources of a set beside the one in use, in the order in which they appear. */
function furtherSources(images: readonly ImageToExport[], scoreSource: string): string[] {
  return [
    ...new Set(
      images.flatMap(({ scores }) =>
        scores.filter(({ scale }) => scale === undefined).map(({ source }) => source),
      ),
    ),
  ].filter((source) => source !== scoreSource);
}

/** One line of the table. */
function line(
  image: ImageToExport,
  path: string,
  scoreSource: string,
  further: readonly string[],
  pathOf: ReadonlyMap<string, string>,
): string {
  const score = scoreOf(image.scores, scoreSource);
  const others = further.flatMap((source) => {
    const value = scoreOf(image.scores, source);
    return value === null ? [] : [[`score_${source}`, value] as const];
  });
  const ratings = image.scores
    .filter((one) => one.source === RATING && one.scale !== undefined)
    .map(({ source: _, ...rating }) => rating);
  return JSON.stringify({
    file_name: path,
    text: image.caption,
    ...(score === null ? {} : { score }),
    ...Object.fromEntries(others),
    ...(image.negativePrompt === null ? {} : { negative_prompt: image.negativePrompt }),
    ...(image.groupId === null ? {} : { group_id: image.groupId }),
    ...(image.preferredOver && {
      preferred_over: image.preferredOver.flatMap((name) => pathOf.get(name) ?? []),
    }),
    ...(ratings.length === 0 ? {} : { ratings }),
    ...(path === image.fileName ? {} : { original_name: image.fileName }),
  });
}

/**
 * Writes the zip in pieces to `write`, in order. Images are stored as they are: they are compressed
 * already.
 *  Errors: Unsupported when a zip cannot hold the set; abort; what reading an image throws.
 */
export async function exportSet(
  signal: AbortSignal,
  set: SetToExport,
  images: readonly ImageToExport[],
  beside: readonly FileToExport[],
  write: (piece: Uint8Array) => void,
  progress?: (done: number, total: number) => void,
): Promise<void> {
  const bytes =
    images.reduce((sum, { size }) => sum + size, 0) +
    beside.reduce((sum, file) => sum + file.bytes.length, 0);
  if (images.length + beside.length > MAX_ENTRIES || bytes > MAX_BYTES) {
    throw new StudioError(
      'Unsupported',
      ...dataErrors.exported.tooLarge(
        images.length,
        Math.round(bytes / 2 ** 20),
        MAX_ENTRIES,
        Math.round(MAX_BYTES / 2 ** 20),
      ),
    );
  }
  const further = furtherSources(images, set.scoreSource);
  const facts: DatasetFacts = {
    format: 'plumbline set',
    version: 1,
    ...set,
    columns: Object.fromEntries(further.map((source) => [`score_${source}`, source])),
  };
  let failure: Error | null = null;
  const zip = new Zip((error, piece) => {
    if (error) failure ??= error;
    else write(piece);
  });
  const add = (file: ZipPassThrough | ZipDeflate, content: Uint8Array): void => {
    zip.add(file);
    file.push(content, true);
    if (failure) throw failure;
  };
  const paths = archivePaths(images);
  const pathOf = new Map(images.map(({ fileName }, i) => [fileName, paths[i]!]));
  add(new ZipDeflate(FACTS_FILE), strToU8(`${JSON.stringify(facts, null, 2)}\n`));
  const lines = images.map((image, i) => line(image, paths[i]!, set.scoreSource, further, pathOf));
  add(new ZipDeflate(TABLE), strToU8(`${lines.join('\n')}\n`));
  for (const file of beside) add(new ZipPassThrough(file.path), file.bytes);
  for (const [i, image] of images.entries()) {
    signal.throwIfAborted();
    add(new ZipPassThrough(paths[i]!), await image.bytes());
    progress?.(i + 1, images.length);
  }
  zip.end();
  if (failure) throw failure;
}
