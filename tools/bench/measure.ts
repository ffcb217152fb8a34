// Times one step of work many times: JavaScript time (CPU time of this thread uploading, encoding
// and submitting; nothing awaited) and wall time (until the step's results were read back).
// Dispatches are counted in WebGPU itself, the same way for everybody.

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
  /**
   * For work encoded after `enqueue` has returned: wall time of that encoding. JavaScript time is
   * then the smaller of two upper bounds: CPU time until the results are there (which has event
   * polling in it when a submit waited), or this and the CPU time before (which other processes
   * lengthen).
   */
  laterMs?(): number;
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

/**
 * Takes a first step, warms up, then times; dispatches are counted in the first timed step (some 50
 * ns each).
 */
export async function measure(task: Task, effort: Effort): Promise<Timing> {
  const once = async (): Promise<{ js: number; wall: number; result: number }> => {
    const started = performance.now();
    const startedCpu = threadMs();
    const enqueued = task.enqueue();
    let js = threadMs() - startedCpu;
    await enqueued;
    const result = await task.finish();
    if (task.laterMs) js = Math.min(threadMs() - startedCpu, js + task.laterMs());
    return { js, wall: performance.now() - started, result };
  };
  const { result: first } = await once();
  for (let i = 0; i < effort.warmups; i++) await once();
  const runs: { js: number; wall: number }[] = [];
  const deadline = performance.now() + effort.budgetMs;
  const dispatches = await countDispatches(async () => void runs.push(await once()));
  while (runs.length < effort.runs && performance.now() < deadline) runs.push(await once());
  return {
    js: spreadOf(runs.map((run) => run.js)),
    wall: spreadOf(runs.map((run) => run.wall)),
    dispatches: dispatches === 0 ? null : dispatches,
    runs: runs.length,
    first,
  };
}
