// A folder with a model in open_clip's format as one in transformers' format: its config follows
// from its tensors, which stand under transformers' names; CLIP's own tokenizer and preprocessing.

import { fileIdentity } from '../../formats/fileIdentity';
import { isOpenClip, openClipAsTransformers, openClipConfig } from '../../formats/openClipModel';
import { bytesFile } from '../../formats/rangedFile';
import { openSafetensorsFile } from '../../formats/safetensors';
import { readJson, type ModelFiles } from '../../paradigms/modelFiles';

/** What open_clip calls its weights on the hub. */
export const OPEN_CLIP_WEIGHTS = 'open_clip_model.safetensors';
const STATED = 'open_clip_config.json';

/**
 * The files as a CLIPModel's folder: as they are where there is a config.json. Errors:
 * BadSafetensors; Unsupported of open_clip_config.json.
 */
export async function asTransformers(files: ModelFiles): Promise<ModelFiles> {
  const { exists } = files;
  if (!exists || (await exists('config.json')) || !(await exists(OPEN_CLIP_WEIGHTS))) return files;
  const weights = files.open
    ? await files.open(OPEN_CLIP_WEIGHTS)
    : bytesFile(await files.read(OPEN_CLIP_WEIGHTS));
  const file = await openSafetensorsFile(weights);
  if (!isOpenClip(file)) return files;
  const stated = (await exists(STATED)) ? await readJson(files, STATED) : null;
  const config = new TextEncoder().encode(JSON.stringify(openClipConfig(file, stated)));
  return {
    ...files,
    read: (path) => (path === 'config.json' ? Promise.resolve(config) : files.read(path)),
    checkpoint: {
      id: await fileIdentity(weights),
      file: openClipAsTransformers(file),
      original: file,
      bytes: weights.size,
    },
  };
}
