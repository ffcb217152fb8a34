// Which paradigm the configs of a folder are of: by model_index.json, else by the denoiser's
// folder, else by the class in the folder's own config.json.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../../src/errors';
import { parseModelIndex } from '../../../src/paradigms/baseModel';
import { PARADIGM_IDS, paradigmFacts, type ParadigmId } from '../../../src/paradigms/facts';
import { readJsonIfThere, type ModelFiles } from '../../../src/paradigms/modelFiles';
import { modelFolder } from '../modelFolder';

export interface FoundModel {
  readonly paradigm: ParadigmId;
  readonly files: ModelFiles;
}

/** Errors: BadModel when the folder is missing or holds no config of a denoiser; Unsupported. */
export async function findModel(folder: string): Promise<FoundModel> {
  const there = await stat(folder).catch(() => null);
  if (!there?.isDirectory())
    throw new StudioError(
      'BadModel',
      `${folder} is not a folder.`,
      'Give a model folder in diffusers format, such as public/models/nano.',
    );
  const files = modelFolder(folder);
  const index = await readJsonIfThere(files, 'model_index.json');
  if (index !== null) return { paradigm: parseModelIndex(index), files };
  for (const paradigm of PARADIGM_IDS) {
    const path = join(folder, paradigmFacts(paradigm).denoiser, 'config.json');
    if (await stat(path).catch(() => null)) return { paradigm, files };
  }
  return { ...(await denoiserAlone(folder, files)) };
}

/** A folder that is itself a denoiser's: config.json, seen as lying in unet/ or transformer/. */
async function denoiserAlone(folder: string, files: ModelFiles): Promise<FoundModel> {
  const config = await readJsonIfThere(files, 'config.json');
  const wanted = PARADIGM_IDS.map((id) => paradigmFacts(id).denoiser);
  if (config === null)
    throw new StudioError(
      'BadModel',
      `${folder} holds no model_index.json and no config.json, nor ` +
        `${wanted.map((name) => `${name}/config.json`).join(' or ')}.`,
      'Give a model folder in diffusers format.',
    );
  const name = (config as { _class_name?: unknown })._class_name;
  for (const paradigm of PARADIGM_IDS) {
    const { denoiser, parts } = paradigmFacts(paradigm);
    if (name !== parts[denoiser]) continue;
    const own = `${denoiser}/config.json`;
    const missing = (path: string): never => {
      throw new StudioError('BadModel', `${path} is not there.`, 'Give the whole model folder.');
    };
    return {
      paradigm,
      files: { read: async (path) => (path === own ? files.read('config.json') : missing(path)) },
    };
  }
  throw new StudioError(
    'Unsupported',
    `${join(folder, 'config.json')} is of class ${JSON.stringify(name ?? null)}.`,
    `Give the folder of a whole model, or of its ${wanted.join(' or ')}.`,
  );
}
