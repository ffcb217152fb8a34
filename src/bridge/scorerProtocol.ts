// Commands about the CLIP models that score pictures: the one beside the app, and those a person
// dropped as folders, with the heads on them.

import type { ImportFile } from '../domain/dataset';
import type { ScorerList } from '../domain/scorer';
import type { StorageUse } from '../domain/storageUse';

export interface ScorerCommands {
  listScorers: { request: Record<string, never>; reply: ScorerList };
  /**
   * Takes in a CLIP folder: checked by its small files first, then opened and tried on one picture,
   * then stored. A model that is there already
   *  stays as it is. Errors: BadModel naming the file and what is wrong; OutOfMemory with sizes,
   *  before the weights are read; StorageFull.
   */
  addScorer: { request: { files: ImportFile[] }; reply: ScorerList & { hash: string } };
  /**
   * Deletes a dropped model with the heads on it; tastes fitted to its features, and scores it
   * gave, stay.
   */
  deleteScorer: { request: { hash: string }; reply: ScorerList & { storage: StorageUse } };
  /**
   * Takes in a head on a model's image embeddings. Errors: BadModel naming its shape,
   * BadSafetensors.
   */
  addHead: { request: { hash: string | null; file: File }; reply: ScorerList };
  deleteHead: { request: { id: string }; reply: ScorerList };
}
