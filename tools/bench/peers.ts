// The contestants of one experiment, each as a task to time: the recorded WGSL executor, the same
// graph node by node on a tfjs backend, and plain tfjs with tf.variableGrads. All get the same
// inputs each step and have the loss read back.

import * as tf from '@tensorflow/tfjs-core';
import type { Executor, InputData, OutputData } from '../../src/executors/executor';
import type { WeightSources } from '../../src/executors/weights/weightSource';
import { selectBackend, type TfjsBackend } from '../../src/executors/tfjs/backend';
import { WgslExecutor } from '../../src/executors/wgsl/wgslExecutor';
import type { Graph } from '../../src/graph/graph';
import type { Uniforms } from '../../src/graph/ops';
import { measure, type Effort, type Timing } from './measure';
import { threadMs } from './threadClock';
import { PlainTfjs, type PlainOptions } from './plainTfjs';

/** One line of a table. */
export interface Line {
  readonly name: string;
  /** Null when it could not run; its `first` is the loss of the first step. */
  readonly timing: Timing | null;
  /** Why there is no timing. */
  readonly skipped?: string;
}

/** What every contestant of one experiment is given. */
export interface Experiment {
  /** The whole graph with derivatives; an output `terms` whose first column is the loss. */
  readonly graph: Graph;
  /** The forward part only, for peers that differentiate themselves. */
  readonly forward: Graph;
  readonly weights: WeightSources;
  readonly inputs: InputData;
  readonly uniforms: Partial<Uniforms>;
  /** Flat adapters (state `policy`); empty when there are none. */
  readonly adapters: Float32Array;
  readonly plain: Pick<PlainOptions, 'beta' | 'c' | 'temperature' | 'learningRate'>;
}

/** Mean of the first of `columns` columns. */
export function meanLoss(terms: Float32Array, columns = 6): number {
  let sum = 0;
  for (let i = 0; i < terms.length; i += columns) sum += terms[i]!;
  return (sum * columns) / terms.length;
}

export function failed(name: string, error: unknown): Line {
  return {
    name,
    timing: null,
    skipped: error instanceof Error ? error.message.split('\n')[0]! : String(error),
  };
}

/** CPU time spent waiting for a submit to end (polling, in Node) since it was last asked for. */
function countWaits(executor: WgslExecutor): () => number {
  let waited = 0;
  executor.submitSlot = (): Promise<void> | null => {
    const slot = WgslExecutor.prototype.submitSlot.call(executor);
    if (!slot) return null;
    const started = threadMs();
    return slot.then(() => void (waited += threadMs() - started));
  };
  return () => {
    const since = waited;
    waited = 0;
    return since;
  };
}

/** Compiles and times the graph on an executor of ours. */
export async function timeExecutor(
  name: string,
  executor: Executor,
  experiment: Experiment,
  effort: Effort,
): Promise<Line> {
  try {
    if (experiment.adapters.length > 0) {
      executor.writeState('policy', experiment.adapters.length, experiment.adapters);
      for (const state of ['adam.m', 'adam.v', 'gradients'])
        executor.writeState(state, experiment.adapters.length);
    }
    const program = await executor.compile(experiment.graph, { weights: experiment.weights });
    const { inputs, uniforms } = experiment;
    let running: Promise<OutputData> = Promise.resolve({});
    const timing = await measure(
      {
        enqueue: () => {
          running = program.run(inputs, uniforms, ['terms']);
        },
        ...(executor instanceof WgslExecutor ? { waitedMs: countWaits(executor) } : {}),
        finish: async () => meanLoss((await running)['terms']!),
      },
      effort,
    );
    program.dispose();
    return { name, timing };
  } catch (error) {
    return failed(name, error);
  }
}

/**
 * tfjs-core alone knows no derivatives; the union package registers them (in the global registry
 * all its copies share).
 */
async function registerGradients(): Promise<void> {
  if (tf.getGradient('Mean')) return;
  const { warn } = console;
  console.warn = () => undefined; // one line for each kernel registered twice
  try {
    await import('@tensorflow/tfjs');
  } finally {
    console.warn = warn;
  }
}

/** Times plain tfjs (forward ops, tf.variableGrads, tf.train.adam) on a started backend. */
export async function timePlain(
  name: string,
  backend: TfjsBackend,
  experiment: Experiment,
  effort: Effort,
): Promise<Line> {
  await registerGradients();
  selectBackend(backend);
  const before = tf.memory().numTensors;
  const plain = new PlainTfjs({
    ...experiment.plain,
    graph: experiment.forward,
    weights: experiment.weights,
    adapters: experiment.adapters,
  });
  try {
    await plain.load();
    const timing = await measure(
      { enqueue: () => plain.step(experiment.inputs), finish: () => plain.read() },
      effort,
    );
    return { name, timing };
  } catch (error) {
    return failed(name, error);
  } finally {
    plain.dispose();
    const left = tf.memory().numTensors - before;
    if (left > 0) console.error(`${name}: ${left} tensors left behind`);
  }
}
