// The executors under test and how a case is put to them: each runs it, its comparisons become one
// line, what it throws becomes a FAILED line with the reason. The wgsl executor runs a model whose
// file is F32 once more with its matrices kept as f16.

import { installDawn } from '../../src/device/dawnNode';
import { pickDevice } from '../../src/device/pickDevice';
import type {
  CompileOptions,
  Executor,
  ExecutorName,
  InputData,
  WeightStorage,
} from '../../src/executors/executor';
import { createTfjsExecutor } from '../../src/executors/tfjs/tfjsExecutor';
import { createWgslExecutor } from '../../src/executors/wgsl/wgslExecutor';
import type { Graph } from '../../src/graph/graph';
import type { Uniforms } from '../../src/graph/ops';
import { StudioError } from '../../src/errors';
import { largest } from './recorded';
import { reasonOf, type Comparison, type Report } from './report';

/** What runs where nothing else is asked for. */
export const EXECUTORS = [
  'wgsl',
  'tfjs-cpu',
  'tfjs-wasm',
] as const satisfies readonly ExecutorName[];
/** wgsl with the kernels furthest from the portable ones: tiles in workgroup memory. */
export const WORKGROUP = 'wgsl-workgroup';
export const ALL_EXECUTORS = [...EXECUTORS, WORKGROUP] as const;
export type ParityExecutor = (typeof ALL_EXECUTORS)[number];

/**
 * Allowed error with weights rounded to f16: each is off by up to 2⁻¹¹ of itself (4.9e-4), and a
 * handful of layers add up.
 *  Relative to the largest recorded value.
 */
export const HALF_TOLERANCE = 4e-3;

/** One way of running a case. */
export interface Target {
  readonly executor: Executor;
  readonly label: string;
  readonly half: boolean;
}

interface Opened {
  readonly name: ParityExecutor;
  readonly executor: Executor | null;
  /** Why there is none, and what to do. */
  readonly missing: string;
}

export class Suite {
  /** Errors of the device that no scope caught, since last asked. */
  private readonly uncaptured: string[] = [];
  private opened: Opened[] = [];

  constructor(readonly report: Report) {}

  /** Starts the executors; one that cannot start fails each of its cases. */
  async open(names: readonly ParityExecutor[]): Promise<void> {
    for (const name of names) {
      try {
        this.opened.push({ name, executor: await this.start(name), missing: '' });
      } catch (error) {
        this.opened.push({ name, executor: null, missing: reasonOf(error) });
      }
    }
  }

  /** What runs, in words. */
  descriptions(): string[] {
    return this.opened.map(
      ({ name, executor, missing }) => `${name}: ${executor?.description ?? missing}`,
    );
  }

  private async start(name: ParityExecutor): Promise<Executor> {
    if (name === 'tfjs-cpu') return createTfjsExecutor('cpu');
    if (name === 'tfjs-wasm') return createTfjsExecutor('wasm');
    const picked = await pickDevice({
      gpu: await installDawn(),
      onUncapturedError: (message) => this.uncaptured.push(message),
    });
    if ('reason' in picked) throw new Error(`no WebGPU device: ${picked.reason}`);
    if (name !== WORKGROUP) return createWgslExecutor(picked);
    return createWgslExecutor(picked, {
      profile: { workgroupMemory: true, software: false },
      choices: { get: (_, candidates) => candidates.at(-1) },
    });
  }

  /**
   * Puts a case to every executor. `wide`: the model's file is F32, so wgsl runs it with f16
   * storage too.
   *  `measure` makes the comparisons; with f16 storage their tolerances are widened by `relaxed`.
   */
  async run(
    name: string,
    wide: boolean,
    measure: (target: Target) => Promise<Comparison[]>,
  ): Promise<void> {
    for (const { name: executorName, executor, missing } of this.opened) {
      const halves = wide && executorName === 'wgsl' ? [false, true] : [false];
      for (const half of halves) {
        const label = `${executorName}${half ? ' (f16 storage)' : ''}`;
        if (executor === null) {
          this.report.failed(name, label, missing);
          continue;
        }
        try {
          const comparisons = await measure({ executor, label, half });
          const [error] = this.uncaptured.splice(0);
          if (error === undefined) this.report.measured(name, label, comparisons);
          else this.report.failed(name, label, `device error: ${error.split('\n')[0]}`);
        } catch (error) {
          this.report.failed(name, label, reasonOf(error));
        }
      }
    }
  }

  /** Runs a case that needs no executor. */
  host(name: string, measure: () => Comparison[]): void {
    try {
      this.report.measured(name, 'host', measure());
    } catch (error) {
      this.report.failed(name, 'host', reasonOf(error));
    }
  }

  /**
   * Prepares a case; what the studio has no code for is unknown, anything else thrown fails it.
   * Null when it cannot be run.
   */
  prepare<T>(name: string, make: () => T): T | null {
    try {
      return make();
    } catch (error) {
      if (error instanceof StudioError && error.kind === 'Unsupported')
        this.report.unknown(name, error.message);
      else this.report.failed(name, 'host', reasonOf(error));
      return null;
    }
  }
}

/** Widens tolerances for weights kept as f16, by `half` of the largest recorded value. */
export function relaxed(
  comparison: Comparison,
  recorded: ArrayLike<number>,
  target: Target,
  half = HALF_TOLERANCE,
): Comparison {
  return target.half
    ? { ...comparison, tolerance: Math.max(comparison.tolerance, half * largest(recorded)) }
    : comparison;
}

/** Compiles, runs once, reads all outputs and frees the program. */
export async function runOnce(
  target: Target,
  graph: Graph,
  weights: CompileOptions['weights'],
  inputs: InputData,
  uniforms: Partial<Uniforms> = {},
  storage: WeightStorage = target.half ? 'f16' : 'file',
): Promise<Record<string, Float32Array>> {
  const program = await target.executor.compile(graph, { weights, weightStorage: storage });
  try {
    return await program.run(inputs, uniforms);
  } finally {
    program.dispose();
  }
}
