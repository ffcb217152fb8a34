// A WebGPU device of this machine that has less than it has: smaller bindings, no memory beyond
// some bytes, or that is lost when a test says so. What it refuses it refuses as a real one does:
// through adapter limits, error scopes and `lost`.

import { installDawn } from '../src/device/dawnNode';
import { watchBuffers, type LiveBuffers } from '../src/device/liveBuffers';
import { pickDevice, type PickedDevice } from '../src/device/pickDevice';

export interface LimitedDevice {
  readonly picked: PickedDevice;
  readonly live: LiveBuffers;
  /** Bytes of all buffers together; Infinity until set. */
  memoryBytes: number;
  /** The driver resets the device. */
  lose(reason: string): void;
}

/** A proxy of a GPU object: `changed` wins, methods keep their own `this`. */
function changed<T extends object>(of: T, changes: Readonly<Record<string, unknown>>): T {
  return new Proxy(of, {
    get(target, key) {
      if (typeof key === 'string' && key in changes) return changes[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** `bindingBytes`: the adapter's largest binding and buffer. */
export async function limitedDevice(bindingBytes: number | null = null): Promise<LimitedDevice> {
  const gpu = await installDawn();
  const requestAdapter = async (options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> => {
    const adapter = await gpu.requestAdapter(options);
    if (!adapter || bindingBytes === null) return adapter;
    const most = { maxStorageBufferBindingSize: bindingBytes, maxBufferSize: 2 * bindingBytes };
    return changed(adapter, { limits: changed(adapter.limits, most) });
  };
  const found = await pickDevice({ gpu: changed(gpu, { requestAdapter }) });
  if ('reason' in found) throw new Error(found.reason);
  const { device } = found;
  let lose: (reason: string) => void = () => undefined;
  const lost = new Promise<string>((resolve) => (lose = resolve));
  const live = watchBuffers(device);
  const limited: LimitedDevice = {
    picked: { ...found, lost },
    live,
    memoryBytes: Infinity,
    lose(reason) {
      device.destroy();
      lose(reason);
    },
  };
  refuseBeyond(device, limited);
  return limited;
}

/** Errors of the scopes that are open, innermost last; null where nothing went wrong in them. */
type Scope = { readonly filter: GPUErrorFilter; full: string | null };

function refuseBeyond(device: GPUDevice, limited: LimitedDevice): void {
  const scopes: Scope[] = [];
  const push = device.pushErrorScope.bind(device);
  const pop = device.popErrorScope.bind(device);
  const create = device.createBuffer.bind(device);
  device.pushErrorScope = (filter) => {
    scopes.push({ filter, full: null });
    return push(filter);
  };
  device.popErrorScope = async () => {
    const scope = scopes.pop();
    const error = await pop();
    const full = scope?.full ?? null;
    return full === null ? error : ({ message: full } as GPUError);
  };
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    if (limited.live.bytes > limited.memoryBytes) {
      const scope = scopes.findLast(({ filter }) => filter === 'out-of-memory');
      if (!scope) throw new Error(`buffer ${descriptor.label} was made outside of a scope`);
      scope.full = `buffer ${descriptor.label} of ${descriptor.size} bytes`;
    }
    return buffer;
  };
}
