// What the executor promises beyond single operations: frozen weights in every layout, views,
// slices of flat states, pins, inputs and uniforms kept between runs, AdamW in place and skipped on
// numbers that are not finite, and no leaked tensor.

import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';

import { GraphBuilder, alignedLength, type Graph } from '../../graph/graph';
import { memoryWeights, type StoredTensor, type WeightSource } from '../weights/weightSource';
import { float32ToHalves } from '../../formats/float16';
import { ReferenceExecutor } from '../reference/referenceExecutor';
import { noise } from './opCases';
import { createTfjsExecutor, type TfjsBackend } from './tfjsExecutor';
import { numberNames, numberValues } from '../../graph/objectiveTerms';
import { tgoTerms } from '../../objectives/tgo/terms';

const same = { kernel: [3, 3], stride: 1, pad: [1, 1, 1, 1] } as const;
const LENGTH = alignedLength(8) * 2;

/** The weights of a two-layer net: a 3×3 convolution (f16) and a linear layer (f32). */
function weights(): Record<string, WeightSource> {
  const stored: Record<string, StoredTensor> = {
    conv: { dtype: 'F16', shape: [4, 2, 3, 3], data: float32ToHalves(noise(72, 1)) },
    linear: { dtype: 'F32', shape: [3, 4], data: noise(12, 2) },
  };
  return { net: memoryWeights('two-layer', (tensor) => stored[tensor]) };
}

/** One training step of a LoRA (rank 2: A [4,2], B [2,3]) beside the linear layer, by hand. */
function trainingGraph(): Graph {
  const b = new GraphBuilder();
  for (const state of ['lora', 'gradients', 'm', 'v']) b.declareState(state, LENGTH);
  const x = b.input('x', [2, 3, 3, 2]);
  const target = b.input('target', [2, 3, 3, 3]);
  const k = b.input('k', [2]);
  const scores = b.input('scores', [2]);
  const down = b.state('lora', 0, [4, 2], 'A');
  const up = b.state('lora', 64, [2, 3], 'B');
  const hidden = b.conv2d(x, b.weight('net', 'conv', 'conv', [18, 4]), same);
  const low = b.matmul(hidden, down);
  const base = b.matmul(hidden, b.weight('net', 'linear', 'linear', [4, 3]));
  const policy = b.matmul(low, up, { residual: base, scale: 0.5 });
  const errors = b.sampleErrors(policy, base, target, k);
  const terms = b.objective(
    tgoTerms,
    errors,
    scores,
    b.input('numbers', [numberNames(tgoTerms).length]),
  );
  const dy = b.sampleErrorsInput(policy, target, k, terms);
  const dLow = b.matmul(dy, up, { transposeB: true, scale: 0.5 });
  b.pin(b.matmul(hidden, dLow, { transposeA: true }), 'gradients', 0);
  b.pin(b.matmul(low, dy, { transposeA: true, scale: 0.5 }), 'gradients', 64);
  const dHidden = b.matmul(dLow, down, {
    transposeB: true,
    residual: b.matmul(dy, b.weight('net', 'linear', 'linear', [4, 3]), { transposeB: true }),
  });
  b.output('dx', b.conv2dInput(dHidden, b.weight('net', 'conv', 'conv', [18, 4]), same, [3, 3]));
  b.add(dHidden, dHidden); // dead code
  const gradients = b.state('gradients', 0, [LENGTH]);
  const norm = b.gradientNorm(gradients);
  b.adamw(
    b.state('lora', 0, [LENGTH]),
    gradients,
    b.state('m', 0, [LENGTH]),
    b.state('v', 0, [LENGTH]),
    norm,
  );
  b.output('terms', terms);
  b.output('norm', norm);
  b.output('flat', b.reshape(policy, [18, 3]));
  return b.build();
}

const inputs = {
  x: noise(36, 3),
  target: noise(54, 4),
  k: Float32Array.of(1, 0.5),
  scores: Float32Array.of(0.2, 0.8),
  numbers: numberValues(tgoTerms, { beta: 1, c: 5, temperature: 0.5, tau: 0.5 }),
};
const uniforms = {
  temperature: 0.5,
  learningRate: 0.05,
  weightDecay: 0.1,
  biasCorrection1: 0.1,
  biasCorrection2: 0.001,
  maxGradNorm: 0.3,
};

function expectClose(actual: Float32Array, expected: Float32Array, name: string): void {
  const scale = expected.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-3);
  expect(actual.length, name).toBe(expected.length);
  // Float32 through six operations and, for states, an Adam step whose m/√v magnifies a relative
  // error of small gradients.
  expected.forEach((value, i) =>
    expect(
      Math.abs(actual[i]! - value),
      `${name}[${i}]: ${actual[i]} for ${value}`,
    ).toBeLessThanOrEqual(2e-5 * scale),
  );
}

