// Asks the browser (or Dawn for Node) for one WebGPU device with the adapter's real limits. No
// device is a value with its reason, not an exception. A software adapter (SwiftShader, llvmpipe)
// is returned and marked `isFallback`: whoever chooses an executor decides what that means. The
// default limits are never relied on: a too small maxStorageBufferBindingSize shows up far away, as
// silent errors and black images.

import { deviceErrors } from '../strings/errors/device';

/** Limits asked for at the adapter's own value. */
const WANTED_LIMITS = [
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** Features used where offered; nothing depends on them. */
const WANTED_FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups', 'shader-f16'];

/** A device ready for use. Whoever picked it calls `device.destroy()`. */
export interface PickedDevice {
  readonly device: GPUDevice;
  readonly adapterInfo: GPUAdapterInfo;
  /** True for a software adapter: correct, and about as fast as one slow CPU core. */
  readonly isFallback: boolean;
  /** Adapter in words for the screen, e.g. "nvidia ampere" or "SwiftShader (software)". */
  readonly description: string;
  /**
   * Resolves with the reason when the device is lost, also where it was destroyed.
   */
  readonly lost: Promise<string>;
}

export interface DeviceMissing {
  readonly reason: string;
}

export interface PickOptions {
  /** Where to ask; `navigator.gpu` when left out. */
  readonly gpu?: GPU | undefined;
  readonly powerPreference?: GPUPowerPreference;
  /**
   * Told of every error no error scope caught. Such an error is a bug of ours or of the driver:
   * show it.
   */
  readonly onUncapturedError?: (message: string) => void;
}

function describe(info: GPUAdapterInfo, isFallback: boolean): string {
  const name =
    [info.vendor, info.architecture].filter((part) => part !== '').join(' ') ||
    info.description ||
    deviceErrors.unnamed;
  if (!isFallback)
    return info.description !== '' && info.description !== name
      ? `${name} (${info.description})`
      : name;
  return /swiftshader/i.test(`${name} ${info.description}`)
    ? 'SwiftShader (software)'
    : `${name} (software)`;
}

/** The device, or the reason why there is none. */
export async function pickDevice(options: PickOptions = {}): Promise<PickedDevice | DeviceMissing> {
  const gpu = options.gpu ?? (typeof navigator === 'undefined' ? undefined : navigator.gpu);
  if (!gpu)
    return {
      reason: deviceErrors.noWebGpu,
    };

  let adapter: GPUAdapter | null = null;
  try {
    adapter = await gpu.requestAdapter({
      powerPreference: options.powerPreference ?? 'high-performance',
    });
  } catch (error) {
    return {
      reason: deviceErrors.adapterFailed(error instanceof Error ? error.message : String(error)),
    };
  }
  if (!adapter)
    return {
      reason: deviceErrors.noAdapter,
    };

  const info = adapter.info;
  const isFallback =
    info.isFallbackAdapter ||
    /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(
      `${info.vendor} ${info.architecture} ${info.device} ${info.description}`,
    );
  const offered = adapter;
  const requiredLimits = Object.fromEntries(
    WANTED_LIMITS.map((name) => [name, offered.limits[name]]),
  );
  const requiredFeatures = WANTED_FEATURES.filter((name) => offered.features.has(name));
  let device: GPUDevice;
  try {
    device = await adapter.requestDevice({ label: 'plumbline', requiredLimits, requiredFeatures });
  } catch (error) {
    return {
      reason: deviceErrors.noDevice(
        describe(info, isFallback),
        error instanceof Error ? error.message : String(error),
      ),
    };
  }

  device.addEventListener('uncapturederror', (event) =>
    options.onUncapturedError?.((event as GPUUncapturedErrorEvent).error.message),
  );
  const lost = new Promise<string>((resolve) => {
    void device.lost.then(({ message, reason }) =>
      resolve(message || deviceErrors[reason === 'destroyed' ? 'destroyed' : 'noAnswer']),
    );
  });
  return { device, adapterInfo: info, isFallback, description: describe(info, isFallback), lost };
}
