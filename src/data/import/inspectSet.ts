// What was recognised in dropped files, for the draft that a person sees before anything is stored:
// the plan of the import with its first rows and their images.

import type { InspectedSet, PreviewRow, SetPreview } from '../../domain/dataset';
import { dataErrors } from '../../strings/errors/data';
import { MAX_IMAGE_BYTES, type SourceFile } from './files/sourceFile';
import {
  planOf,
  readDropped,
  sortRejected,
  type ImportChoice,
  type ImportPlan,
} from './planImport';
import { readDatasetFacts } from './datasetFacts';
import { readableRows } from './readableRows';
import { promptNotes, scoreNotes, tagNotes, type PromptReader } from './setNotes';

/** Rows shown. */
const SAMPLE_ROWS = 24;
/** Rows left out that cross to the page; the import lists all. */
const MOST_REJECTED = 1000;

async function previewOf(plan: ImportPlan, reader: PromptReader | null): Promise<SetPreview> {
  const { rows, unread, checked } = await readableRows(plan);
  const scores = rows.flatMap(({ score }) => (score === null ? [] : [score]));
  const prompts = rows.map(({ text }) => text ?? '');
  const sample: PreviewRow[] = [];
  for (const { file, name, text, score } of rows.slice(0, SAMPLE_ROWS)) {
    const bytes = file.size > MAX_IMAGE_BYTES ? null : await file.bytes().catch(() => null);
    sample.push({
      file: name,
      prompt: text,
      score,
      image: bytes === null ? null : new Blob([bytes]),
    });
  }
  return {
    recognised: plan.recognised,
    notes: [
      ...plan.notes,
      ...(checked < plan.rows.length
        ? [dataErrors.plan.notAllRead(checked, plan.rows.length)]
        : []),
      ...scoreNotes(scores),
      ...tagNotes(prompts),
      ...(reader === null ? [] : promptNotes(prompts, reader)),
    ],
    rows: rows.length,
    scores,
    sample,
    rejected: sortRejected([...plan.rejected, ...unread]).slice(0, MOST_REJECTED),
  };
}

/**
 * Looks at what was dropped; prompts are counted as `reader` reads them, where one is given.
 * Errors: as planImport, but for columns a person may still choose.
 */
export async function inspectSet(
  files: readonly SourceFile[],
  choice: ImportChoice = {},
  reader: PromptReader | null = null,
): Promise<InspectedSet> {
  const set = await readDropped(files);
  const [main] = set.sources.mains;
  const named = main === undefined || (choice.fileName ?? main.columns.mapping.fileName);
  const plan = named === undefined ? null : await planOf(set, choice);
  if (main === undefined)
    return {
      columns: [],
      guessed: { fileName: '', text: null, score: null },
      rows: plan?.rows.length ?? 0,
      table: plan?.source ?? '',
      exported: null,
      preview: plan === null ? null : await previewOf(plan, reader),
    };
  const facts = await readDatasetFacts(set.dropped.all, main.table.name);
  return {
    columns: main.table.columns,
    // A table without prompts: they come from the images, the files beside them, or one for all.
    guessed: { text: null, ...main.columns.mapping },
    rows: set.sources.mains.reduce((sum, { table }) => sum + table.rows.length, 0),
    table: main.table.name,
    exported: facts === null ? null : { name: facts.name },
    preview: plan === null ? null : await previewOf(plan, reader),
  };
}