describe.each<TfjsBackend>(['cpu', 'wasm'])('tfjs-%s', (backend) => {
  it('trains three steps like the float64 reference, keeping inputs and uniforms', async () => {
    const results = [];
    for (const executor of [await createTfjsExecutor(backend), new ReferenceExecutor()]) {
      executor.writeState('lora', LENGTH, noise(LENGTH, 9));
      const program = await executor.compile(trainingGraph(), { weights: weights() });
      await program.run(inputs, uniforms);
      await program.run(
        { scores: Float32Array.of(0.9, 0.1) },
        { biasCorrection1: 0.19, biasCorrection2: 0.002 },
      );
      const outputs = await program.run({});
      const states = Object.fromEntries(
        await Promise.all(
          ['lora', 'gradients', 'm', 'v'].map(
            async (name) => [name, await executor.readState(name)] as const,
          ),
        ),
      );
      results.push({ ...outputs, ...states });
      executor.dispose();
    }
    for (const [name, expected] of Object.entries(results[1]!))
      expectClose(results[0]![name]!, expected, name);
  });

  it('skips the step when a gradient is not finite', async () => {
    const executor = await createTfjsExecutor(backend);
    const lora = noise(LENGTH, 9);
    executor.writeState('lora', LENGTH, lora);
    const program = await executor.compile(trainingGraph(), { weights: weights() });
    expect(
      (
        await program.run(
          { ...inputs, target: inputs.target.map((value, i) => (i === 7 ? NaN : value)) },
          uniforms,
          ['norm'],
        )
      )['norm']![2],
    ).toBe(1);
    expect(await executor.readState('lora')).toEqual(lora);
    expect((await executor.readState('m')).every((value) => value === 0)).toBe(true);
    executor.dispose();
  });

  it('leaks no tensor over repeated runs nor after dispose', async () => {
    const executor = await createTfjsExecutor(backend);
    const before = tf.memory().numTensors;
    const program = await executor.compile(trainingGraph(), { weights: weights() });
    await program.run(inputs, uniforms);
    const counts = new Set<number>();
    for (let i = 0; i < 5; i++) {
      await program.run(inputs);
      counts.add(tf.memory().numTensors);
    }
    expect(counts.size).toBe(1);
    expect(program.dispatches).toBeGreaterThan(15);
    expect(program.activationBytes).toBeGreaterThan(36 * 4);
    program.dispose();
    executor.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('copies inputs and states, and refuses wrong lengths and missing inputs', async () => {
    const executor = await createTfjsExecutor(backend);
    const b = new GraphBuilder();
    b.declareState('s', 64);
    const x = b.input('x', [64]);
    b.output('sum', b.add(x, b.state('s', 0, [64])));
    b.output('state', b.state('s', 0, [64]));
    const program = await executor.compile(b.build(), { weights: {} });
    await expect(program.run({})).rejects.toThrow(/never given/);
    await expect(program.run({ x: new Float32Array(3) })).rejects.toThrow(/wants 64 numbers/);
    const [data, state] = [new Float32Array(64).fill(1), new Float32Array(64).fill(2)];
    executor.writeState('s', 64, state);
    const done = program.run({ x: data });
    data.fill(100);
    state.fill(100);
    const first = await done;
    executor.writeState('s', 64);
    expect(first['state']![0]).toBe(2);
    expect(first['sum']![5]).toBe(3);
    expect(await program.run({}, {}, ['sum'])).toEqual({ sum: new Float32Array(64).fill(1) });
    expect(() => executor.writeState('s', 3, data)).toThrow(/should hold 3/);
    executor.dispose();
  });
});

it('keeps the two backends apart when they take turns', async () => {
  const [cpu, wasm] = [await createTfjsExecutor('cpu'), await createTfjsExecutor('wasm')];
  const programs = await Promise.all(
    [cpu, wasm].map((executor) => executor.compile(trainingGraph(), { weights: weights() })),
  );
  for (const program of programs) await program.run(inputs, uniforms);
  const [a, b] = await Promise.all(programs.map((program) => program.run(inputs, uniforms)));
  expectClose(b!['dx']!, a!['dx']!, 'dx');
  expect([cpu.name, wasm.name]).toEqual(['tfjs-cpu', 'tfjs-wasm']);
  expect(wasm.description).toMatch(/^tfjs wasm, 1 thread, SIMD$/);
  cpu.dispose();
  wasm.dispose();
});
