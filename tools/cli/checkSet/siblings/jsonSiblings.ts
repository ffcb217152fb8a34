// JSON of other shapes.

import { strToU8 } from 'fflate';
import {
  json,
  jsonl,
  lines,
  ONE_TWO_THREE,
  PROMPTS,
  RECORDS,
  set,
  type Sibling,
} from '../setFiles';

export const JSON_SIBLINGS: readonly Sibling[] = [
  // JSON and its shapes.
  set(
    'NaN and Infinity elsewhere',
    {
      'm.jsonl': strToU8(
        RECORDS.map((r) => JSON.stringify(r).replace('}', ',"clip":NaN,"x":-Infinity}')).join('\n'),
      ),
    },
    ONE_TWO_THREE,
  ),
  set(
    'comment with slashes',
    { 'm.jsonl': lines('// by hand', ...RECORDS.map((r) => JSON.stringify(r))) },
    ONE_TWO_THREE,
    { rejected: 1, says: [/comment/u] },
  ),
  set(
    'a broken line',
    {
      'm.jsonl': lines(
        JSON.stringify(RECORDS[0]),
        '{"file_name":"1.png","te',
        JSON.stringify(RECORDS[2]),
      ),
    },
    [1, 3],
    { rejected: 1, says: [/row 2.*malformed/u] },
  ),
  set('.ndjson', { 'm.ndjson': jsonl(...RECORDS) }, ONE_TWO_THREE),
  set(
    'a list printed over lines, as .jsonl',
    { 'm.jsonl': strToU8(JSON.stringify(RECORDS, null, 2)) },
    ONE_TWO_THREE,
  ),
  set('lines in a .json', { 'm.json': jsonl(...RECORDS) }, ONE_TWO_THREE),
  set('rows one level down', { 'm.json': json({ version: 2, data: RECORDS }) }, ONE_TWO_THREE, {
    says: [/“data”/u],
  }),
  set(
    'rows of the Hugging Face viewer',
    { 'm.json': json({ features: [], rows: RECORDS.map((row, i) => ({ row_idx: i, row })) }) },
    ONE_TWO_THREE,
  ),
  set(
    'columns of pandas',
    {
      'm.json': json({
        file_name: { 0: '0.png', 1: '1.png' },
        text: { 0: 'a', 1: 'b' },
        score: { 0: 1, 1: 2 },
      }),
    },
    [1, 2],
  ),
  set(
    'lists by column',
    { 'm.json': json({ file_name: ['0.png', '1.png'], text: ['a', 'b'], score: [1, 2] }) },
    [1, 2],
  ),
  set(
    'split of pandas',
    {
      'm.json': json({
        columns: ['file_name', 'text', 'score'],
        index: [0, 1],
        data: [
          ['0.png', 'a', 1],
          ['1.png', 'b', 2],
        ],
      }),
    },
    [1, 2],
  ),
  set(
    'records by file name',
    {
      'm.json': json({ '0.png': { caption: 'a', score: 1 }, '1.png': { caption: 'b', score: 2 } }),
    },
    [1, 2],
    { prompts: ['a', 'b'] },
  ),
  set(
    'numbers by file name',
    { 'm.json': json({ '0.png': 1, '1.png': 2, '2.png': 3 }) },
    ONE_TWO_THREE,
  ),
  set(
    'prompt and score nested',
    {
      'm.jsonl': jsonl(
        ...RECORDS.map(({ file_name, text, score }) => ({
          image: { path: file_name },
          meta: { prompt: text },
          result: { score },
        })),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'score missing here and there',
    {
      'm.jsonl': jsonl(
        RECORDS[0]!,
        { file_name: '1.png', text: 'b' },
        { ...RECORDS[2]!, score: null },
      ),
    },
    [1],
    { rejected: 2 },
  ),
  set(
    'a score of records',
    {
      'm.jsonl': jsonl(
        ...RECORDS.map((record) => ({ ...record, score: { beauty: record.score, fit: 1 } })),
      ),
    },
    [null, null, null],
    { says: [/“score\.beauty”, “score\.fit”/u] },
  ),
];
