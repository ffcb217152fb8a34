// The WGSL executor of the studio, with the kernels that were measured fastest on this GPU before.

import type { PickedDevice } from '../../device/pickDevice';
import type { Executor } from '../../executors/executor';
import { KernelChooser } from '../../executors/wgsl/kernelChooser';
import { measureGpu, type GpuReport } from '../../executors/wgsl/measureGpu';
import { WgslExecutor } from '../../executors/wgsl/wgslExecutor';
import { kernelChoices } from '../../storage/kernelChoices';

export interface StartedGpu {
  readonly executor: Executor;
  /** Measures its kernels (measureGpu.ts). */
  readonly measure: (effort: Parameters<typeof measureGpu>[1]) => Promise<GpuReport>;
}

export function startGpu(picked: PickedDevice): StartedGpu {
  return {
    executor: new WgslExecutor(picked, { chooser: new KernelChooser(picked, kernelChoices) }),
    measure: (effort) => measureGpu(picked, effort),
  };
}
