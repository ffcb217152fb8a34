// German of en/gpu.ts.

import type { Words } from '../en/words';
import type { gpu as english, gpuPhases as englishPhases } from '../en/gpu';

export const gpu: Words<typeof english> = {
  title: 'Was diese GPU erreicht',
  measure: 'Diese GPU messen',
  again: 'Noch einmal messen',
  families: {
    product: 'Matrixprodukte',
    convolution: '3 × 3-Faltungen',
    attention: 'Attention',
  },
  rate: (gflops: string) => `${gflops} GFLOP/s`,
  notMeasured: 'in der Zeit nicht gemessen',
  step: (model: string, size: string, batch: string, gflop: string, time: string | null) =>
    `Ein Schritt von ${model} bei ${size} px, Batch ${batch}, hat ${gflop} GFLOP: ` +
    (time === null
      ? 'Seine Zeit ist daraus nicht bekannt.'
      : `bei diesen Raten ${time}, und was Normen und andere kleine Operationen dazu brauchen.`),
  copy: 'Bericht kopieren (eine Zeile JSON)',
  copied: 'Kopiert',
};

export const gpuPhases: Words<typeof englishPhases> = { measureGpu: 'Kernel werden gemessen' };
