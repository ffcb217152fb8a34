// What a stored record must be for the studio to use it. Own storage is not trusted: a record may
// have been written by a build that is gone, by an extension or by hand. Lists leave out what is
// damaged, so that one record never takes the others with it; the storage screen shows it, and it
// can be downloaded and deleted there.

import * as v from 'valibot';
import { RUN_STATUSES } from '../domain/run';
import type { RecordPlace, StorageContents } from '../domain/storageUse';
import { StudioError } from '../errors';
import { parseSafetensors } from '../formats/safetensors';
import { PARADIGM_IDS } from '../paradigms/facts';
import { decodeCheckpoint } from '../runs/checkpoint';
import { storageErrors } from '../strings/errors/storage';
import { issueSays } from '../strings/issueSays';
import { show, showError } from '../strings/show';
import type { RunRecord, StoreName, StudioDatabase, StudioSchema } from './database';
import { withDefaults } from './runDefaults';
import { write, written } from './write';

const text = v.string();
const count = v.pipe(v.number(), v.finite());
const bytes = v.instance(Uint8Array);
const list = v.array(v.unknown());
const object = v.looseObject({});
const image = v.looseObject({ prompt: text, seed: count, score: v.any(), png: bytes });

const settings = v.looseObject({ method: text, paradigm: v.picklist(PARADIGM_IDS) });

/** Settings of a method and a paradigm that are known; the rest is checked when a run is loaded. */
function hasSettings(run: unknown): boolean {
  try {
    return v.is(settings, withDefaults(run as RunRecord).settings);
  } catch {
    return false;
  }
}

function isSafetensors(file: Uint8Array): boolean {
  try {
    parseSafetensors(file);
    return true;
  } catch {
    return false;
  }
}

const SHAPES: Readonly<Record<StoreName, v.GenericSchema>> = {
  datasets: v.looseObject({
    id: text,
    name: text,
    createdAt: count,
    count,
    bytes: count,
    scoreSource: text,
    rewardId: v.nullable(text),
    generation: v.optional(v.looseObject({ plan: object, total: count, state: text })),
    unfinished: v.nullish(v.looseObject({ expected: count })),
  }),
  images: v.looseObject({
    id: text,
    datasetId: text,
    fileName: text,
    mime: text,
    original: v.custom((value) => typeof value === 'object' && value !== null),
    sha256: text,
    caption: text,
    scores: v.array(v.looseObject({ source: text, value: count })),
    row: count,
  }),
  latents: v.looseObject({ key: text, imageSha256: text, shape: v.array(count) }),
  runs: v.pipe(
    v.looseObject({
      id: text,
      name: text,
      createdAt: count,
      datasetId: text,
      modelId: text,
      settings: object,
      changes: v.array(v.looseObject({ step: count, values: object })),
      status: v.picklist(RUN_STATUSES),
      step: count,
      executor: text,
      adapter: text,
      reason: text,
      marked: v.optional(v.array(count)),
    }),
    v.check(
      (run) => hasSettings(run),
      () => storageErrors.badSettings,
    ),
  ),
  metrics: v.looseObject({
    runId: text,
    from: count,
    steps: v.array(v.looseObject({ step: count })),
  }),
  previews: v.looseObject({ runId: text, step: count, images: v.array(image) }),
  checkpoints: v.looseObject({ runId: text, step: count, file: bytes }),
  heads: v.looseObject({
    id: text,
    name: text,
    createdAt: count,
    scorerHash: text,
    file: v.pipe(
      bytes,
      v.check(
        (file) => isSafetensors(file),
        () => storageErrors.badHead,
      ),
    ),
  }),
  scorers: v.looseObject({ hash: text, name: text, createdAt: count, bytes: count, files: object }),
  models: v.looseObject({
    id: text,
    name: text,
    addedAt: count,
    bytes: count,
    small: object,
    weights: v.array(text),
    report: object,
  }),
  evaluations: v.looseObject({
    id: text,
    createdAt: count,
    request: v.looseObject({ name: text, entries: list, prompts: list, rewardIds: list }),
    rewards: list,
    results: list,
    revealed: list,
    logRatios: object,
  }),
  evaluationImages: v.looseObject({ evaluationId: text, name: text, png: bytes, scores: object }),
  votes: v.looseObject({ id: text, evaluationId: text, time: count }),
};

