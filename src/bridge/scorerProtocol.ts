// Commands about the CLIP models that score pictures: the one beside the app, and those a person
// dropped as folders, with the heads on them.

import type { ImportFile, StorageUse } from './protocol';
import type { RewardInfo } from './ratingProtocol';

/** A linear head that was dropped as a file. */
export interface HeadInfo {
  readonly id: string;
  readonly name: string;
}

/** A CLIP model that can score. */
export interface ScorerInfo {
  /** SHA-256 (hex) of its weights; null = the one beside the app, which is known by its place. */
  readonly hash: string | null;
  readonly name: string;
  /** ms since 1970; 0 of the one beside the app. */
  readonly createdAt: number;
  /** Of its files. */
  readonly bytes: number;
  readonly heads: readonly HeadInfo[];
}

/** What there is after a change. */
export interface ScorerList {
  /** The one beside the app first, then the newest. */
  readonly scorers: readonly ScorerInfo[];
  readonly rewards: readonly RewardInfo[];
}

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
