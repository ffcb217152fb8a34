// A compiled graph on WebGPU: GPU buffers for inputs and plan slots, one prebuilt bind group per
// dispatch (its params included), and a run that encodes the recorded list again (at most three
// calls and some 3 µs per dispatch in Node) and copies the outputs asked for into one staging
// buffer. The program owns its inputs and slots; states belong to its workspace, weights to the
// executor.

import { sizeOf, storageOf, type Graph } from '../../graph/graph';
import type { Uniforms } from '../../graph/ops';
import type { InputData, OutputData, Program } from '../executor';
import { planBuffers } from './bufferPlan';
import { scoped } from './errorScopes';
import { placeBehind, type Lowered, type Place } from './lowerGraph';
import { ParamsBuffer } from './paramsBuffer';
import { accessKey, PARAMS_BINDING, PARAMS_SLOT_BYTES, type PipelineCache } from './pipelineCache';
import type { HeldWeight } from '../weights/gpuWeights';

/** What a program needs of its workspace. */
export interface ProgramHost {
  readonly device: GPUDevice;
  readonly pipelines: PipelineCache;
  /** Changes whenever a state gets another GPUBuffer. */
  readonly stateGeneration: number;
  stateBuffer(name: string, length: number): GPUBuffer;
  /**
   * Runs `work` after all earlier runs, reads and writes of this workspace, when the scheduler lets
   * it.
   */
  inOrder<T>(work: () => Promise<T> | T): Promise<T>;
  /** Waits until few enough submits are in flight. */
  submitSlot(): Promise<void> | null;
  submitted(flops: number): void;
  /** Estimated operations one submit may hold. */
  readonly submitFlops: number;
  throwIfLost(): void;
  /** After a failed map: gives the device's loss a moment to be told, then throws it. */
  throwIfBeingLost(): Promise<void>;
  programDisposed(program: WgslProgram, weights: Iterable<HeldWeight>): void;
}

interface Step {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly x: number;
  readonly y: number;
  readonly flops: number;
}

/** An output to be read back. */
interface Wanted {
  readonly name: string;
  readonly place: Place;
  readonly bytes: number;
}

interface Staging {
  readonly buffer: GPUBuffer;
  readonly bytes: number;
}

interface Reading {
  readonly staging: Staging;
  readonly total: number;
  readonly mapped: Promise<undefined>;
}

const READABLE = 0x80 | 0x4 | 0x8; // STORAGE | COPY_SRC | COPY_DST

export class WgslProgram implements Program {
  readonly dispatches: number;
  readonly activationBytes: number;
  readonly kernels: Readonly<Record<string, string>>;
  private readonly inputBuffers = new Map<string, GPUBuffer>();
  /** Empty while the program rests. */
  private slots: GPUBuffer[] = [];
  private readonly slotBytes: readonly number[];
  private readonly slotOf: readonly number[];
  private readonly nothing: GPUBuffer;
  private readonly params: ParamsBuffer;
  private readonly missingInputs: Set<string>;
  private steps: Step[] = [];
  private builtGeneration = -1;
  private readonly staging: Staging[] = [];
  private disposed = false;

  constructor(
    private readonly host: ProgramHost,
    private readonly graph: Graph,
    private readonly lowered: Lowered,
    private readonly weights: ReadonlyMap<number, HeldWeight>,
    private readonly pipelines: readonly GPUComputePipeline[],
  ) {
    const { device } = host;
    const plan = planBuffers(lowered.planned);
    this.slotOf = plan.slotOf;
    this.activationBytes = plan.slotBytes.reduce((sum, bytes) => sum + bytes, 0);
    this.dispatches = lowered.dispatches.length;
    this.kernels = lowered.kernels;
    this.slotBytes = plan.slotBytes;
    this.makeSlots();
    for (const input of graph.inputs) {
      this.inputBuffers.set(
        input.name,
        device.createBuffer({
          label: `input ${input.name}`,
          size: Math.ceil((sizeOf(input.shape) * 4) / 16) * 16,
          usage: READABLE,
        }),
      );
    }
    this.missingInputs = new Set(this.inputBuffers.keys());
    this.nothing = device.createBuffer({ label: 'nothing', size: 256, usage: READABLE });
    this.params = new ParamsBuffer(
      device,
      lowered.dispatches.map(({ dispatch }) => dispatch),
    );
    this.buildSteps();
  }

