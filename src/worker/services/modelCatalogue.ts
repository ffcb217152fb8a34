// The base models that lie beside the app (public/models/catalogue.json), their files by fetch from
// our own origin, and what each says of itself in plumbline.json (measured defaults, the sweep that
// chose them, preview prompts).

import * as v from 'valibot';
import type { ModelInfo } from '../../bridge/protocol';
import { StudioError } from '../../errors';
import { describeBase, type ModelFiles } from '../../paradigms/baseModel';
import { PARADIGM_IDS } from '../../paradigms/facts';
import { strings } from '../../strings';

const catalogueSchema = v.object({
  models: v.array(
    v.object({
      id: v.string(),
      folder: v.string(),
      name: v.string(),
      paradigm: v.picklist(PARADIGM_IDS),
      description: v.string(),
      /** Of its weight files. */
      bytes: v.number(),
      demo: v.nullable(v.string()),
    }),
  ),
  /** CLIP models that score pictures (pipeline/clipScorer.ts). */
  scorers: v.optional(
    v.array(
      v.object({
        id: v.string(),
        folder: v.string(),
        name: v.string(),
        licence: v.string(),
        /** Of its weights. */
        bytes: v.number(),
        description: v.string(),
        /**
         * Names of its style head, as that file has them: rewards are listed without opening it.
         */
        styles: v.array(v.string()),
      }),
    ),
    [],
  ),
});

export type ScorerEntry = v.InferOutput<typeof catalogueSchema>['scorers'][number];

const besideSchema = v.object({
  defaults: v.record(v.string(), v.union([v.number(), v.string()])),
  /** Settings measured for one method; they win over `defaults`. */
  methodDefaults: v.optional(
    v.record(v.string(), v.record(v.string(), v.union([v.number(), v.string()]))),
    {},
  ),
  sweep: v.optional(v.array(v.record(v.string(), v.union([v.string(), v.number()]))), []),
  previewPrompts: v.optional(v.array(v.string()), []),
  rewardId: v.optional(v.nullable(v.string()), null),
});

export type CatalogueEntry = v.InferOutput<typeof catalogueSchema>['models'][number] & {
  readonly info: ModelInfo;
  readonly rewardId: string | null;
};

/**
 * Reads bytes of a file at `path` below the app. Errors: StudioError BadModel with the address and
 * status.
 */
export type ReadAsset = (path: string) => Promise<Uint8Array>;

/** Reads app files by fetch, relative to the page's address. */
export function fetchAsset(baseUrl: string): ReadAsset {
  return async (path) => {
    const said = strings.errors.worker;
    const url = new URL(path, baseUrl);
    const response = await fetch(url).catch(() => {
      throw new StudioError('BadModel', ...said.offline(url.pathname, url.host));
    });
    if (!response.ok)
      throw new StudioError('BadModel', ...said.notServed(url.pathname, response.status));
    return new Uint8Array(await response.arrayBuffer());
  };
}

/** Files of one model folder. */
export function modelFiles(read: ReadAsset, folder: string): ModelFiles {
  return { read: (path) => read(`${folder}/${path}`) };
}

/** The scorers of the catalogue's JSON, the one to use first. */
export function parseScorers(catalogue: unknown): ScorerEntry[] {
  return v.parse(catalogueSchema, catalogue).scorers;
}

/** The scorers beside the app. */
export async function readScorers(read: ReadAsset): Promise<ScorerEntry[]> {
  return parseScorers(JSON.parse(new TextDecoder().decode(await read('models/catalogue.json'))));
}

/** The catalogue with what each model says of itself: its configs and the file beside it. */
export async function readCatalogue(read: ReadAsset): Promise<CatalogueEntry[]> {
  const json = async (path: string) =>
    JSON.parse(new TextDecoder().decode(await read(path))) as unknown;
  const { models } = v.parse(catalogueSchema, await json('models/catalogue.json'));
  return Promise.all(
    models.map(async (model) => {
      const beside = v.parse(besideSchema, await json(`${model.folder}/plumbline.json`));
      const base = await describeBase(modelFiles(read, model.folder));
      if (base.paradigm !== model.paradigm)
        throw new StudioError(
          'BadModel',
          ...strings.errors.worker.wrongCatalogue(model.id, model.paradigm, base.paradigm),
        );
      const info: ModelInfo = {
        id: model.id,
        name: model.name,
        paradigm: model.paradigm,
        description: model.description,
        hasDemo: model.demo !== null,
        imageSize: base.imageSize,
        predictionType: base.predictionType,
        sampler: base.sampler,
        bytes: model.bytes,
        previewPrompts: beside.previewPrompts,
        sweep: beside.sweep,
        defaults: beside.defaults,
        methodDefaults: beside.methodDefaults,
      };
      return { ...model, info, rewardId: beside.rewardId };
    }),
  );
}
