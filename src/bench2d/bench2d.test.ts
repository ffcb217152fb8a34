// The frontier against a closed form, the densities, and a run of the shipped base: deterministic,
// below the frontier, and near it.

import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PLANE_CELLS } from '../domain/bench2d';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import type { Executor } from '../executors/executor';
import { objectiveOf } from '../objectives';
import { GUIDE } from '../objectives/benchGuide';
import {
  BENCH_OBJECTIVES,
  BENCH_VARIANTS,
  benchLabel,
  benchPlan,
  samePlan,
} from '../objectives/benchVariants';
import { normals } from '../random/philox';
import { readBenchBase, type BenchBase } from './base';
import { frontierAt, frontierOf, klOf, placeOf, shareOf, tilted } from './frontier';
import { densityOf, drawnPoints, drawnScore, FORMULA, ringPoints, scoresOf } from './plane';
import { drawnBase } from './pretrain';
import { BenchRun, generateBase } from './run';

const sum = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((total, value) => total + value, 0);

describe('the exact frontier', () => {
  // Of a Gaussian with deviation σ under R = x + 0.3 y, π* is the same Gaussian moved by σ²∇R/β:
  // gain g standard deviations of R cost KL g²/2.
  const reference = densityOf(
    normals(5, { stream: 130, step: 0, item: 0 }, 400_000).map((value) => 0.5 * value),
  );
  const frontier = frontierOf(reference);
  it('is KL = gain²/2 for a Gaussian', () => {
    for (const gain of [0.25, 0.5, 1]) {
      const at = frontierAt(frontier, gain ** 2 / 2);
      expect(at.gain / gain).toBeGreaterThan(0.97);
      expect(at.gain / gain).toBeLessThan(1.03);
    }
  });
  it('rises in both, and no other density has more gain at its KL', () => {
    frontier.points.slice(1).forEach((point, i) => {
      expect(point.kl).toBeGreaterThan(frontier.points[i]!.kl);
      expect(point.gain).toBeGreaterThan(frontier.points[i]!.gain);
    });
    // Half of the mass by one β, half by another: on no frontier.
    const [one, other] = [tilted(frontier, 0.3), tilted(frontier, 3)];
    const place = placeOf(
      one.map((value, i) => (value + other[i]!) / 2),
      frontier,
    );
    expect(shareOf(place, frontier)).toBeLessThan(1);
    expect(shareOf(place, frontier)).toBeGreaterThan(0.5);
  });
  it('starts at the reference itself', () => {
    expect(klOf(reference, reference)).toBe(0);
    expect(frontierAt(frontier, 0)).toMatchObject({ gain: 0 });
    expect(shareOf({ kl: 0, gain: 0 }, frontier)).toBeNaN();
  });
});

describe('densities', () => {
  it('sum to 1, are positive everywhere, and keep what lies outside', () => {
    const density = densityOf([0, 0, 99, 99, -99, 0]);
    expect(sum(density)).toBeCloseTo(1, 12);
    expect(density.every((value) => value > 0)).toBe(true);
  });
  it('of the ring lie in six modes of equal weight', () => {
    const points = ringPoints(0, 6000);
    const radii = Array.from({ length: 6000 }, (_, i) =>
      Math.hypot(points[2 * i]!, points[2 * i + 1]!),
    );
    expect(sum(radii) / 6000).toBeCloseTo(Math.SQRT2, 1);
    expect(sum(scoresOf(points)) / 6000).toBeCloseTo(0, 1);
  });
});

describe('what is drawn', () => {
  const cells = Float64Array.from({ length: PLANE_CELLS ** 2 }, (_, i) => {
    const [x, y] = [i % PLANE_CELLS, Math.floor(i / PLANE_CELLS)];
    return x >= 40 && x < 48 && y >= 8 && y < 16 ? 1 + (x - 40) : 0;
  });
  it('gives points in the cells that have ink, by how much they have', () => {
    const points = drawnPoints(cells, 0, 4000);
    let right = 0;
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i]!, points[i + 1]!];
      expect(x).toBeGreaterThanOrEqual(0.75);
      expect(x).toBeLessThan(1.5);
      expect(y).toBeGreaterThanOrEqual(-2.25);
      expect(y).toBeLessThan(-1.5);
      if (x >= 1.125) right++;
    }
    // 5 + 6 + 7 + 8 of 36.
    expect(right / 4000).toBeCloseTo(26 / 36, 1);
    expect(drawnPoints(cells, 0, 10)).toEqual(points.subarray(0, 20));
  });
  it('is a score: of the cell at its centre, linear between, level beyond the edge', () => {
    const formula = drawnScore(FORMULA.cells);
    for (const [x, y] of [
      [0.3, -1.2],
      [2.9, 2.9],
      [-1, 0],
    ] as const)
      expect(formula.at(x, y)).toBeCloseTo(FORMULA.at(x, y), 9);
    expect(formula.at(99, 0)).toBe(formula.at(3, 0));
    const score = drawnScore(cells);
    expect(scoresOf([1.453125, -2.203125], score)[0]).toBe(8);
  });
  it('has no frontier where it is the same everywhere', () => {
    const even = new Float64Array(PLANE_CELLS ** 2).fill(1 / PLANE_CELLS ** 2);
    expect(frontierOf(even, new Float64Array(even.length).fill(3)).deviation).toBe(0);
  });
});

