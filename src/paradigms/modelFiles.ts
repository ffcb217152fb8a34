// Files of a model folder, read through a small interface so that the page (fetch), Node (fs) and a
// dropped folder are the same. Nothing is run here: configs are parsed and checked elsewhere,
// weights are opened and given out by name.

import { StudioError } from '../errors';
import { tensorFileWeights } from '../executors/weights/tensorFileWeights';
import type { WeightSource } from '../executors/weights/weightSource';
import { createClipTokenizer, type ClipTokenizer } from '../formats/clipTokenizer';
import { fileIdentity } from '../formats/fileIdentity';
import { parsePythonJson } from '../formats/pythonJson';
import { bytesFile, type RangedFile } from '../formats/rangedFile';
import { openSafetensorsFile } from '../formats/safetensors';
import { otherTensorNames } from '../formats/tensorNames';

/**
 * Reads files of a model folder by their path in it. Errors: StudioError BadModel when a file is
 * missing.
 */
export interface ModelFiles {
  read(path: string): Promise<Uint8Array>;
  /** Opens a file to be read by ranges; without it files are read whole. */
  open?(path: string): Promise<RangedFile>;
}

/** A JSON file of the folder. Errors: BadModel when it is missing or not JSON. */
export async function readJson(files: ModelFiles, path: string): Promise<unknown> {
  const text = new TextDecoder().decode(await files.read(path));
  try {
    return parsePythonJson(text);
  } catch (error) {
    throw new StudioError(
      'BadModel',
      `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`,
      'Download the model folder again.',
    );
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
export function sizeInCells(
  [height, width]: readonly [number, number],
  factor: number,
): [number, number] {
  if (height % factor !== 0 || width % factor !== 0 || height < factor || width < factor)
    throw new StudioError(
      'BadSettings',
      `${width}×${height} pixels are no multiples of ${factor}, which this model encodes as one.`,
      `Use a size such as ${Math.max(1, Math.round(width / factor)) * factor}.`,
    );
  return [height / factor, width / factor];
}

/**
 * A weight file of the folder with its size; its tensors are read when they are asked for. Errors:
 * BadModel, BadSafetensors.
 */
export async function openWeights(
  files: ModelFiles,
  path: string,
): Promise<{ source: WeightSource; bytes: number }> {
  const file = files.open ? await files.open(path) : bytesFile(await files.read(path));
  const tensors = await openSafetensorsFile(file);
  return {
    source: tensorFileWeights(await fileIdentity(file), tensors, path, otherTensorNames),
    bytes: file.size,
  };
}

/** The tokenizer in tokenizer/; prompts are cut to what the text encoder has positions for. */
export async function readTokenizer(
  files: ModelFiles,
  maxPositions: number,
): Promise<ClipTokenizer> {
  const config = (await readJson(files, 'tokenizer/tokenizer_config.json')) as {
    model_max_length?: number;
  };
  return createClipTokenizer({
    vocab: (await readJson(files, 'tokenizer/vocab.json')) as Record<string, number>,
    merges: new TextDecoder().decode(await files.read('tokenizer/merges.txt')),
    maxLength: Math.min(config.model_max_length ?? maxPositions, maxPositions),
  });
}
