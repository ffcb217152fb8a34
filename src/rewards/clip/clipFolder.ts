// A person's own CLIP folder before it is taken in: which of the dropped files are its parts,
// whether they fit each other, and whether this machine can hold it. Only JSON files and the header
// of model.safetensors are read here: a model that is too large is refused before its weights are.

import { StudioError } from '../../errors';
import { layoutShape } from '../../executors/weights/layout';
import {
  parseClipConfig,
  parseClipImageProcessorConfig,
  type ClipConfig,
} from '../../formats/clipConfig';
import { blobFile } from '../../formats/rangedFile';
import { openSafetensorsFile } from '../../formats/safetensors';
import { sizeOf, storageOf, type Graph, type WeightLayout } from '../../graph/graph';
import { buildClipImageGraph, buildClipTextGraph, CLIP_MODEL } from '../../models/clipModel';
import { readJson, type ModelFiles } from '../../paradigms/modelFiles';
import { strings } from '../../strings';
import { fixed } from '../../strings/format';

/** A file with its path below what was dropped. */
export interface FolderFile {
  readonly path: string;
  readonly file: Blob;
}

/** What the machine can hold. */
export interface ClipLimits {
  /** Bytes of model.safetensors, and of all its numbers as float32. */
  readonly bytes: number;
  /** Bytes of one tensor as float32. */
  readonly tensorBytes: number;
}

export interface ClipFolder {
  /** The folder's own name, empty when only files were dropped. */
  readonly name: string;
  /** By path in the folder. */
  readonly files: Readonly<Record<string, Blob>>;
  /** Of all files. */
  readonly bytes: number;
  /** projection_dim. */
  readonly width: number;
}

const WEIGHTS = 'model.safetensors';
const PARTS = [
  'config.json',
  'preprocessor_config.json',
  'tokenizer_config.json',
  'vocab.json',
  'merges.txt',
  WEIGHTS,
];
/** The largest known vocabulary of a CLIP model takes about 1 MB. */
const MAX_TEXT_BYTES = 16 * 2 ** 20;
/** A blob of more cannot be read in one piece. */
const MOST_BYTES = 2 ** 31 - 1;
const GIB = 2 ** 30;

/**
 * Limits of a machine. `memoryGiB`: what the browser says of its memory (it never says more than
 * 8), undefined where it says nothing; a
 *  quarter of it, as the weights lie there as a file and as numbers, beside the base model.
 *  `bufferBytes`: the GPU's largest buffer, 0 = no GPU.
 */
export function clipLimits(memoryGiB: number | undefined, bufferBytes: number): ClipLimits {
  return {
    bytes: Math.min(MOST_BYTES, ((memoryGiB ?? 8) / 4) * GIB),
    tensorBytes: bufferBytes > 0 ? bufferBytes : MOST_BYTES,
  };
}

const gigabytes = (bytes: number): string =>
  bytes >= 1e8 ? `${fixed(bytes / 1e9, 1)} GB` : `${fixed(Math.max(0.1, bytes / 1e6), 1)} MB`;

const said = () => strings.errors.rewards.clip;

function bad(message: string, remedy: string): never {
  throw new StudioError('BadModel', message, remedy);
}

function tooLarge(what: string, limits: ClipLimits): never {
  throw new StudioError('OutOfMemory', ...said().tooLarge(what, gigabytes(limits.bytes)));
}

/**
 * The folder among the files in which a CLIP model's config.json lies, with a slash at its end
 * (empty = the top).
 */
function folderOf(files: readonly FolderFile[]): string {
  const folders = files
    .filter(({ path }) => /(^|\/)config\.json$/u.test(path))
    .map(({ path }) => path.slice(0, -'config.json'.length));
  if (folders.length === 0) {
    const seen = files
      .slice(0, 4)
      .map(({ path }) => path)
      .join(', ');
    bad(
      ...said().noConfig(files.length, `${seen}${files.length > 4 ? ', …' : ''}`, PARTS.join(', ')),
    );
  }
  if (folders.length > 1)
    bad(
      ...said().severalModels(
        folders.length,
        folders
          .map((folder) => `${folder}config.json`)
          .slice(0, 4)
          .join(', '),
      ),
    );
  return folders[0]!;
}

/** Why a part may be missing, and what helps. */
function remedyFor(part: string, names: readonly string[]): string {
  if (part === WEIGHTS && names.some((name) => /\.(bin|pt|pth|ckpt|h5|msgpack)$/u.test(name)))
    return said().onlySafetensors;
  if ((part === 'vocab.json' || part === 'merges.txt') && names.includes('tokenizer.json'))
    return said().onlySlowTokenizer;
  return said().wholeFolder;
}

/** A tensor of the file as a graph reads it. */
interface WantedWeight {
  readonly shape: readonly number[];
  readonly layout: WeightLayout;
}

