// `npm run bench -- --gpu`: what this GPU reaches on the operations of a Stable Diffusion 1.5 step,
// by every kernel there is for them, as JSON. On a software adapter the kernels for GPUs are
// measured all the same, at smaller sizes. Options: --weights f32|f16|int8, --divide N (rows and
// tokens fewer by this), --budget SECONDS.

import type { PickedDevice } from '../../src/device/pickDevice';
import { measureGpu, type GpuReport } from '../../src/executors/wgsl/measureGpu';

export interface GpuOptions {
  readonly weights: string | undefined;
  readonly divide: string | undefined;
  readonly budget: string | undefined;
}

/** Errors: throws when an option is not what it can be. */
export async function gpuReport(picked: PickedDevice, options: GpuOptions): Promise<GpuReport> {
  const { weights = 'f16', divide, budget } = options;
  if (weights !== 'f32' && weights !== 'f16' && weights !== 'int8')
    throw new Error(`--weights is f32, f16 or int8, not ${weights}.`);
  return measureGpu(picked, {
    weights,
    ...(divide !== undefined && { divide: Number(divide) }),
    ...(budget !== undefined && { budgetMs: 1000 * Number(budget) }),
  });
}
