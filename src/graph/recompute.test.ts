// Norms and modules that are computed again: less is alive at once, as few are as fit, and every
// output and gradient keeps its bits.

import { describe, expect, it } from 'vitest';
import { interpret } from '../executors/reference/interpret';
import { numberNames } from './objectiveTerms';
import { parseUNet2DConditionConfig } from '../formats/modelConfig';
import { planAdapters } from '../models/lora';
import { listModules } from '../models/unet2dCondition';
import { sft } from '../objectives/sft/sft';
import { tgo } from '../objectives/tgo/tgo';
import { diffusionErrors } from '../paradigms/diffusion/errors';
import { buildTrainGraph } from '../runs/trainStep';
import { differentiate } from './differentiate';
import { GraphBuilder, storageOf, type Graph } from './graph';
import { optimize } from './passes';
import { peakBytes, recomputeModules, recomputeNorms, withinBudget } from './recompute';

const WIDTH = 8;

/** Four layers of norm and adapter; the loss is of the last. */
function graph(): Graph {
  const b = new GraphBuilder();
  b.declareState('policy', 4 * 64);
  b.declareState('gradients', 4 * 64);
  const ones = b.constant(1, [WIDTH]);
  let h = b.input('x', [2, 40, WIDTH]);
  const adapters = Array.from({ length: 4 }, (_, i) => b.state('policy', 64 * i, [WIDTH, WIDTH]));
  for (const a of adapters) {
    const { y } = b.layerNorm(h, ones, b.constant(0, [WIDTH]), 1e-5);
    h = b.matmul(y, a, { residual: h });
  }
  const target = b.input('target', h.shape);
  const k = b.input('k', [2]);
  const errors = b.sampleErrors(h, null, target, k);
  const numbers = b.input('numbers', [numberNames(sft.terms).length]);
  const terms = b.objective(sft.terms, errors, b.input('scores', [2]), numbers, null);
  const seed = b.sampleErrorsInput(h, target, k, terms);
  const found = differentiate(b, { of: h, seed, wrt: adapters });
  adapters.forEach((a, i) => b.pin(found.get(a)!, 'gradients', 64 * i));
  b.output('terms', terms);
  return optimize(b.build());
}

it('keeps less alive and computes the same', () => {
  const plain = graph();
  const again = recomputeNorms(plain);
  const norms = (one: Graph): number =>
    one.nodes.filter(({ op }) => op.kind === 'layerNorm').length;
  expect(norms(plain)).toBe(4);
  expect(norms(again)).toBe(8);
  expect(peakBytes(again)).toBeLessThan(peakBytes(plain));
  const run = (one: Graph): Float64Array => {
    const gradients = new Float64Array(4 * 64);
    const inputs = Object.fromEntries(
      one.inputs.map(({ name, shape }, seed) => [
        name,
        Float32Array.from({ length: shape.reduce((p, n) => p * n, 1) }, (_, i) =>
          Math.abs(Math.sin(i * 1.7 + seed + 1)),
        ),
      ]),
    );
    interpret(one, {
      inputs,
      weight: (tensor) => {
        const { source } = tensor;
        const value = source.kind === 'weight' && source.tensor.startsWith('1') ? 1 : 0;
        return new Float64Array(WIDTH).fill(value);
      },
      states: new Map([
        ['policy', Float64Array.from({ length: 4 * 64 }, (_, i) => Math.sin(i) / 4)],
        ['gradients', gradients],
      ]),
    });
    return gradients;
  };
  const wanted = run(plain);
  expect(wanted.some((value) => value !== 0)).toBe(true);
  expect(run(again)).toEqual(wanted);
});

it('leaves a graph within its budget alone', () => {
  const plain = graph();
  expect(withinBudget(plain, peakBytes(plain))).toBe(plain);
  expect(withinBudget(plain, peakBytes(plain) - 1).nodes.length).toBe(plain.nodes.length + 4);
});

