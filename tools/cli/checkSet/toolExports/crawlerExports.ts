// Sets as crawlers write them, and others with a JSON file beside each image.

import { strToU8 } from 'fflate';
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

export const CRAWLER_EXPORTS: readonly Sibling[] = [
  set(
    'LAION: a CSV of a subset',
    {
      'laion.csv': lines(
        'URL,TEXT,WIDTH,HEIGHT,similarity,punsafe,pwatermark,AESTHETIC_SCORE,hash',
        ...each((text, i) => `https://e.org/a/${i}.png?w=5,${text},8,8,0.3,0.1,0.2,${i + 5.5},-12`),
      ),
    },
    [5.5, 6.5, 7.5],
    { prompts: PROMPTS },
  ),
  {
    name: 'LAION: a CSV without its images',
    files: {
      'laion.csv': lines(
        'URL,TEXT,AESTHETIC_SCORE',
        ...each((text, i) => `https://e.org/a/${i}.png,${text},${i + 5.5}`),
      ),
    },
    scores: [],
    says: [/no image/iu],
  },
  {
    name: 'img2dataset: keys are the names of files, URLs are not',
    files: {
      ...images('00000/000000000.png', '00000/000000001.png', '00000/000000002.png'),
      '00000/table.jsonl': jsonl(
        ...each((caption, i) => ({
          url: `https://e.org/photo-${9 - i}.jpg`,
          caption,
          key: `00000000${i}`,
          status: 'success',
          width: 8,
          height: 8,
          aesthetic: i + 1,
        })),
      ),
    },
    scores: ONE_TWO_THREE,
    prompts: PROMPTS,
  },
  {
    name: 'gallery-dl: a JSON file beside each image',
    files: {
      ...images(),
      ...Object.fromEntries(
        each((tags, i) => [
          `${i}.png.json`,
          json({ id: 100 + i, rating: 's', score: i + 1, tags, width: 8, category: 'e621' }),
        ]),
      ),
    },
    scores: ONE_TWO_THREE,
    prompts: PROMPTS,
  },
  {
    name: 'a JSON file beside each image, one broken',
    files: {
      ...images(),
      '0.json': strToU8('{"caption": "a red heart",'),
      '1.json': json({ caption: 'a green leaf', score: 2 }),
      '2.json': json({ caption: 'a blue ball', score: 3 }),
    },
    scores: [2, 3],
    prompts: PROMPTS.slice(1),
    says: [/1 JSON file.*0\.json.*not JSON/u, /0\.png.*in no row/u],
  },
  {
    name: 'a JSON file beside each image, captions alone',
    files: {
      ...images(),
      ...Object.fromEntries(each((caption, i) => [`${i}.json`, json({ caption, key: `${i}` })])),
    },
    scores: [null, null, null],
    prompts: PROMPTS,
  },
  set(
    'Civitai: images with reactions',
    {
      'images.json': json({
        items: each((prompt, i) => ({
          id: i,
          url: `https://image.civitai.com/x/uuid/width=450/${i}.png`,
          nsfwLevel: 'None',
          stats: { likeCount: i + 1, heartCount: 2 * i, cryCount: 0 },
          meta: { prompt, negativePrompt: 'blurry', cfgScale: 7 },
        })),
        metadata: { nextCursor: '1|2' },
      }),
    },
    [null, null, null],
    { prompts: PROMPTS, says: [/likeCount/u] },
  ),
];