  async run(
    inputs: InputData,
    uniforms: Partial<Uniforms> = {},
    outputs: readonly string[] = Object.keys(this.graph.outputs),
  ): Promise<OutputData> {
    this.check(inputs);
    const wanted = this.wanted(outputs);
    // Copied now: the caller may refill its arrays while earlier work is still being submitted.
    const copies = Object.entries(inputs).map(([name, data]) => [name, data.slice()] as const);
    const given = { ...uniforms };
    const reading = await this.host.inOrder(async () => {
      this.throwIfUnusable();
      const { queue } = this.host.device;
      for (const [name, data] of copies) {
        queue.writeBuffer(
          this.inputBuffers.get(name)!,
          0,
          data as Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>,
        );
        this.missingInputs.delete(name);
      }
      if (this.missingInputs.size > 0)
        throw new Error(`wgsl: inputs never given: ${[...this.missingInputs].join(', ')}`);
      this.params.write(queue, given);
      if (this.slots.length < this.slotBytes.length) await this.wake();
      if (this.builtGeneration !== this.host.stateGeneration) this.buildSteps();
      for (let next = 0; next < this.steps.length;) {
        const slot = this.host.submitSlot();
        if (slot) await slot;
        this.throwIfUnusable();
        next = this.submitFrom(next);
      }
      // Mapped but not awaited here, so that later runs may be submitted while the copy is under
      // way.
      return this.copyOut(wanted);
    });
    return this.readOut(wanted, reading);
  }

  private makeSlots(): void {
    const { device } = this.host;
    this.slots = this.slotBytes.map((size, index) =>
      device.createBuffer({ label: `slot ${index}`, size, usage: READABLE }),
    );
  }

  /** Takes its memory again. Errors: OutOfMemory. */
  private async wake(): Promise<void> {
    const { checked } = scoped(this.host.device, () => this.makeSlots());
    this.builtGeneration = -1;
    try {
      await checked;
    } catch (error) {
      this.freeSlots();
      throw error;
    }
  }

  private freeSlots(): void {
    for (const slot of this.slots) slot.destroy();
    this.slots = [];
    this.steps = [];
  }

  /** What was submitted keeps its buffers until it is done. */
  rest(): Promise<void> {
    return this.host.inOrder(() => {
      if (!this.disposed) this.freeSlots();
    });
  }

  private wanted(names: readonly string[]): Wanted[] {
    return names.map((name) => {
      const tensor = this.graph.outputs[name];
      if (!tensor)
        throw new Error(
          `wgsl: no output is called ${name}; there are ` +
            `${Object.keys(this.graph.outputs).join(', ')}`,
        );
      const place = this.lowered.placeOf(storageOf(tensor));
      if (place.kind === 'weight' && this.weights.get(place.id)?.storage !== 'f32')
        throw new Error(`wgsl: output ${name} is a packed weight and cannot be read`);
      return { name, place, bytes: sizeOf(tensor.shape) * 4 };
    });
  }

