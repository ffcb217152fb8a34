// Sizes are read with breaks in which the page's other tasks run.

import { expect, it } from 'vitest';
import { readSizes } from './readSizes';

it('reads every size and lets other tasks run between slices', async () => {
  const read: number[] = [];
  const slow = (size: number): File => {
    const file = new File([], 'x.png');
    Object.defineProperty(file, 'size', {
      get: () => {
        const until = performance.now() + 5;
        while (performance.now() < until);
        read.push(size);
        return size;
      },
    });
    return file;
  };
  let ran = 0;
  const timer = setInterval(() => ran++);
  const files = Array.from({ length: 20 }, (_, index) => ({ path: `${index}`, file: slow(index) }));
  await readSizes(files);
  expect(read).toEqual(files.map((_, index) => index));
  clearInterval(timer);
  expect(ran).toBeGreaterThan(1);
});
