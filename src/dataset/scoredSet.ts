// What a scored image set is before anything is decoded: rows of a table, and the rows left out with their reason. Types only.

/** One score of an image and whose it is (the table's name, a rater, a reward). */
export interface SourcedScore {
  readonly source: string;
  readonly value: number;
}

/** One usable row. `row` is its 1-based number among the table's data rows (for .jsonl: its line). */
export interface ScoredRow {
  readonly row: number;
  /** Path relative to the table, with forward slashes. */
  readonly fileName: string;
  readonly caption: string;
  /** The score that trains, in the table's units. */
  readonly score: number;
  readonly negativePrompt?: string;
  /** Images of one group (one prompt, one comparison) share it. */
  readonly groupId?: string;
  /** All scores of the row, the training one first. */
  readonly scores: readonly SourcedScore[];
}

/** A row or file that was left out. `row` is 0 for a file that no row names. */
export interface RejectedRow {
  readonly row: number;
  readonly file: string;
  readonly reason: string;
}

/** Which column plays which part; absent = found by its name. */
export interface ColumnMapping {
  readonly fileName?: string;
  readonly text?: string;
  readonly score?: string;
}
