// What the bench's own worker does: trains in the plane on wasm and posts what the model has
// become every few steps, so that the density follows a slider. Its model is small enough for any
// device, and it disturbs no run of the studio.

import { readBenchBase, type BenchBase } from '../bench2d/base';
import {
  frontierAt,
  frontierOf,
  placeOf,
  shareOf,
  tilted,
  type Frontier,
} from '../bench2d/frontier';
import { densityOf, drawnScore, FORMULA, type PlaneScore } from '../bench2d/plane';
import { drawnBase } from '../bench2d/pretrain';
import { BenchRun } from '../bench2d/run';
import type { BenchEvent, BenchFrame, BenchPlan, BenchRequest } from '../domain/bench2d';
import { StudioError } from '../errors';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { browserWasm } from '../executors/tfjs/wasmUrls.browser';
import type { Executor } from '../executors/executor';
import { objectiveOf } from '../objectives';
import { benchErrors } from '../strings/errors/bench2d';
import { failureOf } from './services/failure';
import { fetchAsset } from './services/modelCatalogue';

const FILE = 'models/bench2d/ring.safetensors';
/** Points of a frame: their KL is that of 20,000 to about 0.01. */
const FRAME_POINTS = 2000;
/** Steps before the first frame: enough to see which way a slider goes. */
const FIRST_STEPS = 5;

/** Steps of a base on a drawn distribution, and least milliseconds between its images. */
const DRAWN_STEPS = 1000;
const IMAGE_MS = 600;

interface Opened {
  readonly executor: Executor;
  /** The base of the file. */
  readonly shipped: BenchBase;
  readonly base: BenchBase;
  readonly score: PlaneScore;
  readonly frontier: Frontier;
}

let opened: Promise<Opened> | null = null;
/** The plan in force; an older one ends at its next frame. */
let current = 0;
/** Changes of base or score so far; a base in training that is not of the last one ends. */
let changes = 0;
const inForce = (id: number): boolean => id === current;

const post = (event: BenchEvent): void => self.postMessage(event);

async function open(baseUrl: string): Promise<Opened> {
  const executor = await createTfjsExecutor('wasm', browserWasm);
  const base = readBenchBase(await fetchAsset(baseUrl)(FILE));
  return { executor, shipped: base, base, score: FORMULA, frontier: frontierOf(base.density) };
}

function tell({ base, frontier }: Opened): void {
  post({
    type: 'opened',
    frontier: frontier.points,
    density: Float32Array.from(base.density),
    points: base.points,
  });
}

/** With another base or score. Errors: BadSettings where the score tells no points apart. */
function changed(before: Opened, values: Partial<Pick<Opened, 'base' | 'score'>>): Opened {
  const { base, score } = { ...before, ...values };
  const frontier = frontierOf(base.density, score.cells);
  if (!(frontier.deviation > 0)) throw new StudioError('BadSettings', ...benchErrors.sameScore());
  return { ...before, base, score, frontier };
}

/** The base of a drawn distribution, with an image of it now and then; null: a later change. */
async function draw(before: Opened, ink: Float64Array, change: number): Promise<BenchBase | null> {
  let next = performance.now();
  const overtaken = new Error('overtaken');
  try {
    return await drawnBase(before.executor, before.shipped, ink, DRAWN_STEPS, async (run) => {
      if (change !== changes) throw overtaken;
      const started = performance.now();
      if (started < next) return;
      const points = await run.generate(FRAME_POINTS, 3);
      const density = Float32Array.from(densityOf(points));
      post({ type: 'pretraining', done: run.step, total: DRAWN_STEPS, points, density });
      // On a slow machine images take a quarter of the time, not most of it.
      const now = performance.now();
      next = now + Math.max(IMAGE_MS, 3 * (now - started));
    });
  } catch (error) {
    if (error === overtaken) return null;
    throw error;
  }
}

/** Makes a change once those before it are done; where it fails, everything stays as it was. */
function change(make: (before: Opened, change: number) => Promise<Opened> | Opened): void {
  const [before, mine] = [opened!, ++changes];
  current = 0;
  opened = before.then(async (old) => {
    try {
      const now = await make(old, mine);
      if (now !== old) tell(now);
      return now;
    } catch (error) {
      fail(error);
      return old;
    }
  });
}

async function frameOf(run: BenchRun, frontier: Frontier): Promise<BenchFrame> {
  const points = await run.generate(FRAME_POINTS, 3);
  const density = densityOf(points);
  const place = placeOf(density, frontier);
  const { beta } = frontierAt(frontier, place.kl);
  return {
    step: run.step,
    place,
    share: shareOf(place, frontier),
    points,
    density: Float32Array.from(density),
    best: Float32Array.from(Number.isFinite(beta) ? tilted(frontier, beta) : frontier.reference),
  };
}

async function train(id: number, plan: BenchPlan, steps: number): Promise<void> {
  const { executor, base, score, frontier } = await opened!;
  if (!inForce(id)) return;
  const model = { ...base, score };
  const run = await BenchRun.open(executor, model, objectiveOf(plan.objectiveId), plan);
  try {
    // The first frame soon; then at least twice as long in training as in frames.
    let until = 0;
    while (run.step < steps && inForce(id)) {
      const enough = (): boolean => run.step >= FIRST_STEPS && performance.now() >= until;
      do await run.train();
      while (!enough() && run.step < steps && inForce(id));
      if (!inForce(id)) return;
      const started = performance.now();
      const frame = await frameOf(run, frontier);
      until = performance.now() + 2 * (performance.now() - started);
      if (inForce(id)) post({ type: 'frame', id, frame });
    }
  } finally {
    run.dispose();
  }
  if (inForce(id)) post({ type: 'done', id });
}

const fail = (error: unknown): void => {
  const { message, remedy } = failureOf(error);
  post({ type: 'failure', message, remedy });
};

/** A message of the page. */
export function receive(data: BenchRequest): void {
  switch (data.type) {
    case 'open':
      opened = open(data.baseUrl);
      opened.then(tell, fail);
      return;
    case 'score':
      change((before) =>
        changed(before, { score: data.cells === null ? FORMULA : drawnScore(data.cells) }),
      );
      return;
    case 'distribution':
      change(async (before, mine) => {
        const base = data.ink === null ? before.shipped : await draw(before, data.ink, mine);
        return base === null ? before : changed(before, { base });
      });
      return;
    case 'train':
      current = data.id;
      train(data.id, data.plan, data.steps).catch(fail);
  }
}
