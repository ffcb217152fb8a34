// Files of a model folder, read through a small interface so that the page (fetch), Node (fs) and a
// dropped folder are the same. Nothing is run here: configs are parsed and checked elsewhere,
// weights are opened and given out by name.

import type { ImageSize } from '../domain/imageSize';
import { StudioError } from '../errors';
import { parseClipTextConfig } from '../formats/modelConfig';
import { tensorFileWeights } from '../executors/weights/tensorFileWeights';
import type { WeightSource } from '../executors/weights/weightSource';
import {
  createClipTokenizer,
  type ClipTokenizer,
  type SpecialTokens,
} from '../formats/clipTokenizer';
import { fileIdentity } from '../formats/fileIdentity';
import { parsePythonJson } from '../formats/pythonJson';
import { bytesFile, type RangedFile } from '../formats/rangedFile';
import { openSafetensorsFile, type TensorFile } from '../formats/safetensors';
import { sha256 } from '../formats/sha256';
import { joinShards, shardNames } from '../formats/shards';
import { otherTensorNames } from '../formats/tensorNames';
import { paradigmErrors } from '../strings/errors/paradigms';

/**
 * Reads files of a model folder by their path in it. Errors: StudioError BadModel when a file is
 * missing.
 */
export interface ModelFiles {
  read(path: string): Promise<Uint8Array>;
  /** Opens a file to be read by ranges; without it files are read whole. */
  open?(path: string): Promise<RangedFile>;
  /** Whether a file is there; without it weights have their usual names only. */
  exists?(path: string): Promise<boolean>;
  /** The one file that holds the weights of all components, under CompVis' names. */
  readonly checkpoint?: Checkpoint;
}

/** An opened single-file checkpoint. */
export interface Checkpoint {
  readonly id: string;
  /** With transformers' names of the text encoder. */
  readonly file: TensorFile;
  /** As it lies. */
  readonly original: TensorFile;
  readonly bytes: number;
}

