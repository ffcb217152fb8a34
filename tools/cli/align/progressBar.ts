// One line on stderr that fills up; plain lines where stderr is no terminal.

import type { Progress } from '../../../src/paradigms/imagePipeline';

/** Returns a function that draws the bar at `done` of `total` with some words behind it. */
export function progressBar(label: string, total: number): (done: number, words?: string) => void {
  const started = performance.now();
  let lastLine = 0;
  return (done, words = '') => {
    const seconds = (performance.now() - started) / 1000;
    const left = done > 0 ? Math.round((seconds / done) * (total - done)) : 0;
    const bar = '█'.repeat(Math.round((20 * done) / Math.max(1, total))).padEnd(20, '░');
    const line = `${label} ${bar} ${done}/${total}  ${left} s left  ${words}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}${done >= total ? '\n' : ''}`);
    else if (done >= total || performance.now() - lastLine > 15_000) {
      process.stderr.write(`${line}\n`);
      lastLine = performance.now();
    }
  };
}

/** A bar whose length is told with its first news. */
export function countingBar(label: string): Progress {
  let bar: ReturnType<typeof progressBar> | null = null;
  return (done, total) => {
    bar ??= progressBar(label, total);
    bar(done);
  };
}
