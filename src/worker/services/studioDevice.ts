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

export interface StudioDevice {
  readonly executor: Executor;
  readonly capability: Capability;
  /** Measures its kernels (measureGpu.ts); null on wasm. */
  readonly measure: ((effort: Parameters<typeof measureGpu>[1]) => Promise<GpuReport>) | null;
}

const ENABLE_GPU =
  'Use a recent Chrome, Edge, Firefox or Safari with hardware acceleration switched on, on a ' +
  'machine with a graphics driver.';

/**
 * Picks and starts an executor. `onDeviceError` hears uncaptured GPU errors. Errors: Unsupported
 * when wgsl is forced and no adapter is there.
 */
export async function startDevice(
  wanted: 'auto' | 'wgsl' | 'tfjs-wasm',
  onDeviceError: (message: string) => void,
): Promise<StudioDevice> {
  const isolated = globalThis.crossOriginIsolated === true;
  const picked =
    wanted === 'tfjs-wasm'
      ? { reason: 'wasm was asked for in the address (?executor=tfjs-wasm).' }
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
        reason: picked.isFallback
          ? 'WebGPU on a software adapter was asked for in the address (?executor=wgsl): ' +
            'correct, and slow.'
          : 'A GPU with WebGPU is here: training runs on it.',
        remedy: picked.isFallback
          ? 'Leave ?executor=wgsl out of the address to use wasm, which is faster here.'
          : '',
      },
    };
  }
  if (wanted === 'wgsl') {
    throw new StudioError(
      'Unsupported',
      'WebGPU was asked for, but there is none: ' +
        `${'reason' in picked ? picked.reason : 'no adapter'}`,
      `Leave ?executor=wgsl out of the address. ${ENABLE_GPU}`,
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
      reason: software
        ? `The only GPU adapter is software (${picked.description}); wasm is about ten times ` +
          'faster than that.'
        : picked.reason,
      remedy: [
        wanted === 'auto'
          ? ENABLE_GPU
          : 'Leave ?executor= out of the address to let the studio choose.',
        isolated
          ? ''
          : 'This address is not cross-origin isolated, so wasm has one thread; serve it with ' +
            'npm start to get more.',
      ]
        .filter(Boolean)
        .join(' '),
    },
  };
}
