// Prompts from elsewhere, folders and zips.

import { strToU8, zipSync } from 'fflate';
import {
  bytes,
  csv,
  images,
  jsonl,
  lines,
  ONE_TWO_THREE,
  PLAIN,
  png,
  set,
  type Sibling,
} from '../setFiles';

export const FOLDER_SIBLINGS: readonly Sibling[] = [
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
