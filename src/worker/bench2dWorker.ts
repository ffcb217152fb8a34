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
import { densityOf } from '../bench2d/plane';
import { BenchRun } from '../bench2d/run';
import type { BenchEvent, BenchFrame, BenchPlan, BenchRequest } from '../domain/bench2d';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { browserWasm } from '../executors/tfjs/wasmUrls.browser';
import type { Executor } from '../executors/executor';
import { objectiveOf } from '../objectives';
import { failureOf } from './services/failure';
import { fetchAsset } from './services/modelCatalogue';

const FILE = 'models/bench2d/ring.safetensors';
/** Points of a frame: their KL is that of 20,000 to about 0.01. */
const FRAME_POINTS = 2000;
/** Steps before the first frame: enough to see which way a slider goes. */
const FIRST_STEPS = 5;

interface Opened {
  readonly executor: Executor;
  readonly base: BenchBase;
  readonly frontier: Frontier;
}

let opened: Promise<Opened> | null = null;
/** The plan in force; an older one ends at its next frame. */
let current = 0;
const inForce = (id: number): boolean => id === current;

const post = (event: BenchEvent): void => self.postMessage(event);

async function open(baseUrl: string): Promise<Opened> {
  const executor = await createTfjsExecutor('wasm', browserWasm);
  const base = readBenchBase(await fetchAsset(baseUrl)(FILE));
  return { executor, base, frontier: frontierOf(base.density) };
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
    best: Float32Array.from(
      Number.isFinite(beta) ? tilted(frontier.reference, beta) : frontier.reference,
    ),
  };
}

async function train(id: number, plan: BenchPlan, steps: number): Promise<void> {
  const { executor, base, frontier } = await opened!;
  if (!inForce(id)) return;
  const run = await BenchRun.open(executor, base, objectiveOf(plan.objectiveId), plan);
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
  if (data.type === 'open') {
    opened = open(data.baseUrl);
    opened.then(
      ({ base, frontier }) =>
        post({
          type: 'opened',
          frontier: frontier.points,
          density: Float32Array.from(base.density),
          points: base.points,
        }),
      fail,
    );
    return;
  }
  current = data.id;
  train(data.id, data.plan, data.steps).catch(fail);
}
