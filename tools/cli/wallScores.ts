// Scores of a demo's images by other rewards that can be seen, written into its wall.json, so that
// the first screen can ring the wall and draw the histogram by any of them before anything is
// opened. Training on one scores the whole set anew; these only show.
//   npm run wall-scores -- emoji-64 warmth filled_area style:3d style:flat

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

const [base, ...rewardIds] = process.argv.slice(2);
if (base === undefined || rewardIds.length === 0)
  throw new Error('usage: npm run wall-scores -- BASE REWARD…');
const path = join(PUBLIC, 'demo', base, 'wall.json');
const wall = JSON.parse(await readFile(path, 'utf8')) as WallFile;
const size = base.startsWith('nano') ? 16 : 64;
const images = await loadSet(join(PUBLIC, 'demo', base, 'demo.zip'), [size, size]);
const executor = await createTfjsExecutor('wasm');
const rewards = rewardIds.map((id) => rewardById(id));
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