/** Why a record cannot be used; null where it can. */
export function faultOf(store: StoreName, record: unknown): string | null {
  const { success, issues } = v.safeParse(SHAPES[store], record);
  if (success) return null;
  const path = v.getDotPath(issues[0]);
  return path === null
    ? issueSays(issues[0])
    : storageErrors.wrongPart(show(path), issueSays(issues[0]));
}

/** The records that can be used. */
export function soundRecords<N extends StoreName>(
  store: N,
  records: readonly StudioSchema[N]['value'][],
): StudioSchema[N]['value'][] {
  return records.filter((record) => faultOf(store, record) === null);
}

/** The stores whose records make the studio's lists: small, and looked through at once. */
export const LIST_STORES: readonly StoreName[] = [
  'datasets',
  'runs',
  'heads',
  'scorers',
  'models',
  'evaluations',
  'votes',
];
/** Those with the contents. Latents are a cache: a damaged one is made anew. */
export const CONTENT_STORES: readonly StoreName[] = [
  'images',
  'metrics',
  'previews',
  'checkpoints',
  'evaluationImages',
];

type Damaged = StorageContents['damaged'][number];

/** Every record of some stores that cannot be used; checkpoints are read to their end. */
export async function damagedRecords(
  db: StudioDatabase,
  stores: readonly StoreName[],
): Promise<Damaged[]> {
  const found: Damaged[] = [];
  for (const store of stores) {
    const { store: records } = db.transaction(store);
    for (let cursor = await records.openCursor(); cursor; cursor = await cursor.continue()) {
      const record: unknown = cursor.value;
      let reason = faultOf(store, record);
      if (reason === null && store === 'checkpoints')
        try {
          decodeCheckpoint((record as { file: Uint8Array }).file);
        } catch (error) {
          reason = showError(error);
        }
      if (reason !== null) found.push({ store, key: cursor.primaryKey, reason });
    }
  }
  return found;
}

const at = (place: RecordPlace) => [place.store as StoreName, place.key as never] as const;

/** Deletes one record, whatever it is. */
export async function deleteRecord(db: StudioDatabase, place: RecordPlace): Promise<void> {
  const [store, key] = at(place);
  await write(db, [store], written().recordDeletion, (tx) => tx.objectStore(store).delete(key));
}

/**
 * A record as JSON text, as far as JSON can hold it; bytes as base64. Errors: Damaged where it is
 * gone.
 */
export async function recordAsJson(db: StudioDatabase, place: RecordPlace): Promise<string> {
  const record: unknown = await db.get(...at(place));
  if (record === undefined) throw new StudioError('Damaged', ...storageErrors.recordGone);
  return `${JSON.stringify(await plain(record), null, 2)}\n`;
}

function base64(data: Uint8Array): string {
  let binary = '';
  for (const byte of data) binary += String.fromCharCode(byte);
  return btoa(binary);
}

async function plain(value: unknown): Promise<unknown> {
  if (value instanceof Blob)
    return { blob: value.type, base64: base64(new Uint8Array(await value.arrayBuffer())) };
  if (ArrayBuffer.isView(value))
    return {
      array: value.constructor.name,
      base64: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)),
    };
  if (value instanceof ArrayBuffer) return { base64: base64(new Uint8Array(value)) };
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      await Promise.all(
        Object.entries(value).map(async ([key, entry]) => [key, await plain(entry)] as const),
      ),
    );
  return typeof value === 'bigint' ? String(value) : value;
}
