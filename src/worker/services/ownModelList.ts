// The list of a person's own base models, as records and as the page knows them.

import type { ModelInfo } from '../../bridge/protocol';
import type { OwnModelRecord, StudioDatabase } from '../../storage/database';
import { isGranted, listOwnModels } from '../../storage/ownModels';
import type { CatalogueEntry } from './modelCatalogue';

export class OwnModelList {
  private records: readonly OwnModelRecord[] = [];
  /** Of linked ones: whether the browser lets them be read. */
  private readonly granted = new Map<string, boolean>();

  constructor(private readonly db: StudioDatabase) {}

  /** Reads the list anew. */
  async refresh(): Promise<void> {
    this.records = await listOwnModels(this.db);
    for (const { id, link } of this.records)
      this.granted.set(id, link === null || (await isGranted(link.handle)));
  }

  private info(record: OwnModelRecord): ModelInfo {
    const { report, link } = record;
    const place = link === null ? 'copied' : this.granted.get(record.id) ? 'linked' : 'asks';
    return {
      id: record.id,
      name: record.name,
      paradigm: report.paradigm,
      description: `${report.architecture}, ${report.dtype}.`,
      hasDemo: false,
      imageSize: report.imageSize,
      predictionType: report.predictionType,
      sampler: report.sampler,
      bytes: record.bytes,
      previewPrompts: [],
      sweep: [],
      defaults: {},
      methodDefaults: {},
      own: {
        place,
        checkpoint: record.checkpoint,
        architecture: report.architecture,
        parameters: report.parameters,
        dtype: report.dtype,
        addedAt: record.addedAt,
      },
    };
  }

  entries(): CatalogueEntry[] {
    const beside = { folder: '', demo: null, rewardId: null };
    return this.records.map((record) => ({ ...beside, info: this.info(record) }));
  }

  record(id: string): OwnModelRecord | null {
    return this.records.find((record) => record.id === id) ?? null;
  }
}
