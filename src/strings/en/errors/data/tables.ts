// Tables that cannot be read, and what was done to read them.

import type { Said } from '../said';

const HEADER = 'Give it a first line file_name,text,score and one line per image.';

export const tables = {
  wide: (name: string, most: number): Said => [
    `${name} has a row of more than ${most} fields.`,
    'Keep the columns for file name, prompt and score, or check that this is a table.',
  ],
  long: (name: string, rows: number, fields: number): Said => [
    `${name} has more than ${rows} rows or ${fields} fields.`,
    'Split it.',
  ],
  noRecords: (name: string): Said => [`${name} holds no list of records.`, HEADER],
  empty: (name: string): Said => [`${name} is empty.`, HEADER],
  noRows: (name: string): Said => [`${name} holds no rows.`, HEADER],
  readAs: (name: string, encoding: string) => `${name} was read as ${encoding}.`,
  readAsWindows: (name: string, encoding: string) =>
    `${name} was read as ${encoding}, since it is not valid UTF-8: look whether its letters are ` +
    'right.',
  openQuotes: (name: string): Said => [
    `${name} has too many quotes that are never closed.`,
    'Write a quote inside a prompt twice (""), and put prompts with commas into quotes.',
  ],
  openQuote: (text: string) => `the quote before “${text}” is never closed`,
  sameColumn: (name: string, column: string): Said => [
    `${name} has two columns called “${column}”.`,
    'Rename one of them in its first line.',
  ],
  otherLength: (fields: number, columns: number) =>
    `it has ${fields} fields, the first line has ${columns}`,
  needsQuotes: (fields: number, columns: number, delimiter: string) =>
    `it has ${fields} fields, the first line has ${columns}: a prompt that holds “${delimiter}” ` +
    'needs quotes around it',
  tab: 'tab',
  allNeedQuotes: (name: string) =>
    `Every row of ${name} has more fields than the first line has columns: prompts with commas ` +
    'need quotes around them.',
  notJson: (name: string, reason: string): Said => [
    `${name} is not JSON: ${reason}.`,
    'Save it again, or use .jsonl with one record per line.',
  ],
  listedUnder: (name: string, key: string) => `The rows of ${name} are those under “${key}”.`,
  oneList: (name: string) => `${name} holds one JSON list, not a record per line.`,
  /** Why a line is no row. */
  malformed: (why: string) => `malformed line: ${why}`,
  comment: 'a comment, which JSON lines do not have',
  noObject: 'not a JSON object',
  noList: 'is not a list like the first',
  noFileName: 'no file name',
  noColumn: (
    name: string,
    columns: string,
    wanted: string,
    part: 'fileName' | 'text' | 'score',
  ): Said => [
    `${name} has the columns ${columns}, and no “${wanted}”.`,
    `Choose which column holds the ` +
      `${{ fileName: 'file name', text: 'prompt', score: 'score' }[part]}.`,
  ],
  noFileColumn: (name: string, columns: string, call: string): Said => [
    `${name} has the columns ${columns}; none of them is known to hold the file name.`,
    `Choose which column holds the file name, or call it ${call}.`,
  ],
  safetyClasses: (column: string) =>
    `The column “${column}” holds safety classes (safe, questionable, explicit), not scores: it ` +
    'is not read.',
  severalScores: (columns: readonly string[]) =>
    `Several columns may hold the score: ${columns.map((column) => `“${column}”`).join(', ')}. ` +
    'Choose one of them; until then the images come in without a score.',
  raterColumns: (count: number) =>
    `${count} columns hold one person’s scores each: the score is their mean, and each rating is ` +
    'kept.',
};
