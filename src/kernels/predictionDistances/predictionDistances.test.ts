// The distances against float64: sums of non-negative numbers in blocks of 32, relative error ≤
// 1e-6 at D = 65,536; d squares a difference of 0.01 on numbers of size 1, which float32 has to
// some 1e-5 of itself.

import { it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  randomNumbers,
  type TestInput,
} from '../../executors/wgsl/kernelTest';
import type { Shape } from '../../graph/graph';

const CASES: { n: number; d: Shape; mixture: number }[] = [
  { n: 1, d: [1], mixture: 1 },
  { n: 3, d: [7], mixture: 0.1 },
  { n: 5, d: [8, 8, 4], mixture: 2 },
  { n: 2, d: [4099], mixture: 1 },
  { n: 2, d: [128, 128, 4], mixture: 0.5 },
];

function inputsOf(n: number, d: Shape): TestInput[] {
  const shape = [n, ...d];
  const reference = randomInput(shape, 2);
  const step = randomNumbers(reference.data.length, 3, 0.01);
  return [
    { shape, data: Float32Array.from(reference.data, (value, i) => value + step[i]!) },
    reference,
    randomInput(shape, 1),
    { shape: [n], data: randomNumbers(n, 8, 0.2).map((value) => 1 + value) },
  ];
}

describeOnGpu('predictionDistances', () => {
  it.each(CASES)('N=$n D=$d β=$mixture', async ({ n, d, mixture }) => {
    await compareWithReference({
      op: { kind: 'predictionDistances' },
      inputs: inputsOf(n, d),
      outputShapes: [[n, 4]],
      uniforms: { mixture: Math.fround(mixture) },
      atol: 1e-7,
      rtol: 3e-5,
    });
  });
});
