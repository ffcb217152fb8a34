// The bench's diffusion model: a multilayer perceptron that predicts the noise of a point at a
// timestep, of the same graph, layers, adapters, objectives and optimizers as the image models. Its
// layers have no biases: the cosines of the embedded time serve as such.

import type { Tensor } from '../graph/graph';
import { GraphBuilder, type Graph } from '../graph/graph';
import { optimize } from '../graph/passes';
import { Layers } from '../models/layers';
import { planAdapters, type AdapterPlan, type LinearModule } from '../models/lora';
import { timestepEmbedding } from '../models/timestepEmbedding';
import type { Objective } from '../objectives';
import { finishTrainGraph } from '../runs/trainStepEnd';
import { parseSchedulerConfig } from '../formats/schedulerConfig';
import { NoiseSchedule } from '../schedules/noiseSchedule';

export const WIDTH = 96;
const TIME = 32;
/** Name of the model in the executor's weight sources. */
export const MODEL = 'bench2d';

export const SCHEDULER = parseSchedulerConfig({
  _class_name: 'DDIMScheduler',
  num_train_timesteps: 1000,
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  prediction_type: 'epsilon',
  clip_sample: false,
  set_alpha_to_one: false,
  steps_offset: 1,
});
export const SCHEDULE = new NoiseSchedule(SCHEDULER);

/** Every layer carries an adapter: this is a small model. */
export const MODULES: readonly LinearModule[] = [
  ['input', 2, WIDTH],
  ['time', TIME, WIDTH],
  ['hidden.0', WIDTH, WIDTH],
  ['hidden.1', WIDTH, WIDTH],
  ['output', WIDTH, 2],
].map(([module, from, to]) => ({
  module: module as string,
  in: from as number,
  out: to as number,
  conv1x1: false,
}));

export const planOf = (rank: number): AdapterPlan =>
  planAdapters(
    MODULES,
    MODULES.map(({ module }) => module),
    rank,
  );

/** Embedded timesteps, [n, 32]. */
export const embedTimes = (timesteps: readonly number[]): Float32Array =>
  timestepEmbedding(timesteps, TIME, true, 0);

/** Predicted noise [N, 2] of points [N, 2] at embedded times [N, 32]. */
function predict(layers: Layers, sample: Tensor, time: Tensor): Tensor {
  const { builder: b } = layers;
  const layer = (x: Tensor, module: string, width: number): Tensor =>
    layers.linear(x, module, width, { bias: false });
  let h = b.add(layer(sample, 'input', WIDTH), layer(time, 'time', WIDTH));
  for (const module of ['hidden.0', 'hidden.1']) h = layer(b.activation(h, 'silu'), module, WIDTH);
  return layer(b.activation(h, 'silu'), 'output', 2);
}

function inputsOf(b: GraphBuilder, batch: number): readonly [Tensor, Tensor] {
  return [b.input('sample', [batch, 2]), b.input('time', [batch, TIME])];
}

/** One denoising of `batch` points; reads the adapters of the state `policy`, or none. */
export function denoiseGraph(batch: number, plan: AdapterPlan | null): Graph {
  const b = new GraphBuilder();
  const layers = new Layers(b, {
    model: MODEL,
    adapters: plan && { state: 'policy', plan },
  });
  b.output('prediction', predict(layers, ...inputsOf(b, batch)));
  return optimize(b.build());
}

/**
 * A training step of any objective. Inputs: sample [N, 2] (noised), time [N, 32], target [N, 2]
 * (the noise), scores [N], and the objective's numbers.
 */
export function trainGraph(batch: number, plan: AdapterPlan, objective: Objective): Graph {
  const b = new GraphBuilder();
  const [sample, time] = inputsOf(b, batch);
  const target = b.input('target', [batch, 2]);
  const k = b.constant(1, [batch]);
  const reference =
    objective.reference === 'none' ? null : predict(new Layers(b, { model: MODEL }), sample, time);
  const layers = new Layers(b, { model: MODEL, adapters: { state: 'policy', plan } });
  const prediction = predict(layers, sample, time);
  return finishTrainGraph(b, {
    objective: objective.terms,
    plan,
    layers,
    prediction,
    seed: (terms, measured) =>
      b.sampleErrorsInput(prediction, target, k, terms, measured ? reference : null),
    distances: reference && (() => b.predictionDistances(prediction, reference, target, k)),
    errors: b.sampleErrors(prediction, reference, target, k),
    scores: b.input('scores', [batch]),
  });
}
