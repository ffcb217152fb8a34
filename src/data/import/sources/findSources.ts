// What among the dropped files says something of the images: tables, databases, exports of other
// tools. Each becomes a table; which of them give rows and which complete the rows of others is
// decided by what their columns hold. Where nothing does, the images speak for themselves.

import type { ColumnMapping } from '../../../domain/dataset';
import { StudioError } from '../../../errors';
import { parseLenientJson } from '../../../formats/pythonJson';
import type { DroppedFiles } from '../files/dropped';
import { baseName, extensionOf, folderOf, MAX_TABLE_BYTES, readWhole } from '../files/sourceFile';
import type { SourceFile } from '../files/sourceFile';
import { kindOfFile } from '../images/fileKind';
import { FACTS_FILE } from '../datasetFacts';
import { dataErrors } from '../../../strings/errors/data';
import { show } from '../../../strings/show';
import { findColumns, type FoundColumns } from '../tables/columns';
import { isRecord, parseJsonFile, readJsonLines, tableOfJson } from '../tables/json';
import { joinRaterColumns } from '../tables/raterColumns';
import { readTable } from '../tables/readTable';
import type { MetadataTable, SourceLabel } from '../tables/table';
import { decodeText } from '../text/decodeText';
import { turkColumns } from '../tables/turkColumns';
import { FileNames } from '../names/fileNames';
import { recordsBeside } from './besideImages';
import { isEagleItem, readEagle } from './eagle';
import { knownJson } from './jsonSources';
import { pairTable } from './pairTable';

export interface FoundSource {
  readonly table: MetadataTable;
  readonly label: SourceLabel;
  /** Folder of the file, with a slash at its end: names are relative to it. */
  readonly folder: string;
  readonly columns: FoundColumns;
  /** Images that were inside the file. */
  readonly files: readonly SourceFile[];
}

/** Tables of one drop; more are no set but a collection of other things. */
const MAX_TABLES = 100;

/** A .json of one record per line as a table, or null where its first lines are none. */
function linesOf(name: string, text: string): MetadataTable | null {
  const [first, second] = text.trimStart().split('\n', 2).map(parsedLine);
  return isRecord(first) && isRecord(second) ? readJsonLines(name, text) : null;
}

function parsedLine(line: string): unknown {
  try {
    return parseLenientJson(line);
  } catch {
    return undefined;
  }
}

async function readSource(file: SourceFile): Promise<Omit<FoundSource, 'columns'> | null> {
  const folder = folderOf(file.path);
  const { id } = kindOfFile(await file.range(0, 64));
  if (id === 'sqlite') {
    const { readDatabase } = await import('./databaseSources');
    return {
      ...readDatabase(file.path, await readWhole(file, 4 * MAX_TABLE_BYTES)),
      folder,
      files: [],
    };
  }
  if (id === 'parquet') {
    const { readParquet } = await import('./parquetSource');
    return { ...(await readParquet(file)), folder };
  }
  if (extensionOf(file.path) !== 'json')
    return { table: await readTable(file), label: 'table', folder, files: [] };
  const { text, encoding } = decodeText(file.path, await readWhole(file, MAX_TABLE_BYTES));
  const content = text.replace(/^\ufeff/u, '');
  // Lines of records are often saved as .json too.
  const lines = content.trimStart().startsWith('{') ? linesOf(file.path, content) : null;
  if (lines !== null) return { table: lines, label: 'table', folder, files: [] };
  const value = parseJsonFile(file.path, content);
  const known = knownJson(file.path, value);
  if (known !== null) return { ...known, folder, files: [] };
  const table = tableOfJson(file.path, value);
  if (table === null || table.rows.length === 0) return null;
  const notes =
    encoding === 'UTF-8'
      ? table.notes
      : [...table.notes, dataErrors.tables.readAs(show(file.path), encoding)];
  return { table: { ...table, notes }, label: 'table', folder, files: [] };
}

export interface FoundSources {
  /** Tables whose rows become images, in order. */
  readonly mains: readonly FoundSource[];
  /** Tables that complete the rows of the others by file name. */
  readonly helpers: readonly FoundSource[];
  /** Every file by name, those inside tables among them. */
  readonly names: FileNames;
  readonly notes: readonly string[];
}

