// LoRA files from elsewhere: what a dropped or picked one is, which bases it fits, and keeping it.
// It is kept as a run that has ended, with one checkpoint: whatever starts from a run or compares
// runs takes it too.

import type { GivenModel } from '../../bridge/modelProtocol';
import type { LoraReport } from '../../domain/openedLora';
import { StudioError } from '../../errors';
import { LORA_KEY } from '../../formats/checkpointKind';
import { blobFile } from '../../formats/rangedFile';
import { openSafetensorsFile } from '../../formats/safetensors';
import { fitLora, loraCheckpoint, OPENED_STEP, type LoraFile } from '../../runs/openedLora';
import { createIdbCheckpointStore } from '../../storage/checkpointsIdb';
import type { RunRecord } from '../../storage/database';
import { linkedFiles } from '../../storage/ownModels';
import { deleteRun, putRun } from '../../storage/runs';
import { workerErrors } from '../../strings/errors/worker';
import type { Studio } from './studio';

type LoraStudio = Pick<Studio, 'db' | 'device' | 'models' | 'model' | 'openModel'>;

/** A LoRA has some hundred MB at most; a checkpoint is not read whole. */
const MOST_BYTES = 2 ** 30;

/** The LoRA file that was given; null where it is something else. Errors: BadLora. */
export async function findLora({
  files,
  handle,
}: Pick<GivenModel, 'files' | 'handle'>): Promise<LoraFile | null> {
  const given = handle
    ? Object.entries(await linkedFiles(handle)).map(([path, file]) => ({ path, file }))
    : files;
  const weights = given.filter(({ path }) => /\.safetensors$/i.test(path));
  const [only] = weights;
  if (!only || weights.length > 1 || only.file.size > MOST_BYTES) return null;
  const header = await openSafetensorsFile(blobFile(only.file)).catch(() => null);
  if (!header || ![...header.tensors.keys()].some((name) => LORA_KEY.test(name))) return null;
  const config = given.find(({ path }) => /(^|\/)adapter_config\.json$/.test(path));
  return {
    fileName: only.path.slice(only.path.lastIndexOf('/') + 1),
    bytes: new Uint8Array(await only.file.arrayBuffer()),
    config: config ? parseConfig(await config.file.text()) : null,
  };
}

function parseConfig(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StudioError('BadLora', ...workerErrors.configNotJson());
  }
}

/**
 * What the file is, read against a base and against the models of the person's own that can be
 * read now. Errors: those of fitLora for the base, where it fits none.
 */
export async function inspectLora(
  studio: LoraStudio,
  file: LoraFile,
  modelId: string,
): Promise<LoraReport> {
  const others = studio
    .models()
    .filter(({ id, own }) => id !== modelId && own !== undefined && own.place !== 'asks');
  const fits: string[] = [];
  let facts: LoraReport | null = null;
  let failure: unknown = null;
  for (const id of [modelId, ...others.map((model) => model.id)])
    try {
      const { model } = await studio.openModel(id);
      const fitted = fitLora(model, file);
      facts ??= {
        ...fitted.facts,
        name: file.fileName.replace(/\.safetensors$/i, ''),
        bytes: file.bytes.length,
        fits,
      };
      fits.push(id);
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      failure ??= error;
    }
  if (facts === null) throw failure;
  return facts;
}

/** Keeps it. Errors: as fitLora; BadLora where nothing of a LoRA was given; StorageFull. */
export async function addLora(
  studio: LoraStudio,
  given: Pick<GivenModel, 'files' | 'handle'>,
  name: string,
  modelId: string,
): Promise<RunRecord> {
  const file = await findLora(given);
  if (!file) throw new StudioError('BadLora', ...workerErrors.loraMoved());
  const { model } = await studio.openModel(modelId);
  const fitted = fitLora(model, file);
  const { capability } = studio.device;
  const record: RunRecord = {
    id: `lora-${crypto.randomUUID()}`,
    name,
    createdAt: Date.now(),
    paradigm: model.paradigm,
    datasetId: '',
    modelId,
    modelHash: model.hash,
    settings: fitted.settings,
    changes: [],
    status: 'finished',
    step: OPENED_STEP,
    executor: capability.executor,
    adapter: capability.adapter,
    reason: '',
    opened: fitted.facts,
  };
  await putRun(studio.db, record);
  try {
    await createIdbCheckpointStore(studio.db).save(loraCheckpoint(model, record.id, fitted));
  } catch (error) {
    await deleteRun(studio.db, record.id);
    throw error;
  }
  return record;
}
