// Lets a device choose its kernels: for the operations that carry most of a graph's arithmetic,
// each candidate is compared with the plain kernel on random numbers, left out where it differs
// (drivers have bugs), and timed. Bounded in time; what was not measured is left to the lowerings'
// rules. Which kernel runs changes rounding, so a choice belongs to a device and is kept
// (kernelChooser.ts).

import type { PickedDevice } from '../../device/pickDevice';
import { GraphBuilder, sizeOf, storageOf, type Graph, type GraphNode } from '../../graph/graph';
import type { DeviceProfile } from '../../kernels/deviceProfile';
import type { Storage } from '../../kernels/kernel';
import { lowerings } from '../../kernels/lowerings';
import { float32ToHalves } from '../../formats/float16';
import type { Program } from '../executor';
import { memoryWeights, type StoredTensor } from '../weights/weightSource';
import type { OpKind } from '../../graph/ops';
import { estimateFlops } from './estimateFlops';
import { lowerGraph } from './lowerGraph';
import { WgslExecutor } from './wgslExecutor';

/** When measuring ends: after this time, so many operations or this share of the arithmetic. */
export interface Effort {
  readonly budgetMs: number;
  readonly mostKeys: number;
  readonly share: number;
  /** Told before each operation, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Timed work lasts at least this long, so that the clock's steps do not matter. */
const LEAST_MS = 10;
/** Largest difference from the plain kernel, relative to the largest number. */
const TOLERANCE = 1e-4;

/** What was found for one operation and its sizes. */
export interface MeasuredKernel {
  readonly key: string;
  readonly op: OpKind;
  /** The fastest that agrees with the plain kernel. */
  readonly kernel: string;
  /** 10⁹ operations per second by kernel; absent for a kernel that was left out. */
  readonly gflops: Readonly<Record<string, number>>;
  /** Kernels that gave other numbers than the plain one. */
  readonly banned: readonly string[];
  /** Share of the graph's arithmetic. */
  readonly share: number;
}

/** A choice that the lowering of a graph may ask for. */
interface Candidate {
  readonly key: string;
  readonly kernels: readonly string[];
  readonly node: GraphNode;
  readonly storages: readonly Storage[];
  flops: number;
}

/** The choices a graph asks for, those with most arithmetic first. */
function candidatesOf(
  graph: Graph,
  profile: DeviceProfile,
  weightStorage: (id: number) => Storage,
): { readonly candidates: Candidate[]; readonly flops: number } {
  const found = new Map<string, Candidate>();
  const storageOfInput = (tensor: GraphNode['inputs'][number]): Storage => {
    if (!tensor) return 'f32';
    const owner = storageOf(tensor);
    return owner.source.kind === 'weight' ? weightStorage(owner.id) : owner.dtype;
  };
  lowerGraph(graph, {
    lowerings,
    profile,
    weightStorage,
    choices: {
      get(key, kernels, node) {
        const known = found.get(key);
        if (known) known.flops += estimateFlops(node);
        else {
          const storages = node.inputs.map(storageOfInput);
          found.set(key, { key, kernels, node, storages, flops: estimateFlops(node) });
        }
        return undefined;
      },
    },
  });
  return {
    candidates: [...found.values()].sort((a, b) => b.flops - a.flops),
    flops: graph.nodes.reduce((sum, node) => sum + estimateFlops(node), 0),
  };
}

/** Repeatable numbers in [−1, 1). */
function noise(count: number, seed: number): Float32Array {
  const numbers = new Float32Array(count);
  let state = (seed * 2654435761 + 1) >>> 0;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    numbers[i] = state / 2 ** 31 - 1;
  }
  return numbers;
}

/** Compiles the node alone for the executor's present choice; runs it once on random numbers. */
async function openAlone(
  executor: WgslExecutor,
  { node, storages }: Candidate,
): Promise<{ program: Program; outputs: Record<string, Float32Array> }> {
  const builder = new GraphBuilder();
  const stored = new Map<string, StoredTensor>();
  const inputs: Record<string, Float32Array> = {};
  const tensors = node.inputs.map((tensor, slot) => {
    if (!tensor) return null;
    const name = `x${slot}`;
    const numbers = noise(sizeOf(tensor.shape), slot + 1);
    if (storageOf(tensor).source.kind !== 'weight' || tensor.shape.length !== 2) {
      inputs[name] = numbers;
      return builder.input(name, tensor.shape);
    }
    const shape = [...tensor.shape].reverse();
    stored.set(
      name,
      storages[slot] === 'f16'
        ? { dtype: 'F16', shape, data: float32ToHalves(numbers) }
        : { dtype: 'F32', shape, data: numbers },
    );
    return builder.weight('measured', name, 'linear', tensor.shape);
  });
  builder
    .node(
      node.op,
      tensors,
      node.outputs.map((output) => output.shape),
      'measured',
    )
    .forEach((output, index) => builder.output(`y${index}`, output));
  const program = await executor.compile(builder.build(), {
    weights: { measured: memoryWeights(`measured ${Math.random()}`, (name) => stored.get(name)) },
    weightStorage: storages.includes('int8') ? 'int8' : 'file',
  });
  return { program, outputs: await program.run(inputs) };
}

