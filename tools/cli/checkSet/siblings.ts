// Relatives of the sets in shared/cases: the same kinds of habit in other files. Each is what a
// person might drop and what they reasonably get.

import { strToU8, zipSync } from 'fflate';
import {
  csv,
  images,
  json,
  jsonl,
  lines,
  png,
  PROMPTS,
  set,
  utf16,
  type Sibling,
} from './setFiles';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const ONE_TWO_THREE = [1, 2, 3];
const RECORDS = PROMPTS.map((text, i) => ({ file_name: `${i}.png`, text, score: i + 1 }));
const PLAIN = csv(['1', '2', '3']);

export const SIBLINGS: readonly Sibling[] = [
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
    { rejected: 1, says: [/row 2.*4 fields.*3/u] },
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
  // Names of columns.
  set(
    'names in capitals',
    { 'm.csv': csv(['1', '2', '3'], 'FILENAME,PROMPT,SCORE') },
    ONE_TWO_THREE,
  ),
  set(
    'names with hyphens',
    { 'm.csv': csv(['1', '2', '3'], 'image-path,positive-prompt,mean-score') },
    ONE_TWO_THREE,
  ),
  set(
    'names with blanks around',
    { 'm.csv': csv(['1', '2', '3'], ' file name , caption , rating ') },
    ONE_TWO_THREE,
  ),
  set(
    'camel case',
    {
      'm.jsonl': jsonl(
        ...PROMPTS.map((prompt, i) => ({ fileName: `${i}.png`, prompt, aestheticScore: i + 1 })),
      ),
    },
    ONE_TWO_THREE,
  ),
  set(
    'index of pandas',
    {
      'm.csv': lines(
        'Unnamed: 0,file_name,text,score',
        '0,0.png,a,1',
        '1,1.png,b,2',
        '2,2.png,c,3',
      ),
    },
    ONE_TWO_THREE,
  ),
  set(
    'seed, steps and size beside the score',
    {
      'm.csv': lines(
        'file_name,prompt,seed,steps,width,score',
        '0.png,a,42,20,512,1',
        '1.png,b,43,20,512,2',
        '2.png,c,44,20,512,3',
      ),
    },
    ONE_TWO_THREE,
  ),
  set(
    'a score column nobody knows',
    { 'm.csv': csv(['1', '2', '3'], 'file_name,text,niceness') },
    ONE_TWO_THREE,
  ),
  set(
    'two columns that may be it',
    { 'm.csv': lines('file_name,text,beauty,humour', '0.png,a,1,9', '1.png,b,2,8', '2.png,c,3,7') },
    [null, null, null],
    { says: [/“beauty”, “humour”/u] },
  ),
  set('a column twice', { 'm.csv': csv(['1', '2', '3'], 'file_name,text,text') }, [], {
    says: [/two columns called “text”/u],
  }),
  // Names of files.
  {
    name: 'backslashes and a dot',
    files: {
      ...images('images/0.png', 'images/1.png', 'images/2.png'),
      'm.csv': lines(
        'file_name,text,score',
        '.\\images\\0.png,a,1',
        'images\\1.png,b,2',
        './images/2.png,c,3',
      ),
    },
    scores: ONE_TWO_THREE,
  },
  {
    name: 'another person’s drive',
    files: {
      ...images(),
      'm.csv': lines(
        'file_name,text,score',
        'D:\\sets\\mine\\0.png,a,1',
        '\\\\server\\share\\1.png,b,2',
        '/home/u/2.png,c,3',
      ),
    },
    scores: ONE_TWO_THREE,
    says: [/3 files .*by name only/u],
  },
  set(
    'file URLs',
    {
      'm.csv': lines(
        'file_name,text,score',
        'file:///home/u/0.png,a,1',
        'file:///home/u/1.png,b,2',
        'file:///home/u/2.png,c,3',
      ),
    },
    ONE_TWO_THREE,
  ),
  set(
    'URLs with a token',
    {
      'm.csv': lines(
        'url,text,score',
        'https://cdn.example/x/0.png?token=a.b,a,1',
        'https://cdn.example/1.png#top,b,2',
        'https://cdn.example/get?file=2.png,c,3',
      ),
    },
    ONE_TWO_THREE,
  ),
  {
    name: 'percent-encoded blanks',
    files: {
      ...images('a b.png', 'c d.png'),
      'm.csv': lines('file_name,text,score', 'a%20b.png,x,1', 'https://e.org/c%20d.png,y,2'),
    },
    scores: [1, 2],
  },
  {
    name: 'extension in capitals',
    files: { ...images('0.PNG', '1.PNG', '2.PNG'), 'm.csv': PLAIN },
    scores: ONE_TWO_THREE,
    says: [/without regard to case/u],
  },
  {
    name: 'another extension',
    files: {
      ...images(),
      'm.csv': lines('file_name,text,score', '0.jpg,a,1', '1.jpeg,b,2', '2.webp,c,3'),
    },
    scores: ONE_TWO_THREE,
    says: [/another image extension/u],
  },
  {
    name: 'numbers as names',
    files: {
      ...images('00001.png', '00002.png'),
      'm.jsonl': jsonl(
        { image: '00001', text: 'a', score: 1 },
        { image: '00002', text: 'b', score: 2 },
      ),
    },
    scores: [1, 2],
  },
  set(
    'names that are JSON numbers',
    { 'm.jsonl': jsonl(...PROMPTS.map((text, i) => ({ image_id: i, text, score: i + 1 }))) },
    ONE_TWO_THREE,
  ),
  {
    name: 'composed names in a decomposed folder',
    files: {
      ...images('u\u0308ber/cafe\u0301.png', 'u\u0308ber/b.png'),
      'm.csv': lines('file_name,text,score', '\u00fcber/caf\u00e9.png,a,1', '\u00fcber/b.png,b,2'),
    },
    scores: [1, 2],
  },
  {
    name: 'names with quotes and blanks around',
    files: {
      ...images(),
      'm.tsv': lines('file_name\ttext\tscore', ' 0.png \ta\t1', "'1.png'\tb\t2", '2.png\tc\t3'),
    },
    scores: ONE_TWO_THREE,
  },
  {
    name: 'one name in two folders',
    files: {
      ...images('x/a.png', 'y/a.png'),
      'm.csv': lines('file_name,text,score', 'x/a.png,a,1', 'y/a.png,b,2'),
    },
    scores: [1, 2],
  },
  {
    name: 'one name in two folders, folder not told',
    files: {
      ...images('x/a.png', 'y/a.png', 'b.png'),
      'm.csv': lines('file_name,text,score', 'a.png,a,1', 'b.png,b,2'),
    },
    scores: [2],
    rejected: 1,
    says: [/several files have this name/u],
  },
  {
    name: 'a file that is not there',
    files: {
      ...images('0.png'),
      'm.csv': lines('file_name,text,score', '0.png,a,1', 'gone.png,b,2'),
    },
    scores: [1],
    rejected: 1,
    says: [/gone\.png.*no such file/u],
  },
  set(
    'a row twice',
    { 'm.csv': lines('file_name,text,score', '0.png,a,1', '1.png,b,2', '0.png,a,9', '2.png,c,3') },
    ONE_TWO_THREE,
    { rejected: 1, says: [/named twice: row 1/u] },
  ),
  {
    name: 'an image twice under two names',
    files: {
      'a.png': png(1),
      'b.png': png(1),
      'c.png': png(2),
      'm.csv': lines('file_name,text,score', 'a.png,x,1', 'b.png,x,2', 'c.png,y,3'),
    },
    scores: [1, 3],
    rejected: 1,
    says: [/same image with the same prompt as row 1/u],
  },
  {
    name: 'one image for two prompts',
    files: {
      'a.png': png(1),
      'b.png': png(1),
      'm.csv': lines('file_name,text,score', 'a.png,x,1', 'b.png,y,2'),
    },
    scores: [1, 2],
  },
  // Scores.
  set(
    '% with a blank and a comma',
    { 'm.csv': lines('file_name;text;score', '0.png;a;60,5 %', '1.png;b;7 %', '2.png;c;100 %') },
    [60.5, 7, 100],
    { says: [/% sign was dropped/u] },
  ),
  set('one % among plain numbers', { 'm.csv': csv(['1', '2', '60%']) }, [1, 2], {
    rejected: 1,
    says: [/has a % sign, and most others have none/u],
  }),
  set('yes and no', { 'm.csv': csv(['yes', 'No', 'YES']) }, [1, 0, 1], {
    says: [/true.* = 1.*false.* = 0/u],
  }),
  set('y and n', { 'm.csv': csv(['y', 'n', 'Y']) }, [1, 0, 1]),
  set('T and F', { 'm.csv': csv(['T', 'F', 't']) }, [1, 0, 1]),
  set('thumbs', { 'm.csv': csv(['👍', '👎', '👍']) }, [1, 0, 1]),
  set(
    'thumbs in words',
    { 'm.csv': csv(['thumbs up', 'thumbs_down', 'up'], 'file_name,text,vote') },
    [1, 0, 1],
  ),
  set(
    'booleans of JSON',
    { 'm.jsonl': jsonl(...RECORDS.map((record, i) => ({ ...record, score: i === 1 }))) },
    [0, 1, 0],
  ),
  set('good and bad', { 'm.csv': csv(['good', 'bad', 'Good'], 'file_name,text,label') }, [1, 0, 1]),
  set('plus and minus one', { 'm.csv': csv(['+1', '-1', '+1']) }, [1, -1, 1]),
  set('typographic minus', { 'm.csv': csv(['−0.5', '–1', '2']) }, [-0.5, -1, 2], {
    says: [/minus/u],
  }),
  set('fractions of one scale', { 'm.csv': csv(['4/5', '3/5', '1/5']) }, [4, 3, 1]),
  set('fractions of several scales', { 'm.csv': csv(['4/5', '5/10', '1/4']) }, [0.8, 0.5, 0.25]),
  set('“of” fractions', { 'm.csv': csv(['4 out of 5', '3 out of 5', '1 of 5']) }, [4, 3, 1]),
  set('stars', { 'm.csv': csv(['★★★', '★☆☆☆☆', '5 stars']) }, [3, 1, 5]),
  set('exponents', { 'm.csv': csv(['1e-3', '2.5E2', '-1e0']) }, [0.001, 250, -1]),
  set(
    'thousands',
    {
      'm.csv': lines(
        'file_name,text,score',
        '0.png,a,"1,005.5"',
        '1.png,b,"12,345"',
        '2.png,c,7.5',
      ),
    },
    [1005.5, 12345, 7.5],
  ),
  set('words for nothing', { 'm.csv': csv(['N/A', '', '3']) }, [3], { rejected: 2 }),
  set('infinite', { 'm.csv': csv(['inf', '-Infinity', '3']) }, [3], {
    rejected: 2,
    says: [/not a finite number/u],
  }),
  set('beyond float32, below zero', { 'm.csv': csv(['-1e39', '1', '2']) }, [], {
    says: [/3\.4e\+38/u],
  }),
  set(
    'beyond float64 in JSON',
    {
      'm.jsonl': strToU8(
        '{"file_name":"0.png","text":"a","score":1e400}\n' +
          '{"file_name":"1.png","text":"b","score":2}\n',
      ),
    },
    [2],
    { rejected: 1, says: [/not a finite/u] },
  ),
  set(
    'scores as text in JSON',
    { 'm.jsonl': jsonl(...RECORDS.map((record) => ({ ...record, score: String(record.score) }))) },
    ONE_TWO_THREE,
  ),
  set(
    'lists of scores',
    {
      'm.jsonl': jsonl(
        { ...RECORDS[0], score: [1, 5] },
        { ...RECORDS[1], score: [2, 2] },
        { ...RECORDS[2], score: [3] },
      ),
    },
    [3, 2, 3],
    { says: [/mean/u] },
  ),
  set('all equal', { 'm.csv': csv(['3', '3', '3']) }, [3, 3, 3], { says: [/scores are equal/u] }),
  // Raters.
  set(
    'raters of unequal zeal',
    {
      'm.csv': lines(
        'file_name,text,score,annotator',
        '0.png,a,1,x',
        '0.png,a,5,y',
        '1.png,b,2,x',
        '2.png,c,3,y',
      ),
    },
    [3, 2, 3],
    { says: [/1 images? ha[sv]e? several ratings/u] },
  ),
  set(
    'a rater twice',
    {
      'm.csv': lines(
        'file_name,text,score,rater',
        '0.png,a,1,x',
        '0.png,a,3,x',
        '0.png,a,6,y',
        '1.png,b,2,x',
      ),
    },
    [4, 2],
  ),
  set(
    'a column per rater',
    {
      'm.csv': lines('file_name,text,rater_1,rater_2', '0.png,a,1,5', '1.png,b,2,4', '2.png,c,3,6'),
    },
    [3, 3, 4.5],
    { says: [/mean/u] },
  ),
  set(
    'a column per rater, some cells empty',
    {
      'm.csv': lines(
        'file_name,text,judge ann,judge ben',
        '0.png,a,1,',
        '1.png,b,2,4',
        '2.png,c,,6',
      ),
    },
    [1, 3, 6],
    { says: [/mean/u] },
  ),
  set(
    'ratings as records',
    {
      'm.jsonl': jsonl(
        {
          file_name: '0.png',
          text: 'a',
          ratings: [
            { rater: 'x', score: 1 },
            { rater: 'y', score: 5 },
          ],
        },
        { file_name: '1.png', text: 'b', ratings: [{ rater: 'x', score: 2 }] },
      ),
    },
    [3, 2],
    { says: [/several ratings|mean/u] },
  ),
  set(
    'raters in JSON lines',
    {
      'm.jsonl': jsonl(
        { ...RECORDS[0], rater: 'x' },
        { ...RECORDS[0], score: 5, rater: 'y' },
        { ...RECORDS[1], rater: 'x' },
      ),
    },
    [3, 2],
  ),
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
  // Prompts.
  {
    name: 'captions of another extension',
    files: {
      ...images(),
      '0.caption': strToU8('a\n'),
      '1.caption': strToU8('b\n'),
      '2.caption': strToU8('c\n'),
    },
    scores: [null, null, null],
    prompts: ['a', 'b', 'c'],
  },
  {
    name: 'captions beside a table of scores',
    files: {
      ...images(),
      '0.txt': strToU8('a'),
      '1.txt': strToU8('b'),
      '2.txt': strToU8('c'),
      'scores.csv': lines('file_name,score', '0.png,1', '1.png,2', '2.png,3'),
    },
    scores: ONE_TWO_THREE,
    prompts: ['a', 'b', 'c'],
  },
  {
    name: 'prompts and scores in two tables',
    files: {
      ...images(),
      'prompts.csv': lines('file,prompt', '0.png,a', '1.png,b', '2.png,c'),
      'scores.tsv': lines('image\tscore', '2.png\t3', '0.png\t1', '1.png\t2'),
    },
    scores: ONE_TWO_THREE,
    prompts: ['a', 'b', 'c'],
    says: [/completed from/u],
  },
  {
    name: 'prompts in the images, scores in a table',
    files: {
      '0.png': png(1, { parameters: 'a cat\nSteps: 20, Sampler: Euler, Seed: 1' }),
      '1.png': png(2, { parameters: 'a dog\nSteps: 20, Sampler: Euler, Seed: 2' }),
      's.csv': lines('file_name,score', '0.png,1', '1.png,2'),
    },
    scores: [1, 2],
    prompts: ['a cat', 'a dog'],
  },
  set(
    'a cell without a prompt',
    { 'm.csv': lines('file_name,text,score', '0.png,a,1', '1.png,  ,2', '2.png,c,3') },
    [1, 3],
    { rejected: 1, says: [/empty prompt/u] },
  ),
  set(
    'prompts of other scripts',
    {
      'm.csv': lines(
        'file_name,text,score',
        '0.png,赤いハート,1',
        '1.png,красное сердце,2',
        '2.png,❤️‍🔥 قلب,3',
      ),
    },
    ONE_TWO_THREE,
    { prompts: ['赤いハート', 'красное сердце', '❤️‍🔥 قلب'] },
  ),
  set(
    'one very long prompt',
    {
      'm.csv': lines(
        'file_name,text,score',
        `0.png,${'very '.repeat(500)}red,1`,
        '1.png,b,2',
        '2.png,c,3',
      ),
    },
    ONE_TWO_THREE,
    { says: [/1 prompt is longer .*tokens/u] },
  ),
  // Folders and zips.
  {
    name: 'train and val with a table each',
    files: {
      ...images('train/0.png', 'train/1.png', 'val/0.png'),
      'train/metadata.jsonl': jsonl(
        { file_name: '0.png', text: 'a', score: 1 },
        { file_name: '1.png', text: 'b', score: 2 },
      ),
      'val/metadata.jsonl': jsonl({ file_name: '0.png', text: 'c', score: 3 }),
    },
    scores: ONE_TWO_THREE,
    says: [/train \(2 rows\), val \(1 rows?\)/u],
  },
  {
    name: 'folders good and bad',
    files: images('good/a.png', 'good/b.png', 'bad/c.png'),
    scores: [0, 1, 1],
  },
  {
    name: 'folders of stars',
    files: images('1/a.png', '3/b.png', '5_stars/c.png'),
    scores: [1, 3, 5],
  },
  {
    name: 'scores in file names',
    files: images('cat_score_6.1.png', 'dog_score_2.png'),
    scores: [6.1, 2],
  },
  {
    name: 'a zip in a folder',
    files: { 'mine/set.zip': zipSync({ ...images(), 'metadata.csv': PLAIN }) },
    scores: ONE_TWO_THREE,
  },
  {
    name: 'images in a zip, table outside in a folder',
    files: {
      'images.zip': zipSync(images('images/0.png', 'images/1.png', 'images/2.png')),
      'tables/m.csv': PLAIN,
    },
    scores: ONE_TWO_THREE,
  },
  {
    name: 'two zips of images, one table',
    files: {
      'a.zip': zipSync(images('0.png')),
      'b.zip': zipSync({ '1.png': png(2), '2.png': png(3) }),
      'm.csv': PLAIN,
    },
    scores: ONE_TWO_THREE,
  },
  {
    name: 'a zip inside a zip',
    files: { 'outer.zip': zipSync({ 'inner.zip': zipSync({ ...images(), 'm.csv': PLAIN }) }) },
    scores: ONE_TWO_THREE,
  },
  {
    name: 'leavings of systems',
    files: {
      ...images(),
      '._0.png': bytes('\0\x05\x16\x07'),
      '.DS_Store': bytes('x'),
      'Thumbs.db': bytes('x'),
      '__MACOSX/._m.csv': bytes('x'),
      'desktop.ini': bytes('x'),
      'm.csv': PLAIN,
    },
    scores: ONE_TWO_THREE,
  },
  {
    name: 'a JPEG called .png and back',
    files: {
      ...images('0.jpg', '1.webp', '2.PNG'),
      'm.csv': lines('file_name,text,score', '0.jpg,a,1', '1.webp,b,2', '2.png,c,3'),
    },
    scores: ONE_TWO_THREE,
  },
  {
    name: 'a web page and nothing among images',
    files: {
      '0.png': png(1),
      '1.png': strToU8('<!DOCTYPE html><title>404</title>'),
      '2.png': new Uint8Array(0),
      'm.csv': PLAIN,
    },
    scores: [1],
    rejected: 2,
    says: [/web page \(HTML\)/u, /is empty/u],
  },
  {
    name: 'an image cut off',
    files: { '0.png': png(1), '1.png': png(2).slice(0, 60), 'm.csv': csv(['1', '2']) },
    scores: [1],
    rejected: 1,
    says: [/the end of the file is missing/u],
  },
];
