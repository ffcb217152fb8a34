// What an import would do, before any image is read: the rows of every source with their files
// found by name, and every row left out with its reason. Page and command line run this same plan.
// Pure: it reads the tables through the given files and stores nothing.

import type { ColumnMapping, RejectedRow } from '../../domain/dataset';
import { StudioError } from '../../errors';
import type { ImageScore } from '../scores/scoreSource';
import { sortDropped, type DroppedFiles } from './files/dropped';
import type { SourceFile } from './files/sourceFile';
import { unreadNotes } from './files/unreadFiles';
import { matchNotes, type FileNames, type Match } from './names/fileNames';
import { readDatasetFacts, type DatasetFacts } from './datasetFacts';
import { strings } from '../../strings';
import { dataErrors } from '../../strings/errors/data';
import { show, showList } from '../../strings/show';
import { findSources, type FoundSource, type FoundSources } from './sources/findSources';
import { looseRows } from './sources/looseImages';
import { Sidecars } from './sources/sidecars';
import { isRejected, rowReader, type PlannedRow, type TableRow } from './tables/rows';

export interface ImportPlan {
  /** The first source's name; scores are stored under it. */
  readonly source: string;
  /** What was recognised, in words: “812 rows in wib.sqlite3 (images browser ratings)”. */
  readonly recognised: readonly string[];
  /** Columns of the first source, and which of them was taken for what. */
  readonly columns: readonly string[];
  readonly mapping: ColumnMapping;
  readonly scoreChoices: readonly string[];
  readonly rows: readonly PlannedRow[];
  /** Rows left out, then (row 0) images in no row. */
  readonly rejected: readonly RejectedRow[];
  readonly notes: readonly string[];
  readonly facts: DatasetFacts | null;
  readonly sidecars: Sidecars;
  /** Every file, those inside zips among them. */
  readonly files: readonly SourceFile[];
  /** Whether an image's own prompt and rating are asked where the row has none. */
  readonly asksPrompt: boolean;
  readonly asksScore: boolean;
}

/** What a person chose over what was found. */
export type ImportChoice = ColumnMapping;

const said = () => dataErrors.plan;

/** Rows of a source by file; several of one file are joined (raters) or left out (twice). */
class RowsByFile {
  readonly rows = new Map<
    SourceFile,
    { row: TableRow; table: string; ratings: TableRow[]; tables: Set<string> }
  >();
  /** Tables that rate an image which another one rates too. */
  readonly raters = new Set<string>();

  constructor(private readonly reject: (row: TableRow, reason: string) => void) {}

  add(file: SourceFile, row: TableRow, table: string): void {
    const known = this.rows.get(file);
    if (known === undefined) {
      this.rows.set(file, { row, table, ratings: [row], tables: new Set([table]) });
      return;
    }
    const first = known.row;
    const isNamed = row.rater !== null && first.rater !== null;
    // Each table's first rating counts; within a table a row without a rater is a double.
    if (!isNamed && known.tables.has(table)) this.reject(row, said().namedTwice(first.row));
    else if ((row.text ?? '') !== (first.text ?? '') && row.text)
      this.reject(row, said().otherPrompt(first.row));
    else if (isNamed) known.ratings.push(row);
    else {
      known.tables.add(table);
      if (known.ratings.length === 1)
        known.ratings[0] = { ...first, rater: first.rater ?? known.table };
      known.ratings.push({ ...row, rater: row.rater ?? table });
      for (const one of known.tables) this.raters.add(one);
    }
  }
}

/** The mean over raters of each one's mean, and every rater's own. */
function joinRatings({ row, ratings }: { row: TableRow; ratings: readonly TableRow[] }): TableRow {
  if (ratings.length < 2) return row;
  const byRater = new Map<string, number[]>();
  for (const { rater, score } of ratings) {
    if (score === null) continue;
    const values = byRater.get(rater ?? '') ?? [];
    values.push(score);
    byRater.set(rater ?? '', values);
  }
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const means = Array.from(byRater, ([rater, values]) => ({ rater, value: mean(values) }));
  const each: ImageScore[] = means.map(({ rater, value }) => ({ source: rater, value, rater }));
  return {
    ...row,
    score: means.length === 0 ? null : mean(means.map(({ value }) => value)),
    furtherScores: [...row.furtherScores, ...each],
  };
}

/**
 * The mapping a source is read by: what was chosen, else what was found. Of several tables each is
 * read by its own columns where it lacks the chosen one.
 */