/** Whether a kernel gave the plain one's numbers, but for rounding. */
export function agree(
  plainOutputs: Readonly<Record<string, Float32Array>>,
  others: Readonly<Record<string, Float32Array>>,
): boolean {
  return Object.entries(plainOutputs).every(([name, plain]) => {
    const other = others[name]!;
    let largest = 0;
    let apart = 0;
    for (let i = 0; i < plain.length; i++) {
      largest = Math.max(largest, Math.abs(plain[i]!));
      const difference = Math.abs(plain[i]! - other[i]!);
      apart = difference <= apart ? apart : Number.isNaN(difference) ? Infinity : difference;
    }
    return apart <= TOLERANCE * largest;
  });
}

/**
 * Milliseconds of one run: the smallest of three differences of R and 2R runs; of two runs where
 * one takes long.
 */
async function timeRuns(device: GPUDevice, program: Program): Promise<number> {
  const timed = async (runs: number): Promise<number> => {
    const started = performance.now();
    for (let i = 0; i < runs; i++) void program.run({}, {}, []);
    await program.run({}, {}, []);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - started;
  };
  const first = await timed(0);
  if (first > 10 * LEAST_MS) return Math.min(first, await timed(0));
  let runs = 1;
  while (runs < 256 && (await timed(runs - 1)) < LEAST_MS) runs *= 2;
  let best = Infinity;
  for (let sample = 0; sample < 3; sample++) {
    const once = await timed(runs - 1);
    const twice = await timed(2 * runs - 1);
    best = Math.min(best, Math.max(twice - once, twice / 4) / runs);
  }
  return best;
}

/**
 * Measures the operations that carry most of a graph's arithmetic. `known` keys are left alone.
 * Cost: at most about 1.5 s and the operation under way. Errors: abort; those of a lost device.
 */
export async function measureKernels(
  picked: PickedDevice,
  profile: DeviceProfile,
  graph: Graph,
  weightStorage: (id: number) => Storage,
  known: ReadonlySet<string> = new Set(),
  { budgetMs, mostKeys, share, onProgress, signal }: Effort = {
    budgetMs: 1500,
    mostKeys: 10,
    share: 0.9,
  },
): Promise<MeasuredKernel[]> {
  const deadline = performance.now() + budgetMs;
  const { candidates, flops } = candidatesOf(graph, profile, weightStorage);
  const measured: MeasuredKernel[] = [];
  let kernel = '';
  // Never disposed: that would end the device, which it only borrows. Its programs are.
  const executor = new WgslExecutor(picked, { profile, choices: { get: () => kernel } });
  let covered = 0;
  for (const [index, candidate] of candidates.slice(0, mostKeys).entries()) {
    signal?.throwIfAborted();
    onProgress?.(index, Math.min(candidates.length, mostKeys));
    if (covered >= share * flops || performance.now() >= deadline) break;
    covered += candidate.flops;
    if (known.has(candidate.key)) continue;
    const gflops: Record<string, number> = {};
    const banned: string[] = [];
    let plain: Record<string, Float32Array> | null = null;
    for (kernel of candidate.kernels) {
      const { program, outputs } = await openAlone(executor, candidate);
      plain ??= outputs;
      if (agree(plain, outputs))
        gflops[kernel] =
          estimateFlops(candidate.node) / (await timeRuns(picked.device, program)) / 1e6;
      else banned.push(kernel);
      program.dispose();
    }
    const fastest = Object.entries(gflops).sort(([, a], [, b]) => b - a)[0]?.[0];
    if (fastest !== undefined)
      measured.push({
        key: candidate.key,
        op: candidate.node.op.kind,
        kernel: fastest,
        gflops,
        banned,
        share: candidate.flops / flops,
      });
  }
  executor.freeUnusedWeights();
  return measured;
}
