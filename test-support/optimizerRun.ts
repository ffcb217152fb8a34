// An optimizer's recorded trajectory (torch.optim, fixtures/optim/optimizers.json) taken on an
// executor: the tensors lie in one flat state as adapters do, each step writes the recorded
// gradients, and norm, clip and update run as in a training step.

import { StudioError } from '../src/errors';
import type { Executor } from '../src/executors/executor';
import { alignedLength, GraphBuilder, type Graph } from '../src/graph/graph';
import type { Uniforms } from '../src/graph/ops';

type Tensors = readonly unknown[];

export interface RecordedOptimizer {
  readonly class: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** Largest norm of the gradient; null = not clipped. */
  readonly clip: number | null;
  readonly f64: {
    readonly init: Tensors;
    /** [step][tensor]. */
    readonly grads: readonly Tensors[];
    readonly steps: readonly { readonly total_norm: number | null; readonly params: Tensors }[];
    /** Moments at the end; null where the optimizer keeps none. */
    readonly m: Tensors | null;
    readonly v: Tensors | null;
  };
}

export interface OptimizerRun {
  /** Lays tensors out as the states are. */
  readonly flat: (tensors: Tensors) => Float32Array;
  /** After each step. */
  readonly norms: readonly number[];
  readonly parameters: readonly Float32Array[];
  readonly m: Float32Array;
  readonly v: Float32Array;
}

const STATES = { parameters: 'test.p', gradients: 'test.g', m: 'test.m', v: 'test.v' } as const;
/** Arguments of torch.optim that change how, not what, is computed. */
const NO_EFFECT: readonly string[] = ['foreach', 'fused', 'capturable', 'differentiable'];

interface Recipe {
  readonly graph: Graph;
  /** Of step `step`, counted from 0. */
  readonly uniforms: (step: number) => Partial<Uniforms>;
}

/**
 * The recorded optimizer as a graph and its numbers. Errors: StudioError Unsupported for a class or
 * an argument there is no code for.
 */
export function optimizerRecipe(
  { class: name, kwargs, clip }: RecordedOptimizer,
  length: number,
): Recipe {
  const left = new Map(
    Object.entries(kwargs).filter(
      ([key, value]) => !NO_EFFECT.includes(key) && value !== null && value !== false,
    ),
  );
  const take = <T>(key: string, fallback: T): T => {
    const value = left.get(key) as T | undefined;
    left.delete(key);
    return value ?? fallback;
  };
  const builder = new GraphBuilder();
  for (const state of Object.values(STATES)) builder.declareState(state, length);
  const [p, g, m, v] = Object.values(STATES).map((state) => builder.state(state, 0, [length]));
  const norm = builder.gradientNorm(g!);
  let uniforms: Recipe['uniforms'];
  if (name === 'AdamW' || name === 'Adam') {
    const [adamBeta1, adamBeta2] = take<readonly [number, number]>('betas', [0.9, 0.999]);
    const common = {
      learningRate: take('lr', 1e-3),
      adamBeta1,
      adamBeta2,
      adamEpsilon: take('eps', 1e-8),
      weightDecay: take('weight_decay', name === 'AdamW' ? 0.01 : 0),
    };
    builder.adamw(p!, g!, m!, v!, norm, { coupled: name === 'Adam' });
    uniforms = (step) => ({
      ...common,
      biasCorrection1: 1 - adamBeta1 ** (step + 1),
      biasCorrection2: 1 - adamBeta2 ** (step + 1),
    });
  } else if (name === 'SGD') {
    const momentum = take('momentum', 0);
    const dampening = take('dampening', 0);
    const common = {
      learningRate: take('lr', 1e-3),
      momentum,
      weightDecay: take('weight_decay', 0),
    };
    builder.sgd(p!, g!, m!, norm, { nesterov: take('nesterov', false) });
    // The buffer starts as the first gradient whole; without momentum there is none, and nothing is
    // damped.
    uniforms = (step) => ({
      ...common,
      gradientShare: step === 0 || momentum === 0 ? 1 : 1 - dampening,
    });
  } else
    throw new StudioError(
      'Unsupported',
      `The optimizer ${name} has no code.`,
      'Use AdamW, Adam or SGD.',
    );
  if (left.size > 0)
    throw new StudioError(
      'Unsupported',
      `${name} was recorded with ` +
        `${[...left].map(([key, value]) => `${key} = ${JSON.stringify(value)}`).join(', ')}, ` +
        'which there is no code for.',
      'Leave it at its default.',
    );
  builder.output('norm', norm);
  return {
    graph: builder.build(),
    uniforms: (step) => ({ ...uniforms(step), maxGradNorm: clip ?? 0 }),
  };
}

function layout(init: Tensors): { length: number; flat: OptimizerRun['flat'] } {
  const sizes = init.map((tensor) => (tensor as unknown[]).flat(9).length);
  const offsets: number[] = [];
  let length = 0;
  for (const size of sizes) {
    offsets.push(length);
    length += alignedLength(size);
  }
  return {
    length,
    flat: (tensors) => {
      const data = new Float32Array(length);
      tensors.forEach((tensor, i) => data.set((tensor as number[]).flat(9), offsets[i]));
      return data;
    },
  };
}

/** Errors: as optimizerRecipe. */
export function checkOptimizer(recorded: RecordedOptimizer): RecordedOptimizer {
  optimizerRecipe(recorded, 4);
  return recorded;
}

/** Takes every recorded step. Errors: as optimizerRecipe. */
export async function followOptimizer(
  executor: Executor,
  recorded: RecordedOptimizer,
): Promise<OptimizerRun> {
  const { init, grads, steps } = recorded.f64;
  const { length, flat } = layout(init);
  const { graph, uniforms } = optimizerRecipe(recorded, length);
  for (const state of Object.values(STATES))
    executor.writeState(
      state,
      length,
      state === STATES.parameters ? flat(init) : new Float32Array(length),
    );
  const program = await executor.compile(graph, { weights: {} });
  const [norms, parameters]: [number[], Float32Array[]] = [[], []];
  try {
    for (const step of steps.keys()) {
      executor.writeState(STATES.gradients, length, flat(grads[step]!));
      norms.push((await program.run({}, uniforms(step), ['norm']))['norm']![0]!);
      parameters.push(await executor.readState(STATES.parameters));
    }
    return {
      flat,
      norms,
      parameters,
      m: await executor.readState(STATES.m),
      v: await executor.readState(STATES.v),
    };
  } finally {
    program.dispose();
    for (const state of Object.values(STATES)) executor.dropState(state);
  }
}