const isNamedMetadata = ({ table }: FoundSource): boolean =>
  /^metadata\.[a-z0-9]+$/iu.test(baseName(table.name));

const has = ({ columns }: FoundSource, part: keyof ColumnMapping): boolean =>
  typeof columns.mapping[part] === 'string' ||
  (part === 'score' && columns.scoreChoices.length > 0);

/** Sorts tables into those that give rows and those that complete them. */
function sortSources(found: readonly FoundSource[]): Pick<FoundSources, 'mains' | 'helpers'> {
  const named = found.filter((source) => isNamedMetadata(source) && has(source, 'fileName'));
  const withFiles = found.filter((source) => has(source, 'fileName'));
  const candidates = named.length > 0 ? named : withFiles.length > 0 ? withFiles : found;
  const full = candidates.filter((source) => has(source, 'text') && has(source, 'score'));
  const withText = candidates.filter((source) => has(source, 'text'));
  const withScore = candidates.filter((source) => has(source, 'score'));
  const mains =
    full.length > 0
      ? full
      : withText.length > 0
        ? withText
        : withScore.length > 0
          ? withScore
          : candidates;
  return { mains, helpers: withFiles.filter((source) => !mains.includes(source)) };
}

/** Reads every source. Errors: BadScoreFile where none of them can be read. */
export async function findSources(dropped: DroppedFiles): Promise<FoundSources> {
  const said = dataErrors.sources;
  const notes: string[] = [];
  const read: Omit<FoundSource, 'columns'>[] = [];
  let failure: StudioError | null = null;
  const add = (source: Omit<FoundSource, 'columns'>): void => {
    if (source.table.rows.length === 0)
      notes.push(said.noRows(show(source.table.name), said.labels[source.label]));
    else {
      const pairs = pairTable(source.table);
      read.push(
        pairs === null
          ? { ...source, table: joinRaterColumns(turkColumns(source.table)) }
          : {
              ...source,
              table: pairs,
              label: source.label === 'table' ? 'pairs' : source.label,
            },
      );
    }
  };
  const eagle = dropped.tables.filter(({ path }) => isEagleItem(path));
  if (eagle.length > 0)
    add({ table: await readEagle(eagle), label: 'eagle', folder: '', files: [] });
  const beside = await recordsBeside(dropped.records, dropped.images);
  notes.push(...beside.notes);
  if (beside.table !== null) add({ table: beside.table, label: 'table', folder: '', files: [] });
  const tables = dropped.tables.filter(
    ({ path }) => !isEagleItem(path) && baseName(path) !== FACTS_FILE,
  );
  if (tables.length > MAX_TABLES)
    throw new StudioError('BadScoreFile', ...said.manyTables(tables.length, MAX_TABLES));
  for (const file of tables) {
    try {
      const source = await readSource(file);
      if (source === null) notes.push(said.noRecords(show(file.path)));
      else add(source);
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      failure ??= error;
      notes.push(said.notRead(show(file.path), error.message));
    }
  }
  if (read.length === 0 && failure !== null) throw failure;
  const names = new FileNames([
    ...dropped.all,
    ...read.flatMap(({ files, folder }) =>
      files.map((file) => ({ ...file, path: folder + file.path })),
    ),
  ]);
  const found = read.map((source) => ({
    ...source,
    columns: findColumns(source.table, (name) => names.find(name, source.folder) !== null),
  }));
  // A list of captions or scores as .txt is a table where nothing else is.
  if (found.length === 0) {
    const stems = new Set(dropped.images.map(({ path }) => path.replace(/\.[^./]+$/u, '')));
    for (const file of dropped.sidecars) {
      if (extensionOf(file.path) !== 'txt' || stems.has(file.path.replace(/\.txt$/iu, '')))
        continue;
      if (stems.has(file.path.replace(/\.txt$/iu, '').replace(/\.[^./]+$/u, ''))) continue;
      const table = await readTable(file).catch(() => null);
      const columns = table === null ? null : findColumns(table);
      if (table !== null && columns !== null && columns.mapping.fileName !== undefined)
        found.push({ table, label: 'table', folder: folderOf(file.path), files: [], columns });
    }
  }
  return { ...sortSources(found), names, notes };
}
