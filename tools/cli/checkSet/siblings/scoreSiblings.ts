// Scores as people spell them, and those of several raters.

import { strToU8 } from 'fflate';
import { csv, jsonl, lines, ONE_TWO_THREE, RECORDS, set, type Sibling } from '../setFiles';

export const SCORE_SIBLINGS: readonly Sibling[] = [
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
];
