// Can a stranger see what a run did? Pairs of rows, base and chosen run from the same noises, in
// random order, as pictures that say nothing else; the answers go to a file apart. Run and prompts
// (`shown` of the lab file) are chosen on validation prompts, the rows come from other noises.
// Those of the first pair are made in order too, for the README.

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
/** Pixels of a picture per pixel of the model. */
const SCALE = 2;

/** What the answers file says of one reward. */
export interface BlindKey {
  readonly reward: string;
  readonly run: string;
  readonly prompts: readonly string[];
  /** By picture's name, the row in which the trained model is. */
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

/** Writes PAIRS pictures and an unblinded one per reward into `out`, the answers into `keyFile`. */
export async function makeBlindRows(
  bench: Bench,
  ground: Ground,
  out: string,
  keyFile: string,
  log: (words: string) => void,
): Promise<void> {
  await ground.baseDrawn('validation');
  const run = await chosenRun(bench, ground);
  const prompts = ground.reward.shown ?? [];
  if (prompts.length === 0)
    throw new StudioError(
      'BadSettings',
      `The lab file shows no prompts of ${ground.reward.name}.`,
      'List some under "shown" of that reward.',
    );
  const adapters = await adaptersOf(bench, ground, run);
  const folder = join(out, ground.reward.name);
  for (const needed of [folder, dirname(keyFile)]) await mkdir(needed, { recursive: true });
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
    if (pair === 0)
      await writeFile(
        join(dirname(keyFile), `${ground.reward.name}-before-above-after.webp`),
        await sheetWebp([before, after], tall),
      );
    log(`${ground.reward.name}: ${name}`);
  }
  const known = existsSync(keyFile)
    ? (JSON.parse(await readFile(keyFile, 'utf8')) as BlindKey[])
    : [];
  const own: BlindKey = { reward: ground.reward.name, run: runKey(run), prompts, trained };
  await writeFile(
    keyFile,
    `${JSON.stringify([...known.filter(({ reward }) => reward !== own.reward), own], null, 2)}\n`,
  );
}
