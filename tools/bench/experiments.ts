// What is timed: a training step of a bundled model, the loss kernels alone, and a small network
// that jax-js can express too. Each as the graph our executors run and as its forward part, with
// inputs drawn from a fixed seed.

import { memoryWeights } from '../../src/executors/weights/weightSource';
import { modelFolder } from '../cli/modelFolder';
import { GraphBuilder, alignedLength, type Graph, type Tensor } from '../../src/graph/graph';
import { differentiate } from '../../src/graph/differentiate';
import { optimize } from '../../src/graph/passes';
import { Layers } from '../../src/models/layers';
import { planAdapters } from '../../src/models/lora';
import { listModules } from '../../src/models/unet2dCondition';
import { timestepEmbedding } from '../../src/models/timestepEmbedding';
import { unet2dCondition } from '../../src/models/unet2dCondition';
import type { BaseModel } from '../../src/paradigms/baseModel';
import { normals } from '../../src/random/philox';
import { DEFAULT_TARGETS } from '../../src/settings/runSettings';
import { openDiffusion } from '../../src/paradigms/diffusion/base';
import { diffusionErrors } from '../../src/paradigms/diffusion/errors';
import { buildTrainGraph } from '../../src/runs/trainStep';
import { numberValues } from '../../src/graph/objectiveTerms';
import { tgo } from '../../src/objectives/tgo/tgo';
import { OBJECTIVE_NUMBERS } from '../../src/runs/trainStepEnd';
import type { Experiment } from './peers';

const SETTINGS = { beta: 1, c: 5, temperature: 0.02 };
const RANK = 8;

/** Numbers of N(0, scale²), the same on every call with the same `item`. */
export function draw(count: number, item: number, scale = 1): Float32Array {
  return normals(7, { stream: 1, step: 0, item }, count).map((value) => value * scale);
}

const NUMBERS = numberValues(tgo.terms, SETTINGS);

const uniforms = {
  temperature: SETTINGS.temperature,
  learningRate: 1e-4,
  biasCorrection1: 0.1,
  biasCorrection2: 0.001,
  maxGradNorm: 1,
};

function inputsOf(graph: Graph, given: Record<string, Float32Array>): Record<string, Float32Array> {
  return Object.fromEntries(
    graph.inputs.map((input, index) => [
      input.name,
      (input.name === OBJECTIVE_NUMBERS ? NUMBERS : given[input.name]) ??
        draw(
          input.shape.reduce((a, b) => a * b, 1),
          index,
        ),
    ]),
  );
}

/** A TGO step of `public/models/<id>`: reference, policy, derivatives, clip and AdamW. */
export async function trainingStep(
  id: string,
  batch: number,
): Promise<Experiment & { model: BaseModel }> {
  const model = await openDiffusion(id, modelFolder(`public/models/${id}`));
  const {
    unet,
    latentSize: [edge],
    contextTokens,
  } = model;
  const plan = planAdapters(listModules(unet), DEFAULT_TARGETS, RANK);
  const size = { unet, batch, height: edge, width: edge, contextTokens };
  const graph = buildTrainGraph(
    (builder) =>
      diffusionErrors(builder, { ...size, plan, reference: null, predictionType: 'epsilon' }),
    { objective: tgo, plan },
  );
  const b = new GraphBuilder();
  const latents = b.input('latents', [batch, edge, edge, unet.in_channels]);
  const noise = b.input('noise', latents.shape);
  const inputs = {
    sample: b.mixPerSample(latents, noise, b.input('mixCoefficients', [batch, 2])),
    timeProjection: b.input('timeProjection', [batch, unet.block_out_channels[0]!]),
    context: b.input('context', [batch, contextTokens, unet.cross_attention_dim]),
  };
  b.input('scores', [batch]);
  b.input('k', [batch]);
  b.output('reference', unet2dCondition(new Layers(b, { model: 'unet' }), unet, inputs));
  b.output(
    'policy',
    unet2dCondition(
      new Layers(b, { model: 'unet', adapters: { state: 'policy', plan } }),
      unet,
      inputs,
    ),
  );
  b.output('target', noise);
  const timesteps = Array.from({ length: batch }, (_, i) => 50 + Math.round((900 * i) / batch));
  return {
    model,
    graph,
    forward: b.build(),
    weights: model.weights,
    uniforms,
    adapters: draw(plan.length, 99, 0.05),
    plain: { ...SETTINGS, learningRate: 1e-4 },
    inputs: inputsOf(graph, {
      k: new Float32Array(batch).fill(1),
      mixCoefficients: Float32Array.from(
        timesteps.flatMap((t) => model.schedule.addNoiseCoefficients(t)),
      ),
      timeProjection: timestepEmbedding(
        timesteps,
        unet.block_out_channels[0]!,
        unet.flip_sin_to_cos,
        unet.freq_shift,
      ),
    }),
  };
}

/**
 * sampleErrors + objective + sampleErrorsInput on predictions [batch, …shape]; for plain
 * peers the policy is the variable.
 */
