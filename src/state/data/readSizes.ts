// Sizes of picked files, read before the files go to the worker. A picked file that nobody has
// asked for its size is looked up on disk, by the page's main thread, while it is posted: 10,000
// files at once block the page for seconds. Asked in slices the page can be used meanwhile; the
// browser keeps what it has read.

import type { ImportFile } from '../../domain/dataset';

/** Longest time that the page waits for the disk without a break, in milliseconds. */
const SLICE_MS = 20;

/** A break in which the page answers input and paints. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Reads the size of each file, with a break after every slice. */
export async function readSizes(files: readonly ImportFile[]): Promise<void> {
  let until = performance.now() + SLICE_MS;
  for (const { file } of files) {
    // The browser looks it up on disk when it is first asked for.
    void file.size;
    if (performance.now() < until) continue;
    await pause();
    until = performance.now() + SLICE_MS;
  }
}