/** A small UNet's training step: two levels, three transformer modules, skips over them. */
function unetStep(): Graph {
  const config = parseUNet2DConditionConfig({
    sample_size: 8,
    cross_attention_dim: 8,
    attention_head_dim: 2,
    block_out_channels: [8, 16],
    norm_num_groups: 4,
    layers_per_block: 1,
    down_block_types: ['CrossAttnDownBlock2D', 'DownBlock2D'],
    up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'],
  });
  const plan = planAdapters(listModules(config), ['to_q', 'to_k', 'to_v', 'to_out.0'], 2);
  const size = { unet: config, batch: 1, height: 8, width: 8, contextTokens: 3 };
  return buildTrainGraph(
    (b) => diffusionErrors(b, { ...size, plan, reference: null, predictionType: 'epsilon' }),
    { objective: tgo, plan, activationBudget: Infinity },
  );
}

/** All outputs and the gradients, in float64, of numbers that only depend on names and sizes. */
function results(one: Graph): number[] {
  const wave = (length: number, seed: number, scale: number): Float64Array =>
    Float64Array.from({ length }, (_, i) => scale * Math.sin(i * 1.7 + seed + 1));
  const states = new Map(
    Object.entries(one.states).map(([name, length], seed) => [
      name,
      name === 'policy' ? wave(length, seed, 0.2) : new Float64Array(length),
    ]),
  );
  const inputs = Object.fromEntries(
    one.inputs.map(({ name, shape, dtype }, seed) => {
      const numbers = wave(
        shape.reduce((p, n) => p * n, 1),
        seed,
        1,
      ).map(Math.abs);
      return [name, dtype === 'i32' ? Int32Array.from(numbers) : Float32Array.from(numbers)];
    }),
  );
  const valuesOf = interpret(one, {
    inputs,
    states,
    weight: ({ shape, source }) => {
      const name = source.kind === 'weight' ? source.tensor : '';
      const values = wave(
        shape.reduce((p, n) => p * n, 1),
        name.length,
        0.3,
      );
      return shape.length === 1 && name.endsWith('.weight') ? values.map((v) => 1 + v) : values;
    },
  });
  return [
    ...Object.values(one.outputs).flatMap((output) => [...valuesOf(output)]),
    ...[...states.values()].flatMap((values) => [...values]),
  ];
}

describe('modules computed again', () => {
  const plain = unetStep();
  const least = recomputeModules(plain);

  it('keep every bit of outputs and gradients', () => {
    const wanted = results(plain);
    expect(wanted.filter((value) => value !== 0 && Number.isFinite(value)).length).toBeGreaterThan(
      100,
    );
    expect(results(least)).toEqual(wanted);
  });

  it('have ids of their own', () => {
    const owners = new Set(
      least.nodes.flatMap(({ inputs, outputs }) =>
        [...inputs, ...outputs].flatMap((tensor) => (tensor ? [storageOf(tensor)] : [])),
      ),
    );
    expect(new Set([...owners].map(({ id }) => id)).size).toBe(owners.size);
  });

  it('are as few as fit the budget', () => {
    const modules = (one: Graph): number =>
      new Set(
        one.nodes
          .slice(one.nodes.findIndex(({ op }) => op.kind === 'objective'))
          .flatMap(({ module }) => module ?? []),
      ).size;
    const [most, fewest] = [peakBytes(recomputeNorms(plain)), peakBytes(least)];
    expect(fewest).toBeLessThan(0.7 * most);
    let before = 0;
    for (const share of [0.9, 0.6, 0.3, 0.05]) {
      const budget = fewest + share * (most - fewest);
      const fitting = withinBudget(plain, budget);
      expect(peakBytes(fitting)).toBeLessThanOrEqual(budget);
      expect(modules(fitting)).toBeGreaterThanOrEqual(before);
      before = modules(fitting);
    }
    expect(before).toBeGreaterThan(1);
    expect(before).toBeLessThanOrEqual(modules(least));
  });

  it('take all there are where nothing fits', () => {
    expect(peakBytes(withinBudget(plain, 1))).toBe(peakBytes(least));
  });
});
