// What training would take of the memory, asked before it begins.

import type { MemoryPlan } from '../domain/memory';
import type { RunSettings } from '../settings/runSettings';

export interface MemoryCommands {
  /**
   * Plans a run on a model from headers and shapes; on a GPU asks it for that much memory. Errors:
   * BadSettings; those of opening the model.
   */
  planMemory: { request: { modelId: string; settings: RunSettings }; reply: MemoryPlan };
}
