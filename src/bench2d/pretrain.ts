// Trains the bench's base with the engine itself: adapters on random weights, by SFT on all points
// of the ring; then adapters and weights become one. Run by npm run bench2d -- --pretrain; the file
// it makes is shipped.

import type { Executor } from '../executors/executor';
import { objectiveOf } from '../objectives';
import { normals } from '../random/philox';
import { benchWeights, weightName, writeBenchBase, type BenchWeights } from './base';
import { MODULES, planOf } from './network';
import { BENCH_STREAMS, densityOf, ringPoints } from './plane';
import { BATCH, BenchRun, generateBase } from './run';

const STEPS = 2500;
const RATE = 3e-3;
/** A third of the width: random features with updates of this rank are enough for a ring. */
const RANK = 32;
/** Points of the ring, of the base that runs are trained on, and of the base's density. */
const COUNTS = { ring: 20_000, points: 2000, density: 20_000 } as const;

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

/** The base's file. `progress` is told the steps done. Cost: minutes without a GPU. */
export async function pretrainBench(
  executor: Executor,
  progress: (step: number, steps: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const random = randomWeights();
  const plan = planOf(RANK);
  const run = await BenchRun.open(
    executor,
    { weights: benchWeights('bench2d random', random), points: ringPoints(0, COUNTS.ring) },
    objectiveOf('sft'),
    { seed: 0, percentile: 0, values: {} },
    { rank: RANK, batch: BATCH },
  );
  for (let step = 0; step < STEPS; step++) {
    // Constant, then down to 0 over the last half: the samples of a noisy end are no ring.
    const left = (STEPS - step) / STEPS;
    await run.train({}, RATE * Math.min(1, 2 * left));
    if (step % 100 === 99) progress(step + 1, STEPS);
  }
  const flat = await run.adapters();
  run.dispose();
  const merged = Object.fromEntries(
    plan.entries.map(({ module, inFeatures, outFeatures, offsetA, offsetB }) => {
      const weight = Float32Array.from(random[weightName(module)]!);
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
  const weights = benchWeights('bench2d merged', merged);
  return writeBenchBase(
    merged,
    await generateBase(executor, weights, COUNTS.points, 1),
    densityOf(await generateBase(executor, weights, COUNTS.density, 2)),
  );
}
