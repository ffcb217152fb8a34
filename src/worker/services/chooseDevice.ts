// Which executor the studio works on, with the reason in plain words; nothing of it is loaded yet.
// A real GPU runs the WGSL executor; no GPU, or only a software adapter, means wasm, which is about
// ten times faster there (engine.md). `?executor=` forces either.

import type { Capability } from '../../bridge/protocol';
import { pickDevice, type PickedDevice } from '../../device/pickDevice';
import { describeWasm, wasmSupport } from '../../device/wasmSupport';
import { StudioError } from '../../errors';
import { workerErrors } from '../../strings/errors/worker';

export interface ChosenDevice {
  /** Null: wasm. */
  readonly picked: PickedDevice | null;
  readonly capability: Capability;
}

/**
 * Picks an executor. `onDeviceError` hears uncaptured GPU errors. Errors: Unsupported when wgsl is
 * forced and no adapter is there.
 */
export async function chooseDevice(
  wanted: 'auto' | 'wgsl' | 'tfjs-wasm',
  onDeviceError: (message: string) => void,
): Promise<ChosenDevice> {
  const said = workerErrors.device;
  const isolated = globalThis.crossOriginIsolated === true;
  const picked =
    wanted === 'tfjs-wasm'
      ? { reason: said.wasmAsked }
      : await pickDevice({ onUncapturedError: onDeviceError });
  const webgpu = 'gpu' in navigator;
  if ('device' in picked && (wanted === 'wgsl' || !picked.isFallback)) {
    return {
      picked,
      capability: {
        executor: 'wgsl',
        adapter: picked.description,
        isFallbackAdapter: picked.isFallback,
        webgpu,
        crossOriginIsolated: isolated,
        threads: 0,
        maxBufferBytes: picked.device.limits.maxStorageBufferBindingSize,
        reason: picked.isFallback ? said.softwareAsked : said.gpu,
        remedy: picked.isFallback ? said.leaveOutWgsl : '',
      },
    };
  }
  if (wanted === 'wgsl') {
    throw new StudioError(
      'Unsupported',
      ...said.noWebgpu('reason' in picked ? picked.reason : said.noAdapter),
    );
  }
  const software = 'device' in picked;
  if (software) picked.device.destroy();
  const support = wasmSupport();
  return {
    picked: null,
    capability: {
      executor: 'tfjs-wasm',
      adapter: describeWasm(support),
      isFallbackAdapter: software,
      webgpu,
      crossOriginIsolated: isolated,
      threads: support.threads,
      maxBufferBytes: 0,
      reason: software ? said.softwareOnly(picked.description) : picked.reason,
      remedy: [
        wanted === 'auto' ? said.enable : said.leaveOutExecutor,
        isolated ? '' : said.oneThread,
      ]
        .filter(Boolean)
        .join(' '),
    },
  };
}