function mappingOf(
  source: FoundSource,
  choice: ColumnMapping,
  mains: readonly FoundSource[],
): ColumnMapping {
  const pick = <P extends 'fileName' | 'text' | 'score'>(part: P): Pick<ColumnMapping, P> => {
    const chosen = choice[part];
    const known = (one: FoundSource): boolean =>
      typeof chosen === 'string' && one.table.columns.includes(chosen);
    const taken =
      chosen === undefined || (typeof chosen === 'string' && !known(source) && mains.some(known))
        ? source.columns.mapping[part]
        : chosen;
    return (taken === undefined ? {} : { [part]: taken }) as Pick<ColumnMapping, P>;
  };
  return { ...pick('fileName'), ...pick('text'), ...pick('score') };
}

/**
 * Puts the set's own names in the place of the table's, and leaves out comparisons with images that
 * are not in the set.
 */
function resolveComparisons(rows: PlannedRow[], names: FileNames, notes: string[]): void {
  const nameOf = new Map(rows.map(({ file, name }) => [file, name]));
  let [kept, lost] = [0, 0];
  rows.forEach((row, i) => {
    if (row.preferredOver.length === 0) return;
    const preferredOver = row.preferredOver.flatMap((other) => {
      const file = names.find(other, '')?.file;
      return (file && nameOf.get(file)) ?? [];
    });
    kept += preferredOver.length;
    lost += row.preferredOver.length - preferredOver.length;
    rows[i] = { ...row, preferredOver };
  });
  if (kept + lost > 0)
    notes.push(said().comparisons(kept) + (lost > 0 ? said().lostComparisons(lost) : ''));
}

/** Texts about a set, not of an image. */
const ABOUT = /(?:^|\/)(?:read[_-]?me|licen[cs]e|requirements|notice|changelog)[^/]*$/iu;
const SPLITS = /(^|\/)(train|test|val|valid|validation|dev)\/$/iu;

/**
 * Plans an import of what was dropped. Errors: BadScoreFile when nothing can be planned: no image,
 * a zip or table that cannot be read, a chosen column that is not there, no column for the file
 * name.
 */
export async function planImport(
  files: readonly SourceFile[],
  choice: ImportChoice = {},
): Promise<ImportPlan> {
  return planOf(await readDropped(files), choice);
}

/** What was dropped with its tables read: everything a plan needs. */
export interface DroppedSet {
  readonly dropped: DroppedFiles;
  readonly sources: FoundSources;
}

/** Opens zips and reads tables. Errors: BadScoreFile. */
export async function readDropped(files: readonly SourceFile[]): Promise<DroppedSet> {
  const dropped = await sortDropped(files);
  return { dropped, sources: await findSources(dropped) };
}

