// UVit2DModel against recorded diffusers outputs, activations and the derivative of the mean masked log-probability, on the float64
// executor; then the parts the recording does not have (resampling, biases, norms without a scale) by central differences and shapes.

import { describe, expect, it } from 'vitest';
import type { StoredTensor, WeightSource } from '../executors/executor';
import { interpret, weightReader } from '../executors/reference/interpret';
import { parseUVit2DConfig, type UVit2DConfig } from '../formats/modelConfig';
import { differentiate } from '../graph/differentiate';
import { GraphBuilder, sizeOf, type Tensor } from '../graph/graph';
import { normals } from '../random/philox';
import { casesOf, largestError, readJson, RecordedTensors, tolerance } from '../testing/goldenStates';
import { Layers } from './layers';
import { listModules, maskTokenId, microConditioning, readsConditioning, uvit2d, uvitInputs } from './uvit2d';

const rowsOf = (data: Float32Array, count: number): number[][] => Array.from({ length: count }, (_, i) => [...data.subarray((i * data.length) / count, ((i + 1) * data.length) / count)]);

describe.each(casesOf('uvit'))('%s', (name) => {
  const config = parseUVit2DConfig(readJson(`uvit/${name}/config.json`));
  const meta = readJson<{ f32_vs_f64_logits: number }>(`uvit/${name}/meta.json`);
  const io = new RecordedTensors(`uvit/${name}/io.safetensors`);
  const file = new RecordedTensors(`uvit/${name}/diffusion_pytorch_model.safetensors`);
  const [batch, height, width] = io.shape('input_ids') as [number, number, number];
  const size = { batch, height, width, contextTokens: io.shape('encoder_hidden_states')[1]! };
  const inputs = {
    ids: io.integers('input_ids'), encoderHiddenStates: io.floats('encoder_hidden_states'),
    conditioning: microConditioning(config, rowsOf(io.floats('pooled_text_emb'), batch), rowsOf(io.floats('micro_conds'), batch)),
    tokens: io.integers('tokens'), mask: Float32Array.from(io.integers('mask')), k: new Float32Array(batch).fill(1),
    // dL/dm of L = Σ log-probabilities: −1.
    terms: Float32Array.from({ length: batch * 6 }, (_, i) => (i % 6 === 5 ? -1 : 0)),
  };
  const b = new GraphBuilder();
  const tapped = new Map<string, Tensor>();
  const logits = uvit2d(new Layers(b, { model: 'transformer', tap: (module, tensor) => tapped.set(module, tensor) }), config, uvitInputs(b, config, size));
  const [tokens, mask] = [b.input('tokens', [batch, height * width], 'i32'), b.input('mask', [batch, height * width])];
  const k = b.input('k', [batch]);
  const { errors, lse } = b.maskedLogProb(logits, null, tokens, mask, k);
  const derivative = b.maskedLogProbInput(logits, tokens, mask, k, b.input('terms', [batch, 6]), lse);
  const valuesOf = interpret(b.build(), { inputs, weight: weightReader({ transformer: file.weights() }) });

  it('gives the recorded logits, log-probabilities and their derivative', () => {
    const recorded = io.channelsLast('logits');
    expect(largestError(valuesOf(logits), recorded)).toBeLessThan(tolerance(recorded, meta.f32_vs_f64_logits));
    const logProbabilities = Array.from({ length: batch }, (_, i) => -valuesOf(errors)[3 * i]!);
    expect(largestError(logProbabilities, io.floats('mean_masked_logprob'))).toBeLessThan(1e-6);
    expect(largestError(valuesOf(derivative), io.channelsLast('d_sum_mean_masked_logprob_d_logits'))).toBeLessThan(1e-6);
  });

  it('gives the recorded activations of every tapped module', () => {
    const names = io.names.filter((tensor) => tensor.startsWith('act.'));
    expect(names.length).toBeGreaterThan(10);
    for (const tensor of names) {
      const found = tapped.get(tensor.slice('act.'.length));
      if (!found) throw new Error(`${tensor} is not tapped`);
      const recorded = io.channelsLast(tensor);
      expect(largestError(valuesOf(found), recorded), tensor).toBeLessThan(tolerance(recorded, meta.f32_vs_f64_logits));
    }
  });

  it('lists each linear layer and 1×1 convolution once, with the checkpoint’s sizes', () => {
    const modules = listModules(config);
    const matrices = file.names.filter((tensor) => tensor.endsWith('.weight') && !tensor.includes('embeddings') && !tensor.includes('depthwise') && file.shape(tensor).length > 1);
    expect(modules.map(({ module }) => `${module}.weight`).sort()).toEqual(matrices.sort());
    for (const { module, in: inFeatures, out, conv1x1 } of modules) expect(file.shape(`${module}.weight`)).toEqual(conv1x1 ? [out, inFeatures, 1, 1] : [out, inFeatures]);
    expect(modules.filter(({ module }) => readsConditioning(module)).length).toBe(2 + 2 * config.num_res_blocks + 3 * config.num_hidden_layers);
    expect(maskTokenId(config)).toBe(config.vocab_size - 1);
  });
});

