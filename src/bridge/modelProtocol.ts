// Commands about base models of a person's own: a model folder or a single-file checkpoint that was
// dropped or picked. `handle` is the folder or file itself, where the browser gives one out: its
// weights are then read where they lie; else they are copied into the browser's storage.

import type { ImportFile } from '../domain/dataset';
import type { LoraReport } from '../domain/openedLora';
import type { ModelReport } from '../domain/ownModel';
import type { StorageUse } from '../domain/storageUse';
import type { ModelInfo } from './modelInfo';
import type { RunSummary } from './runSummary';

/** What was dropped or picked. */
export interface GivenModel {
  /** Empty where there is a handle. */
  readonly files: ImportFile[];
  readonly handle: FileSystemHandle | null;
  /** What the network predicts, where a person says so; null = as the files say. */
  readonly prediction: 'epsilon' | 'v_prediction' | null;
}

export interface ModelCommands {
  /**
   * Says what was given; nothing is kept. A model is told by its configs and headers alone, a LoRA
   * is read against the base `modelId` and those of the person's own. Errors: BadModel, BadLora,
   * BadSafetensors, Unsupported, naming the file and what it is instead.
   */
  inspectModel: {
    request: GivenModel & { modelId: string };
    reply: { readonly model: ModelReport } | { readonly lora: LoraReport };
  };
  /** Keeps a LoRA as a run of that base, to start from and to compare. Errors: as inspectModel. */
  addLora: {
    request: GivenModel & { name: string; modelId: string };
    reply: { run: RunSummary; storage: StorageUse };
  };
  /**
   * Keeps a model; progress counts MB that are copied. One that is kept already stays as it is.
   * Errors: as inspectModel; StorageFull; nothing is kept then.
   */
  addModel: {
    request: GivenModel & { name: string };
    reply: { models: ModelInfo[]; id: string; storage: StorageUse };
  };
  renameModel: { request: { id: string; name: string }; reply: { models: ModelInfo[] } };
  /** Runs on it stay, but cannot go on without it. Errors: BadSettings while a run is loaded. */
  deleteModel: { request: { id: string }; reply: { models: ModelInfo[]; storage: StorageUse } };
  /** The folder or file of a linked model, for the page to ask the browser with; else null. */
  modelHandle: { request: { id: string }; reply: { handle: FileSystemHandle | null } };
  /** All models on offer, as they can be read now. */
  listModels: { request: Record<string, never>; reply: { models: ModelInfo[] } };
}
