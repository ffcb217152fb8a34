// Counts tfjs kernels where tfjs starts them, for the number of dispatches of a program.

import * as tf from '@tensorflow/tfjs-core';

/** Kernels that only rename numbers. */
const FREE_KERNELS = new Set(['Reshape', 'Identity', 'ExpandDims']);

/** Counts the kernels of what it is given to do, which must be synchronous. */
export class KernelCounter {
  kernels = 0;

  count(work: () => void): void {
    const engine = tf.engine();
    const original = engine.runKernel;
    engine.runKernel = ((...args: Parameters<typeof original>) => {
      if (!FREE_KERNELS.has(args[0])) this.kernels++;
      return original.apply(engine, args);
    }) as typeof original;
    try {
      work();
    } finally {
      engine.runKernel = original;
    }
  }
}
