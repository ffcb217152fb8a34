// Trains a base of the bench with the engine itself, by SFT on all points; then adapters and
// weights become one. The shipped base: of the ring, on random weights, by npm run bench2d --
// --pretrain. One of a drawn distribution: on the shipped one's weights, in the page.

import { StudioError } from '../errors';
import type { Executor } from '../executors/executor';
import type { AdapterPlan } from '../models/lora';
import { objectiveOf } from '../objectives';
import { normals } from '../random/philox';
import { benchErrors } from '../strings/errors/bench2d';
import {
  benchWeights,
  weightName,
  writeBenchBase,
  type BenchBase,
  type BenchWeights,
} from './base';
import { MODULES, planOf } from './network';
import { BENCH_STREAMS, densityOf, drawnPoints, ringPoints } from './plane';
import { BATCH, BenchRun, generateBase } from './run';

const STEPS = 2500;
const RATE = 3e-3;
/** A third of the width: random features with updates of this rank are enough for a ring. */
const RANK = 32;
/** Points that a base learns, those of its own that runs train on, and those of its density. */
const COUNTS = { trained: 20_000, points: 2000, density: 20_000 } as const;

/** Random weights: normal, variance 1/in, so that activations keep their size. */
function randomWeights(): BenchWeights {
  return Object.fromEntries(
    MODULES.map(({ module, in: from, out }, item) => [
      weightName(module),
      normals(0, { stream: BENCH_STREAMS.points, step: 1, item }, out * from).map(
        (value) => value / Math.sqrt(from),
      ),
    ]),
  );
}

/**
 * A base trained on points [n, 2]: adapters on the weights `from`, then one with them. `progress`
 * is awaited after each step, with the run; what it throws ends the training.
 */
export async function trainBase(
  executor: Executor,
  from: BenchWeights,
  points: Float32Array,
  steps: number,
  progress: (run: BenchRun) => Promise<void>,
): Promise<BenchBase> {
  const plan = planOf(RANK);
  const run = await BenchRun.open(
    executor,
    { weights: benchWeights(`bench2d from ${++made}`, from), points },
    objectiveOf('sft'),
    { seed: 0, percentile: 0, values: {} },
    { rank: RANK, batch: BATCH },
  );
  let flat: Float32Array;
  try {
    for (let step = 0; step < steps; step++) {
      // Constant, then down to 0 over the last half: the samples of a noisy end are smeared.
      const left = (steps - step) / steps;
      await run.train({}, RATE * Math.min(1, 2 * left));
      await progress(run);
    }
    flat = await run.adapters();
  } finally {
    run.dispose();
  }
  const tensors = merged(from, plan, flat);
  const weights = benchWeights(`bench2d merged ${made}`, tensors);
  return {
    tensors,
    weights,
    points: await generateBase(executor, weights, COUNTS.points, 1),
    density: densityOf(await generateBase(executor, weights, COUNTS.density, 2)),
  };
}

/** Bases trained here so far: an executor tells weights apart by their name. */
let made = 0;

/** W + B·A of every layer. */
function merged(from: BenchWeights, plan: AdapterPlan, flat: Float32Array): BenchWeights {
  return Object.fromEntries(
    plan.entries.map(({ module, inFeatures, outFeatures, offsetA, offsetB }) => {
      const weight = Float32Array.from(from[weightName(module)]!);
      for (let o = 0; o < outFeatures; o++)
        for (let i = 0; i < inFeatures; i++) {
          let sum = 0;
          for (let r = 0; r < plan.rank; r++)
            sum += flat[offsetB + o * plan.rank + r]! * flat[offsetA + r * inFeatures + i]!;
          weight[o * inFeatures + i]! += sum;
        }
      return [weightName(module), weight];
    }),
  );
}

/** The shipped base's file. `progress` is told the steps done. Cost: minutes without a GPU. */
export async function pretrainBench(
  executor: Executor,
  progress: (step: number, steps: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const ring = ringPoints(0, COUNTS.trained);
  return writeBenchBase(
    await trainBase(executor, randomWeights(), ring, STEPS, async ({ step }) => {
      if (step % 100 === 0) progress(step, STEPS);
    }),
  );
}

/**
 * A base of a drawn distribution [CELLS·CELLS], from another's weights. Errors: what `progress`
 * throws; BadSettings where nothing is drawn.
 */
export async function drawnBase(
  executor: Executor,
  from: BenchBase,
  ink: Float64Array,
  steps: number,
  progress: (run: BenchRun) => Promise<void>,
): Promise<BenchBase> {
  if (!ink.some((value) => value > 0)) throw new StudioError('BadSettings', ...benchErrors.noInk());
  const points = drawnPoints(ink, 0, COUNTS.trained);
  return trainBase(executor, from.tensors, points, steps, progress);
}
