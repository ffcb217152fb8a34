// The WebGPU executor: it compiles graphs to recorded dispatches (lowerGraph, wgslProgram), keeps
// frozen weights on the device, orders the work of all workspaces, and cuts it into submits of
// bounded estimated time with at most two in flight (Windows resets a GPU held for about two
// seconds, and the page's compositor shares the queue).

import type { PickedDevice } from '../../device/pickDevice';
import { StudioError } from '../../errors';
import { executorErrors } from '../../strings/errors/executors';
import { sizeOf, type Graph } from '../../graph/graph';
import { profileOf, type DeviceProfile } from '../../kernels/deviceProfile';
import type { Lowering, Storage } from '../../kernels/kernel';
import { lowerings } from '../../kernels/lowerings';
import type { OpKind } from '../../graph/ops';
import type { CompileOptions, Executor } from '../executor';
import { DeviceScheduler, type DeviceUse } from '../scheduler';
import {
  GpuWeights,
  wantedWeights,
  type HeldWeight,
  type WantedWeight,
} from '../weights/gpuWeights';
import {
  describeNode,
  lowerGraph,
  type GraphChooser,
  type KernelChoices,
  type Lowered,
} from './lowerGraph';
import { scoped } from './errorScopes';
import { PipelineCache } from './pipelineCache';
import { WgslProgram } from './wgslProgram';
import { WgslWorkspace, type DeviceShare } from './wgslWorkspace';

const MAX_IN_FLIGHT = 2;
/** Memory is probed in buffers of this size. */
const PROBE_BYTES = 64 * 2 ** 20;
/** Time one submit should take. */
const SUBMIT_MS = 50;
/**
 * Assumed speed before anything was measured, operations per ms: 300 GFLOP/s on a GPU, 0.3 on a
 * software adapter.
 */
const FIRST_RATE = { gpu: 3e8, software: 3e5 };

export interface WgslOptions {
  /**
   * Facts to choose kernels by instead of the device's own: tests and benchmarks compare kernels.
   */
  readonly profile?: Partial<DeviceProfile>;
  /** Kernels measured to be fastest on this device; without, rules choose. */
  readonly choices?: KernelChoices;
  /** Measures kernels for a graph that is compiled, on a real GPU (KernelChooser). */
  readonly chooser?: GraphChooser;
  /** Lets tests put kernels in or leave them out. */
  readonly lowerings?: Partial<Record<OpKind, Lowering>>;
}

export class WgslExecutor implements Executor, DeviceShare {
  readonly name = 'wgsl' as const;
  readonly description: string;
  readonly device: GPUDevice;
  readonly lost: Promise<string>;
  readonly pipelines: PipelineCache;
  readonly profile: DeviceProfile;
  /** True after `dispose`: nothing can be compiled or run any more. */
  disposed = false;
  private readonly weights: GpuWeights;
  private readonly scheduler = new DeviceScheduler();
  private readonly workspaces = new Set<WgslWorkspace>();
  private readonly own: WgslWorkspace;
  private readonly inFlight: Promise<void>[] = [];
  private rate: number;
  private lostReason: string | null = null;
  private lastDone = 0;

  constructor(
    private readonly picked: PickedDevice,
    private readonly options: WgslOptions = {},
  ) {
    this.device = picked.device;
    this.description = picked.description;
    // Whoever disposes the executor wishes its device away: that is no loss.
    this.lost = new Promise((resolve) => {
      void picked.lost.then((reason) => {
        if (!this.disposed) resolve(reason);
      });
    });
    this.pipelines = new PipelineCache(this.device);
    this.profile = {
      ...profileOf(picked.device, picked.adapterInfo, picked.isFallback),
      ...options.profile,
    };
    this.weights = new GpuWeights(this.device);
    this.rate = picked.isFallback ? FIRST_RATE.software : FIRST_RATE.gpu;
    this.own = this.openWorkspace('step');
    void this.lost.then((reason) => (this.lostReason = reason));
  }

  freeUnusedWeights(): void {
    this.weights.freeUnused();
  }

  openWorkspace(use: DeviceUse): WgslWorkspace {
    const workspace = new WgslWorkspace(this, this.scheduler.openLane(use));
    this.workspaces.add(workspace);
    return workspace;
  }

  workspaceClosed(workspace: WgslWorkspace): void {
    this.workspaces.delete(workspace);
  }

  compile(graph: Graph, options: CompileOptions): Promise<WgslProgram> {
    return this.own.compile(graph, options);
  }
  writeState(name: string, length: number, data?: Float32Array): void {
    this.own.writeState(name, length, data);
  }
  readState(name: string): Promise<Float32Array> {
    return this.own.readState(name);
  }
  dropState(name: string): void {
    this.own.dropState(name);
  }