describe('a run of the shipped base', () => {
  let executor: Executor;
  let base: BenchBase;
  beforeAll(async () => {
    executor = await createTfjsExecutor('wasm');
    base = readBenchBase(new Uint8Array(readFileSync('public/models/bench2d/ring.safetensors')));
  });
  const train = async (plan = benchPlan(objectiveOf('tgo'))): Promise<Float32Array> => {
    const run = await BenchRun.open(executor, base, objectiveOf(plan.objectiveId), plan);
    for (let step = 0; step < 25; step++) await run.train();
    const points = await run.generate(2000, 3);
    run.dispose();
    return points;
  };
  it('starts as the base: its file’s density is that of its points', async () => {
    const frontier = frontierOf(base.density);
    const place = placeOf(densityOf(await generateBase(executor, base.weights, 2000, 9)), frontier);
    expect(place.kl).toBeLessThan(0.05);
    expect(Math.abs(place.gain)).toBeLessThan(0.1);
  });
  it('goes along the frontier in 25 steps of TGO, the same every time', async () => {
    const points = await train();
    const frontier = frontierOf(base.density);
    const place = placeOf(densityOf(points), frontier);
    expect(place.gain).toBeGreaterThan(0.4);
    expect(shareOf(place, frontier)).toBeGreaterThan(0.8);
    expect(shareOf(place, frontier)).toBeLessThan(1.02);
    expect(await train()).toEqual(points);
  });
  it('takes every method of the list', async () => {
    expect(BENCH_VARIANTS.map((plan) => benchLabel(plan)).slice(0, 2)).toEqual([
      'TGO, T = 0.3',
      'TGO, T = 0.05',
    ]);
    for (const plan of BENCH_VARIANTS) {
      const run = await BenchRun.open(executor, base, objectiveOf(plan.objectiveId), plan);
      await run.train();
      expect((await run.adapters()).every(Number.isFinite)).toBe(true);
      run.dispose();
    }
  });
  it('labels plans by what tells them apart, and the guide tries only what trains', () => {
    const [low, , high] = GUIDE.find(({ key }) => key === 'threshold')!.tries;
    expect(benchLabel(low!, [low!, high!])).toBe('TGO, p = 0.2');
    expect(samePlan(low!, high!)).toBe(false);
    expect(samePlan(low!, { ...low! })).toBe(true);
    const able = new Set(BENCH_OBJECTIVES.map(({ id }) => id));
    for (const { key, tries } of GUIDE) {
      expect(tries.every(({ objectiveId }) => able.has(objectiveId))).toBe(true);
      const labels = tries.map((plan) => benchLabel(plan, tries));
      expect(new Set(labels).size, key).toBe(labels.length);
    }
  });
  it('becomes a base of what was drawn, which then follows a drawn score', async () => {
    // Two squares, at the left and at the right; the upper is the better.
    const place = (i: number) => [i % PLANE_CELLS, Math.floor(i / PLANE_CELLS)] as const;
    const grid = (of: (x: number, y: number) => number): Float64Array =>
      Float64Array.from({ length: PLANE_CELLS ** 2 }, (_, i) => of(...place(i)));
    const inside = (x: number, y: number): number =>
      y >= 24 && y < 40 && ((x >= 12 && x < 20) || (x >= 44 && x < 52)) ? 1 : 0;
    const drawn = await drawnBase(executor, base, grid(inside), 400, async () => undefined);
    const near = grid((x, y) => (inside(x - 3, y) || inside(x + 3, y) || inside(x, y) ? 1 : 0));
    expect(sum(drawn.density.map((value, i) => value * near[i]!))).toBeGreaterThan(0.75);
    expect(sum(base.density.map((value, i) => value * near[i]!))).toBeLessThan(0.4);
    const score = drawnScore(grid((_, y) => y));
    const frontier = frontierOf(drawn.density, score.cells);
    const plan = benchPlan(objectiveOf('tgo'));
    const run = await BenchRun.open(executor, { ...drawn, score }, objectiveOf('tgo'), plan);
    for (let step = 0; step < 25; step++) await run.train();
    const reached = placeOf(densityOf(await run.generate(2000, 3)), frontier);
    run.dispose();
    expect(reached.gain).toBeGreaterThan(0.3);
    expect(shareOf(reached, frontier)).toBeGreaterThan(0.6);
  });
  it('refuses to draw from nothing', async () => {
    const nothing = new Float64Array(PLANE_CELLS ** 2);
    await expect(drawnBase(executor, base, nothing, 1, async () => undefined)).rejects.toThrow(
      'Nothing is drawn',
    );
  });
  it('refuses a threshold that leaves one side', async () => {
    await expect(
      BenchRun.open(executor, base, objectiveOf('tgo'), {
        ...benchPlan(objectiveOf('tgo')),
        percentile: 0,
      }),
    ).rejects.toThrow('0 bad points');
  });
});
