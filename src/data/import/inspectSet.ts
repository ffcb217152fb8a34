// What was recognised in dropped files, for the draft a person sees before anything is stored.

import type { ColumnMapping } from '../../domain/dataset';
import { sortDropped } from './files/dropped';
import type { SourceFile } from './files/sourceFile';
import { readSetFacts } from './setFacts';
import { findSources } from './sources/findSources';

export interface InspectedSet {
  /** Columns of the first table; empty for images without one. */
  readonly columns: string[];
  readonly guessed: ColumnMapping;
  readonly rows: number;
  readonly table: string;
  readonly exported: { name: string } | null;
}

/**
 * Looks at what was dropped. Errors: as planImport, but for columns that a person may still choose.
 */
export async function inspectSet(files: readonly SourceFile[]): Promise<InspectedSet> {
  const dropped = await sortDropped(files);
  const { mains } = await findSources(dropped);
  const [main] = mains;
  if (main === undefined) {
    const { planImport } = await import('./planImport');
    const plan = await planImport(files);
    return {
      columns: [],
      guessed: { fileName: '', text: null, score: null },
      rows: plan.rows.length,
      table: plan.source,
      exported: null,
    };
  }
  const facts = await readSetFacts(dropped.all, main.table.name);
  return {
    columns: [...main.table.columns],
    guessed: main.columns.mapping,
    rows: mains.reduce((sum, { table }) => sum + table.rows.length, 0),
    table: main.table.name,
    exported: facts === null ? null : { name: facts.name },
  };
}
