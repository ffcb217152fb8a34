// An image in which the methods of a lab are seen: one row per model (base, then each method's
// chosen trial with the first seed), one column per test prompt, the same noise in a column.

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { StudioError } from '../../../src/errors';
import { finalRuns } from './choose';
import type { Ground } from './ground';
import { labImages, type Bench } from './labRun';
import type { LabFile, LabReward } from './labFile';

/** Columns of a sheet. */
export const SHEET_COLUMNS = 16;

/** What a sheet shows, as the report says it; lies beside the states of its reward. */
export interface SheetFacts {
  readonly rows: readonly string[];
  readonly prompts: readonly string[];
}

const GAP = 2;

/** RGB images [rows][columns] of `size` pixels on white, as WebP. */
export async function sheetWebp(
  rows: readonly (readonly Uint8ClampedArray[])[],
  size: number,
  lossless = false,
): Promise<Uint8Array> {
  const columns = Math.max(...rows.map((row) => row.length));
  const [width, height] = [columns, rows.length].map((count) => count * (size + GAP) - GAP);
  const rgb = new Uint8ClampedArray(width! * height! * 3).fill(255);
  rows.forEach((row, r) =>
    row.forEach((image, c) => {
      for (let y = 0; y < size; y++)
        rgb.set(
          image.subarray(y * size * 3, (y + 1) * size * 3),
          ((r * (size + GAP) + y) * width! + c * (size + GAP)) * 3,
        );
    }),
  );
  const raw = { width: width!, height: height!, channels: 3 as const };
  return sharp(rgb, { raw })
    .webp(lossless ? { lossless } : { quality: 82 })
    .toBuffer();
}

export const sheetName = (lab: LabFile, reward: LabReward): string =>
  `${lab.report.replace(/\.md$/, '')}-${reward.name}.webp`;
const factsPath = (state: string, reward: LabReward): string =>
  join(state, reward.name, 'sheet.json');

/** What the sheet of a reward shows; null where none was made. */
export async function sheetFacts(state: string, reward: LabReward): Promise<SheetFacts | null> {
  const path = factsPath(state, reward);
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as SheetFacts) : null;
}

/** Makes the sheet of a reward in `docs`. Errors: BadSettings where no method has test prompts. */
export async function makeSheet(
  bench: Bench,
  ground: Ground,
  state: string,
  docs = 'docs',
): Promise<string> {
  const { lab, folder, pipeline } = bench;
  const { reward, facts } = ground;
  const names: string[] = [];
  const images: (readonly Uint8ClampedArray[])[] = [];
  for (const method of lab.methods) {
    const [run] = await finalRuns(lab, folder, reward, method);
    if (!run || !(await folder.run(run))?.test) continue;
    names.push(method.name);
    images.push(await labImages(bench, ground, run, SHEET_COLUMNS));
  }
  if (names.length === 0)
    throw new StudioError(
      'BadSettings',
      `No method of ${lab.name} has test prompts measured for ${reward.name}.`,
      'Run the lab first.',
    );
  const base = (await ground.baseDrawn('test')).images;
  const every = facts.noises.test;
  const ofBase = Array.from(
    { length: Math.min(SHEET_COLUMNS, facts.prompts.test.length) },
    (_, p) => base[p * every]!,
  );
  const path = join(docs, sheetName(lab, reward));
  await mkdir(docs, { recursive: true });
  await writeFile(path, await sheetWebp([ofBase, ...images], pipeline.model.imageSize[0]));
  await mkdir(dirname(factsPath(state, reward)), { recursive: true });
  const shown: SheetFacts = {
    rows: ['base', ...names],
    prompts: facts.prompts.test.slice(0, SHEET_COLUMNS),
  };
  await writeFile(factsPath(state, reward), `${JSON.stringify(shown)}\n`);
  return path;
}
