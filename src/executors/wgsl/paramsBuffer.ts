// The params of all dispatches of a program in one uniform buffer, a slot of 256 bytes each. Slots
// that hold step uniforms stand first, so that a run rewrites them by one short upload, and only
// when a value changed.

import { DEFAULT_UNIFORMS, UNIFORM_NAMES, type UniformName, type Uniforms } from '../../graph/ops';
import type { Dispatch, Param } from '../../kernels/kernel';
import { PARAMS_SLOT_BYTES } from './pipelineCache';

const SLOT_WORDS = PARAMS_SLOT_BYTES / 4;

function isUniform(param: Param): param is { readonly uniform: UniformName } {
  return typeof param !== 'number' && 'uniform' in param;
}

export class ParamsBuffer {
  readonly buffer: GPUBuffer;
  /** Slot of each dispatch. */
  private readonly slots: Uint32Array;
  /** The slots with step uniforms, as they are on the device. */
  private readonly live: Float32Array<ArrayBuffer>;
  /** Words of `live` that each step uniform fills. */
  private readonly words = new Map<UniformName, number[]>();

  /** Errors: throws when a kernel has more than 64 params or a real number is not written {f}. */
  constructor(device: GPUDevice, dispatches: readonly Dispatch[]) {
    const moving = dispatches.map(({ params }) => params.some(isUniform));
    let nextLive = 0;
    let nextFixed = moving.filter(Boolean).length;
    this.slots = Uint32Array.from(moving, (moves) => (moves ? nextLive++ : nextFixed++));
    this.buffer = device.createBuffer({
      label: 'params',
      size: Math.max(1, dispatches.length) * PARAMS_SLOT_BYTES,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
      mappedAtCreation: true,
    });
    const range = this.buffer.getMappedRange();
    const integers = new Uint32Array(range);
    const reals = new Float32Array(range);
    dispatches.forEach(({ label, params }, index) => {
      if (params.length > SLOT_WORDS)
        throw new Error(`wgsl: ${label} has ${params.length} params, at most ${SLOT_WORDS} fit`);
      params.forEach((param, word) => {
        const at = this.slots[index]! * SLOT_WORDS + word;
        if (isUniform(param)) {
          reals[at] = DEFAULT_UNIFORMS[param.uniform];
          this.words.set(param.uniform, [...(this.words.get(param.uniform) ?? []), at]);
        } else if (typeof param !== 'number') reals[at] = param.f;
        else if (Number.isInteger(param)) integers[at] = param;
        else
          throw new Error(
            `wgsl: ${label}: param ${word} is ${param}; real numbers are written {f: ${param}}`,
          );
      });
    });
    this.live = new Float32Array(range.slice(0, nextLive * PARAMS_SLOT_BYTES));
    this.buffer.unmap();
  }

  /** Where the params of dispatch `index` stand, in bytes. */
  offsetOf(index: number): number {
    return this.slots[index]! * PARAMS_SLOT_BYTES;
  }

  /**
   * Brings the step uniforms of the coming run to the device; those not given keep their values.
   */
  write(queue: GPUQueue, uniforms: Partial<Uniforms>): void {
    let changed = false;
    for (const name of UNIFORM_NAMES) {
      const value = uniforms[name];
      const words = value === undefined ? undefined : this.words.get(name);
      if (value === undefined || words === undefined) continue;
      const rounded = Math.fround(value);
      for (const word of words) {
        if (this.live[word] === rounded) continue;
        this.live[word] = rounded;
        changed = true;
      }
    }
    if (changed) queue.writeBuffer(this.buffer, 0, this.live);
  }

  destroy(): void {
    this.buffer.destroy();
  }
}
