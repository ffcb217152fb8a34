// A base of a person's own among dropped or picked files: a diffusers folder, or a single-file
// checkpoint, perhaps with its configs beside it. What the loaders read of it is what is kept.

import { StudioError } from '../errors';
import { foreignFile } from '../formats/checkpointKind';
import type { Prediction } from '../formats/ldmConfig';
import { blobFile } from '../formats/rangedFile';
import { isSafetensors } from '../formats/safetensors';
import { paradigmErrors } from '../strings/errors/paradigms';
import { loadBaseModel } from './baseModel';
import type { ModelFiles } from './modelFiles';
import type { BaseModel } from './paradigm';
import { openSingleFile } from './singleFile';

/** Files by their path in the model's folder. */
export type Parts = Readonly<Record<string, Blob>>;

/** A file with its path below what was dropped. */
export interface DroppedFile {
  readonly path: string;
  readonly file: Blob;
}

/** Where a model's files are and how to read them: what is stored of it. */
export interface ModelSource {
  /** The path of the single-file checkpoint; null for a folder. */
  readonly checkpoint: string | null;
  /** What a person says the network predicts, where the file does not. */
  readonly prediction: Prediction | null;
}

export interface FoundModel extends ModelSource {
  readonly name: string;
  readonly parts: Parts;
}

export interface OpenedModel {
  readonly model: BaseModel;
  readonly files: ModelFiles;
  /** False where the prediction was taken for granted and a person may know better. */
  readonly predictionKnown: boolean;
}

const INDEX = 'model_index.json';
const isPickle = (path: string): boolean => /\.(ckpt|pt|pth|bin|pkl)$/i.test(path);

function bad(message: string, remedy: string): never {
  throw new StudioError('BadModel', message, remedy);
}

/** Files of a stored or dropped model. Errors: BadModel naming the file that cannot be read. */
export function partFiles(parts: Parts): ModelFiles {
  const said = paradigmErrors.dropped;
  const find = (path: string): Blob => parts[path] ?? bad(...said.notInFolder(path));
  const gone = (path: string, error: unknown): never =>
    bad(...said.gone(path, error instanceof Error ? error.message : String(error)));
  return {
    async read(path) {
      const file = find(path);
      return new Uint8Array(await file.arrayBuffer().catch((error: unknown) => gone(path, error)));
    },
    async open(path) {
      const ranged = blobFile(find(path));
      return {
        size: ranged.size,
        read: (start, end) => ranged.read(start, end).catch((error: unknown) => gone(path, error)),
      };
    },
    exists: async (path) => Object.hasOwn(parts, path),
  };
}

/** The same, noting every path that was read: what the loaders read of a model is what is kept. */
export function noting(files: ModelFiles, read: Set<string>): ModelFiles {
  return {
    ...files,
    read(path) {
      read.add(path);
      return files.read(path);
    },
    open(path) {
      read.add(path);
      return files.open!(path);
    },
  };
}

/** Opens a model from its files; nothing is uploaded. Errors: as loadBaseModel, openSingleFile. */
export async function openModel(
  id: string,
  { checkpoint, prediction }: ModelSource,
  parts: Parts,
  read = new Set<string>(),
): Promise<OpenedModel> {
  const folder = noting(partFiles(parts), read);
  if (checkpoint === null) {
    const model = await loadBaseModel(id, folder);
    return { model, files: folder, predictionKnown: true };
  }
  const { files, configs } = await openSingleFile(await folder.open!(checkpoint), {
    configs: folder,
    prediction,
  });
  // A scheduler config beside the file says it too.
  const told = await folder.exists!('scheduler/scheduler_config.json');
  const model = await loadBaseModel(id, files);
  return { model, files, predictionKnown: configs.predictionKnown || told };
}

/** What the files look like, for a message. */
function someOf(dropped: readonly DroppedFile[]): string {
  const seen = dropped.slice(0, 3).map(({ path }) => path);
  return seen.join(', ') + (dropped.length > 3 ? ', …' : '');
}

/** Files below the folder that ends in a slash (empty = the top), by their path in it. */
function below(dropped: readonly DroppedFile[], folder: string): Parts {
  return Object.fromEntries(
    dropped
      .filter(({ path }) => path.startsWith(folder))
      .map(({ path, file }) => [path.slice(folder.length), file]),
  );
}

function findFolder(dropped: readonly DroppedFile[], indexes: readonly string[]): FoundModel {
  if (indexes.length > 1)
    bad(...paradigmErrors.dropped.severalModels(indexes.length, indexes.slice(0, 3).join(', ')));
  const folder = indexes[0]!.slice(0, -INDEX.length);
  return {
    name: folder.split('/').at(-2) ?? 'model',
    parts: below(dropped, folder),
    checkpoint: null,
    prediction: null,
  };
}

/**
 * The model among these files. Errors: BadModel or Unsupported saying what they are instead, by
 * their names.
 */
export async function findModel(dropped: readonly DroppedFile[]): Promise<FoundModel> {
  const indexes = dropped
    .map(({ path }) => path)
    .filter((path) => path === INDEX || path.endsWith(`/${INDEX}`));
  const weights = dropped.filter(({ path }) => isSafetensors(path));
  // A single file with a folder of configs beside it has an index too, but no weights below it.
  const whole = indexes.filter((index) =>
    weights.some(
      ({ path }) =>
        path.startsWith(`${index.slice(0, -INDEX.length)}`) &&
        path.slice(index.length - INDEX.length).includes('/'),
    ),
  );
  if (whole.length > 0) return findFolder(dropped, whole);
  const said = paradigmErrors;
  const pickle = dropped.find(({ path }) => isPickle(path));
  if (weights.length === 0) {
    if (pickle) throw new StudioError('Unsupported', said.pickle(pickle.path), said.pickleModel);
    const first = dropped[0];
    if (first && foreignFile(new Uint8Array(await first.file.slice(0, 8).arrayBuffer())))
      throw new StudioError('Unsupported', ...said.dropped.notSafetensors(first.path));
    bad(
      dropped.length === 0
        ? said.dropped.nothing
        : said.dropped.noModel(INDEX, dropped.length, someOf(dropped)),
      said.dropped.openModel,
    );
  }
  if (weights.length > 1) bad(...said.dropped.severalFiles(weights.length, someOf(weights), INDEX));
  const { path } = weights[0]!;
  const folder = indexes[0]?.slice(0, -INDEX.length) ?? path.slice(0, path.lastIndexOf('/') + 1);
  const checkpoint = path.slice(path.lastIndexOf('/') + 1);
  return {
    name: checkpoint.replace(/\.safetensors$/i, ''),
    parts: { ...below(dropped, folder), [checkpoint]: weights[0]!.file },
    checkpoint,
    prediction: null,
  };
}