/** A JSON file of the folder. Errors: BadModel when it is missing or not JSON. */
export async function readJson(files: ModelFiles, path: string): Promise<unknown> {
  const text = new TextDecoder().decode(await files.read(path));
  try {
    return parsePythonJson(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StudioError('BadModel', ...paradigmErrors.notJson(path, reason));
  }
}

/** A JSON file of the folder, null where it is missing. Errors: BadModel when it is not JSON. */
export async function readJsonIfThere(files: ModelFiles, path: string): Promise<unknown> {
  try {
    await files.read(path);
  } catch (error) {
    if (error instanceof StudioError && error.kind === 'BadModel') return null;
    throw error;
  }
  return readJson(files, path);
}

/**
 * An image's size in latents or tokens of `factor` pixels a side. Errors: BadSettings when they do
 * not divide it.
 */
export function sizeInCells([height, width]: ImageSize, factor: number): [number, number] {
  if (height % factor !== 0 || width % factor !== 0 || height < factor || width < factor)
    throw new StudioError(
      'BadSettings',
      ...paradigmErrors.size(
        width,
        height,
        factor,
        Math.max(1, Math.round(width / factor)) * factor,
      ),
    );
  return [height / factor, width / factor];
}

/** Endings under which `NAME.safetensors` lies in a folder, with those of its shard index. */
const ENDINGS = ['.safetensors', '.fp16.safetensors'] as const;
const INDEX_ENDINGS = ['.safetensors.index.json', '.safetensors.index.fp16.json'] as const;
const PICKLES = ['.bin', '.fp16.bin', '.ckpt', '.bin.index.json'] as const;

/** Weights with the path of the file (or index) that they were found in. */
type OpenedFile = Omit<Checkpoint, 'original'> & { readonly path: string };

async function openFile(files: ModelFiles, path: string): Promise<OpenedFile> {
  const file = files.open ? await files.open(path) : bytesFile(await files.read(path));
  const id = await fileIdentity(file);
  return { id, file: await openSafetensorsFile(file), bytes: file.size, path };
}

async function openShards(files: ModelFiles, indexPath: string): Promise<OpenedFile> {
  const folder = indexPath.slice(0, indexPath.lastIndexOf('/') + 1);
  const index = await readJson(files, indexPath);
  const shards = new Map<string, OpenedFile>();
  for (const name of shardNames(index)) shards.set(name, await openFile(files, folder + name));
  const ids = [...shards.values()].map(({ id }) => id).join(' ');
  const opened = new Map([...shards].map(([name, { file }]) => [name, file]));
  return {
    id: await sha256(new TextEncoder().encode(ids)),
    file: joinShards(index, opened, indexPath),
    bytes: [...shards.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    path: indexPath,
  };
}

/**
 * The weights at `path` without its ending: one file, its fp16 variant, or shards with an index.
 */
async function findWeights(files: ModelFiles, path: string): Promise<OpenedFile> {
  const { exists } = files;
  if (!exists) return openFile(files, `${path}.safetensors`);
  for (const ending of ENDINGS)
    if (await exists(path + ending)) return openFile(files, path + ending);
  for (const ending of INDEX_ENDINGS)
    if (await exists(path + ending)) return openShards(files, path + ending);
  const said = paradigmErrors;
  const names = [path, path.replace(/(^|\/)model$/, '$1pytorch_model')];
  for (const name of names.flatMap((one) => PICKLES.map((ending) => one + ending)))
    if (await exists(name))
      throw new StudioError('Unsupported', said.pickle(name), said.picklePart);
  throw new StudioError('BadModel', ...said.noWeights(path));
}

/**
 * The weights of one component with their size; tensors are read when they are asked for. `path` is
 * that of the weight file without its ending, `checkpointName` a tensor's name in a single-file
 * checkpoint. Errors: BadModel, BadSafetensors; Unsupported for pickles.
 */
export async function openWeights(
  files: ModelFiles,
  path: string,
  checkpointName?: (tensor: string) => string,
): Promise<{ source: WeightSource; bytes: number }> {
  if (files.checkpoint && checkpointName) {
    const { id, file, original } = files.checkpoint;
    const names = (tensor: string) =>
      [tensor, ...otherTensorNames(tensor)].map((name) => checkpointName(name));
    const what = paradigmErrors.theCheckpoint;
    return {
      source: tensorFileWeights(`${id}/${path}`, file, what, names, original),
      bytes: 0,
    };
  }
  const { id, file, bytes, path: found } = await findWeights(files, path);
  return { source: tensorFileWeights(id, file, found, otherTensorNames), bytes };
}

/** The tokenizer in tokenizer/; prompts are cut to what the text encoder has positions for. */
export async function readTokenizer(
  files: ModelFiles,
  maxPositions: number,
): Promise<ClipTokenizer> {
  const { model_max_length: longest, ...config } = (await readJson(
    files,
    'tokenizer/tokenizer_config.json',
  )) as SpecialTokens & { model_max_length?: number };
  // special_tokens_map.json wins, as in transformers: SD 2.x pads with "!", its config says
  // otherwise.
  const map = (await readJsonIfThere(files, 'tokenizer/special_tokens_map.json')) ?? {};
  const { bos_token, eos_token, pad_token, unk_token } = { ...config, ...(map as SpecialTokens) };
  const special = { bos_token, eos_token, pad_token, unk_token };
  return createClipTokenizer({
    vocab: (await readJson(files, 'tokenizer/vocab.json')) as Record<string, number>,
    merges: new TextDecoder().decode(await files.read('tokenizer/merges.txt')),
    maxLength: Math.min(longest ?? maxPositions, maxPositions),
    special: Object.fromEntries(
      Object.entries(special).filter(([, token]) => token !== undefined && token !== null),
    ) as SpecialTokens,
  });
}

/** The tokenizer of a folder alone, without its weights. Errors: BadModel, as the reader. */
export async function readPromptTokenizer(files: ModelFiles): Promise<ClipTokenizer> {
  const config = parseClipTextConfig(await readJson(files, 'text_encoder/config.json'));
  return readTokenizer(files, config.max_position_embeddings);
}
