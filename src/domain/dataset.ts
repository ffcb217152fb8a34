// A scored set as the screens know it: its summary, its items without pixels, and what an import
// is given and refuses.

import type { SourceCount } from './rating';
import type { Generation } from './setPlan';

export interface DatasetSummary {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly count: number;
  readonly bytes: number;
  /** Where the scores come from, e.g. "metadata.csv" or the demo's formula. */
  readonly scoreSource: string;
  /** The id of the reward that can score new images like these scores, or null. */
  readonly rewardId: string | null;
  /** Of a set that was sampled here. */
  readonly generation?: Generation;
  /**
   * The model that made the images, as far as it is known (demo sets, sets sampled or imported
   * again).
   */
  readonly modelId?: string | null;
  /**
   * Set while an import goes on, and for good where it was interrupted (a closed tab): the images
   * the import would have had. Null or absent: the set is whole.
   */
  readonly unfinished?: { readonly expected: number } | null;
}

/** One image's numbers, without its pixels: enough for every chart. */
export interface ScoredItem {
  readonly id: string;
  readonly fileName: string;
  readonly caption: string;
  /** By the set's score source; NaN where the image has none of it. */
  readonly score: number;
  /** Images of one group share a τ where it is per prompt; absent: those of one caption do. */
  readonly groupId?: string;
  /** File names of the images that it was preferred over; absent where nobody compared. */
  readonly preferredOver?: readonly string[];
}

/** A correction of one image: what is given is changed. */
export interface ImageEdit {
  readonly caption?: string;
  /** By the set's score source; null = no score. */
  readonly score?: number | null;
  /** Out of the set, or back in it. */
  readonly removed?: boolean;
}

export interface RejectedRow {
  /**
   * From 1: of a text file the line on which the row begins, else its place among the rows; 0 when
   * the file is in no row.
   */
  readonly row: number;
  readonly file: string;
  readonly reason: string;
}

export type ImportFile = { readonly path: string; readonly file: File };

/** Which column of the table plays which part; absent = found by name. */
export interface ColumnMapping {
  readonly fileName?: string;
  /** Null = no column: prompts come from the images, the .txt beside them, or `promptForAll`. */
  readonly text?: string | null;
  /** The prompt of every image that has none. */
  readonly promptForAll?: string;
  /** Null = the images have no scores: they are rated here. */
  readonly score?: string | null;
}

/** A row as an import would take it, with the image's file where one is shown. */
export interface PreviewRow {
  readonly file: string;
  /** Null where it comes from the image or the file beside it. */
  readonly prompt: string | null;
  readonly score: number | null;
  readonly image: Blob | null;
}

/** What an import would do, before anything is stored. */
export interface SetPreview {
  /** What was recognised, in words. */
  readonly recognised: readonly string[];
  readonly notes: readonly string[];
  readonly rows: number;
  /** Every score, for the histogram. */
  readonly scores: readonly number[];
  /** The first rows. */
  readonly sample: readonly PreviewRow[];
  /** Every row left out, rows first. */
  readonly rejected: readonly RejectedRow[];
}

/** Dropped files as they were recognised. */
export interface InspectedSet {
  /** Columns of the first table; empty for images without one. */
  readonly columns: readonly string[];
  readonly guessed: ColumnMapping;
  readonly rows: number;
  readonly table: string;
  /** A set that was exported here: it needs no mapping. */
  readonly exported: { readonly name: string } | null;
  /** Null until a column for the file name is chosen. */
  readonly preview: SetPreview | null;
}

/** A set with the numbers that hang on its score source. */
export interface OpenedSet {
  readonly dataset: DatasetSummary;
  /** All images in order; score NaN where the source in use has none. */
  readonly items: readonly ScoredItem[];
  readonly sources: readonly SourceCount[];
  /** Images that were removed by corrections: not among the items, and can be put back. */
  readonly removed: number;
}
