// Sets as trainers and generators write them: Hugging Face, kohya, OneTrainer, A1111.

import {
  each,
  images,
  json,
  jsonl,
  lines,
  ONE_TWO_THREE,
  png,
  PROMPTS,
  set,
  texts,
  type Sibling,
} from '../setFiles';

const parameters = (prompt: string): string =>
  `${prompt}\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1`;

export const GENERATOR_EXPORTS: readonly Sibling[] = [
  // Hugging Face.
  set(
    'Hugging Face: to_csv of an Image column',
    {
      'ds.csv': lines(
        'image,text,score',
        ...each((text, i) => `"{'bytes': None, 'path': 'images/${i}.png'}",${text},${i + 1}`),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Hugging Face: to_json of an Image column',
    {
      'ds.jsonl': jsonl(
        ...each((text, i) => ({ image: { bytes: null, path: `${i}.png` }, text, score: i + 1 })),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Hugging Face: rows of the dataset server',
    {
      'rows.json': json({
        features: ['image', 'text', 'score', 'id'].map((name, i) => ({
          feature_idx: i,
          name,
          type: { dtype: 'string', _type: 'Value' },
        })),
        rows: each((text, i) => ({
          row_idx: i,
          row: {
            image: { src: `https://datasets-server.huggingface.co/x/${i}.png?Expires=9&Sig=a.b` },
            text,
            score: i + 1,
          },
          truncated_cells: [],
        })),
        num_rows_total: 3,
      }),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  {
    name: 'Hugging Face: save_to_disk',
    files: {
      'data-00000-of-00001.arrow': new Uint8Array(4096).fill(255),
      'dataset_info.json': json({
        features: { text: { dtype: 'string', _type: 'Value' }, image: { _type: 'Image' } },
        citation: '',
      }),
      'state.json': json({
        _data_files: [{ filename: 'data-00000-of-00001.arrow' }],
        _fingerprint: 'a1',
        _format_columns: null,
      }),
    },
    scores: [],
    says: [/\.arrow/u, /Arrow/u],
  },
  // kohya's sd-scripts, OneTrainer.
  set(
    'kohya: metadata by path without extension',
    {
      'meta_cap.json': json(
        Object.fromEntries(
          each((caption, i) => [
            `/workspace/train/${i}`,
            { caption, tags: 'x, y', train_resolution: [512, 512] },
          ]),
        ),
      ),
    },
    [null, null, null],
    { prompts: PROMPTS },
  ),
  set(
    'kohya: metadata by path',
    {
      'meta_lat.json': json(
        Object.fromEntries(
          each((caption, i) => [`E:\\train\\${i}.png`, { caption, train_resolution: [64, 64] }]),
        ),
      ),
    },
    [null, null, null],
    { prompts: PROMPTS },
  ),
  {
    name: 'OneTrainer: masks beside images',
    files: {
      ...images(),
      ...images('0-masklabel.png', '1-masklabel.png'),
      ...texts(
        (i) => `${i}.txt`,
        (text) => text,
      ),
    },
    scores: [null, null, null],
    prompts: PROMPTS,
    says: [/masklabel/u],
  },
  // A1111, its relatives, ComfyUI.
  set(
    'A1111: text files with the parameters',
    texts(
      (i) => `${i}.txt`,
      (text) => parameters(text),
    ),
    [null, null, null],
    { prompts: PROMPTS },
  ),
  set(
    'A1111: log.csv',
    {
      'log.csv': lines(
        'prompt,seed,width,height,sampler,cfgs,steps,filename,negative_prompt',
        ...each((text, i) => `${text},${i},512,512,Euler a,7.0,20,${i}.png,blurry`),
      ),
    },
    [null, null, null],
    { prompts: PROMPTS },
  ),
  {
    name: 'A1111: scores as folders, prompts in the PNG',
    files: Object.fromEntries(
      each((text, i) => [
        `outputs/score_${i + 4}/0000${i}-123.png`,
        png(i + 1, { parameters: parameters(text) }),
      ]),
    ),
    scores: [4, 5, 6],
    prompts: PROMPTS,
  },
];