  /** Copies outputs behind the work submitted so far; null where nothing is wanted. */
  private copyOut(wanted: readonly Wanted[]): Reading | null {
    const total = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total === 0) return null;
    const staging = this.takeStaging(total);
    const encoder = this.host.device.createCommandEncoder({ label: 'read' });
    let at = 0;
    for (const { place, bytes } of wanted) {
      const { buffer, offset } = this.resolve(place);
      encoder.copyBufferToBuffer(buffer, offset, staging.buffer, at, bytes);
      at += bytes;
    }
    this.host.device.queue.submit([encoder.finish()]);
    return { staging, total, mapped: staging.buffer.mapAsync(GPUMapMode.READ, 0, total) };
  }

  private async readOut(wanted: readonly Wanted[], reading: Reading | null): Promise<OutputData> {
    if (!reading) return {};
    const { staging, total, mapped } = reading;
    try {
      await mapped;
    } catch (error) {
      await this.host.throwIfBeingLost();
      throw error;
    }
    const range = staging.buffer.getMappedRange(0, total);
    const results: OutputData = {};
    let at = 0;
    for (const { name, bytes } of wanted) {
      results[name] = new Float32Array(range.slice(at, at + bytes));
      at += bytes;
    }
    staging.buffer.unmap();
    if (this.disposed || this.staging.length >= 3) staging.buffer.destroy();
    else this.staging.push(staging);
    return results;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const buffer of [...this.slots, ...this.inputBuffers.values(), this.nothing])
      buffer.destroy();
    this.params.destroy();
    for (const { buffer } of this.staging) buffer.destroy();
    this.staging.length = 0;
    this.host.programDisposed(this, this.weights.values());
  }

  private check(inputs: InputData): void {
    for (const [name, data] of Object.entries(inputs)) {
      const input = this.graph.inputs.find((known) => known.name === name);
      if (!input)
        throw new Error(
          `wgsl: no input is called ${name}; there are ` +
            `${[...this.inputBuffers.keys()].join(', ')}`,
        );
      if (data.length !== sizeOf(input.shape))
        throw new Error(
          `wgsl: input ${name} has ${data.length} numbers, [${input.shape}] wants ` +
            `${sizeOf(input.shape)}`,
        );
      if (data instanceof Int32Array !== (input.dtype === 'i32'))
        throw new Error(`wgsl: input ${name} wants ${input.dtype} numbers`);
    }
  }

  private throwIfUnusable(): void {
    this.host.throwIfLost();
    if (this.disposed) throw new Error('wgsl: this program was disposed');
  }

  /** Encodes steps from `first` until the submit's share of work is full; returns the next step. */
  private submitFrom(first: number): number {
    const { device, submitFlops } = this.host;
    const encoder = device.createCommandEncoder({ label: 'run' });
    const pass = encoder.beginComputePass();
    let flops = 0;
    let next = first;
    let pipeline: GPUComputePipeline | null = null;
    while (next < this.steps.length) {
      const step = this.steps[next]!;
      if (next > first && flops + step.flops > submitFlops) break;
      if (step.pipeline !== pipeline) pass.setPipeline((pipeline = step.pipeline));
      pass.setBindGroup(0, step.group);
      if (step.y === 1) pass.dispatchWorkgroups(step.x);
      else pass.dispatchWorkgroups(step.x, step.y);
      flops += step.flops;
      next++;
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
    this.host.submitted(flops);
    return next;
  }

  private takeStaging(bytes: number): Staging {
    const index = this.staging.findIndex(
      (free) => free.bytes >= bytes && free.bytes <= 4 * bytes + 4096,
    );
    if (index >= 0) return this.staging.splice(index, 1)[0]!;
    for (const { buffer } of this.staging) buffer.destroy();
    this.staging.length = 0;
    return {
      buffer: this.host.device.createBuffer({
        label: 'staging',
        size: bytes,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      }),
      bytes,
    };
  }

  private resolve(place: Place): { buffer: GPUBuffer; offset: number } {
    switch (place.kind) {
      case 'planned':
        return { buffer: this.slots[this.slotOf[place.index]!]!, offset: 0 };
      case 'state':
        return {
          buffer: this.host.stateBuffer(place.state, this.graph.states[place.state] ?? 0),
          offset: place.offsetBytes,
        };
      case 'input':
        return { buffer: this.inputBuffers.get(place.name)!, offset: 0 };
      case 'weight':
        return { buffer: this.weights.get(place.id)!.buffer, offset: 0 };
      case 'nothing':
        return { buffer: this.nothing, offset: 0 };
    }
  }

  /**
   * Bind groups and folded grids of all dispatches; again whenever a state moved to another buffer.
   */
  private buildSteps(): void {
    const { device, pipelines } = this.host;
    const most = device.limits.maxComputeWorkgroupsPerDimension;
    this.steps = this.lowered.dispatches.map(({ dispatch, flops }, index) => {
      const entries = dispatch.bindings.map(({ buffer }, binding): GPUBindGroupEntry => {
        const place = placeBehind(buffer);
        return { binding, resource: { ...this.resolve(place), size: place.bytes } };
      });
      entries.push({
        binding: PARAMS_BINDING,
        resource: {
          buffer: this.params.buffer,
          offset: this.params.offsetOf(index),
          size: PARAMS_SLOT_BYTES,
        },
      });
      const group = device.createBindGroup({
        label: dispatch.label,
        layout: pipelines.groupLayout(accessKey(dispatch.bindings)),
        entries,
      });
      const x = Math.min(dispatch.workgroups, most);
      return {
        pipeline: this.pipelines[index]!,
        group,
        x,
        y: Math.ceil(dispatch.workgroups / x),
        flops,
      };
    });
    this.builtGeneration = this.host.stateGeneration;
  }
}
