// Commands that correct a stored set: its name, and single images. Runs that were made before keep
// what they were made with.

import type { DatasetSummary, ImageEdit, OpenedSet } from '../domain/dataset';

export interface EditCommands {
  /** Errors: BadSettings for a name without a letter or digit. */
  renameSet: { request: { datasetId: string; name: string }; reply: { dataset: DatasetSummary } };
  /**
   * Changes what is given of one image; `before` undoes it. Errors: BadScoreFile where the image is
   * gone, or a score is set while the set's scores are ratings.
   */
  editImage: {
    request: { datasetId: string; imageId: string; edit: ImageEdit };
    reply: { before: ImageEdit; set: OpenedSet };
  };
  /** Puts every removed image of a set back. */
  restoreImages: { request: { datasetId: string }; reply: { set: OpenedSet } };
}
