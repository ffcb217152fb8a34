// Holds a kernel against its float64 reference on the real WGSL executor (Dawn; SwiftShader where
// there is no GPU): a graph of one node is compiled, run and compared output by output. One device
// a test file. A missing device fails the test by name; only PLUMBLINE_NO_GPU=1 turns that into a
// skip.

import { afterAll, beforeAll, describe, expect } from 'vitest';
import { installDawn } from '../../device/dawnNode';
import { pickDevice } from '../../device/pickDevice';
import { GraphBuilder, sizeOf, type Shape, type Tensor } from '../../graph/graph';
import { DEFAULT_UNIFORMS, type Op, type Uniforms } from '../../graph/ops';
import type { DeviceProfile } from '../../kernels/deviceProfile';
import type { ReferenceTensor } from '../../kernels/kernel';
import { runReference } from '../../kernels/references';
import { layoutWeight } from '../weights/layout';
import { quantiseRows } from '../weights/quantise';
import { memoryWeights, type StoredTensor } from '../weights/weightSource';
import { float32ToHalves, halvesToFloat32 } from '../../formats/float16';
import type { KernelChoices } from './lowerGraph';
import { createWgslExecutor, type WgslExecutor, type WgslOptions } from './wgslExecutor';

/**
 * How a test input reaches the graph: uploaded per run, a frozen weight in f32, f16 or int8 (a
 * matrix), or a flat state (in-place ops).
 */
export type TestPlacement = 'input' | 'weight' | 'half' | 'int8' | 'state';

export interface TestInput {
  readonly shape: Shape;
  readonly data: Float32Array | Int32Array;
  readonly as?: TestPlacement;
}

export interface Comparison {
  readonly op: Op;
  readonly inputs: readonly (TestInput | null)[];
  readonly outputShapes: readonly Shape[];
  readonly uniforms?: Partial<Uniforms>;
  /** Allowed error = atol + rtol·|reference|; say in the test why. */
  readonly atol: number;
  readonly rtol: number;
  readonly variant?: TestVariant;
}

/**
 * Which kernels a test wants: of the device at hand; as for a real GPU by the rules; those furthest
 * from the plain ones (workgroup memory) whatever the size; `…Short`: the same with dispatches so
 * short that all work is cut.
 */
export type TestVariant = 'portable' | 'tuned' | 'tunedShort' | 'shared' | 'sharedShort';

const GPU: Partial<DeviceProfile> = { workgroupMemory: true, software: false };
const SHORT: Partial<DeviceProfile> = { ...GPU, dispatchFlops: 20_000 };
const LAST_CANDIDATE: KernelChoices = { get: (_, candidates) => candidates.at(-1) };
const OPTIONS: Readonly<Record<TestVariant, WgslOptions>> = {
  portable: {},
  tuned: { profile: GPU },
  tunedShort: { profile: SHORT },
  shared: { profile: GPU, choices: LAST_CANDIDATE },
  sharedShort: { profile: SHORT, choices: LAST_CANDIDATE },
};

const executors = new Map<TestVariant, WgslExecutor>();
const uncaptured: string[] = [];

/**
 * The file's executor for a variant, on a device of its own (a new one after `dispose`).
 */
export async function testExecutor(variant: TestVariant = 'portable'): Promise<WgslExecutor> {
  const known = executors.get(variant);
  if (known && !known.disposed) return known;
  const picked = await pickDevice({
    gpu: await installDawn(),
    onUncapturedError: (message) => uncaptured.push(message),
  });
  if ('reason' in picked)
    throw new Error(
      `No WebGPU device for kernel tests: ${picked.reason} Set PLUMBLINE_NO_GPU=1 to skip them.`,
    );
  const executor = createWgslExecutor(picked, OPTIONS[variant]);
  executors.set(variant, executor);
  return executor;
}

/** A describe block that wants a GPU: skipped only when PLUMBLINE_NO_GPU=1 says so. */
export function describeOnGpu(name: string, body: () => void): void {
  if (process.env['PLUMBLINE_NO_GPU'] === '1') {
    describe.skip(`${name} (PLUMBLINE_NO_GPU=1)`, body);
    return;
  }
  describe(name, () => {
    beforeAll(async () => {
      await testExecutor();
    });
    afterAll(() => {
      expect(uncaptured.splice(0), 'device errors nobody caught').toEqual([]);
    });
    body();
  });
}

/** Repeatable numbers, roughly normal with the given spread (xorshift; sum of four uniforms). */
export function randomNumbers(length: number, seed: number, spread = 1): Float32Array {
  let state = (seed * 2654435761 + 1) >>> 0 || 1;
  const uniform = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 8; i++) uniform();
  return Float32Array.from(
    { length },
    () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3) * spread,
  );
}

/** A test input of repeatable numbers. */
export function randomInput(
  shape: Shape,
  seed: number,
  as: TestPlacement = 'input',
  spread = 1,
): TestInput {
  return { shape, data: randomNumbers(sizeOf(shape), seed, spread), as };
}

