// A base model opened from a diffusers folder; its model_index.json says of which paradigm it is.
// No code is ever taken from the folder.

import * as v from 'valibot';
import { StudioError } from '../errors';
import { parse } from '../formats/modelConfig';
import { paradigmErrors } from '../strings/errors/paradigms';
import { PARADIGM_FACTS, PARADIGM_IDS, paradigmFacts, type ParadigmId } from './facts';
import { PARADIGMS } from './list';
import { readJson, type ModelFiles } from './modelFiles';
import type { BaseDescription, BaseModel } from './paradigm';

export type { BaseDescription, BaseModel } from './paradigm';
export type { ModelFiles } from './modelFiles';

/** True where a part of model_index.json is of the wanted class, or of a variant of it. */
function fits(entry: unknown, wanted: string | null): boolean {
  const name: unknown = Array.isArray(entry) ? entry[1] : undefined;
  if (typeof name !== 'string') return false;
  return (
    wanted === null ||
    name === wanted ||
    name === `${wanted}Fast` ||
    name === `${wanted}WithProjection`
  );
}

/**
 * model_index.json: which paradigm the pipeline is of (the class of its denoiser says so); checks
 * that it is made of parts the studio has. Errors: Unsupported naming the part and its class.
 */
export function parseModelIndex(json: unknown): ParadigmId {
  const index = parse(v.record(v.string(), v.unknown()), json, 'pipeline');
  const named = PARADIGM_IDS.filter((id) => PARADIGM_FACTS[id].denoiser in index);
  const found =
    named.find((id) => {
      const { denoiser, parts } = paradigmFacts(id);
      return fits(index[denoiser], parts[denoiser] ?? null);
    }) ??
    named.at(-1) ??
    PARADIGM_IDS[0]!;
  const { parts, words } = paradigmFacts(found);
  const said = paradigmErrors;
  for (const [part, wanted] of Object.entries(parts)) {
    const entry = index[part];
    if (!fits(entry, wanted))
      throw new StudioError(
        'Unsupported',
        said.otherPart(part, JSON.stringify(entry ?? null), wanted),
        words.remedy,
      );
  }
  if (Array.isArray(index['text_encoder_2']) && index['text_encoder_2'][1])
    throw new StudioError('Unsupported', ...said.secondTextEncoder());
  return found;
}

const readIndex = async (files: ModelFiles): Promise<ParadigmId> =>
  parseModelIndex(await readJson(files, 'model_index.json'));

/** Reads the configs alone. Errors: StudioError BadModel or Unsupported, naming the file. */
export async function describeBase(
  files: ModelFiles,
): Promise<BaseDescription & { readonly paradigm: ParadigmId }> {
  const paradigm = await readIndex(files);
  return { paradigm, ...(await PARADIGMS[paradigm].describe(files)) };
}

/**
 * Opens a model folder of any paradigm. Errors: StudioError BadModel, BadSafetensors or
 * Unsupported, naming the file.
 */
export async function loadBaseModel(id: string, files: ModelFiles): Promise<BaseModel> {
  return PARADIGMS[await readIndex(files)].open(id, files);
}
