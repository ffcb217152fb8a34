// Global response normalisation and its derivative against float64, both variants, in one slice of
// positions and in several. Sums of at most 1,024 squares in blocks are good to 1e-6 of themselves;
// results are of size 1 to 5, so 1e-5 + 1e-5·|reference|.

import { it } from 'vitest';
import {
  compareWithReference,
  describeOnGpu,
  randomInput,
  type TestInput,
} from '../../executors/wgsl/kernelTest';
import type { Shape } from '../../graph/graph';
import { DEFAULT_UNIFORMS } from '../../graph/ops';
import { globalResponseNormReference } from './globalResponseNorm.reference';

const TOLERANCE = { atol: 1e-5, rtol: 1e-5 };
const CASES: { shape: Shape }[] = [
  [1, 1, 1, 1],
  [2, 3, 5, 7],
  [3, 4, 4, 12],
  [1, 9, 9, 66],
  [2, 16, 16, 8],
  [2, 33, 31, 4],
  [70, 2, 2, 5],
  [1, 2, 2, 520],
].map((shape) => ({ shape }));

/** x with one channel of zeros in its first sample, gamma, beta. */
function inputsOf(shape: Shape): [TestInput, TestInput, TestInput] {
  const channels = shape.at(-1)!;
  const x = randomInput(shape, 1, 'input', 1.5);
  const perSample = x.data.length / shape[0]!;
  const data = Float32Array.from(x.data, (value, i) =>
    channels > 2 && i < perSample && i % channels === 1 ? 0 : value,
  );
  return [
    { shape, data },
    randomInput([channels], 2, 'weight'),
    randomInput([channels], 3, 'weight', 0.5),
  ];
}

describeOnGpu('globalResponseNorm', () => {
  for (const variant of ['portable', 'tuned'] as const) {
    it.each(CASES)(`${variant} $shape`, async ({ shape }) => {
      const stats = [shape[0]!, shape.at(-1)!];
      await compareWithReference({
        op: { kind: 'globalResponseNorm', eps: 1e-6 },
        inputs: inputsOf(shape),
        outputShapes: [shape, stats],
        variant,
        ...TOLERANCE,
      });
    });

    it.each(CASES)(`${variant} derivative $shape`, async ({ shape }) => {
      const inputs = inputsOf(shape);
      const statsShape = [shape[0]!, shape.at(-1)!];
      const exact = inputs.map(({ shape: own, data }) => ({
        shape: own,
        data: Float64Array.from(data),
      }));
      const [, stats] = globalResponseNormReference(
        { kind: 'globalResponseNorm', eps: 1e-6 },
        exact,
        [shape, statsShape],
        DEFAULT_UNIFORMS,
      );
      await compareWithReference({
        op: { kind: 'globalResponseNormInput', eps: 1e-6 },
        inputs: [
          randomInput(shape, 9),
          inputs[0],
          { shape: statsShape, data: Float32Array.from(stats!) },
          inputs[1],
        ],
        outputShapes: [shape],
        variant,
        ...TOLERANCE,
      });
    });
  }
});
