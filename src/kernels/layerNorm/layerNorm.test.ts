// LayerNorm and its derivative against float64, both variants. Tolerance: rows of at most 1,280
// float32 numbers of size 1
// give sums good to some 1e-6; results are of size 1 to 5, so 1e-5 + 1e-5·|reference|.

import { it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  randomNumbers,
  type TestInput,
} from '../../executors/wgsl/kernelTest';
import { sizeOf, type Shape } from '../../graph/graph';
import { DEFAULT_UNIFORMS } from '../../graph/ops';
import { layerNormReference } from './layerNorm.reference';

const TOLERANCE = { atol: 1e-5, rtol: 1e-5 };
const CASES: { shape: Shape }[] = [
  [1, 1, 5],
  [3, 7, 12],
  [1, 1],
  [2, 77, 80],
  [3, 64, 64],
  [5, 33],
  [2, 3, 1280],
].map((shape) => ({ shape }));

function inputsOf(shape: Shape): [TestInput, TestInput, TestInput] {
  const channels = shape.at(-1)!;
  const gamma = randomNumbers(channels, 2, 0.3).map((value) => 1 + value);
  return [
    randomInput(shape, 1, 'input', 1.5),
    { shape: [channels], data: gamma, as: 'weight' },
    randomInput([channels], 3, 'weight', 0.5),
  ];
}

describeOnGpu('layerNorm', () => {
  for (const variant of ['portable', 'tuned'] as const) {
    it.each(CASES)(`${variant} $shape`, async ({ shape }) => {
      const rows = sizeOf(shape) / shape.at(-1)!;
      await compareWithReference({
        op: { kind: 'layerNorm', eps: 1e-5 },
        inputs: inputsOf(shape),
        outputShapes: [shape, [rows, 2]],
        variant,
        ...TOLERANCE,
      });
    });

    it.each(CASES)(`${variant} derivative $shape`, async ({ shape }) => {
      const [x, gamma, beta] = inputsOf(shape);
      const rows = sizeOf(shape) / shape.at(-1)!;
      const exact = [x, gamma, beta].map(({ shape: own, data }) => ({
        shape: own,
        data: Float64Array.from(data),
      }));
      const [, stats] = layerNormReference(
        { kind: 'layerNorm', eps: 1e-5 },
        exact,
        [shape, [rows, 2]],
        DEFAULT_UNIFORMS,
      );
      await compareWithReference({
        op: { kind: 'layerNormInput', eps: 1e-5 },
        inputs: [
          randomInput(shape, 9),
          x,
          { shape: [rows, 2], data: Float32Array.from(stats!) },
          gamma,
        ],
        outputShapes: [shape],
        variant,
        ...TOLERANCE,
      });
    });
  }
});
