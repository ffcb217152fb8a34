// What a page costs while a story does something: memory of its process, processor time, the
// longest task on its main thread. Printed by the stories that measure; limits are theirs.

import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import type { Stage } from './browser';

interface ProcessInfo {
  readonly id: number;
  readonly type: string;
}

/** Process ids of the pages of a story's browser (its workers run in the same processes). */
export async function renderers(stage: Stage): Promise<number[]> {
  const session = await stage.context.browser()!.newBrowserCDPSession();
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as {
    processInfo: readonly ProcessInfo[];
  };
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

/** Resident memory of a process in MB; 0 where it has ended. */
export function residentMB(id: number): number {
  try {
    const found = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${id}/status`, 'utf8'));
    return Number(found?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}

/** Processor time of a process so far, in seconds (a tick is 10 ms on Linux). */
function processorSeconds(id: number): number {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /u, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

const sum = (ids: readonly number[], of: (id: number) => number): number =>
  ids.reduce((total, id) => total + of(id), 0);

/** How many processes want each processor (over a minute): wall clocks are stretched so. */
export const crowd = (): number => Math.max(1, loadavg()[0]! / cpus().length);

export interface Cost {
  readonly seconds: number;
  readonly processorSeconds: number;
  /** Above what the page took before, at its highest. */
  readonly peakMB: number;
  /**
   * Of tasks that blocked the main thread, by wall clock; tasks of less than 50 ms are none. What
   * the browser does before it tells the page which files were chosen is not the page's: it lists
   * 10,000 files of a folder in one task of two seconds, on a page that is only an input too.
   */
  readonly longestTaskMs: number;
}

/** What `work` cost. Linux only: it reads /proc. */
export async function costOf(stage: Stage, page: Page, work: () => Promise<void>): Promise<Cost> {
  const ids = await renderers(stage);
  await page.evaluate(() => {
    const known = globalThis as unknown as { plumblineTasks?: unknown[] };
    // A page that was measured before is watched already.
    if (known.plumblineTasks !== undefined) {
      known.plumblineTasks.length = 0;
      return;
    }
    const tasks: { start: number; end: number }[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        tasks.push({ start: startTime, end: startTime + duration });
    });
    observer.observe({ type: 'longtask' });
    const toldAt = { last: 0 };
    document.addEventListener('change', () => (toldAt.last = performance.now()), { capture: true });
    Object.assign(globalThis, { plumblineToldAt: toldAt });
    Object.assign(globalThis, { plumblineTasks: tasks });
  });
  const memory = (): number => sum(ids, residentMB);
  const before = memory();
  let peak = before;
  const watching = setInterval(() => (peak = Math.max(peak, memory())), 100);
  const [started, spent] = [performance.now(), sum(ids, processorSeconds)];
  try {
    await work();
  } finally {
    clearInterval(watching);
  }
  const tasks = await page.evaluate(() => {
    const { plumblineTasks, plumblineToldAt } = globalThis as unknown as {
      plumblineTasks: { start: number; end: number }[];
      plumblineToldAt: { last: number };
    };
    // Of the task in which the page was told, what came after.
    return plumblineTasks.map(({ start, end }) => {
      const told = plumblineToldAt.last;
      return start < told && told < end ? end - told : end - start;
    });
  });
  return {
    seconds: (performance.now() - started) / 1000,
    processorSeconds: sum(ids, processorSeconds) - spent,
    peakMB: peak - before,
    longestTaskMs: tasks.reduce((a, b) => Math.max(a, b), 0),
  };
}

export function costLine(what: string, count: number, cost: Cost): string {
  const per = (seconds: number): string => (count / seconds).toFixed(0);
  return (
    `       ${what}: ${cost.seconds.toFixed(1)} s, ${per(cost.seconds)} images per second ` +
    `(${per(cost.processorSeconds)} per second of processor time), ` +
    `${cost.peakMB.toFixed(0)} MB above idle, longest task of the main thread ` +
    `${cost.longestTaskMs === 0 ? 'below 50' : cost.longestTaskMs.toFixed(0)} ms ` +
    `(${crowd().toFixed(1)} processes per processor)\n`
  );
}
