// `npm run score -- SET --reward ID|FILE [--scorer FOLDER]`: scores a set of images with prompts by
// rewards, and writes them as a table that the page and `npm run align` take. The code the page
// scores with.

import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { planImport } from '../../src/data/import/planImport';
import { importSet, nothingUsable, type AcceptedImage } from '../../src/data/import/importSet';
import { StudioError } from '../../src/errors';
import { toCsv } from '../../src/evaluate/table';
import { toModelInput } from '../../src/data/import/resample';
import { toPixels } from '../../src/formats/png';
import { sha256 } from '../../src/formats/sha256';
import { scoreImages, type Reward, type RgbImage } from '../../src/rewards';
import { pickExecutor } from './align/device';
import { runMain } from './align/runMain';
import { openBundledScorer, openOwnScorer, openReward, scorerFor } from './align/scorer';
import { decodeWithSharp } from './decodeImage';
import { filesAt } from './nodeFiles';

const USAGE = `npm run score -- SET --reward ID|FILE [options]
  SET                a folder or .zip of images with their prompts (scores are not needed)
  --reward ID|FILE   a reward's id (prompt_alignment, warmth, …) or a head as .safetensors; may be
                     given several times: the first one's numbers are the column “score”
  --scorer PATH      a CLIP model's folder (CLIP, OpenCLIP, PickScore; transformers' format), or one
                     .safetensors file of open_clip (HPSv2), that prompt_alignment and heads read
                     instead of the bundled one
  --out FILE         the table: file_name, text, score (scores.csv)
  --executor NAME    wgsl | tfjs-wasm | tfjs-cpu (default: a real GPU, else tfjs-wasm)`;

/** Images that are decoded and scored at a time. */
const CHUNK = 32;

function refuse(what: string): never {
  throw new StudioError('BadSettings', what, `Usage:\n${USAGE}`);
}

/** An image file at its own size, over white. */
async function imageOf({ bytes, mime }: AcceptedImage): Promise<RgbImage> {
  const decoded = await decodeWithSharp(bytes, mime);
  const size = [decoded.height, decoded.width] as const;
  return toPixels(toModelInput(decoded, size), size);
}

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: true,
    allowPositionals: true,
    options: {
      reward: { type: 'string', multiple: true, default: [] },
      scorer: { type: 'string' },
      out: { type: 'string', default: 'scores.csv' },
      executor: { type: 'string' },
    },
  });
  const [set, ...others] = positionals;
  if (set === undefined || others.length > 0) refuse('One SET is needed.');
  if (values.reward.length === 0) refuse('--reward is missing.');
  const { executor, reason } = await pickExecutor(values.executor ?? null);
  console.error(`${executor.name}: ${executor.description} (${reason})`);
  const own = values.scorer === undefined ? null : await openOwnScorer(executor, values.scorer);
  const rewards: Reward[] = [];
  for (const wanted of values.reward) rewards.push(await openReward(wanted, own));
  const readsBundled = rewards.some(
    (reward) => reward.needs === 'clip' && (own === null || reward.scorerHash !== own.scorer.hash),
  );
  const bundled = readsBundled ? await openBundledScorer(executor) : null;
  const scorerOf = scorerFor(bundled, own);

  const rows: (string | number)[][] = [];
  let waiting: AcceptedImage[] = [];
  const { signal } = new AbortController();
  const scoreWaiting = async (): Promise<void> => {
    const images = await Promise.all(waiting.map(imageOf));
    const prompts = waiting.map(({ caption }) => caption);
    const scores = await scoreImages(signal, scorerOf, rewards, images, prompts);
    waiting.forEach(({ fileName, caption }, i) =>
      rows.push([fileName, caption, ...scores.map((column) => column[i]!)]),
    );
    waiting = [];
    console.error(`${rows.length} scored`);
  };
  const { rejected, notes } = await importSet(signal, await planImport(await filesAt(set)), {
    decode: decodeWithSharp,
    hash: sha256,
    accept: async (image) => {
      waiting.push(image);
      if (waiting.length === CHUNK) await scoreWaiting();
    },
  });
  if (waiting.length > 0) await scoreWaiting();
  for (const note of notes) console.error(note);
  for (const { row, file, reason: why } of rejected)
    console.error(`left out: ${row > 0 ? `row ${row} ` : ''}${file}: ${why}`);
  if (rows.length === 0) throw nothingUsable(rejected);
  const [first, ...further] = rewards;
  const columns = ['file_name', 'text', 'score', ...further.map(({ id }) => id)];
  await writeFile(values.out, toCsv({ columns, rows }));
  console.log(`${values.out}: ${rows.length} images by ${first!.label}`);
  await own?.scorer.dispose();
}

await runMain(main, USAGE);
