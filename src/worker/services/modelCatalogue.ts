// The base models that lie beside the app (public/models/catalogue.json), their files by fetch from
// our own origin, and what each says of itself in plumbline.json (measured defaults, the sweep that
// chose them, preview prompts).

import * as v from 'valibot';
import type { ModelInfo } from '../../bridge/protocol';
import { StudioError } from '../../errors';
import { SAMPLER_NAMES } from '../../formats/schedulerConfig';
import type { ModelFiles } from '../../paradigms/baseModel';
import { PARADIGM_IDS } from '../../paradigms/facts';
import { workerErrors } from '../../strings/errors/worker';
import { recordSays } from '../../strings/language';

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
      // As its configs say, so that a list needs none of them.
      imageSize: v.number(),
      predictionType: v.nullable(v.picklist(['epsilon', 'v_prediction'])),
      sampler: v.nullable(v.picklist(SAMPLER_NAMES)),
    }),
  ),
  /** CLIP models that score images (pipeline/clipScorer.ts). */
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

/** A base model on offer, and where it lies. */
export interface CatalogueEntry {
  /** Folder below the app; empty for a model of the person's own. */
  readonly folder: string;
  /** Folder of its demo set. */
  readonly demo: string | null;
  readonly rewardId: string | null;
  readonly info: ModelInfo;
}

export interface Catalogue {
  readonly models: readonly CatalogueEntry[];
  readonly scorers: readonly ScorerEntry[];
}

/**
 * Reads bytes of a file at `path` below the app. Errors: StudioError BadModel with the address and
 * status.
 */
export type ReadAsset = (path: string) => Promise<Uint8Array>;

/** Reads app files by fetch, relative to the page's address. */
export function fetchAsset(baseUrl: string): ReadAsset {
  return async (path) => {
    const said = workerErrors;
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

/** The catalogue, each model with what the file beside it says. */
export async function readCatalogue(read: ReadAsset): Promise<Catalogue> {
  const json = async (path: string) =>
    JSON.parse(new TextDecoder().decode(await read(path))) as unknown;
  const { models, scorers } = v.parse(catalogueSchema, await json('models/catalogue.json'));
  return {
    scorers,
    models: await Promise.all(
      models.map(async (model) => {
        const beside = v.parse(besideSchema, await json(`${model.folder}/plumbline.json`));
        const { folder: _, demo, ...listed } = model;
        const { rewardId, ...measured } = beside;
        return {
          ...model,
          rewardId,
          info: {
            ...listed,
            description: recordSays(listed.description),
            ...measured,
            hasDemo: demo !== null,
          },
        };
      }),
    ),
  };
}
