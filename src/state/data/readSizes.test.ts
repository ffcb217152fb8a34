// Sizes are read with breaks in which the page's other tasks run.

import { expect, it } from 'vitest';
import { readSizes } from './readSizes';

it('reads every size and lets other tasks run between slices', async () => {
  const slow = (size: number): File => {
    const file = new File([], 'x.png');
    Object.defineProperty(file, 'size', {
      get: () => {
        const until = performance.now() + 5;
        while (performance.now() < until);
        return size;
      },
    });
    return file;
  };
  let ran = 0;
  const timer = setInterval(() => ran++);
  const files = Array.from({ length: 20 }, (_, index) => ({ path: `${index}`, file: slow(index) }));
  expect(await readSizes(files)).toBe(190);
  clearInterval(timer);
  expect(ran).toBeGreaterThan(1);
});
