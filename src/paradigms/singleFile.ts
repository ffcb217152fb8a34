// A base in one .safetensors file, as A1111, ComfyUI and kohya's scripts keep it: all components
// under CompVis' names. The file says nothing of its configs: they follow from its tensors
// (formats/ldmConfig.ts), CLIP's vocabulary is the studio's own; a folder beside the file that has
// them (as `config=` of diffusers' from_single_file) overrules both.

import { StudioError } from '../errors';
import { foreignFile, otherKind } from '../formats/checkpointKind';
import { clipVocabulary, CLIP_TOKENS } from '../formats/clipVocabulary';
import { fileIdentity } from '../formats/fileIdentity';
import { ldmConfigs, type LdmConfigs, type Prediction } from '../formats/ldmConfig';
import { withClipNames } from '../formats/openClipNames';
import type { RangedFile } from '../formats/rangedFile';
import { openSafetensorsFile, type TensorFile } from '../formats/safetensors';
import { paradigmErrors } from '../strings/errors/paradigms';
import type { ModelFiles } from './modelFiles';

export interface SingleFileOptions {
  /** Configs and tokenizer that lie beside the file; null where there are none. */
  readonly configs?: ModelFiles | null;
  /** What the network predicts, where a person says so. */
  readonly prediction?: Prediction | null;
}

export interface SingleFile {
  readonly files: ModelFiles;
  readonly configs: LdmConfigs;
}

/** Errors: Unsupported for what is not a safetensors file at all. */
export async function refuseForeign(file: RangedFile): Promise<void> {
  const kind = foreignFile(await file.read(0, Math.min(8, file.size)));
  if (kind === 'pickle') throw new StudioError('Unsupported', ...paradigmErrors.pickleFile());
  if (kind !== null) throw new StudioError('Unsupported', ...paradigmErrors.foreignFile(kind));
}

/** The tokenizer a text encoder of `tokens` tokens goes with. Errors: BadModel where none is. */
async function vocabularyFiles(path: string, tokens: number): Promise<string> {
  if (tokens !== CLIP_TOKENS)
    throw new StudioError('BadModel', ...paradigmErrors.otherVocabulary(tokens, CLIP_TOKENS));
  const { vocab, merges } = await clipVocabulary();
  return path.endsWith('vocab.json') ? JSON.stringify(vocab) : merges;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function configsOf(file: TensorFile, prediction: Prediction | null): LdmConfigs {
  try {
    return ldmConfigs(file, prediction);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StudioError('Unsupported', ...paradigmErrors.otherNetwork(reason));
  }
}

/**
 * Opens a checkpoint by its header. Errors: BadSafetensors; Unsupported naming what kind of file it
 * is instead.
 */
export async function openSingleFile(
  file: RangedFile,
  { configs: beside = null, prediction = null }: SingleFileOptions = {},
): Promise<SingleFile> {
  await refuseForeign(file);
  const opened = await openSafetensorsFile(file);
  const other = otherKind([...opened.tensors.keys()]);
  if (other) throw new StudioError('Unsupported', paradigmErrors.otherKind(other[0]), other[1]);
  const named = withClipNames(opened);
  const configs = configsOf(named, prediction);
  const tokens = (configs.files['text_encoder/config.json'] as { vocab_size: number }).vocab_size;
  const checkpoint = {
    id: await fileIdentity(file),
    file: named,
    original: opened,
    bytes: file.size,
  };
  const isThere = async (path: string): Promise<boolean> =>
    beside === null
      ? false
      : beside.exists
        ? beside.exists(path)
        : beside.read(path).then(
            () => true,
            () => false,
          );
  return {
    configs,
    files: {
      async read(path) {
        if (beside && (await isThere(path))) return beside.read(path);
        const config = configs.files[path];
        if (config !== undefined) return encode(JSON.stringify(config));
        if (/^tokenizer\/(vocab\.json|merges\.txt)$/.test(path))
          return encode(await vocabularyFiles(path, tokens));
        throw new StudioError('BadModel', ...paradigmErrors.notInCheckpoint(path));
      },
      exists: async (path) => path in configs.files || isThere(path),
      checkpoint,
    },
  };
}