/**
 * Largest error beyond the allowed one, and where. Infinite or missing numbers count as infinitely
 * wrong.
 */
export function worstError(
  got: ArrayLike<number>,
  wanted: ArrayLike<number>,
  atol: number,
  rtol: number,
): { excess: number; index: number; error: number } {
  let worst = { excess: -Infinity, index: -1, error: 0 };
  for (let i = 0; i < wanted.length; i++) {
    const error = Math.abs(got[i]! - wanted[i]!);
    const same = Object.is(got[i], wanted[i]) || got[i] === wanted[i];
    const excess = same
      ? -atol
      : Number.isFinite(error)
        ? error - (atol + rtol * Math.abs(wanted[i]!))
        : Infinity;
    if (excess > worst.excess) worst = { excess, index: i, error };
  }
  return worst;
}

/** Fails unless every number lies within atol + rtol·|wanted|. */
export function expectClose(
  got: ArrayLike<number>,
  wanted: ArrayLike<number>,
  atol: number,
  rtol: number,
  what: string,
): void {
  expect(got.length, `${what}: length`).toBe(wanted.length);
  const { excess, index, error } = worstError(got, wanted, atol, rtol);
  expect(
    excess <= 0,
    `${what}: number ${index} is ${got[index]}, reference ${wanted[index]}, error ${error} > ` +
      `${atol} + ${rtol}·|reference|`,
  ).toBe(true);
}

/**
 * Runs one op on the GPU and in float64; fails where they differ by more than allowed. States are
 * compared after the run.
 */
export async function compareWithReference(comparison: Comparison): Promise<void> {
  const { op, inputs, outputShapes, atol, rtol } = comparison;
  const executor = await testExecutor(comparison.variant);
  const builder = new GraphBuilder();
  const stored = new Map<string, StoredTensor>();
  const uploads: Record<string, Float32Array | Int32Array> = {};
  const references: (ReferenceTensor | null)[] = [];
  const tensors = inputs.map((input, slot): Tensor | null => {
    if (!input) {
      references.push(null);
      return null;
    }
    const name = `x${slot}`;
    const floats = Float32Array.from(input.data);
    let exact = Float64Array.from(input.data);
    let tensor: Tensor;
    if (input.as === 'weight' || input.as === 'half') {
      const halves = float32ToHalves(floats);
      if (input.as === 'half') exact = Float64Array.from(halvesToFloat32(halves));
      stored.set(
        name,
        input.as === 'half'
          ? { dtype: 'F16', shape: [...input.shape], data: halves }
          : { dtype: 'F32', shape: [...input.shape], data: floats },
      );
      tensor = builder.weight('test', name, 'stored', input.shape);
    } else if (input.as === 'int8') {
      // As in a file: output rows, which the layout makes columns.
      const [rows, columns] = input.shape as [number, number];
      const data = layoutWeight(floats, input.shape, 'linear').data;
      const { values, scales } = quantiseRows(data, columns);
      exact = Float64Array.from(
        layoutWeight(values, [columns, rows], 'linear').data,
        (value, i) => value * scales[i % columns]!,
      );
      stored.set(name, { dtype: 'F32', shape: [columns, rows], data });
      tensor = builder.weight('test', name, 'linear', input.shape);
    } else if (input.as === 'state') {
      builder.declareState(name, sizeOf(input.shape));
      executor.writeState(name, sizeOf(input.shape), floats);
      tensor = builder.state(name, 0, input.shape);
    } else {
      uploads[name] = input.data;
      tensor = builder.input(name, input.shape, input.data instanceof Int32Array ? 'i32' : 'f32');
    }
    references.push({ shape: input.shape, data: exact });
    return tensor;
  });
  const outputs = builder.node(op, tensors, outputShapes, 'result');
  outputs.forEach((output, index) => builder.output(`y${index}`, output));
  const uniforms: Uniforms = { ...DEFAULT_UNIFORMS, ...comparison.uniforms };
  const source = memoryWeights(`test ${Math.random()}`, (tensor) => stored.get(tensor));
  const program = await executor.compile(builder.build(), {
    weights: { test: source },
    ...(inputs.some((input) => input?.as === 'int8') && { weightStorage: 'int8' as const }),
  });
  try {
    const got = await program.run(uploads, uniforms);
    const wanted = runReference(builder.nodes[0]!, references, uniforms);
    const variant = comparison.variant ?? 'portable';
    outputs.forEach((_, index) =>
      expectClose(
        got[`y${index}`]!,
        wanted[index]!,
        atol,
        rtol,
        `${op.kind} (${variant}) output ${index}`,
      ),
    );
    for (const [slot, input] of inputs.entries()) {
      if (input?.as === 'state')
        expectClose(
          await executor.readState(`x${slot}`),
          references[slot]!.data,
          atol,
          rtol,
          `${op.kind} (${variant}) state ${slot}`,
        );
    }
  } finally {
    program.dispose();
    inputs.forEach((input, slot) => {
      if (input?.as === 'state') executor.dropState(`x${slot}`);
    });
  }
}
