// Sets as labelling tools and data sets of research have them: captions, workers, pairs.

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

export const LABEL_EXPORTS: readonly Sibling[] = [
  set(
    'COCO captions with scores',
    {
      'captions.json': json({
        info: { year: 2024 },
        images: each((_, i) => ({ id: 10 + i, file_name: `${i}.png`, width: 8, height: 8 })),
        annotations: each((caption, i) => ({ id: i, image_id: 12 - i, caption, score: i + 1 })),
      }),
    },
    [1, 2, 3],
    { prompts: PROMPTS },
  ),
  set(
    'Mechanical Turk: batch results, two workers per image',
    {
      'Batch_123_batch_results.csv': lines(
        '"HITId","Title","Description","Reward","WorkerId","WorkTimeInSeconds",' +
          '"Input.image_url","Input.prompt","Answer.rating","Approve","Reject"',
        ...each((text, i) =>
          ['A1', 'B2']
            .map(
              (worker, n) =>
                `"H${i}","Rate images","Say how good it is","$0.02","${worker}","${9 + n}",` +
                `"https://s3.example/${i}.png","${text}","${i + 1 + n}","",""`,
            )
            .join('\n'),
        ),
      ),
    },
    [1.5, 2.5, 3.5],
    { prompts: PROMPTS },
  ),
  set(
    'KonIQ: counts, mean and deviation',
    {
      'koniq10k.csv': lines(
        '"image_name","c1","c2","c_total","MOS","SD","MOS_zscore"',
        ...each((_, i) => `"${i}.png",1,2,3,${i + 1}.5,0.4,${10 - i}`),
      ),
    },
    [1.5, 2.5, 3.5],
  ),
  {
    name: 'pairs: chosen and rejected',
    files: {
      ...images('a.png', 'b.png', 'c.png'),
      'prefs.jsonl': jsonl(
        { prompt: 'a cat', chosen: 'a.png', rejected: 'b.png' },
        { prompt: 'a cat', chosen: 'a.png', rejected: 'c.png' },
        { prompt: 'a cat', chosen: 'b.png', rejected: 'c.png' },
      ),
    },
    scores: [1, 0.5, 0],
    prompts: ['a cat', 'a cat', 'a cat'],
    says: [/3 comparisons/u],
  },
  {
    name: 'pairs: two images and who won, as CSV',
    files: {
      ...images('a.png', 'b.png', 'c.png'),
      'prefs.csv': lines(
        'prompt,image_a,image_b,preference',
        'a cat,a.png,b.png,A',
        'a cat,c.png,a.png,b',
        'a cat,b.png,c.png,tie',
      ),
    },
    scores: [1, 0.25, 0.25],
    says: [/comparisons/u],
  },
  {
    name: 'pairs: HPDv3 as lines',
    files: {
      ...images('a.png', 'b.png', 'c.png'),
      'train.jsonl': jsonl(
        { prompt: 'a cat', path1: 'x/a.png', path2: 'x/b.png', confidence: 0.9 },
        { prompt: 'a cat', path1: 'x/a.png', path2: 'x/c.png', confidence: 0.8 },
      ),
    },
    scores: [1, 0, 0],
    says: [/2 comparisons/u],
  },
  set(
    'boxes with left and right are no pairs',
    {
      'boxes.csv': lines(
        'image,left,right,label,prompt,rating',
        ...each((text, i) => `${i}.png,1,7,cat,${text},${i + 1}`),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'one table of each rater',
    {
      'ratings_anna.csv': lines('file,score', '0.png,1', '1.png,2', '2.png,3'),
      'ratings_ben.csv': lines('file,score', '0.png,3', '1.png,4', '2.png,5'),
    },
    [2, 3, 4],
    { says: [/3 images have several ratings/u, /ratings_anna/u] },
  ),
];
