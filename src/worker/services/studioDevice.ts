// Which executor the studio works on, with the reason in plain words. A real GPU runs the WGSL
// executor; no GPU, or only a software adapter, means wasm, which is about ten times faster there
// (engine.md). `?executor=` forces either.

import type { Capability } from '../../bridge/protocol';
import { pickDevice } from '../../device/pickDevice';
import { StudioError } from '../../errors';
import type { Executor } from '../../executors/executor';
import { createTfjsExecutor } from '../../executors/tfjs/tfjsExecutor';
import { browserWasm } from '../../executors/tfjs/wasmUrls.browser';
import { KernelChooser } from '../../executors/wgsl/kernelChooser';
import { measureGpu, type GpuReport } from '../../executors/wgsl/measureGpu';
import { WgslExecutor } from '../../executors/wgsl/wgslExecutor';
import { kernelChoices } from '../../storage/kernelChoices';
import { strings } from '../../strings';

export interface StudioDevice {
  readonly executor: Executor;
  readonly capability: Capability;
  /** Measures its kernels (measureGpu.ts); null on wasm. */
  readonly measure: ((effort: Parameters<typeof measureGpu>[1]) => Promise<GpuReport>) | null;
}

/**
 * Picks and starts an executor. `onDeviceError` hears uncaptured GPU errors. Errors: Unsupported
 * when wgsl is forced and no adapter is there.
 */
export async function startDevice(
  wanted: 'auto' | 'wgsl' | 'tfjs-wasm',
  onDeviceError: (message: string) => void,
): Promise<StudioDevice> {
  const said = strings.errors.worker.device;
  const isolated = globalThis.crossOriginIsolated === true;
  const picked =
    wanted === 'tfjs-wasm'
      ? { reason: said.wasmAsked }
      : await pickDevice({ onUncapturedError: onDeviceError });
  const webgpu = 'gpu' in navigator;
  if ('device' in picked && (wanted === 'wgsl' || !picked.isFallback)) {
    const executor = new WgslExecutor(picked, {
      chooser: new KernelChooser(picked, kernelChoices),
    });
    return {
      executor,
      measure: (effort) => measureGpu(picked, effort),
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
  const executor = await createTfjsExecutor('wasm', browserWasm);
  const threads = Number(/(\d+) thread/.exec(executor.description)?.[1] ?? 1);
  return {
    executor,
    measure: null,
    capability: {
      executor: 'tfjs-wasm',
      adapter: executor.description.replace(/^tfjs wasm, /u, ''),
      isFallbackAdapter: software,
      webgpu,
      crossOriginIsolated: isolated,
      threads,
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
