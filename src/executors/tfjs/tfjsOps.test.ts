// Every operation on tfjs-cpu and tfjs-wasm against the float64 references.
// Tolerance atol 4e-6·scale + rtol 2e-5, scale = largest expected magnitude of the result: float32
// sums of up to some hundred terms (6e-8·√n·few), and tfjs's erf (Abramowitz–Stegun 7.1.26, 1.5e-7
// absolute) times derivatives up to 2.

import { describe, expect, it } from 'vitest';

import { references } from '../../kernels/references';
import { ReferenceExecutor } from '../reference/referenceExecutor';
import { opCases } from './opCases';
import { createTfjsExecutor, type TfjsBackend } from './tfjsExecutor';

function largestExcess(actual: Float32Array, expected: Float32Array): number {
  const scale = expected.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  let worst = -Infinity;
  expected.forEach((value, i) => {
    const error = Math.abs(actual[i]! - value);
    worst = Math.max(
      worst,
      Number.isNaN(error) ? Infinity : error - (4e-6 * scale + 2e-5 * Math.abs(value)),
    );
  });
  return worst;
}

const cases = opCases();

it(
  'has a case for every kind of operation but the optimizers, which tfjsOptimizers.test.ts and ' +
    'adafactor.test.ts cover',
  () => {
    const covered = new Set(cases.flatMap((one) => one.kinds));
    expect(Object.keys(references).filter((kind) => !covered.has(kind as never))).toEqual([
      'adamw',
      'sgd',
      'adafactor',
    ]);
  },
);

describe.each<TfjsBackend>(['cpu', 'wasm'])('tfjs-%s', (backend) => {
  it.each(cases.map((one) => [one.name, one] as const))(
    '%s',
    async (_name, { graph, inputs, uniforms }) => {
      const executor = await createTfjsExecutor(backend);
      const program = await executor.compile(graph, { weights: {} });
      const actual = await program.run(inputs, uniforms);
      const oracle = await new ReferenceExecutor().compile(graph, { weights: {} });
      const expected = await oracle.run(inputs, uniforms);
      for (const [name, values] of Object.entries(expected)) {
        expect(actual[name]!.length, name).toBe(values.length);
        expect(
          largestExcess(actual[name]!, values),
          `${name}: error beyond tolerance`,
        ).toBeLessThanOrEqual(0);
      }
      executor.dispose();
    },
  );
});
