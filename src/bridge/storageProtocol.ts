// Commands about what the browser stores for the studio. They work as soon as the database is open,
// also where the studio could not start.

import type { RecordPlace, StorageContents } from '../domain/storageUse';

export interface StorageCommands {
  /** What is stored; opens the database where nothing has yet. */
  describeStorage: { request: Record<string, never>; reply: StorageContents };
  /** Looks through every record, checkpoints to their end; slow. */
  checkStorage: {
    request: Record<string, never>;
    reply: { damaged: StorageContents['damaged'] };
  };
  deleteRecord: { request: { place: RecordPlace }; reply: StorageContents };
  /** A record as JSON, whatever is in it. */
  exportRecord: { request: { place: RecordPlace }; reply: { fileName: string; text: string } };
  /** Deletes a run for good, with steps that could not be kept. Errors: Busy. */
  dropRun: { request: { runId: string }; reply: StorageContents };
  /** Frees the encoded images that can be made anew. */
  clearLatents: { request: Record<string, never>; reply: StorageContents };
  /** Marks a checkpoint to stay, or lets it go with the others. */
  markCheckpoint: {
    request: { runId: string; step: number; marked: boolean };
    reply: { marked: readonly number[] };
  };
}
