// Scores of a demo's images by other rewards that can be seen, written into its wall.json, so that
// the first screen can ring the wall and draw the histogram by any of them before anything is
// opened. Training on one scores the whole set anew; these only show. `--pick` chooses the wall's
// tiles anew: of the images that show best what their prompt says, one per prompt, as many at or
// above the median score as below it.
//   npm run wall-scores -- emoji-64 --pick warmth filled_area style:3d style:flat

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { createTfjsExecutor } from '../../src/executors/tfjs/tfjsExecutor';
import { rewardById, scoreImages } from '../../src/rewards';
import { toRgb } from '../../src/formats/png';
import { loadSet, PUBLIC } from './align/data';
import { openBundledScorer } from './align/scorer';

interface WallFile {
  tiles: { file: string; text: string; score: number }[];
  scores: number[];
  others?: { rewardId: string; tiles: number[]; scores: number[] }[];
}

const TILES = 24;
const COLUMNS = 6;

const pick = process.argv.includes('--pick');
const [base, ...rewardIds] = process.argv.slice(2).filter((word) => word !== '--pick');
if (base === undefined || rewardIds.length === 0)
  throw new Error('usage: npm run wall-scores -- BASE [--pick] REWARD…');
const path = join(PUBLIC, 'demo', base, 'wall.json');
const wall = JSON.parse(await readFile(path, 'utf8')) as WallFile;
const size = base.startsWith('nano') ? 16 : 64;
const images = await loadSet(join(PUBLIC, 'demo', base, 'demo.zip'), [size, size]);
const executor = await createTfjsExecutor('wasm');
const rewards = [...rewardIds, ...(pick ? ['prompt_alignment'] : [])].map((id) => rewardById(id));
const clip = rewards.some(({ needs }) => needs === 'clip')
  ? await openBundledScorer(executor)
  : null;
const scores = await scoreImages(
  new AbortController().signal,
  clip,
  rewards,
  images.map(({ pixels }) => ({ width: size, height: size, rgb: toRgb(pixels, 0, size, size) })),
  images.map(({ caption }) => caption),
);

/** The best of each side of the median by `alignment`, one per prompt, the sides in turn. */
function picked(alignment: ArrayLike<number>): number[] {
  const order = images.map((_, place) => place).toSorted((a, b) => alignment[b]! - alignment[a]!);
  const median = [...wall.scores].toSorted((a, b) => a - b)[Math.floor(wall.scores.length / 2)]!;
  const taken = new Set<string>();
  const sides: number[][] = [[], []];
  for (const place of order) {
    const { caption } = images[place]!;
    const side = sides[Number(wall.scores[place]! >= median)]!;
    if (taken.has(caption) || side.length === TILES / 2) continue;
    taken.add(caption);
    side.push(place);
  }
  return sides[0]!.flatMap((place, i) => [place, sides[1]![i]!]);
}

async function sheetOf(places: readonly number[]): Promise<Buffer> {
  const tiles = places.map((place, i) => ({
    input: Buffer.from(toRgb(images[place]!.pixels, 0, size, size)),
    raw: { width: size, height: size, channels: 3 as const },
    left: (i % COLUMNS) * size,
    top: Math.floor(i / COLUMNS) * size,
  }));
  const [width, height] = [COLUMNS * size, Math.ceil(places.length / COLUMNS) * size];
  return sharp({ create: { width, height, channels: 3, background: '#fff' } })
    .composite(tiles)
    .webp({ lossless: true })
    .toBuffer();
}

if (pick) {
  const chosen = picked(scores.at(-1)!);
  wall.tiles = chosen.map((place) => {
    const { fileName: file, caption: text, score } = images[place]!;
    return { file, text, score };
  });
  await writeFile(join(PUBLIC, 'demo', base, 'wall.webp'), await sheetOf(chosen));
}
const places = wall.tiles.map(({ file }) => images.findIndex(({ fileName }) => fileName === file));
if (places.includes(-1)) throw new Error(`${path}: a tile is none of the set’s images`);
const short = (value: number): number => Number(value.toPrecision(4));
wall.others = rewardIds.map((rewardId, r) => ({
  rewardId,
  tiles: places.map((place) => short(scores[r]![place]!)),
  scores: Array.from(scores[r]!, short),
}));
await writeFile(path, `${JSON.stringify(wall)}\n`);
process.stdout.write(`${path}: ${rewardIds.join(', ')}\n`);
process.exit(0);
