// One pipeline per (WGSL, constants, bindings' access) and device, all missing ones built at once.
// Layouts are explicit:
// @group(0) holds the dispatch's storage buffers, @group(1) the params slot (dynamic offset) and
// the step uniforms.

import { StudioError } from '../../errors';
import { UNIFORM_NAMES } from '../../graph/ops';
import type { Binding, Dispatch } from '../../kernels/kernel';

/** Bytes of one dispatch's params slot. */
export const PARAMS_SLOT_BYTES = 256;
/**
 * Bytes of the step uniforms: f32 each. A kernel's struct may stop before those it does not read.
 */
export const STEP_UNIFORM_BYTES = 4 * UNIFORM_NAMES.length;

/** What tells bind group layouts apart, e.g. "rrrw". */
export function accessKey(bindings: readonly Binding[]): string {
  return bindings.map((binding) => (binding.access === 'read' ? 'r' : 'w')).join('');
}

/** What tells pipelines apart. */
export function pipelineKey(dispatch: Dispatch): string {
  const constants = dispatch.constants
    ? Object.entries(dispatch.constants)
        .map(([name, value]) => `${name}=${value}`)
        .sort()
        .join()
    : '';
  return `${accessKey(dispatch.bindings)}|${constants}|${dispatch.wgsl}`;
}

export class PipelineCache {
  private readonly modules = new Map<string, GPUShaderModule>();
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();
  private readonly storageLayouts = new Map<string, GPUBindGroupLayout>();
  private readonly pipelineLayouts = new Map<string, GPUPipelineLayout>();
  readonly uniformLayout: GPUBindGroupLayout;

  constructor(private readonly device: GPUDevice) {
    this.uniformLayout = device.createBindGroupLayout({
      label: 'params and step uniforms',
      entries: [
        {
          binding: 0,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize: PARAMS_SLOT_BYTES },
        },
        {
          binding: 1,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: 'uniform', minBindingSize: STEP_UNIFORM_BYTES },
        },
      ],
    });
  }

  /** Bind group layout of @group(0). */
  storageLayout(access: string): GPUBindGroupLayout {
    let layout = this.storageLayouts.get(access);
    if (!layout) {
      layout = this.device.createBindGroupLayout({
        label: `storage ${access}`,
        entries: [...access].map((letter, binding) => ({
          binding,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: letter === 'r' ? 'read-only-storage' : 'storage' },
        })),
      });
      this.storageLayouts.set(access, layout);
    }
    return layout;
  }

  /** The pipelines of these dispatches, in order; builds what is missing, all at once. */
  async pipelinesFor(dispatches: readonly Dispatch[]): Promise<GPUComputePipeline[]> {
    return Promise.all(dispatches.map((dispatch) => this.pipeline(dispatch)));
  }

  private pipeline(dispatch: Dispatch): Promise<GPUComputePipeline> {
    const key = pipelineKey(dispatch);
    let pipeline = this.pipelines.get(key);
    if (!pipeline) {
      pipeline = this.build(dispatch);
      this.pipelines.set(key, pipeline);
      pipeline.catch(() => this.pipelines.delete(key));
    }
    return pipeline;
  }

  private async build(dispatch: Dispatch): Promise<GPUComputePipeline> {
    const { device } = this;
    device.pushErrorScope('validation');
    let module = this.modules.get(dispatch.wgsl);
    if (!module) {
      module = device.createShaderModule({ label: dispatch.label, code: dispatch.wgsl });
      this.modules.set(dispatch.wgsl, module);
    }
    const access = accessKey(dispatch.bindings);
    let layout = this.pipelineLayouts.get(access);
    if (!layout) {
      layout = device.createPipelineLayout({
        bindGroupLayouts: [this.storageLayout(access), this.uniformLayout],
      });
      this.pipelineLayouts.set(access, layout);
    }
    const scope = device.popErrorScope();
    const wanted = device.createComputePipelineAsync({
      label: dispatch.label,
      layout,
      compute: {
        module,
        entryPoint: 'main',
        ...(dispatch.constants ? { constants: dispatch.constants } : {}),
      },
    });
    try {
      const [pipeline] = await Promise.all([wanted, scope]);
      return pipeline;
    } catch (error) {
      const said = (await module.getCompilationInfo()).messages
        .map((message) => `line ${message.lineNum}: ${message.message}`)
        .join('\n');
      const reason = [said, error instanceof Error ? error.message : String(error)]
        .filter((part) => part !== '')
        .join('\n');
      throw new StudioError(
        'Unsupported',
        `The GPU kernel "${dispatch.label}" does not compile on this device:\n${reason}`,
        'Choose the wasm executor in the device panel, and report the message with your GPU ' +
          'and browser.',
      );
    }
  }
}
