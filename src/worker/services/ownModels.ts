// Base models of a person's own: what a dropped or picked one is, keeping it, and its files for the
// loaders.

import type { GivenModel } from '../../bridge/modelProtocol';
import type { ModelReport } from '../../domain/ownModel';
import { StudioError } from '../../errors';
import { blobFile } from '../../formats/rangedFile';
import { isSafetensors, openSafetensorsFile } from '../../formats/safetensors';
import { describeBase, type ModelFiles } from '../../paradigms/baseModel';
import { checkWeights } from '../../paradigms/checkWeights';
import {
  findModel,
  openModel,
  type FoundModel,
  type ModelSource,
  type Parts,
} from '../../paradigms/droppedModel';
import { paradigmFacts } from '../../paradigms/facts';
import type { BaseModel } from '../../paradigms/paradigm';
import type { OwnModelRecord, StudioDatabase } from '../../storage/database';
import {
  copiedParts,
  copyModel,
  deleteCopies,
  getOwnModel,
  deleteOwnModel,
  linkedFiles,
  linkedParts,
  putOwnModel,
} from '../../storage/ownModels';
import { workerErrors } from '../../strings/errors/worker';
import type { OwnModelList } from './ownModelList';

const numbersOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The type that most numbers of these files are stored in. Errors: Unsupported for 8 bits. */
export async function mainType(weights: readonly (readonly [string, Blob])[]): Promise<string> {
  const counts = new Map<string, number>();
  for (const [path, file] of weights) {
    const { tensors } = await openSafetensorsFile(blobFile(file));
    for (const [name, { dtype, shape }] of tensors) {
      if (dtype.startsWith('F8'))
        throw new StudioError('Unsupported', ...workerErrors.eightBits(path, name, dtype));
      counts.set(dtype, (counts.get(dtype) ?? 0) + numbersOf(shape));
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'F32';
}

/** Names a model among the person's own by its weights. */
const idOf = (model: BaseModel): string => `own-${model.hash.slice(0, 16)}`;

/** What was given, opened and described. */
interface Inspected {
  readonly report: ModelReport;
  readonly source: ModelSource;
  /** The files that its loaders read. */
  readonly kept: Parts;
  /** Path of the model within what was given. */
  readonly prefix: string;
}

/** Path of a found model's folder within what was given. */
function prefixOf(found: FoundModel, given: readonly { path: string; file: Blob }[]): string {
  const [path, part] = Object.entries(found.parts)[0]!;
  const whole = given.find(({ file }) => file === part)!.path;
  return whole.slice(0, whole.length - path.length);
}

export class OwnModels {
  constructor(
    private readonly db: StudioDatabase,
    private readonly list: OwnModelList,
  ) {}

  /** Reads the list anew. */
  refresh(): Promise<void> {
    return this.list.refresh();
  }

  handle(id: string): FileSystemHandle | null {
    return this.list.record(id)?.link?.handle ?? null;
  }

  private async partsOf(record: OwnModelRecord): Promise<Parts> {
    const { name, small, weights, link } = record;
    const large =
      link === null
        ? await copiedParts(record, weights)
        : await linkedParts({ name, ...link }, weights);
    const files = Object.entries(small).map(([path, bytes]) => [path, new Blob([bytes])] as const);
    return { ...Object.fromEntries(files), ...large };
  }

  /** A kept model, opened; null where the id is not one of them. Errors: as openModel. */
  async open(id: string): Promise<{ model: BaseModel; files: ModelFiles } | null> {
    const record = this.list.record(id);
    return record && openModel(id, record, await this.partsOf(record));
  }

  /** Errors: BadModel, BadSafetensors, Unsupported. */
  async inspect({ files, handle, prediction }: GivenModel): Promise<Inspected> {
    const given = handle
      ? Object.entries(await linkedFiles(handle)).map(([path, file]) => ({ path, file }))
      : files;
    const found = await findModel(given);
    const source = { checkpoint: found.checkpoint, prediction };
    const read = new Set<string>();
    const opened = await openModel('', source, found.parts, read);
    const { model } = opened;
    const counts = checkWeights(model);
    const described = await describeBase(opened.files);
    const kept = Object.fromEntries(Object.entries(found.parts).filter(([path]) => read.has(path)));
    const dtype = await mainType(Object.entries(kept).filter(([path]) => isSafetensors(path)));
    const id = idOf(model);
    return {
      source,
      kept,
      prefix: prefixOf(found, given),
      report: {
        name: found.name,
        id,
        paradigm: model.paradigm,
        architecture: described.architecture,
        parameters: counts[paradigmFacts(model.paradigm).denoiser] ?? 0,
        allParameters: Object.values(counts).reduce((sum, count) => sum + count, 0),
        dtype,
        predictionType: model.predictionType,
        predictionKnown: opened.predictionKnown,
        imageSize: described.imageSize,
        sampler: described.sampler,
        bytes: Object.values(kept).reduce((sum, { size }) => sum + size, 0),
        keptAs: this.list.record(id)?.name ?? null,
      },
    };
  }

  /** Keeps a model and gives its id. Errors: as inspect; StorageFull; abort. */
  async add(
    given: GivenModel & { readonly name: string },
    signal: AbortSignal,
    progress: (done: number, total: number) => void,
  ): Promise<string> {
    const { report, source, kept, prefix } = await this.inspect(given);
    const { id } = report;
    // Another tab may have it already: its copy must not be written over.
    if (await getOwnModel(this.db, id)) {
      await this.refresh();
      return id;
    }
    const large = Object.fromEntries(Object.entries(kept).filter(([path]) => isSafetensors(path)));
    const small = await Promise.all(
      Object.entries(kept)
        .filter(([path]) => !isSafetensors(path))
        .map(async ([path, file]) => [path, new Uint8Array(await file.arrayBuffer())] as const),
    );
    if (given.handle === null) await copyModel(id, large, signal, progress);
    signal.throwIfAborted();
    try {
      await putOwnModel(this.db, {
        id,
        name: given.name,
        addedAt: Date.now(),
        bytes: report.bytes,
        ...source,
        small: Object.fromEntries(small),
        weights: Object.keys(large),
        link: given.handle && { handle: given.handle, prefix },
        report,
      });
    } catch (error) {
      await deleteCopies(id);
      throw error;
    }
    await this.refresh();
    return id;
  }

  async rename(id: string, name: string): Promise<void> {
    const record = this.list.record(id);
    if (record) await putOwnModel(this.db, { ...record, name });
    await this.refresh();
  }

  async delete(id: string): Promise<void> {
    await deleteOwnModel(this.db, id);
    await this.refresh();
  }
}
