// Files of a model folder, read through a small interface so that the page (fetch), Node (fs) and a
// dropped folder are the same. Nothing is run here: configs are parsed and checked elsewhere,
// weights are opened and given out by name.

import { StudioError } from '../errors';
import type { StoredTensor, WeightSource } from '../executors/executor';
import { createClipTokenizer, type ClipTokenizer } from '../formats/clipTokenizer';
import { parsePythonJson } from '../formats/pythonJson';
import {
  float16Bits,
  parseSafetensors,
  toFloat32,
  type SafetensorsFile,
} from '../formats/safetensors';
import { sha256 } from '../formats/sha256';
import { legacyTensorName } from '../models/autoencoderKl';

/**
 * Reads files of a model folder by their path in it. Errors: StudioError BadModel when a file is
 * missing.
 */
export interface ModelFiles {
  read(path: string): Promise<Uint8Array>;
}

/** A weight source over an opened safetensors file. `id` is the SHA-256 of the bytes. */
export function weightSource(id: string, file: SafetensorsFile, what: string): WeightSource {
  return {
    id,
    get(name: string): StoredTensor {
      // Autoencoders of before diffusers 0.18 name their attention otherwise.
      const view = file.tensors.get(name) ?? file.tensors.get(legacyTensorName(name) ?? '');
      if (!view)
        throw new StudioError(
          'BadModel',
          `${what} has no tensor “${name}”.`,
          'Check that the weights belong to the config.json beside them.',
        );
      return view.dtype === 'F16'
        ? { dtype: 'F16', shape: view.shape, data: float16Bits(view) }
        : { dtype: 'F32', shape: view.shape, data: toFloat32(view) };
    },
  };
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

/** A weight file of the folder with its size. Errors: BadModel, BadSafetensors. */
export async function openWeights(
  files: ModelFiles,
  path: string,
): Promise<{ source: WeightSource; bytes: number }> {
  const bytes = await files.read(path);
  const id = await sha256(bytes);
  return { source: weightSource(id, parseSafetensors(bytes), path), bytes: bytes.length };
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
