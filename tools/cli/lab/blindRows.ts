// Can a stranger see what a run did? Pairs of rows, base and chosen run from the same noises, in
// random order, as images that say nothing else; the answers go to a file apart. Run and prompts
// (`shown` of the lab file) are chosen on validation prompts, the rows come from other noises.
// A wall before and after, for the README, comes from noises of its own.

import { randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { StudioError } from '../../../src/errors';
import { evaluationSeed } from '../../../src/evaluate/sharedSeeds';
import { toPixels } from '../../../src/formats/png';
import type { SamplingAdapters } from '../../../src/paradigms/imagePipeline';
import { finalRuns } from './choose';
import type { Ground } from './ground';
import { adaptersOf, type Bench } from './labRun';
import { runKey, type LabRun } from './labState';
import { sheetWebp } from './sheet';

/** Pairs that a judge sees. */
export const PAIRS = 10;
/** Pair `i` has the noises of block FIRST + i of the seeds; block 0 is validation's. */
const FIRST = 101;
/** The wall for the README, before and after: its rows, of blocks that no judge sees. */
const WALL = { rows: 3, first: 201 } as const;
/** Pixels of an image per pixel of the model. */
const SCALE = 2;

/** What the answers file says of one reward. */
export interface BlindKey {
  readonly reward: string;
  readonly run: string;
  readonly prompts: readonly string[];
  /** By image's name, the row in which the trained model is. */
  readonly trained: Readonly<Record<string, 'top' | 'bottom'>>;
}

/** Images of one row [prompts], RGB. */
async function row(
  { lab, pipeline }: Bench,
  prompts: readonly string[],
  adapters: SamplingAdapters | null,
  block: number,
): Promise<Uint8ClampedArray[]> {
  const { signal } = new AbortController();
  const encoded = await pipeline.sampleEncoded(
    signal,
    {
      guidanceScale: Number(lab.settings['guidanceScale']),
      inferenceSteps: Number(lab.settings['inferenceSteps']),
      adapters,
      prompts,
      seeds: prompts.map((_, p) => evaluationSeed(p, 0, block)),
    },
    () => undefined,
  );
  return (await pipeline.decode(signal, encoded)).map(
    (image) => toPixels(image, pipeline.model.imageSize).rgb,
  );
}

/** Before at the left, after at the right, an empty column between them. */
async function wallImage(
  bench: Bench,
  prompts: readonly string[],
  adapters: SamplingAdapters,
): Promise<Uint8Array> {
  const [tall] = bench.pipeline.model.imageSize;
  const gap = new Uint8ClampedArray(tall * tall * 3).fill(255);
  const rows: Uint8ClampedArray[][] = [];
  for (let r = 0; r < WALL.rows; r++) {
    const block = WALL.first + r;
    rows.push([
      ...(await row(bench, prompts, null, block)),
      gap,
      ...(await row(bench, prompts, adapters, block)),
    ]);
  }
  return sheetWebp(rows, tall);
}

/** The run to show: the chosen trial of the lab's first method. Errors: BadSettings without one. */
async function chosenRun({ lab, folder }: Bench, ground: Ground): Promise<LabRun> {
  const [run] = await finalRuns(lab, folder, ground.reward, lab.methods[0]!);
  if (run) return run;
  throw new StudioError(
    'BadSettings',
    `The trials of ${lab.methods[0]!.name} on ${ground.reward.name} are not all measured yet.`,
    'Run the lab first (npm run lab -- LAB.json --no-test).',
  );
}

/**
 * Writes PAIRS images into `out` and the answers into `keyFile`, unless those are there (what is
 * being judged is not shuffled again); beside them the wall before and after.
 */
export async function makeBlindRows(
  bench: Bench,
  ground: Ground,
  out: string,
  keyFile: string,
  log: (words: string) => void,
): Promise<void> {
  const { name } = ground.reward;
  await ground.baseDrawn('validation');
  const run = await chosenRun(bench, ground);
  const prompts = ground.reward.shown ?? [];
  if (prompts.length === 0)
    throw new StudioError(
      'BadSettings',
      `The lab file shows no prompts of ${name}.`,
      'List some under "shown" of that reward.',
    );
  const adapters = await adaptersOf(bench, ground, run);
  for (const needed of [join(out, name), dirname(keyFile)])
    await mkdir(needed, { recursive: true });
  const keys = existsSync(keyFile)
    ? (JSON.parse(await readFile(keyFile, 'utf8')) as BlindKey[])
    : [];
  if (!keys.some(({ reward }) => reward === name)) {
    const trained = await makePairs(bench, prompts, adapters, join(out, name), log);
    const own: BlindKey = { reward: name, run: runKey(run), prompts, trained };
    await writeFile(keyFile, `${JSON.stringify([...keys, own], null, 2)}\n`);
  }
  const wall = join(dirname(keyFile), `${name}-before-and-after.webp`);
  await writeFile(wall, await wallImage(bench, prompts, adapters));
  log(`written: ${wall}`);
}

/** The shuffled pairs; answers in which row the trained model is, by the image's name. */
async function makePairs(
  bench: Bench,
  prompts: readonly string[],
  adapters: SamplingAdapters,
  folder: string,
  log: (words: string) => void,
): Promise<BlindKey['trained']> {
  const [tall] = bench.pipeline.model.imageSize;
  const trained: Record<string, 'top' | 'bottom'> = {};
  for (let pair = 0; pair < PAIRS; pair++) {
    const before = await row(bench, prompts, null, FIRST + pair);
    const after = await row(bench, prompts, adapters, FIRST + pair);
    const below = randomInt(2) === 0;
    const name = `pair-${String(pair + 1).padStart(2, '0')}.png`;
    const sheet = await sheetWebp(below ? [before, after] : [after, before], tall, true);
    const { width } = await sharp(sheet).metadata();
    await sharp(sheet)
      .resize({ width: width * SCALE, kernel: 'nearest' })
      .png()
      .toFile(join(folder, name));
    trained[name] = below ? 'bottom' : 'top';
    log(`written: ${join(folder, name)}`);
  }
  return trained;
}
