// A workspace of the WebGPU executor: flat states as one GPUBuffer each, under names of its own,
// and the lane in which its runs, reads and writes happen. Programs are made by the executor.

import type { Graph } from '../../graph/graph';
import type { CompileOptions, Workspace } from '../executor';
import type { Lane } from '../scheduler';
import { scoped } from './errorScopes';
import type { PipelineCache } from './pipelineCache';
import type { HeldWeight } from '../weights/gpuWeights';
import type { ProgramHost, WgslProgram } from './wgslProgram';

/** What the workspaces of a device share; see ProgramHost for what its members do. */
export interface DeviceShare extends Omit<
  ProgramHost,
  'stateGeneration' | 'stateBuffer' | 'inOrder' | 'programDisposed'
> {
  compileFor(workspace: WgslWorkspace, graph: Graph, options: CompileOptions): Promise<WgslProgram>;
  /** Told when a workspace is disposed. */
  workspaceClosed(workspace: WgslWorkspace): void;
  releaseWeights(weights: Iterable<HeldWeight>): void;
}

interface State {
  readonly buffer: GPUBuffer;
  readonly length: number;
}

export class WgslWorkspace implements Workspace, ProgramHost {
  stateGeneration = 0;
  private readonly states = new Map<string, State>();
  private readonly programs = new Set<WgslProgram>();
  /** Whether the device had room for each state made since the last program. */
  private made: Promise<void>[] = [];

  constructor(
    private readonly share: DeviceShare,
    private readonly lane: Lane,
  ) {}

  get device(): GPUDevice {
    return this.share.device;
  }
  get pipelines(): PipelineCache {
    return this.share.pipelines;
  }
  get submitFlops(): number {
    return this.share.submitFlops;
  }
  submitSlot(): Promise<void> | null {
    return this.share.submitSlot();
  }
  submitted(flops: number): void {
    this.share.submitted(flops);
  }
  throwIfLost(): void {
    this.share.throwIfLost();
  }
  throwIfBeingLost(): Promise<void> {
    return this.share.throwIfBeingLost();
  }

  compile(graph: Graph, options: CompileOptions): Promise<WgslProgram> {
    return this.share.compileFor(this, graph, options);
  }

  /** Told of a program made for this workspace. */
  programMade(program: WgslProgram): void {
    this.programs.add(program);
  }
  programDisposed(program: WgslProgram, weights: Iterable<HeldWeight>): void {
    this.programs.delete(program);
    this.share.releaseWeights(weights);
  }

  inOrder<T>(work: () => Promise<T> | T): Promise<T> {
    return this.lane.run(work);
  }

  /** Numbers of a state; undefined where there is none of that name. */
  stateLength(name: string): number | undefined {
    return this.states.get(name)?.length;
  }

  writeState(name: string, length: number, data?: Float32Array): void {
    if (data && data.length !== length)
      throw new Error(`wgsl: state ${name} of ${length} numbers was given ${data.length}`);
    const copy = data?.slice();
    const known = this.states.get(name);
    if (known?.length !== length) {
      known?.buffer.destroy();
      const bytes = Math.ceil(length / 64) * 256;
      const { result: buffer, checked } = scoped(this.device, () =>
        this.device.createBuffer({
          label: `state ${name}`,
          size: bytes,
          usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
        }),
      );
      checked.catch(() => undefined);
      this.made.push(checked);
      this.states.set(name, { buffer, length });
      this.stateGeneration++;
      if (!copy) return;
    }
    const write = (): void => {
      const state = this.states.get(name);
      if (state?.length !== length) return;
      this.throwIfLost();
      this.device.queue.writeBuffer(
        state.buffer,
        0,
        (copy ?? new Float32Array(length)) as Float32Array<ArrayBuffer>,
      );
    };
    // A device that is lost says so at the next run.
    this.lane.run(write, 'reading').catch(() => undefined);
  }

  async readState(name: string): Promise<Float32Array> {
    const { staging, mapped } = await this.lane.run(() => {
      this.throwIfLost();
      const state = this.states.get(name);
      if (!state) throw new Error(`wgsl: no state is called ${name}`);
      const bytes = state.length * 4;
      const buffer = this.device.createBuffer({
        label: `read ${name}`,
        size: bytes,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      });
      const encoder = this.device.createCommandEncoder();
      encoder.copyBufferToBuffer(state.buffer, 0, buffer, 0, bytes);
      this.device.queue.submit([encoder.finish()]);
      return { staging: buffer, mapped: buffer.mapAsync(GPUMapMode.READ) };
    }, 'reading');
    try {
      await mapped;
      return new Float32Array(staging.getMappedRange().slice(0));
    } catch (error) {
      await this.throwIfBeingLost();
      throw error;
    } finally {
      staging.destroy();
    }
  }

  /** Errors: OutOfMemory where the device had no room for a state. */
  async statesMade(): Promise<void> {
    await Promise.all(this.made);
    this.made = [];
  }

  dropState(name: string): void {
    this.states.get(name)?.buffer.destroy();
    if (this.states.delete(name)) this.stateGeneration++;
  }

  stateBuffer(name: string, length: number): GPUBuffer {
    const state = this.states.get(name);
    if (!state) throw new Error(`wgsl: state ${name} was dropped while a program still uses it`);
    if (state.length !== length)
      throw new Error(
        `wgsl: state ${name} holds ${state.length} numbers, the program was compiled for ` +
          `${length}`,
      );
    return state.buffer;
  }

  dispose(): void {
    for (const program of this.programs) program.dispose();
    for (const name of this.states.keys()) this.dropState(name);
    this.share.workspaceClosed(this);
  }
}