export function lossKernels(shape: readonly number[]): Experiment {
  const build = (
    asState: boolean,
  ): {
    b: GraphBuilder;
    policy: Tensor;
    reference: Tensor;
    target: Tensor;
    k: Tensor;
    scores: Tensor;
  } => {
    const b = new GraphBuilder();
    if (asState) b.declareState('policy', alignedLength(count));
    const policy = asState ? b.state('policy', 0, shape) : b.input('policy', shape);
    return {
      b,
      policy,
      reference: b.input('reference', shape),
      target: b.input('target', shape),
      k: b.input('k', [shape[0]!]),
      scores: b.input('scores', [shape[0]!]),
    };
  };
  const count = shape.reduce((a, c) => a * c, 1);
  const ours = build(false);
  const terms = ours.b.objective(
    tgo.terms,
    ours.b.sampleErrors(ours.policy, ours.reference, ours.target, ours.k),
    ours.scores,
    ours.b.input(OBJECTIVE_NUMBERS, [NUMBERS.length]),
  );
  ours.b.output('terms', terms);
  ours.b.output('derivative', ours.b.sampleErrorsInput(ours.policy, ours.target, ours.k, terms));
  const plain = build(true);
  for (const name of ['policy', 'reference', 'target'] as const) plain.b.output(name, plain[name]);
  const target = draw(count, 3);
  const policy = target.map((value, i) => value + 0.3 * Math.sin(i));
  const graph = ours.b.build();
  return {
    graph,
    forward: plain.b.build(),
    weights: {},
    uniforms,
    adapters: policy,
    plain: { ...SETTINGS, learningRate: null },
    inputs: inputsOf(graph, {
      policy,
      target,
      reference: target.map((value, i) => value + 0.31 * Math.cos(i)),
      k: new Float32Array(shape[0]!).fill(1),
    }),
  };
}

export interface BlockSize {
  readonly batch: number;
  readonly tokens: number;
  readonly width: number;
  readonly blocks: number;
  readonly rank: number;
}

/**
 * Residual blocks of one-head attention and a SiLU layer, every linear with an adapter: TGO loss
 * and the adapters' gradients,
 *  no optimizer. Small enough for every peer, jax-js included.
 */
export function adaptedBlocks({ batch, tokens, width, blocks, rank }: BlockSize): Experiment {
  const part = alignedLength(width * rank);
  const linears = blocks * 5;
  const tensors = new Map(
    Array.from({ length: linears }, (_, i) => [
      `w${i}`,
      {
        dtype: 'F32' as const,
        shape: [width, width],
        data: draw(width * width, 200 + i, 0.5 / Math.sqrt(width)),
      },
    ]),
  );
  const b = new GraphBuilder();
  b.declareState('policy', 2 * part * linears);
  const x = b.input('x', [batch, tokens, width]);
  const target = b.input('target', x.shape);
  const k = b.input('k', [batch]);
  const scores = b.input('scores', [batch]);
  const pairs: Tensor[] = [];
  const network = (adapted: boolean): Tensor => {
    let next = 0;
    const linear = (input: Tensor): Tensor => {
      const i = next++;
      const y = b.matmul(input, b.weight('net', `w${i}`, 'linear', [width, width]));
      if (!adapted) return y;
      const down = b.state('policy', 2 * i * part, [rank, width]);
      const up = b.state('policy', (2 * i + 1) * part, [width, rank]);
      pairs.push(down, up);
      return b.matmul(b.matmul(input, down, { transposeB: true }), up, {
        transposeB: true,
        residual: y,
      });
    };
    let h = x;
    for (let block = 0; block < blocks; block++) {
      const { o } = b.attention(linear(h), linear(h), linear(h), {
        heads: 1,
        scale: 1 / Math.sqrt(width),
        causal: false,
      });
      h = b.add(h, linear(o));
      h = b.add(h, b.activation(linear(h), 'silu'));
    }
    return h;
  };
  b.output('reference', network(false));
  b.output('policy', network(true));
  b.output('target', target);
  const forward = { ...b.build(), nodes: [...b.nodes], outputs: { ...b.outputs } };
  const [policy, reference] = [b.outputs['policy']!, b.outputs['reference']!];
  for (const name of Object.keys(b.outputs)) delete b.outputs[name];
  const terms = b.objective(
    tgo.terms,
    b.sampleErrors(policy, reference, target, k),
    scores,
    b.input(OBJECTIVE_NUMBERS, [NUMBERS.length]),
  );
  b.declareState('gradients', 2 * part * linears);
  const found = differentiate(b, {
    of: policy,
    seed: b.sampleErrorsInput(policy, target, k, terms),
    wrt: pairs,
  });
  pairs.forEach((tensor, i) => b.pin(found.get(tensor)!, 'gradients', i * part));
  b.output('terms', terms);
  const graph = optimize(b.build());
  return {
    graph,
    forward,
    uniforms,
    adapters: draw(2 * part * linears, 300, 0.05),
    plain: { ...SETTINGS, learningRate: null },
    weights: { net: memoryWeights('bench-blocks', (name) => tensors.get(name)) },
    inputs: inputsOf(graph, { k: new Float32Array(batch).fill(1) }),
  };
}
