// Tables in other encodings, with other line ends, delimiters and quotes.

import { strToU8 } from 'fflate';
import {
  bytes,
  images,
  jsonl,
  lines,
  ONE_TWO_THREE,
  PLAIN,
  PROMPTS,
  RECORDS,
  set,
  utf16,
  type Sibling,
} from '../setFiles';

export const TEXT_SIBLINGS: readonly Sibling[] = [
  // Encodings and line ends.
  set(
    'mark before JSON lines',
    { 'm.jsonl': strToU8('\ufeff' + RECORDS.map((r) => JSON.stringify(r)).join('\r\n')) },
    ONE_TWO_THREE,
  ),
  set(
    'mark before a JSON list',
    { 'm.json': strToU8(`\ufeff${JSON.stringify(RECORDS)}`) },
    ONE_TWO_THREE,
  ),
  set(
    'mark before sep=',
    {
      'm.csv': strToU8(
        '\ufeffsep=;\r\nfile_name;text;score\r\n0.png;x;1\r\n1.png;y;2\r\n2.png;z;3\r\n',
      ),
    },
    ONE_TWO_THREE,
  ),
  set(
    'UTF-16 big-endian',
    {
      'm.csv': utf16('file_name,text,score\r\n0.png,a,1\r\n1.png,b,2\r\n2.png,c,3\r\n', true, true),
    },
    ONE_TWO_THREE,
    { says: [/UTF-16/u] },
  ),
  set(
    'UTF-16 without a mark',
    { 'm.csv': utf16('file_name,text,score\n0.png,a,1\n1.png,b,2\n2.png,c,3\n', false, false) },
    ONE_TWO_THREE,
    { says: [/UTF-16/u] },
  ),
  set(
    'Unicode text of Excel',
    {
      'm.tsv': utf16(
        'file_name\ttext\tscore\r\n0.png\tä\t0,5\r\n1.png\tb\t1,5\r\n2.png\tc\t2,5\r\n',
        false,
        true,
      ),
    },
    [0.5, 1.5, 2.5],
    { says: [/UTF-16/u, /decimal commas/iu] },
  ),
  set(
    'UTF-16 JSON lines',
    { 'm.jsonl': utf16(RECORDS.map((r) => JSON.stringify(r)).join('\n'), false, true) },
    ONE_TWO_THREE,
    { says: [/UTF-16/u] },
  ),
  set(
    'Windows-1252 quotes and euro',
    {
      'm.csv': bytes('file_name,text,score\n0.png,\x93caf\xe9\x94,1\n1.png,10 \x80,2\n2.png,c,3\n'),
    },
    ONE_TWO_THREE,
    { prompts: ['“café”', '10 €', 'c'], says: [/Windows-1252/u] },
  ),
  set(
    'Windows-1252 JSON lines',
    {
      'm.jsonl': bytes(
        '{"file_name":"0.png","text":"caf\xe9","score":1}\n' +
          '{"file_name":"1.png","text":"b","score":2}\n' +
          '{"file_name":"2.png","text":"c","score":3}\n',
      ),
    },
    ONE_TWO_THREE,
    { prompts: ['café', 'b', 'c'], says: [/Windows-1252/u] },
  ),
  {
    name: 'Windows-1252 captions',
    files: { ...images(), '0.txt': bytes('caf\xe9'), '1.txt': bytes('b'), '2.txt': bytes('c') },
    scores: [null, null, null],
    prompts: ['café', 'b', 'c'],
  },
  set(
    'carriage returns alone, TSV',
    { 'm.tsv': strToU8('file_name\ttext\tscore\r0.png\ta\t1\r1.png\tb\t2\r2.png\tc\t3\r') },
    ONE_TWO_THREE,
  ),
  set(
    'no line end at the end',
    { 'm.csv': strToU8('file_name,text,score\n0.png,a,1\n1.png,b,2\n2.png,c,3') },
    ONE_TWO_THREE,
  ),
  set(
    'line ends mixed',
    { 'm.csv': strToU8('file_name,text,score\r\n0.png,a,1\n1.png,b,2\r2.png,c,3\r\n') },
    ONE_TWO_THREE,
  ),
  set(
    'blank lines between rows',
    { 'm.csv': strToU8('\n\nfile_name,text,score\n\n0.png,a,1\n\n1.png,b,2\n  \n2.png,c,3\n\n\n') },
    ONE_TWO_THREE,
  ),
  // Delimiters and quotes.
  set(
    'pipes between fields',
    { 'm.csv': lines('file_name|text|score', '0.png|a, b|1', '1.png|c, d|2', '2.png|e, f|3') },
    ONE_TWO_THREE,
    { prompts: ['a, b', 'c, d', 'e, f'] },
  ),
  set(
    'tabs in a .csv',
    { 'm.csv': lines('file_name\ttext\tscore', '0.png\ta, b\t1', '1.png\tc\t2', '2.png\td\t3') },
    ONE_TWO_THREE,
  ),
  set('commas in a .tsv', { 'm.tsv': PLAIN }, ONE_TWO_THREE),
  set(
    'semicolons in quoted prompts',
    {
      'm.csv': lines(
        'file_name;text;score',
        '0.png;"a; b";0,5',
        '1.png;"c ""d""; e";1,5',
        '2.png;f;2,5',
      ),
    },
    [0.5, 1.5, 2.5],
    { prompts: ['a; b', 'c "d"; e', 'f'] },
  ),
  set(
    'decimal commas in quotes',
    { 'm.csv': lines('file_name,text,score', '0.png,a,"0,5"', '1.png,b,"1,25"', '2.png,c,"2,5"') },
    [0.5, 1.25, 2.5],
    { says: [/decimal commas/iu] },
  ),
  set(
    'decimal commas and thousands',
    { 'm.csv': lines('file_name;text;score', '0.png;a;1.005,5', '1.png;b;12,5', '2.png;c;0,25') },
    [1005.5, 12.5, 0.25],
  ),
  set(
    'quotes around every field',
    {
      'm.csv': lines(
        '"file_name","text","score"',
        '"0.png","a, b","1"',
        '"1.png","c","2"',
        '"2.png","d","3"',
      ),
    },
    ONE_TWO_THREE,
  ),
  set(
    'spaces after commas',
    { 'm.csv': lines('file_name, text, score', '0.png, "a, b", 1', '1.png, c, 2', '2.png, d, 3') },
    ONE_TWO_THREE,
  ),
  set(
    'line ends of Windows in a prompt',
    { 'm.csv': strToU8('file_name,text,score\r\n0.png,"a\r\nb",1\r\n1.png,c,2\r\n2.png,d,3\r\n') },
    ONE_TWO_THREE,
    { prompts: ['a\r\nb', 'c', 'd'] },
  ),
  set(
    'inches in a prompt',
    { 'm.csv': lines('file_name,text,score', '0.png,a 12" disc,1', '1.png,b,2', '2.png,c,3') },
    ONE_TWO_THREE,
    { prompts: ['a 12" disc', 'b', 'c'] },
  ),
  set(
    'a quoted word first',
    { 'm.csv': lines('file_name,text,score', '0.png,"big" cat,1', '1.png,b,2', '2.png,c,3') },
    ONE_TWO_THREE,
    { prompts: ['"big" cat', 'b', 'c'] },
  ),
  set(
    'commas without quotes in one row',
    { 'm.csv': lines('file_name,text,score', '0.png,a,1', '1.png,b, c,2', '2.png,d,3') },
    [1, 3],
    { rejected: 1, says: [/row 3.*4 fields.*3/u] },
  ),
  set(
    'a quote open to the end',
    { 'm.csv': lines('file_name,text,score', '0.png,a,1', '1.png,b,2', '2.png,"c,3') },
    [1, 2],
    { rejected: 1, says: [/never closed/u] },
  ),
  set(
    'prompts with tabs in JSON',
    { 'm.jsonl': jsonl({ file_name: '0.png', text: 'a\tb|c;d,e', score: 1 }, ...RECORDS.slice(1)) },
    ONE_TWO_THREE,
  ),
  set(
    'rows cut short',
    { 'm.csv': lines('file_name,text,score', '0.png,a,1', '1.png,b', '2.png,c,3') },
    [1, 3],
    { rejected: 1 },
  ),
  set(
    'no header, TSV',
    { 'm.tsv': lines('0.png\ta red heart\t1', '1.png\ta green leaf\t2', '2.png\ta blue ball\t3') },
    ONE_TWO_THREE,
    { prompts: PROMPTS, says: [/no header/u] },
  ),
  set(
    'no header, score first',
    { 'm.csv': lines('1,0.png,a red heart', '2,1.png,a green leaf', '3,2.png,a blue ball') },
    ONE_TWO_THREE,
    { prompts: PROMPTS, says: [/no header/u] },
  ),
];
