// `npm run bench2d`: every method that the bench can train, over 3 seeds: KL to the base, gain, and
// the share of the exact frontier's gain at that KL, after what 2 s of one core reach here (time of
// the processor: other work of the machine does not count) and after 300 steps. `--picture F.svg`
// draws the places after 300 steps under the frontier; `--pretrain` makes the base's file first.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { readBenchBase } from '../../src/bench2d/base';
import { frontierOf, placeOf, shareOf, type Frontier } from '../../src/bench2d/frontier';
import { densityOf } from '../../src/bench2d/plane';
import { pretrainBench } from '../../src/bench2d/pretrain';
import { BATCH, BenchRun, LEARNING_RATE, RANK, SAMPLER_STEPS } from '../../src/bench2d/run';
import { toMarkdown } from '../../src/evaluate/table';
import { createTfjsExecutor } from '../../src/executors/tfjs/tfjsExecutor';
import { StudioError } from '../../src/errors';
import type { Executor } from '../../src/executors/executor';
import type { BenchPlan } from '../../src/domain/bench2d';
import { objectiveOf } from '../../src/objectives';
import { BENCH_VARIANTS, benchLabel } from '../../src/objectives/benchVariants';
import { runMain, wholeArgument } from '../cli/align/runMain';
import { chartSvg, type ChartPoint } from '../cli/lab/chart';

const USAGE = `npm run bench2d -- [options]
  --seeds N        seeds per method (default 3)
  --picture F.svg  draw the places after 300 steps under the frontier
  --pretrain       make the base's file first`;

const FILE = 'public/models/bench2d/ring.safetensors';
const SECONDS = 2;
const STEPS = 300;
const SAMPLES = 20_000;

interface Place {
  readonly steps: number;
  readonly kl: number;
  readonly gain: number;
  readonly share: number;
}

/** Where a run stands; numbers are NaN of one that has diverged. */
async function placeNow(run: BenchRun, frontier: Frontier): Promise<Place> {
  try {
    const place = placeOf(densityOf(await run.generate(SAMPLES, 3)), frontier);
    return { ...place, steps: run.step, share: shareOf(place, frontier) };
  } catch (error) {
    if (!(error instanceof StudioError && error.kind === 'NotFinite')) throw error;
    return { kl: Number.NaN, gain: Number.NaN, steps: run.step, share: Number.NaN };
  }
}

/** After SECONDS of training, and after STEPS steps. */
async function measure(
  executor: Executor,
  base: ReturnType<typeof readBenchBase>,
  frontier: Frontier,
  plan: BenchPlan,
): Promise<readonly [Place, Place]> {
  const run = await BenchRun.open(executor, base, objectiveOf(plan.objectiveId), plan);
  const since = process.cpuUsage();
  const seconds = (): number => {
    const { user, system } = process.cpuUsage(since);
    return (user + system) / 1e6;
  };
  while (seconds() < SECONDS && run.step < STEPS) await run.train();
  const early = await placeNow(run, frontier);
  while (run.step < STEPS) await run.train();
  const late = await placeNow(run, frontier);
  run.dispose();
  return [early, late];
}

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      pretrain: { type: 'boolean', default: false },
      seeds: { type: 'string', default: '3' },
      picture: { type: 'string' },
    },
  });
  const seeds = wholeArgument('seeds', options.seeds, 1, USAGE);
  const executor = await createTfjsExecutor('wasm');
  if (options.pretrain) {
    const bytes = await pretrainBench(executor, (step, steps) => {
      if (step % 500 === 0) console.error(`pretraining: step ${step} of ${steps}`);
    });
    await mkdir(dirname(FILE), { recursive: true });
    await writeFile(FILE, bytes);
    console.error(`${FILE}: ${bytes.length} bytes`);
  }
  const base = readBenchBase(new Uint8Array(await readFile(FILE)));
  const frontier = frontierOf(base.density);
  const rows: (string | number)[][] = [];
  /** By method, the middle of the range of places of each of its variants after STEPS steps. */
  const drawn: Record<string, ChartPoint[]> = {};
  const middle = (values: readonly number[]): number =>
    (Math.min(...values) + Math.max(...values)) / 2;
  const range = (values: readonly number[]): string => {
    if (values.some(Number.isNaN)) return 'diverged';
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return `${low.toFixed(2)}–${high.toFixed(2)}`;
  };
  for (const variant of BENCH_VARIANTS) {
    const places: (readonly [Place, Place])[] = [];
    for (let seed = 0; seed < seeds; seed++)
      places.push(await measure(executor, base, frontier, { ...variant, seed }));
    const both = (read: (place: Place) => number): string[] =>
      [0, 1].map((at) => range(places.map((pair) => read(pair[at]!))));
    const steps = places.map(([{ steps: taken }]) => taken);
    rows.push([
      benchLabel(variant),
      `${Math.min(...steps)}–${Math.max(...steps)}`,
      both(({ kl }) => kl).join(' / '),
      both(({ gain }) => gain).join(' / '),
      both(({ share }) => share).join(' / '),
    ]);
    console.error(rows.at(-1)!.join(' | '));
    const { label } = objectiveOf(variant.objectiveId);
    // One that has diverged is in the table alone.
    if (places.some(([, { kl }]) => Number.isNaN(kl))) continue;
    drawn[label] = [
      ...(drawn[label] ?? []),
      {
        x: middle(places.map(([, late]) => late.kl)),
        y: middle(places.map(([, late]) => late.gain)),
      },
    ];
  }
  console.log(
    `Six-mode ring, R = x + 0.3 y, ${base.points.length / 2} points of the base, rank ${RANK}, ` +
      `batch ` +
      `${BATCH}, AdamW ${LEARNING_RATE}, DDIM ${SAMPLER_STEPS} steps, KL on the smoothed 64² ` +
      `histogram ` +
      `of ${SAMPLES} points; ${options.seeds} seeds, least–greatest, after ${SECONDS} s of one ` +
      `core / ` +
      `after ${STEPS} steps on ${executor.name} (${executor.description}).\n`,
  );
  console.log(
    toMarkdown({
      columns: [
        'method',
        `steps in ${SECONDS} s`,
        'KL(policy‖base), nats',
        'gain, base sd',
        'share of the frontier',
      ],
      rows,
    }),
  );
  if (options.picture !== undefined) {
    const reach =
      1.05 * Math.max(...Object.values(drawn).flatMap((points) => points.map(({ x }) => x)));
    const line = frontier.points.filter(({ kl }) => kl <= reach);
    await writeFile(
      options.picture,
      chartSvg('Gain against KL of every method in the plane, under the exact frontier', [
        {
          title: `After ${STEPS} steps, middle of the range of ${options.seeds} seeds`,
          xLabel: 'KL(policy‖base), nats',
          yLabel: 'gain, base sd',
          xScale: 'sqrt',
          series: drawn,
          line: {
            label: 'exact frontier',
            points: line.map(({ kl, gain }) => ({ x: kl, y: gain })),
          },
        },
      ]),
    );
    console.error(`written: ${options.picture}`);
  }
  executor.dispose();
}

await runMain(main, USAGE);