/** As planImport, of tables that are read already. */
export async function planOf(
  { dropped, sources }: DroppedSet,
  choice: ImportChoice = {},
): Promise<ImportPlan> {
  const { mains, helpers, names, notes: sourceNotes } = sources;
  const notes: string[] = [...dropped.notes, ...sourceNotes];
  const sidecars = new Sidecars(dropped.sidecars);
  const inner = [...mains, ...helpers].flatMap((source) =>
    source.files.map((file) => ({ ...file, path: source.folder + file.path })),
  );
  const images = [...dropped.images, ...inner];
  const [main] = mains;
  if (main === undefined) {
    if (images.length === 0)
      throw new StudioError(
        'BadScoreFile',
        [strings.importing.nothing(dropped.all.length)[0], ...notes].join(' '),
        strings.importing.nothing(dropped.all.length)[1],
      );
    const unread = dropped.sidecars.filter(
      (file) => !sidecars.isBeside(file, images) && !ABOUT.test(file.path),
    );
    const loose = await looseRows(images, sidecars);
    return {
      source: loose.source,
      recognised: [...loose.recognised],
      columns: [],
      mapping: { score: null, ...choice },
      scoreChoices: [],
      rows: loose.rows,
      rejected: [],
      notes: [...notes, ...unreadNotes(unread, 'text')],
      facts: null,
      sidecars,
      files: dropped.all,
      asksPrompt: true,
      asksScore: !loose.scored,
    };
  }

  const facts = await readDatasetFacts(dropped.all, main.table.name);
  if (images.length === 0)
    throw new StudioError(
      'BadScoreFile',
      ...strings.importing.noImages(show(main.table.name), main.table.rows.length),
    );
  const rejected: RejectedRow[] = [];
  const rows: PlannedRow[] = [];
  const used = new Set<SourceFile>();
  const matches = new Map<Match, number>();
  const recognised: string[] = [];
  let scored = facts !== null;
  let prompted = facts !== null;
  let joinedRaters = 0;

  const readInto = (source: FoundSource, into: RowsByFile, isMain: boolean): void => {
    const { table, folder, label } = source;
    const mapping = isMain ? mappingOf(source, choice, mains) : source.columns.mapping;
    const reader = rowReader(table, mapping, isMain ? facts : null);
    for (const raw of table.rows) {
      const row = reader.read(raw);
      if (isRejected(row)) {
        const told = names.find(row.file, folder);
        if (told !== null) used.add(told.file);
        if (isMain) rejected.push(row);
        continue;
      }
      const found = names.find(row.fileName, folder);
      if (found === null) {
        if (!isMain) continue;
        const near = names.near(row.fileName);
        rejected.push({
          row: row.row,
          file: show(row.fileName),
          reason: names.isAmbiguous(row.fileName)
            ? said().severalFiles
            : near === null
              ? said().noFile
              : said().noFileButNear(show(near.path)),
        });
        continue;
      }
      if (isMain) matches.set(found.match, (matches.get(found.match) ?? 0) + 1);
      used.add(found.file);
      const name =
        found.match === 'exact' && mains.length === 1
          ? row.name
          : facts
            ? row.name
            : found.file.path;
      const preferredOver = row.preferredOver.map(
        (other) => names.find(other, folder)?.file.path ?? other,
      );
      into.add(found.file, { ...row, name, preferredOver }, table.name);
    }
    notes.push(...table.notes, ...source.columns.notes, ...reader.notes());
    const { rows: rowsIn, labels } = dataErrors.sources;
    recognised.push(
      rowsIn(table.rows.length, show(table.name), label === 'table' ? null : labels[label]),
    );
  };

  // Tables that complete others are read only where the others lack a part.
  const lacking = mains.some((source) => {
    const mapping = mappingOf(source, choice, mains);
    return typeof mapping.text !== 'string' || mapping.score === undefined;
  });
  const completing = facts === null && lacking ? helpers : [];
  const helped = new RowsByFile(() => undefined);
  for (const source of completing) readInto(source, helped, false);
  for (const { table } of helpers.filter((source) => !completing.includes(source)))
    notes.push(said().notNeeded(show(table.name)));
  const byFile = new RowsByFile((row, reason) => {
    rejected.push({ row: row.row, file: show(row.fileName), reason });
  });
  for (const source of mains) {
    readInto(source, byFile, true);
    const mapping = mappingOf(source, choice, mains);
    scored ||= typeof mapping.score === 'string';
    prompted ||= typeof mapping.text === 'string';
  }
  const helperScores = completing.some(({ columns }) => typeof columns.mapping.score === 'string');
  let completed = 0;
  for (const [file, entry] of byFile.rows) {
    if (entry.ratings.length > 1) joinedRaters++;
    const { rater: _, ...row } = joinRatings(entry);
    const helper = helped.rows.get(file);
    const other = helper === undefined ? null : joinRatings(helper);
    if (other !== null) completed++;
    const score = row.score ?? (choice.score === null ? null : (other?.score ?? null));
    if (score === null && !scored && helperScores && choice.score !== null) {
      rejected.push({
        row: row.row,
        file: show(row.fileName),
        reason: said().noScore,
      });
      continue;
    }
    rows.push({
      ...row,
      file,
      text: row.text || (other?.text ?? row.text),
      score,
      negativePrompt: row.negativePrompt ?? other?.negativePrompt ?? null,
      groupId: row.groupId ?? other?.groupId ?? null,
      preferredOver: row.preferredOver,
      furtherScores: [...row.furtherScores, ...(other?.furtherScores ?? [])],
    });
  }
  resolveComparisons(rows, names, notes);
  if (completed > 0)
    notes.push(
      said().completed(completed, helpers.map(({ table }) => show(table.name)).join(', ')),
    );
  if (joinedRaters > 0) notes.push(said().severalRatings(joinedRaters));
  if (byFile.raters.size > 0) notes.push(strings.importing.tables(showList([...byFile.raters])));
  notes.push(...matchNotes(matches));
  const splits = mains.filter(({ folder }) => SPLITS.test(folder));
  if (splits.length > 1)
    notes.push(
      said().splits(
        splits.map(({ folder, table }) => ({
          name: show(folder.slice(0, -1)),
          rows: table.rows.length,
        })),
      ),
    );
  for (const { path } of images.filter((file) => !used.has(file)))
    rejected.push({ row: 0, file: path, reason: said().inNoRow });
  return {
    source: main.table.name,
    recognised,
    columns: main.table.columns,
    mapping: mappingOf(main, choice, mains),
    scoreChoices: main.columns.scoreChoices,
    rows,
    rejected: sortRejected(rejected),
    notes: [...new Set(notes)],
    facts,
    sidecars,
    files: dropped.all,
    asksPrompt: facts === null,
    asksScore:
      !scored && !helperScores && choice.score !== null && main.columns.scoreChoices.length === 0,
  };
}

/** Rows first, in order; files in no row last. */
export function sortRejected(rejected: readonly RejectedRow[]): RejectedRow[] {
  return [...rejected].sort((a, b) => Number(a.row === 0) - Number(b.row === 0) || a.row - b.row);
}
