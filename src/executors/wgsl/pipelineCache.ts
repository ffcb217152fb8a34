// One pipeline per (WGSL, constants, bindings' access) and device, all missing ones built at once.
// Layouts are explicit: @group(0) holds the dispatch's storage buffers and, at PARAMS_BINDING, its
// slot of params.

import { StudioError } from '../../errors';
import { executorErrors } from '../../strings/errors/executors';
import type { Binding, Dispatch } from '../../kernels/kernel';
import { withPrelude } from '../../kernels/prelude/prelude';

/** Bytes of one dispatch's params slot: WebGPU's default alignment of uniform offsets. */
export const PARAMS_SLOT_BYTES = 256;
/** Binding of a kernel's `Params` in @group(0). */
export const PARAMS_BINDING = 8;

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
  private readonly groupLayouts = new Map<string, GPUBindGroupLayout>();
  private readonly pipelineLayouts = new Map<string, GPUPipelineLayout>();

  constructor(private readonly device: GPUDevice) {}

  /** Layout of @group(0) for storage buffers of this access. */
  groupLayout(access: string): GPUBindGroupLayout {
    let layout = this.groupLayouts.get(access);
    if (!layout) {
      layout = this.device.createBindGroupLayout({
        label: `storage ${access} and params`,
        entries: [
          ...[...access].map((letter, binding): GPUBindGroupLayoutEntry => ({
            binding,
            visibility: GPUShaderStage.COMPUTE,
            buffer: { type: letter === 'r' ? 'read-only-storage' : 'storage' },
          })),
          {
            binding: PARAMS_BINDING,
            visibility: GPUShaderStage.COMPUTE,
            buffer: { type: 'uniform', minBindingSize: PARAMS_SLOT_BYTES },
          },
        ],
      });
      this.groupLayouts.set(access, layout);
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
      module = device.createShaderModule({
        label: dispatch.label,
        code: withPrelude(dispatch.wgsl),
      });
      this.modules.set(dispatch.wgsl, module);
    }
    const access = accessKey(dispatch.bindings);
    let layout = this.pipelineLayouts.get(access);
    if (!layout) {
      layout = device.createPipelineLayout({ bindGroupLayouts: [this.groupLayout(access)] });
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
        .map((message) => executorErrors.line(message.lineNum, message.message))
        .join('\n');
      const reason = [said, error instanceof Error ? error.message : String(error)]
        .filter((part) => part !== '')
        .join('\n');
      throw new StudioError('Unsupported', ...executorErrors.kernelFailed(dispatch.label, reason));
    }
  }
}
