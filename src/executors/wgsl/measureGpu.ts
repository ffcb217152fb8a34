// "Measure this GPU": what the device reaches on the operations that a Stable Diffusion 1.5
// training step spends its time on, by every kernel there is for them, as a value that is saved or
// sent as JSON. Cost: seconds on a GPU, minutes on a software adapter, where the sizes are smaller.

import type { PickedDevice } from '../../device/pickDevice';
import { GraphBuilder, type Graph, type Tensor } from '../../graph/graph';
import { profileOf, type DeviceProfile } from '../../kernels/deviceProfile';
import type { OpKind } from '../../graph/ops';
import { estimateFlops } from './estimateFlops';
import { measureKernels, type Effort, type MeasuredKernel } from './measureKernels';

/** Operations that a GPU's time goes into, by what their kernels have in common. */
const FAMILY_OF: Partial<Record<OpKind, keyof GpuRates>> = {
  matmul: 'product',
  conv2d: 'convolution',
  conv2dInput: 'convolution',
  attention: 'attention',
  attentionInput: 'attention',
};

/** 10⁹ operations per second, each operation by its fastest kernel; null: not measured. */
export type GpuRates = Readonly<Record<'product' | 'convolution' | 'attention', number | null>>;

export interface GpuReport {
  readonly adapter: string;
  readonly profile: DeviceProfile;
  /** Measured operations; a key names operation, sizes and how the weight is stored. */
  readonly kernels: readonly MeasuredKernel[];
  readonly rates: GpuRates;
  /** The best rate of any operation, 10⁹ operations per second. */
  readonly bestGflops: number;
  readonly seconds: number;
}

/** Linear layers [rows, inner, columns]: forward products and their derivatives. */
const LINEAR = [
  [1024, 320, 320],
  [1024, 320, 2560],
  [256, 640, 5120],
  [64, 1280, 1280],
] as const;
/** 3×3 convolutions [edge, channels in, channels out]. */
const CONVOLUTIONS = [
  [32, 320, 320],
  [16, 640, 640],
  [8, 1280, 1280],
] as const;
/** Self-attention [tokens, head dim] of 8 heads. */
const ATTENTION = [
  [1024, 40],
  [256, 80],
] as const;

const weightOf = (b: GraphBuilder, rows: number, columns: number): Tensor =>
  b.weight('hot', `${rows}×${columns}`, 'linear', [rows, columns]);

/**
 * A graph of the operations of each family, at 256 px and batch 1; `divide` makes rows and tokens
 * fewer.
 */
const HOT_GRAPHS: readonly ((b: GraphBuilder, divide: number) => void)[] = [
  linearLayers,
  convolutions,
  attentions,
];

function linearLayers(b: GraphBuilder, divide: number): void {
  for (const [rows, inner, columns] of LINEAR) {
    const m = rows / divide;
    const w = weightOf(b, inner, columns);
    b.output(`linear ${rows} ${columns}`, b.matmul(b.input(`x ${rows} ${columns}`, [m, inner]), w));
    b.output(
      `linear derivative ${rows} ${columns}`,
      b.matmul(b.input(`dy ${rows} ${columns}`, [m, columns]), w, { transposeB: true }),
    );
  }
}

function convolutions(b: GraphBuilder, divide: number): void {
  const geometry = { kernel: [3, 3], stride: 1, pad: [1, 1, 1, 1] } as const;
  for (const [edge, ci, co] of CONVOLUTIONS) {
    const height = Math.max(1, edge / divide);
    const w = weightOf(b, 9 * ci, co);
    const x = b.input(`x ${edge}`, [1, height, edge, ci]);
    const dy = b.input(`dy ${edge}`, [1, height, edge, co]);
    b.output(`conv ${edge}`, b.conv2d(x, w, geometry));
    b.output(`conv derivative ${edge}`, b.conv2dInput(dy, w, geometry, [height, edge]));
  }
}

function attentions(b: GraphBuilder, divide: number): void {
  for (const [tokens, head] of ATTENTION) {
    const shape = [1, tokens / divide, 8 * head];
    const [q, k, v, dO, o] = ['q', 'k', 'v', 'dO', 'o'].map((name) =>
      b.input(`${name} ${head}`, shape),
    ) as [Tensor, ...Tensor[]];
    const options = { heads: 8, scale: 1 / Math.sqrt(head), causal: false };
    b.output(`attention ${head}`, b.attention(q, k!, v!, options).o);
    const lse = b.input(`lse ${head}`, [1, 8, tokens / divide]);
    b.node(
      { kind: 'attentionInput', ...options },
      [dO!, q, k!, v!, o!, lse],
      [shape, shape, shape],
      'derivative',
    ).forEach((tensor, index) => b.output(`attention derivative ${head} ${index}`, tensor));
  }
}

/** Rates over the measured operations: all their arithmetic over all its time. */
export function ratesOf(
  kernels: readonly Pick<MeasuredKernel, 'op' | 'share' | 'kernel' | 'gflops'>[],
): GpuRates {
  const rate = (family: keyof GpuRates): number | null => {
    const own = kernels.filter(({ op }) => FAMILY_OF[op] === family);
    const time = own.reduce((sum, { share, kernel, gflops }) => sum + share / gflops[kernel]!, 0);
    return own.length === 0 ? null : own.reduce((sum, { share }) => sum + share, 0) / time;
  };
  return {
    product: rate('product'),
    convolution: rate('convolution'),
    attention: rate('attention'),
  };
}

/**
 * Seconds that the products, convolutions and attention of a graph take at these rates: a step
 * takes longer, by what else it does. Null where a rate is missing that it needs.
 */
export function secondsOf(graph: Graph, rates: GpuRates): number | null {
  let seconds = 0;
  for (const node of graph.nodes) {
    const family = FAMILY_OF[node.op.kind];
    if (family === undefined) continue;
    const rate = rates[family];
    if (rate === null) return null;
    seconds += estimateFlops(node) / rate / 1e9;
  }
  return seconds;
}

/**
 * Measures the device; on a software adapter the kernels for GPUs, at smaller sizes. `weights`: how
 * the weights are stored. Errors: abort; those of a lost device.
 */
export async function measureGpu(
  picked: PickedDevice,
  options: {
    readonly weights?: 'f32' | 'f16' | 'int8';
    readonly budgetMs?: number;
    readonly divide?: number;
  } & Pick<Effort, 'onProgress' | 'signal'> = {},
): Promise<GpuReport> {
  const started = performance.now();
  const { weights = 'f16', budgetMs = 300_000, divide, ...listening } = options;
  const profile = {
    ...profileOf(picked.device, picked.adapterInfo, picked.isFallback),
    ...(picked.isFallback && { workgroupMemory: true, software: false }),
  };
  const kernels: MeasuredKernel[] = [];
  for (const add of HOT_GRAPHS) {
    const b = new GraphBuilder();
    add(b, divide ?? (picked.isFallback ? 8 : 1));
    const effort = { budgetMs: budgetMs / HOT_GRAPHS.length, mostKeys: Infinity, share: 1 };
    kernels.push(
      ...(await measureKernels(picked, profile, b.build(), () => weights, new Set(), {
        ...effort,
        ...listening,
      })),
    );
  }
  return {
    adapter: picked.description,
    profile,
    kernels,
    rates: ratesOf(kernels),
    bestGflops: Math.max(0, ...kernels.flatMap(({ gflops }) => Object.values(gflops))),
    seconds: Math.round((performance.now() - started) / 1000),
  };
}