  async compileFor(
    workspace: WgslWorkspace,
    graph: Graph,
    options: CompileOptions,
  ): Promise<WgslProgram> {
    this.throwIfLost();
    const table: Record<OpKind, Lowering> = { ...lowerings, ...this.options.lowerings };
    for (const [name, length] of Object.entries(graph.states)) {
      const known = workspace.stateLength(name);
      if (known === undefined) workspace.writeState(name, length);
      else if (known !== length)
        throw new StudioError('BadSettings', ...executorErrors.otherState(name, known, length));
    }
    const wanted = wantedWeights(graph, options);
    const storages = new Map(wanted.map(({ tensor, storage }) => [tensor.id, storage]));
    const weightStorage = (id: number): Storage => storages.get(id) ?? 'f32';
    const { chooser } = this.options;
    const { kernels = {} } = options;
    const measured =
      chooser && !this.profile.software
        ? await chooser.choicesFor(graph, this.profile, weightStorage, kernels)
        : this.options.choices;
    const choices: KernelChoices = {
      get: (key, candidates, node) =>
        candidates.find((kernel) => kernel === kernels[key]) ??
        measured?.get(key, candidates, node),
    };
    const lowered = lowerGraph(graph, {
      lowerings: table,
      profile: this.profile,
      choices,
      weightStorage,
    });
    this.checkSizes(lowered, wanted);
    await workspace.statesMade();
    let held = await this.weights.hold(wanted);
    try {
      const pipelines = await this.pipelines.pipelinesFor(
        lowered.dispatches.map(({ dispatch }) => dispatch),
      );
      this.throwIfLost();
      const { result: program, checked } = scoped(
        this.device,
        () => new WgslProgram(workspace, graph, lowered, held, pipelines),
      );
      workspace.programMade(program);
      try {
        await checked;
      } catch (error) {
        held = new Map();
        program.dispose();
        throw error;
      }
      this.weights.freeUnused();
      return program;
    } catch (error) {
      this.weights.release(held.values());
      throw error;
    }
  }

  get memory(): this {
    return this;
  }

  /** Bytes of all frozen weights on the device. */
  get weightBytes(): number {
    return this.weights.bytes;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const workspace of this.workspaces) workspace.dispose();
    this.weights.dispose();
    this.device.destroy();
  }

  submitSlot(): Promise<void> | null {
    return this.inFlight.length < MAX_IN_FLIGHT ? null : this.inFlight[0]!;
  }

  submitted(flops: number): void {
    const started = performance.now();
    const done = this.device.queue.onSubmittedWorkDone().then(
      () => {
        const now = performance.now();
        const elapsed = now - Math.max(started, this.lastDone);
        this.lastDone = now;
        this.inFlight.splice(this.inFlight.indexOf(done), 1);
        // Only submits long enough to time say something; half of each new measurement is believed.
        if (elapsed > 2) this.rate = 0.5 * this.rate + 0.5 * (flops / elapsed);
      },
      () => {
        this.inFlight.splice(this.inFlight.indexOf(done), 1);
      },
    );
    this.inFlight.push(done);
  }

  get submitFlops(): number {
    return this.rate * SUBMIT_MS * (this.picked.isFallback ? 10 : 1);
  }

  throwIfLost(): void {
    if (this.disposed) throw new Error('wgsl: this executor was disposed');
    if (this.lostReason !== null)
      throw new StudioError(
        'DeviceLost',
        ...executorErrors.gpuLost(this.lostReason.replace(/\.$/u, '')),
      );
  }

  async throwIfBeingLost(): Promise<void> {
    await Promise.race([this.lost, new Promise((resolve) => setTimeout(resolve, 50))]);
    this.throwIfLost();
  }

  releaseWeights(weights: Iterable<HeldWeight>): void {
    this.weights.release(weights);
  }

  /** Refuses what the device's limits cannot hold, before a weight is read or a buffer made. */
  private checkSizes(lowered: Lowered, weights: readonly WantedWeight[]): void {
    const most = Math.min(
      this.device.limits.maxStorageBufferBindingSize,
      this.device.limits.maxBufferSize,
    );
    const said = executorErrors;
    const refuse = (what: string, bytes: number, remedy: string): never => {
      throw new StudioError(
        'OutOfMemory',
        said.bufferTooLarge(what, Math.round(bytes / 2 ** 20), Math.round(most / 2 ** 20)),
        remedy,
      );
    };
    for (const { tensor, bytes, storage } of weights)
      if (bytes > most)
        refuse(said.weight(tensor.name), bytes, said.storeAs(storage === 'f32' ? 'f16' : 'int8'));
    for (const { node } of lowered.dispatches) {
      for (const tensor of [...node.inputs, ...node.outputs]) {
        const bytes = tensor ? sizeOf(tensor.shape) * 4 : 0;
        if (bytes > most && tensor?.source.kind !== 'weight')
          refuse(describeNode(node), bytes, said.smallerBatch);
      }
    }
    for (const { bytes } of lowered.planned)
      if (bytes > most) refuse(said.scratch, bytes, said.smallerBatch);
  }

  /**
   * Bytes of buffers that the device gives beside those it holds, at most `wanted`: found by asking
   * for them and giving them back. Errors: of a lost device.
   */
  async probeMemory(wanted: number): Promise<number> {
    this.throwIfLost();
    this.weights.freeUnused();
    const buffers: GPUBuffer[] = [];
    let most = Math.min(PROBE_BYTES, this.device.limits.maxBufferSize);
    let given = 0;
    try {
      // A buffer that is refused is asked for at half its size, down to a 64th of the whole.
      while (given < wanted && most >= wanted / 64) {
        const size = Math.ceil(Math.min(most, wanted - given) / 4) * 4;
        const { result, checked } = scoped(this.device, () =>
          this.device.createBuffer({ label: 'probe', size, usage: GPUBufferUsage.STORAGE }),
        );
        const refused = await checked.then(
          () => false,
          (error: unknown) => {
            if (error instanceof StudioError) return true;
            throw error;
          },
        );
        if (refused) {
          result.destroy();
          most = size / 2;
        } else {
          buffers.push(result);
          given += size;
        }
      }
    } finally {
      for (const buffer of buffers) buffer.destroy();
    }
    return given;
  }
}

/** An executor over a picked device; it owns the device from here on. */
export function createWgslExecutor(picked: PickedDevice, options: WgslOptions = {}): WgslExecutor {
  return new WgslExecutor(picked, options);
}
