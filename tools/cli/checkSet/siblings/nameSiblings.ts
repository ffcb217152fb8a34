// Tables whose columns and files are named otherwise.

import {
  csv,
  images,
  jsonl,
  lines,
  ONE_TWO_THREE,
  PLAIN,
  png,
  PROMPTS,
  set,
  type Sibling,
} from '../setFiles';

export const NAME_SIBLINGS: readonly Sibling[] = [
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
    { rejected: 1, says: [/named twice: row 2/u] },
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
    says: [/same image with the same prompt as row 2/u],
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
];
