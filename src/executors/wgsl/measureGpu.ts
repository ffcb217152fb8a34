// "Measure this GPU": what the device reaches on the operations that a Stable Diffusion 1.5
// training step spends its time on, by every kernel there is for them, as a value that is saved or
// sent as JSON. Cost: seconds on a GPU, minutes on a software adapter, where the sizes are smaller.

import type { PickedDevice } from '../../device/pickDevice';
import { GraphBuilder, type Graph } from '../../graph/graph';
import { profileOf, type DeviceProfile } from '../../kernels/deviceProfile';
import { measureKernels, type MeasuredKernel } from './measureKernels';

export interface GpuReport {
  readonly adapter: string;
  readonly profile: DeviceProfile;
  /** Measured operations; a key names operation, sizes and how the weight is stored. */
  readonly kernels: readonly MeasuredKernel[];
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

/** One graph of all operations, at 256 px and batch 1; `divide` makes rows and tokens fewer. */
export function hotGraph(divide: number): Graph {
  const b = new GraphBuilder();
  const weight = (rows: number, columns: number): ReturnType<GraphBuilder['weight']> =>
    b.weight('hot', `${rows}×${columns}`, 'linear', [rows, columns]);
  for (const [rows, inner, columns] of LINEAR) {
    const m = rows / divide;
    const w = weight(inner, columns);
    b.output(`linear ${rows} ${columns}`, b.matmul(b.input(`x ${rows} ${columns}`, [m, inner]), w));
    b.output(
      `linear derivative ${rows} ${columns}`,
      b.matmul(b.input(`dy ${rows} ${columns}`, [m, columns]), w, { transposeB: true }),
    );
  }
  const geometry = { kernel: [3, 3], stride: 1, pad: [1, 1, 1, 1] } as const;
  for (const [edge, ci, co] of CONVOLUTIONS) {
    const height = Math.max(1, edge / divide);
    const w = weight(9 * ci, co);
    const x = b.input(`x ${edge}`, [1, height, edge, ci]);
    const dy = b.input(`dy ${edge}`, [1, height, edge, co]);
    b.output(`conv ${edge}`, b.conv2d(x, w, geometry));
    b.output(`conv derivative ${edge}`, b.conv2dInput(dy, w, geometry, [height, edge]));
  }
  for (const [tokens, head] of ATTENTION) {
    const shape = [1, tokens / divide, 8 * head];
    const [q, k, v, dO, o] = ['q', 'k', 'v', 'dO', 'o'].map((name) =>
      b.input(`${name} ${head}`, shape),
    ) as [ReturnType<typeof weight>, ...ReturnType<typeof weight>[]];
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
  return b.build();
}

/**
 * Measures the device. `profile` overrides its facts, so that the kernels for GPUs can be measured
 * on a software adapter. `weights`: how the weights are stored.
 */
export async function measureGpu(
  picked: PickedDevice,
  options: {
    readonly profile?: Partial<DeviceProfile>;
    readonly weights?: 'f32' | 'f16' | 'int8';
    readonly budgetMs?: number;
    readonly divide?: number;
  } = {},
): Promise<GpuReport> {
  const started = performance.now();
  const profile = {
    ...profileOf(picked.device, picked.adapterInfo, picked.isFallback),
    ...options.profile,
  };
  const kernels = await measureKernels(
    picked,
    profile,
    hotGraph(options.divide ?? (picked.isFallback ? 8 : 1)),
    () => options.weights ?? 'f16',
    new Set(),
    { budgetMs: options.budgetMs ?? 300_000, mostKeys: Infinity, share: 1 },
  );
  return {
    adapter: picked.description,
    profile,
    kernels,
    bestGflops: Math.max(0, ...kernels.flatMap(({ gflops }) => Object.values(gflops))),
    seconds: Math.round((performance.now() - started) / 1000),
  };
}