/** Every option the recording leaves out, at the least sizes. */
const other: UVit2DConfig = parseUVit2DConfig({
  hidden_size: 4, use_bias: true, cond_embed_dim: 3, micro_cond_encode_dim: 2, micro_cond_embed_dim: 4, encoder_hidden_size: 3, vocab_size: 6, codebook_size: 5, in_channels: 2,
  block_out_channels: 4, num_res_blocks: 1, downsample: true, upsample: true, block_num_heads: 2, num_hidden_layers: 1, num_attention_heads: 2, intermediate_size: 3, ln_elementwise_affine: false, sample_size: 2,
});

/** Random weights of the names and shapes a graph asks for; every name asked for is kept. */
function randomWeights(shapes: Readonly<Record<string, readonly number[]>>): WeightSource & { readonly asked: Set<string> } {
  const asked = new Set<string>();
  return {
    id: 'random', asked,
    get(tensor): StoredTensor {
      asked.add(tensor);
      const shape = shapes[tensor];
      if (!shape) throw new Error(`no tensor ${tensor}`);
      return { dtype: 'F32', shape, data: normals(7, { stream: 99, step: Object.keys(shapes).indexOf(tensor), item: 0 }, sizeOf(shape)).map((value) => value * 0.4) };
    },
  };
}

describe('resampling, biases, norms without a scale, text of the blocks’ own width', () => {
  const shapes: Record<string, readonly number[]> = { 'embed.embeddings.weight': [6, 2], 'down_block.downsample.conv.weight': [4, 4, 2, 2], 'down_block.downsample.conv.bias': [4], 'up_block.upsample.conv.weight': [4, 4, 2, 2], 'up_block.upsample.conv.bias': [4] };
  for (const { module, in: inFeatures, out, conv1x1 } of listModules(other)) Object.assign(shapes, { [`${module}.weight`]: conv1x1 ? [out, inFeatures, 1, 1] : [out, inFeatures], [`${module}.bias`]: [out] });
  for (const block of ['down_block', 'up_block']) {
    const res = `${block}.res_blocks.0`;
    Object.assign(shapes, { [`${res}.depthwise.weight`]: [4, 1, 3, 3], [`${res}.depthwise.bias`]: [4], [`${res}.channelwise_norm.gamma`]: [1, 1, 1, 16], [`${res}.channelwise_norm.beta`]: [1, 1, 1, 16] });
    for (const norm of ['norm1', 'norm2']) shapes[`${block}.attention_blocks.0.${norm}.weight`] = [4];
  }

  it('reads exactly the tensors diffusers has there', () => {
    const weights = randomWeights(shapes);
    const b = new GraphBuilder();
    const logits = uvit2d(new Layers(b, { model: 'transformer' }), other, uvitInputs(b, other, { batch: 1, height: 2, width: 4, contextTokens: 2 }));
    expect(logits.shape).toEqual([1, 2, 4, 5]);
    interpret(b.build(), { inputs: { ids: Int32Array.of(0, 1, 2, 5, 4, 5, 5, 3), encoderHiddenStates: new Float32Array(6).fill(0.5), conditioning: new Float32Array(7).fill(0.25) }, weight: weightReader({ transformer: weights }) })(logits);
    expect([...weights.asked].sort()).toEqual(Object.keys(shapes).sort());
    expect(Object.keys(shapes).some((tensor) => tensor.includes('kv_mapper'))).toBe(false);
  });

  it('differentiates through both resamplings', () => {
    const weights = { transformer: randomWeights(shapes) };
    const at = normals(3, { stream: 98, step: 0, item: 0 }, 6);
    /** Σ logits·pattern as a function of the text, and its derivative by it. */
    const evaluate = (text: Float32Array): { value: number; derivative: Float64Array } => {
      const b = new GraphBuilder();
      const inputs = uvitInputs(b, other, { batch: 1, height: 2, width: 2, contextTokens: 2 });
      const logits = uvit2d(new Layers(b, { model: 'transformer' }), other, inputs);
      const seed = b.input('seed', logits.shape);
      const found = differentiate(b, { of: logits, seed, wrt: [inputs.encoderHiddenStates] }).get(inputs.encoderHiddenStates)!;
      const pattern = Float32Array.from({ length: sizeOf(logits.shape) }, (_, i) => Math.cos(i));
      const valuesOf = interpret(b.build(), { inputs: { ids: Int32Array.of(0, 5, 2, 5), encoderHiddenStates: text, conditioning: new Float32Array(7).fill(0.25), seed: pattern }, weight: weightReader(weights) });
      return { value: valuesOf(logits).reduce((sum, logit, i) => sum + logit * pattern[i]!, 0), derivative: valuesOf(found) };
    };
    const { derivative } = evaluate(at);
    const step = 2 ** -8;
    derivative.forEach((slope, i) => {
      const [up, down] = [1, -1].map((sign) => evaluate(at.map((value, j) => (i === j ? value + sign * step : value))).value) as [number, number];
      expect(Math.abs((up - down) / (2 * step) - slope)).toBeLessThan(1e-3 * Math.max(...derivative.map(Math.abs)));
    });
  });

  it('refuses pooled text or micro-conditions of another length', () => {
    expect(microConditioning(other, [[1, 2, 3]], [[0, 0]])).toEqual(Float32Array.of(1, 2, 3, 1, 0, 1, 0));
    expect(() => microConditioning(other, [[1, 2]], [[0, 0]])).toThrow('2 numbers');
    expect(() => microConditioning(other, [[1, 2, 3]], [[0]])).toThrow('1 micro-conditions');
  });
});