/** Weights a graph reads, by name. */
function weightsOf(graph: Graph): Map<string, WantedWeight> {
  const found = new Map<string, WantedWeight>();
  for (const input of graph.nodes.flatMap((node) => node.inputs)) {
    const tensor = input && storageOf(input);
    if (tensor?.source.kind === 'weight' && tensor.source.model === CLIP_MODEL)
      found.set(tensor.source.tensor, { shape: tensor.shape, layout: tensor.source.layout });
  }
  return found;
}

/**
 * Every tensor the model reads is there, in the shape its config asks for, and all of them fit the
 * machine.
 */
async function checkWeights(file: Blob, config: ClipConfig, limits: ClipLimits): Promise<void> {
  const { tensors } = await openSafetensorsFile(blobFile(file));
  const wanted = new Map<string, WantedWeight>([
    ...weightsOf(buildClipImageGraph(config, 1)),
    ...weightsOf(buildClipTextGraph(config, 1, 2)),
    ['logit_scale', { shape: [], layout: 'stored' }],
  ]);
  let numbers = 0;
  for (const [name, { shape, layout }] of wanted) {
    const stored = tensors.get(name);
    if (!stored)
      bad(
        ...said().noTensor(WEIGHTS, name, tensors.size, [...tensors.keys()].slice(0, 2).join(', ')),
      );
    const fits =
      layout === 'stored'
        ? sizeOf(stored.shape) === sizeOf(shape)
        : [2, 4].includes(stored.shape.length) &&
          layoutShape(stored.shape, layout).join() === shape.join();
    if (!fits) bad(...said().otherShape(name, WEIGHTS, stored.shape.join(', ')));
    const count = sizeOf(shape);
    numbers += count;
    if (count * 4 > limits.tensorBytes)
      throw new StudioError(
        'OutOfMemory',
        ...said().tensorTooLarge(name, gigabytes(count * 4), gigabytes(limits.tensorBytes)),
      );
  }
  if (numbers * 4 > limits.bytes)
    tooLarge(said().weightsOf(Math.round(numbers / 1e6), gigabytes(numbers * 4)), limits);
}

/**
 * The files of a stored or dropped folder as the loaders read them. Errors: BadModel when one is
 * missing, OutOfMemory when it cannot be read whole.
 */
export function blobFiles(files: Readonly<Record<string, Blob>>): ModelFiles {
  return {
    async read(path) {
      const file = files[path] ?? bad(...said().noFile(path));
      try {
        return new Uint8Array(await file.arrayBuffer());
      } catch (error) {
        throw new StudioError(
          'OutOfMemory',
          ...said().unreadable(
            path,
            gigabytes(file.size),
            error instanceof Error ? error.message : String(error),
          ),
        );
      }
    },
  };
}

/**
 * Looks at a dropped folder. Errors: BadModel naming the file that is missing or does not fit;
 * OutOfMemory with the size; Unsupported and
 *  BadSafetensors from the readers.
 */
export async function inspectClipFolder(
  dropped: readonly FolderFile[],
  limits: ClipLimits,
): Promise<ClipFolder> {
  const folder = folderOf(dropped);
  const inside = new Map(
    dropped
      .filter(({ path }) => path.startsWith(folder))
      .map(({ path, file }) => [path.slice(folder.length), file]),
  );
  const names = [...inside.keys()];
  const shards = names.filter((name) => /^model-\d+-of-\d+\.safetensors$/u.test(name));
  const sharded = shards.reduce((sum, name) => sum + inside.get(name)!.size, 0);
  if (sharded > limits.bytes) tooLarge(said().shardsOf(shards.length, gigabytes(sharded)), limits);
  if (!inside.has(WEIGHTS) && shards.length > 0) bad(...said().sharded(shards.length, shards[0]!));
  const missing = PARTS.filter((part) => !inside.has(part));
  if (missing.length > 0)
    bad(said().lacks(folder.slice(0, -1), missing.join(', ')), remedyFor(missing.at(-1)!, names));
  const files = Object.fromEntries(PARTS.map((part) => [part, inside.get(part)!]));
  const weights = files[WEIGHTS]!;
  if (weights.size > limits.bytes)
    tooLarge(said().fileOf(WEIGHTS, gigabytes(weights.size)), limits);
  for (const part of PARTS) {
    if (part !== WEIGHTS && files[part]!.size > MAX_TEXT_BYTES)
      bad(...said().longText(part, gigabytes(files[part]!.size), gigabytes(MAX_TEXT_BYTES)));
  }
  const readable = blobFiles(files);
  const config = parseClipConfig(await readJson(readable, 'config.json'));
  parseClipImageProcessorConfig(await readJson(readable, 'preprocessor_config.json'));
  await checkWeights(weights, config, limits);
  return {
    name: folder.split('/').at(-2) ?? '',
    files,
    bytes: PARTS.reduce((sum, part) => sum + files[part]!.size, 0),
    width: config.projection_dim,
  };
}
