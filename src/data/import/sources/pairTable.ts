// Tables of pairs: one image that was chosen and one that was rejected, or two images and which of
// them is better. They become one row per image with the share of its comparisons that it won, and
// the comparisons themselves.

import { strings } from '../../../strings';
import { show } from '../../../strings/show';
import { namedColumn, plainName } from '../tables/columnNames';
import { cellText, tableOfRecords, type MetadataTable, type RawRow } from '../tables/table';
import { pairWins, type ComparedPair } from './pairWins';

/** Columns of the better and the worse image, plain names. */
const RANKED = [
  'chosen rejected',
  'chosenimage rejectedimage',
  'chosenpath rejectedpath',
  'imagechosen imagerejected',
  'preferred rejected',
  'preferredimage rejectedimage',
  'winner loser',
  'winnerimage loserimage',
  'winimage loseimage',
  'better worse',
  'path1 path2', // HPDv3
].map((names) => names.split(' ') as [string, string]);

const FIRST = 'a 1 0 left';
const SECOND = 'b 2 1 right';
/** Columns of two images of which another column says the better one. */
const COMPARED = ['image', 'img', 'file', 'filename', 'path', 'imagepath'].flatMap((stem) =>
  FIRST.split(' ').map((first, i) => {
    const second = SECOND.split(' ')[i]!;
    return [`${stem}${first}`, `${stem}${second}`] as const;
  }),
);
const VERDICT = new RegExp(
  '^(?:human)?(?:preference|preferred|preferredimage|winner|choice|chosen|label|vote|answer|' +
    'better|best|result)$',
  'u',
);
const TIE = /^(?:tie|ties|tied|equal|both|same|draw|neither|0\.5|none)$/iu;

interface PairColumns {
  readonly first: number;
  readonly second: number;
  /** −1 where the first is the better one by its column's name. */
  readonly verdict: number;
}

function pairColumns({ columns }: MetadataTable): PairColumns | null {
  const plain = columns.map(plainName);
  for (const [better, worse] of RANKED) {
    const [first, second] = [plain.indexOf(better), plain.indexOf(worse)];
    if (first >= 0 && second >= 0) return { first, second, verdict: -1 };
  }
  const verdict = plain.findIndex((name) => VERDICT.test(name));
  if (verdict < 0) return null;
  for (const [one, other] of [...COMPARED, ['left', 'right'] as const]) {
    const [first, second] = [plain.indexOf(one), plain.indexOf(other)];
    if (first >= 0 && second >= 0) return { first, second, verdict };
  }
  return null;
}

/** Rows by which columns of images are told from columns of numbers (left, right of a box). */
const SAMPLE_ROWS = 20;

function holdsNames({ rows }: MetadataTable, columns: readonly number[]): boolean {
  return rows
    .slice(0, SAMPLE_ROWS)
    .every(({ cells }) => columns.every((column) => !/^[-+.\d]+$/u.test(cellText(cells[column]))));
}

/** How a column of numbers names the two: from 0 or from 1. */
function lowestNumber(rows: readonly RawRow[], verdict: number): number {
  let lowest = 1;
  for (const { cells } of rows) if (cellText(cells[verdict]).trim() === '0') lowest = 0;
  return lowest;
}

/** 1 where the first is better, 0 the second, ½ a tie, null where it cannot be read. */
function shareOf(written: string, first: string, second: string, lowest: number): number | null {
  const word = written.trim().toLowerCase();
  if (word === '') return null;
  if (word === first.toLowerCase()) return 1;
  if (word === second.toLowerCase()) return 0;
  if (TIE.test(word)) return 0.5;
  const last = /^(?:image|img|option|the)?[\s_-]*(a|b|left|right|first|second|\d+(?:\.0+)?)$/u.exec(
    word,
  )?.[1];
  if (last === undefined) return null;
  if (['a', 'left', 'first'].includes(last)) return 1;
  if (['b', 'right', 'second'].includes(last)) return 0;
  const place = Number(last) - lowest;
  return place === 0 ? 1 : place === 1 ? 0 : null;
}

/** The table of a table of pairs, or null for another. Linear in its rows. */
export function pairTable(table: MetadataTable): MetadataTable | null {
  const found = pairColumns(table);
  if (found === null || !holdsNames(table, [found.first, found.second])) return null;
  const { first, second, verdict } = found;
  const text = table.columns.indexOf(namedColumn(table.columns, 'text') ?? '\0');
  const lowest = verdict < 0 ? 0 : lowestNumber(table.rows, verdict);
  const pairs: ComparedPair[] = [];
  let unread: { row: number; verdict: string } | null = null;
  let left = 0;
  for (const { row, cells, fault } of table.rows) {
    const cell = (column: number): string => cellText(cells[column]).trim();
    const [one, other] = [cell(first), cell(second)];
    const share = verdict < 0 ? 1 : shareOf(cell(verdict), one, other, lowest);
    if (fault !== null || one === '' || other === '' || share === null) {
      left++;
      unread ??= { row, verdict: fault ?? (verdict < 0 ? '' : show(cell(verdict))) };
      continue;
    }
    pairs.push({ first: one, second: other, prompt: text < 0 ? '' : cell(text), share });
  }
  if (pairs.length === 0) return null;
  const notes =
    unread === null
      ? table.notes
      : [
          ...table.notes,
          strings.importing.pairsUnread(show(table.name), left, unread.row, unread.verdict),
        ];
  return tableOfRecords(table.name, pairWins(pairs), notes);
}
