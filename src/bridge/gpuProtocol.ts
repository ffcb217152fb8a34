// "Measure this GPU", asked for by a person.

import type { GpuMeasurement } from '../domain/gpuMeasurement';
import type { RunSettings } from '../settings/runSettings';

export interface GpuCommands {
  /**
   * Measures the device by the operations of a Stable Diffusion 1.5 step, and says what a step of
   * these settings would take; progress counts operations. Errors: Unsupported on wasm, Busy while
   * a run trains; abort; those of opening the model.
   */
  measureGpu: {
    request: { modelId: string; settings: RunSettings };
    reply: GpuMeasurement;
  };
}
