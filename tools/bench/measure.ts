// Times one step of work many times: JavaScript time (CPU time of this thread from the step's
// beginning until its results' buffer is asked to be mapped: by then everything is uploaded,
// encoded and submitted, by lazy libraries too) and wall time (until the results were read back).
// Dispatches and maps are seen in WebGPU itself, the same way for everybody.

import { threadMs } from './threadClock';

/** Median with the range it was taken from, in milliseconds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Timing {
  readonly js: Spread;
  readonly wall: Spread;
  /** compute-pass dispatches of one step; null where there are none (wasm). */
  readonly dispatches: number | null;
  readonly runs: number;
  /** What the first step's `finish` gave: equal work must agree on it. */
  readonly first: number;
}

/** One thing to time. */
export interface Task {
  /** Uploads, encodes and submits one step. */
  enqueue(): Promise<unknown> | void;
  /** CPU time the last step spent waiting for earlier submits (polling), which is not counted. */
  waitedMs?(): number;
  /** Waits for the step's (small) results and gives one number of them. */
  finish(): Promise<number>;
}

export interface Effort {
  /** Untimed steps after the very first, in which pipelines are compiled. */
  readonly warmups: number;
  readonly runs: number;
  /** No further run is begun after this many milliseconds (one is always taken). */
  readonly budgetMs: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return {
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    min: sorted[0]!,
    max: sorted.at(-1)!,
  };
}

/** Dispatches that `work` makes, counted at GPUComputePassEncoder; null without WebGPU. */
export async function countDispatches(work: () => Promise<void>): Promise<number | null> {
  const Encoder = (globalThis as { GPUComputePassEncoder?: { prototype: GPUComputePassEncoder } })
    .GPUComputePassEncoder;
  if (!Encoder) {
    await work();
    return null;
  }
  const { prototype } = Encoder;
  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = prototype;
  let count = 0;
  prototype.dispatchWorkgroups = function counted(
    this: GPUComputePassEncoder,
    ...grid: [number, number?, number?]
  ) {
    count++;
    return dispatchWorkgroups.apply(this, grid);
  };
  prototype.dispatchWorkgroupsIndirect = function counted(
    this: GPUComputePassEncoder,
    ...grid: [GPUBuffer, number]
  ) {
    count++;
    return dispatchWorkgroupsIndirect.apply(this, grid);
  };
  try {
    await work();
  } finally {
    Object.assign(prototype, { dispatchWorkgroups, dispatchWorkgroupsIndirect });
  }
  return count;
}

/** CPU time at the first mapAsync since `restart`, NaN before. Stays hooked in while it is used. */
function watchMaps(): { restart(): void; mappedAt(): number; stop(): void } {
  const Buffer = (globalThis as { GPUBuffer?: { prototype: GPUBuffer } }).GPUBuffer;
  let at = NaN;
  const prototype = Buffer?.prototype;
  const mapAsync = prototype?.mapAsync;
  if (prototype && mapAsync)
    prototype.mapAsync = function watched(
      this: GPUBuffer,
      ...range: [number, number?, number?]
    ): Promise<undefined> {
      if (Number.isNaN(at)) at = threadMs();
      return mapAsync.apply(this, range);
    };
  return {
    restart: () => (at = NaN),
    mappedAt: () => at,
    stop() {
      if (prototype && mapAsync) prototype.mapAsync = mapAsync;
    },
  };
}

/**
 * Takes a first step, warms up, then times; dispatches are counted in the first timed step (some 50
 * ns each). A step that maps nothing (wasm) is counted until `enqueue` has ended.
 */
export async function measure(task: Task, effort: Effort): Promise<Timing> {
  const maps = watchMaps();
  const once = async (): Promise<{ js: number; wall: number; result: number }> => {
    maps.restart();
    const started = performance.now();
    const startedCpu = threadMs();
    await task.enqueue();
    const enqueuedCpu = threadMs();
    const result = await task.finish();
    const wall = performance.now() - started;
    const ended = Number.isNaN(maps.mappedAt()) ? enqueuedCpu : maps.mappedAt();
    return { js: ended - startedCpu - (task.waitedMs?.() ?? 0), wall, result };
  };
  const { result: first } = await once();
  for (let i = 0; i < effort.warmups; i++) await once();
  const runs: { js: number; wall: number }[] = [];
  const deadline = performance.now() + effort.budgetMs;
  const dispatches = await countDispatches(async () => void runs.push(await once()));
  while (runs.length < effort.runs && performance.now() < deadline) runs.push(await once());
  maps.stop();
  return {
    js: spreadOf(runs.map((run) => run.js)),
    wall: spreadOf(runs.map((run) => run.wall)),
    dispatches: dispatches === 0 ? null : dispatches,
    runs: runs.length,
    first,
  };
}
