// What a lowering may know of the device it lowers for. Kernels are chosen by these facts alone, so
// a test or a plan can ask for the kernels of a device that is not there.

export interface DeviceProfile {
  /** Kernels may use workgroup memory and barriers (slow on software adapters: coroutines). */
  readonly workgroupMemory: boolean;
  /** The feature `subgroups` is there and no subgroup is smaller than `subgroupSize`; 0 without. */
  readonly subgroupSize: number;
  /** The feature `shader-f16`: f16 in workgroup memory and arithmetic. */
  readonly f16: boolean;
  readonly limits: {
    /** Bytes of workgroup memory of one workgroup. */
    readonly workgroupBytes: number;
    /** Threads of one workgroup. */
    readonly workgroupThreads: number;
    /** Bytes of one storage binding. */
    readonly bindingBytes: number;
  };
  /**
   * A software adapter: large register tiles pay there and the number of threads does not matter.
   */
  readonly software: boolean;
  /**
   * Estimated floating-point operations one dispatch may have. Windows resets a GPU that is held
   * for about two seconds, and a page must draw in between: kernels with more work cut it along
   * rows.
   */
  readonly dispatchFlops: number;
}

/** Some 15 ms at 300 GFLOP/s, which is a slow integrated GPU. */
const GPU_DISPATCH_FLOPS = 4e9;

/** The limits that every WebGPU device has. */
const GUARANTEED: DeviceProfile['limits'] = {
  workgroupBytes: 16384,
  workgroupThreads: 256,
  bindingBytes: 2 ** 27,
};

/** A software adapter: registers only. */
export const SOFTWARE_PROFILE: DeviceProfile = {
  workgroupMemory: false,
  subgroupSize: 0,
  f16: false,
  limits: GUARANTEED,
  software: true,
  dispatchFlops: Infinity,
};

/** A GPU with no more than WebGPU guarantees. */
export const PLAIN_GPU_PROFILE: DeviceProfile = {
  workgroupMemory: true,
  subgroupSize: 0,
  f16: false,
  limits: GUARANTEED,
  software: false,
  dispatchFlops: GPU_DISPATCH_FLOPS,
};

/** The part of GPUDevice and GPUAdapterInfo that a profile is read from. */
interface ProfiledDevice {
  readonly features: ReadonlySet<string>;
  readonly limits: Pick<
    GPUSupportedLimits,
    | 'maxComputeWorkgroupStorageSize'
    | 'maxComputeInvocationsPerWorkgroup'
    | 'maxStorageBufferBindingSize'
  >;
}

/** The profile of a device as it is. */
export function profileOf(
  device: ProfiledDevice,
  info: Pick<GPUAdapterInfo, 'subgroupMinSize'>,
  software: boolean,
): DeviceProfile {
  return {
    workgroupMemory: !software,
    subgroupSize: device.features.has('subgroups') ? (info.subgroupMinSize ?? 4) : 0,
    f16: device.features.has('shader-f16'),
    limits: {
      workgroupBytes: device.limits.maxComputeWorkgroupStorageSize,
      workgroupThreads: device.limits.maxComputeInvocationsPerWorkgroup,
      bindingBytes: device.limits.maxStorageBufferBindingSize,
    },
    software,
    dispatchFlops: software ? Infinity : GPU_DISPATCH_FLOPS,
  };
}
