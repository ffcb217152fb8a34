// Scored sets for the stories, made on the spot: small drawn PNGs and their metadata.csv, zipped.
// The good rows are plain; the bad ones are each wrong in one way, and the set says what the import
// has to answer.

import { zipSync } from 'fflate';
import { encodePng } from '../src/formats/png';

export interface Row {
  readonly file: string;
  readonly text: string;
  readonly score: string;
}

/** What the import must list: row number (0 = in no row), file, and a pattern of the reason. */
export interface ExpectedRejection {
  readonly row: number;
  readonly file: string;
  readonly reason: RegExp;
}

export interface ScoredSet {
  readonly zip: Uint8Array;
  readonly good: readonly Row[];
  readonly rejections: readonly ExpectedRejection[];
}

/**
 * Prompts of the good rows, in turn: few, so that a prompt has several images and its share of the
 * score can be told.
 */
export const PROMPTS = [
  'noto emoji of red heart',
  'noto emoji of grinning face',
  'noto emoji of green leaf',
  'noto emoji of blue ball',
];

const EDGE = 20;

/** A disc on a tinted ground; every index gives another image. */
export function drawing(index: number): Uint8Array {
  const rgb = new Uint8Array(EDGE * EDGE * 3);
  const [x0, y0, radius] = [6 + (index % 8), 6 + ((index * 3) % 8), 3 + (index % 5)];
  for (let y = 0; y < EDGE; y++) {
    for (let x = 0; x < EDGE; x++) {
      const inside = (x - x0) ** 2 + (y - y0) ** 2 < radius ** 2;
      rgb.set(
        inside
          ? [(index * 53) % 256, (index * 97) % 256, 200]
          : [250, 245 - ((index >> 4) % 32), 255 - (index % 16)],
        (y * EDGE + x) * 3,
      );
    }
  }
  return encodePng(rgb, EDGE, EDGE);
}

const csv = (rows: readonly Row[]): string =>
  [
    'file_name,text,score',
    ...rows.map(({ file, text, score }) => `${file},${text},${score}`),
    '',
  ].join('\n');

/** `count` usable images with scores that rise by one; `score` and `prompts` may give others. */
export function plainSet(
  count: number,
  score: (index: number) => number = (index) => index,
  prompts: readonly string[] = PROMPTS,
): ScoredSet {
  const good = Array.from({ length: count }, (_, i): Row => ({
    file: `images/${i}.png`,
    text: prompts[i % prompts.length]!,
    score: String(score(i)),
  }));
  const files = Object.fromEntries(good.map(({ file }, i) => [file, drawing(i)]));
  return {
    zip: zipSync({ ...files, 'metadata.csv': new TextEncoder().encode(csv(good)) }, { level: 0 }),
    good,
    rejections: [],
  };
}

/** The same as loose files with metadata.jsonl, as they come from a file picker. */
export function looseFiles(count: number): { name: string; mimeType: string; buffer: Buffer }[] {
  const { good } = plainSet(count);
  const lines = good
    .map(({ text, score }, i) =>
      JSON.stringify({ file_name: `${i}.png`, text, score: Number(score) }),
    )
    .join('\n');
  return [
    { name: 'metadata.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(lines) },
    ...good.map((_, i) => ({
      name: `${i}.png`,
      mimeType: 'image/png',
      buffer: Buffer.from(drawing(i)),
    })),
  ];
}

/**
 * `count` usable images followed by rows that are wrong in every way the import knows, and one
 * image in no row.
 */
export function setWithBadRows(count: number): ScoredSet {
  const good = Array.from({ length: count }, (_, i): Row => ({
    file: `images/${i}.png`,
    text: PROMPTS[i % PROMPTS.length]!,
    score: String(i / 2),
  }));
  const bad: [Row, RegExp][] = [
    [{ file: 'images/absent.png', text: PROMPTS[0]!, score: '3' }, /no such file/u],
    [
      { file: 'images/broken.png', text: PROMPTS[1]!, score: '3' },
      /the end of the file is missing/u,
    ],
    [{ file: 'images/unscored.png', text: PROMPTS[2]!, score: 'NaN' }, /score/u],
    [{ file: 'images/silent.png', text: '  ', score: '4' }, /prompt/u],
    [
      { file: 'images/copy.png', text: good[0]!.text, score: '5' },
      /same image with the same prompt as row 2/u,
    ],
    [
      { file: 'images/notes.png', text: PROMPTS[3]!, score: '5' },
      /not an image that is read here/u,
    ],
  ];
  const files: Record<string, Uint8Array> = Object.fromEntries(
    good.map(({ file }, i) => [file, drawing(i)]),
  );
  Object.assign(files, {
    'images/broken.png': drawing(901).slice(0, 60),
    'images/unscored.png': drawing(902),
    'images/silent.png': drawing(903),
    'images/copy.png': files['images/0.png'],
    'images/notes.png': new TextEncoder().encode('These are notes.'),
    'images/stray.png': drawing(904),
    'metadata.csv': new TextEncoder().encode(csv([...good, ...bad.map(([row]) => row)])),
  });
  return {
    zip: zipSync(files, { level: 0 }),
    good,
    rejections: [
      { row: 0, file: 'images/stray.png', reason: /in no row/u },
      // Line 1 is the header.
      ...bad.map(([row, reason], i) => ({ row: count + 2 + i, file: row.file, reason })),
    ],
  };
}

/** `count` pairs of images in HPDv3's form, the first of each preferred. */
export function comparedSet(count: number): Uint8Array {
  const files = Object.fromEntries(
    Array.from({ length: 2 * count }, (_, i) => [`images/${i}.png`, drawing(i)]),
  );
  const pairs = Array.from({ length: count }, (_, i) => ({
    prompt: PROMPTS[i % PROMPTS.length],
    path1: `images/${2 * i}.png`,
    path2: `images/${2 * i + 1}.png`,
    confidence: 1,
  }));
  const json = new TextEncoder().encode(JSON.stringify(pairs));
  return zipSync({ ...files, 'pairs.json': json }, { level: 0 });
}
