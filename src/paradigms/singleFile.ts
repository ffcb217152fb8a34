// A base in one .safetensors file, as A1111, ComfyUI and kohya's scripts keep it: all components
// under CompVis' names. The file says nothing of its configs: they come from a folder (as `config=`
// of diffusers' from_single_file), which also holds the tokenizer.

import { StudioError } from '../errors';
import { fileIdentity } from '../formats/fileIdentity';
import { LDM_MARKS, OPEN_CLIP_MARK, SDXL_MARK } from '../formats/ldmNames';
import type { RangedFile } from '../formats/rangedFile';
import { openSafetensorsFile } from '../formats/safetensors';
import type { ModelFiles } from './modelFiles';

/**
 * Opens a checkpoint by its header. Errors: BadSafetensors; Unsupported naming what kind of file it
 * is instead.
 */
export async function singleFile(file: RangedFile, configs: ModelFiles): Promise<ModelFiles> {
  const opened = await openSafetensorsFile(file);
  const has = (name: string): boolean => opened.tensors.has(name);
  if (has(SDXL_MARK))
    throw new StudioError(
      'Unsupported',
      'The checkpoint is of Stable Diffusion XL: it has two text encoders.',
      'Use a checkpoint of Stable Diffusion 1.x.',
    );
  if (has(OPEN_CLIP_MARK))
    throw new StudioError(
      'Unsupported',
      'The checkpoint is of Stable Diffusion 2.x, whose text encoder a single file keeps in ' +
        'OpenCLIP’s form.',
      'Use the model as a folder in diffusers format, or a checkpoint of Stable Diffusion 1.x.',
    );
  const missing = Object.entries(LDM_MARKS).filter(([, name]) => !has(name));
  if (missing.length > 0)
    throw new StudioError(
      'Unsupported',
      `The file holds no ${missing.map(([component]) => component).join(', no ')} under ` +
        `CompVis’ names: it is no whole checkpoint (it has ${opened.tensors.size} tensors, ` +
        'such as ' +
        `${[...opened.tensors.keys()].slice(0, 2).join(', ')}).`,
      'Use a whole Stable Diffusion 1.x checkpoint, or a model folder in diffusers format.',
    );
  const checkpoint = { id: await fileIdentity(file), file: opened, bytes: file.size };
  return {
    read: (path) => configs.read(path),
    ...(configs.exists && { exists: configs.exists.bind(configs) }),
    checkpoint,
  };
}
