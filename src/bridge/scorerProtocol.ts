// Commands about the CLIP models that score images: the one beside the app, and those a person
// dropped as folders, with the heads on them.

import type { ImportFile } from '../domain/dataset';
import type { ScorerList, ScorerReport } from '../domain/scorer';
import type { StorageUse } from '../domain/storageUse';

export interface ScorerCommands {
  listScorers: { request: Record<string, never>; reply: ScorerList };
  /**
   * Says what a CLIP folder is and takes, by its configs and headers; nothing is kept. Errors:
   * BadModel naming the file and what is wrong, OutOfMemory with sizes, Unsupported,
   * BadSafetensors.
   */
  inspectScorer: { request: { files: ImportFile[] }; reply: ScorerReport };
  /**
   * Takes in a CLIP folder: opened and tried on one image, then copied (progress counts bytes). A
   * model that is there already stays as it is. Errors: as inspectScorer; StorageFull.
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
