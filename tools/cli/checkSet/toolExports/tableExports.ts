// Tables of office programs and databases, JSON of other programs.

import { strToU8, zipSync } from 'fflate';
import {
  each,
  images,
  json,
  jsonl,
  lines,
  ONE_TWO_THREE,
  PROMPTS,
  set,
  type Sibling,
} from '../setFiles';

export const TABLE_EXPORTS: readonly Sibling[] = [
  set(
    'Excel: a title above the header, an average below',
    {
      'ratings.csv': strToU8(
        '\ufeffRatings of May 2025;;\r\n;;\r\nDatei;Text;Score (1-5)\r\n' +
          `${each((text, i) => `${i}.png;${text};${i + 1},5`).join('\r\n')}\r\nMittelwert;;2,5\r\n`,
      ),
    },
    [1.5, 2.5, 3.5],
    { prompts: PROMPTS, rejected: 1, says: [/Ratings of May/u, /Mittelwert/u] },
  ),
  set(
    'Excel: German headers and two more numbers',
    {
      'bewertungen.csv': strToU8(
        'Dateiname;Beschreibung;Bewertung;Breite;Startwert\r\n' +
          `${each((text, i) => `${i}.png;${text};${i + 1};512;${90 - i}`).join('\r\n')}\r\n`,
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Excel: scores that became dates',
    {
      'ratings.csv': lines(
        'file_name;text;score',
        '0.png;a;05. Jan',
        '1.png;b;4,5',
        '2.png;c;01.05.2025',
      ),
    },
    [4.5],
    { rejected: 2, says: [/row 2.*“05\. Jan”.*date/u] },
  ),
  set(
    'Excel: cells that failed',
    { 'r.csv': lines('file_name,text,score', '0.png,a,#DIV/0!', '1.png,b,2', '2.png,c,#N/A') },
    [2],
    { rejected: 2, says: [/row 2.*#DIV\/0!/u] },
  ),
  set(
    'Excel: two columns called Notes',
    {
      'r.csv': lines(
        'file_name,text,score,Notes,Notes',
        ...each((text, i) => `${i}.png,${text},${i + 1},,x`),
      ),
    },
    ONE_TWO_THREE,
  ),
  {
    name: 'Excel: the workbook itself beside the images',
    files: {
      ...images(),
      'ratings.xlsx': zipSync({ '[Content_Types].xml': strToU8('<Types/>') }),
      '~$ratings.xlsx': new Uint8Array(165),
    },
    scores: [null, null, null],
    says: [/ratings\.xlsx.*CSV/u],
  },
  {
    name: 'Excel: the workbook alone',
    files: { 'ratings.xlsx': zipSync({ '[Content_Types].xml': strToU8('<Types/>') }) },
    scores: [],
    says: [/ratings\.xlsx.*CSV/u],
  },
  set(
    'Google Sheets: TSV with quotes and emoji stars',
    {
      'Ratings - Sheet1.tsv': lines(
        'Image\tPrompt\tRating',
        '0.png\t"big" cat 12" tall\t⭐⭐⭐⭐',
        '1.png\tb\t⭐️⭐️',
        '2.png\tc\t⭐',
      ),
    },
    [4, 2, 1],
    { prompts: ['"big" cat 12" tall', 'b', 'c'], says: [/Stars were counted/u] },
  ),
  set(
    'Notion: titles called Name, files with folders',
    {
      'Ratings 1a2b.csv': lines(
        'Name,Files & media,Prompt,Rating',
        ...each((text, i) => `Image ${i + 7},Ratings%201a2b/${i}.png,${text},${i + 1}`),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Airtable: attachments with their address',
    {
      'Grid view.csv': lines(
        'Image,Prompt,Rating',
        ...each(
          (text, i) =>
            `${i}.png (https://v5.airtableusercontent.com/v3/u/${i}a/x),${text},${i + 1}`,
        ),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Spark and MySQL: quotes escaped by backslashes',
    {
      'part-00000.csv': lines(
        'file_name,text,score',
        '0.png,"a \\"big\\" cat, red",1',
        '1.png,"the \\"end\\"",2',
        '2.png,c,3',
      ),
    },
    ONE_TWO_THREE,
    { prompts: ['a "big" cat, red', 'the "end"', 'c'] },
  ),
  set(
    'a commented head',
    {
      'scores.csv': lines(
        '# predictor: sac+logos+ava1-l14',
        '# date: 2025-05-01',
        'file_name,text,score',
        ...each((text, i) => `${i}.png,${text},${i + 1}`),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Swiss thousands',
    {
      'r.csv': lines('file_name,text,score', "0.png,a,1'005.5", '1.png,b,2’000', '2.png,c,3'),
    },
    [1005.5, 2000, 3],
    { says: [/thousands/u] },
  ),
  // JSON of other programs.
  set(
    'JSON: lists without names',
    { 'r.json': json(each((text, i) => [`${i}.png`, text, i + 1])) },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'JSON: records by name one level down',
    {
      'r.json': json({
        version: 2,
        images: Object.fromEntries(each((prompt, i) => [`${i}.png`, { prompt, score: i + 1 }])),
      }),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'JSON lines: a comma after each',
    {
      'r.jsonl': lines(
        ...each((text, i) => `${JSON.stringify({ file_name: `${i}.png`, text, score: i })},`),
      ),
    },
    [0, 1, 2],
    { prompts: PROMPTS },
  ),
  set(
    'tags as lists',
    {
      'r.jsonl': jsonl(
        ...each((text, i) => ({ file_name: `${i}.png`, tags: text.split(' '), score: i + 1 })),
      ),
    },
    ONE_TWO_THREE,
    { prompts: ['a, red, heart', 'a, green, leaf', 'a, blue, ball'] },
  ),
];
