// UVit2DModel against recorded diffusers outputs, activations and the derivative of the mean masked
// log-probability, on the float64 executor, and its derivative by the text against central
// differences. uvit_b resamples and has biases and norms without a scale.

import { describe, expect, it } from 'vitest';
import { interpret, readWeights } from '../executors/reference/interpret';
import { parseUVit2DConfig } from '../formats/modelConfig';
import { differentiate } from '../graph/differentiate';
import { GraphBuilder, sizeOf, type Tensor } from '../graph/graph';
import { normals } from '../random/philox';
import {
  casesOf,
  largestError,
  readJson,
  RecordedTensors,
  tolerance,
} from '../../test-support/goldenStates';
import { Layers } from './layers';
import {
  listModules,
  maskTokenId,
  microConditioning,
  readsConditioning,
  uvit2d,
  uvitInputs,
} from './uvit2d';

const rowsOf = (data: Float32Array, count: number): number[][] =>
  Array.from({ length: count }, (_, i) => [
    ...data.subarray((i * data.length) / count, ((i + 1) * data.length) / count),
  ]);

describe.each(casesOf('uvit'))('%s', async (name) => {
  const config = parseUVit2DConfig(readJson(`uvit/${name}/config.json`));
  const meta = readJson<{ f32_vs_f64_logits: number }>(`uvit/${name}/meta.json`);
  const io = new RecordedTensors(`uvit/${name}/io.safetensors`);
  const file = new RecordedTensors(`uvit/${name}/diffusion_pytorch_model.safetensors`);
  const [batch, height, width] = io.shape('input_ids') as [number, number, number];
  const size = { batch, height, width, contextTokens: io.shape('encoder_hidden_states')[1]! };
  const inputs = {
    ids: io.integers('input_ids'),
    encoderHiddenStates: io.floats('encoder_hidden_states'),
    conditioning: microConditioning(
      config,
      rowsOf(io.floats('pooled_text_emb'), batch),
      rowsOf(io.floats('micro_conds'), batch),
    ),
    tokens: io.integers('tokens'),
    mask: Float32Array.from(io.integers('mask')),
    k: new Float32Array(batch).fill(1),
    // dL/dm of L = Σ log-probabilities: −1.
    terms: Float32Array.from({ length: batch * 6 }, (_, i) => (i % 6 === 5 ? -1 : 0)),
  };
  const b = new GraphBuilder();
  const tapped = new Map<string, Tensor>();
  const logits = uvit2d(
    new Layers(b, { model: 'transformer', tap: (module, tensor) => tapped.set(module, tensor) }),
    config,
    uvitInputs(b, config, size),
  );
  const [tokens, mask] = [
    b.input('tokens', [batch, height * width], 'i32'),
    b.input('mask', [batch, height * width]),
  ];
  const k = b.input('k', [batch]);
  const { errors, lse } = b.maskedLogProb(logits, null, tokens, mask, k);
  const derivative = b.maskedLogProbInput(
    logits,
    tokens,
    mask,
    k,
    b.input('terms', [batch, 6]),
    lse,
  );
  const valuesOf = interpret(b.build(), {
    inputs,
    weight: await readWeights(b.build(), { transformer: file.weights() }),
  });

  it('gives the recorded logits, log-probabilities and their derivative', () => {
    const recorded = io.channelsLast('logits');
    expect(largestError(valuesOf(logits), recorded)).toBeLessThan(
      tolerance(recorded, meta.f32_vs_f64_logits),
    );
    const logProbabilities = Array.from({ length: batch }, (_, i) => -valuesOf(errors)[3 * i]!);
    expect(largestError(logProbabilities, io.floats('mean_masked_logprob'))).toBeLessThan(1e-6);
    expect(
      largestError(valuesOf(derivative), io.channelsLast('d_sum_mean_masked_logprob_d_logits')),
    ).toBeLessThan(1e-6);
  });

  it('gives the recorded activations of every tapped module', () => {
    const names = io.names.filter((tensor) => tensor.startsWith('act.'));
    expect(names.length).toBeGreaterThan(10);
    for (const tensor of names) {
      const found = tapped.get(tensor.slice('act.'.length));
      if (!found) throw new Error(`${tensor} is not tapped`);
      // Some norms and linear layers work on [N,H,W,C] in diffusers too.
      const recorded =
        String(io.shape(tensor)) === String(found.shape)
          ? io.floats(tensor)
          : io.channelsLast(tensor);
      expect(largestError(valuesOf(found), recorded), tensor).toBeLessThan(
        tolerance(recorded, meta.f32_vs_f64_logits),
      );
    }
  });

  it(
    'has the derivative by the text that central differences have, through blocks, ' +
      'transformer and resampling',
    async () => {
      const g = new GraphBuilder();
      const x = uvitInputs(g, config, size);
      const out = uvit2d(new Layers(g, { model: 'transformer' }), config, x);
      const slope = differentiate(g, {
        of: out,
        seed: g.input('seed', out.shape),
        wrt: [x.encoderHiddenStates],
      }).get(x.encoderHiddenStates)!;
      const seed = Float32Array.from({ length: sizeOf(out.shape) }, (_, i) => Math.cos(i));
      const direction = normals(
        3,
        { stream: 98, step: 0, item: 0 },
        inputs.encoderHiddenStates.length,
      );
      const weight = await readWeights(g.build(), { transformer: file.weights() });
      const at = (step: number): { value: number; alongDirection: number } => {
        const found = interpret(g.build(), {
          inputs: {
            ...inputs,
            seed,
            encoderHiddenStates: inputs.encoderHiddenStates.map(
              (value, i) => value + step * direction[i]!,
            ),
          },
          weight,
        });
        const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
          Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
        return { value: dot(found(out), seed), alongDirection: dot(found(slope), direction) };
      };
      const step = 2 ** -10;
      expect((at(step).value - at(-step).value) / (2 * step) / at(0).alongDirection).toBeCloseTo(
        1,
        2,
      );
    },
  );

  it('lists each linear layer and 1×1 convolution once, with the checkpoint’s sizes', () => {
    const modules = listModules(config);
    const matrices = file.names.filter(
      (tensor) =>
        tensor.endsWith('.weight') &&
        !/embeddings|depthwise|sample\.conv/.test(tensor) &&
        file.shape(tensor).length > 1,
    );
    expect(modules.map(({ module }) => `${module}.weight`).sort()).toEqual(matrices.sort());
    for (const { module, in: inFeatures, out, conv1x1 } of modules)
      expect(file.shape(`${module}.weight`)).toEqual(
        conv1x1 ? [out, inFeatures, 1, 1] : [out, inFeatures],
      );
    expect(modules.filter(({ module }) => readsConditioning(module)).length).toBe(
      2 + 2 * config.num_res_blocks + 3 * config.num_hidden_layers,
    );
    expect(maskTokenId(config)).toBe(config.vocab_size - 1);
  });
});

describe('conditioning rows', () => {
  const config = parseUVit2DConfig({
    cond_embed_dim: 3,
    micro_cond_encode_dim: 2,
    micro_cond_embed_dim: 4,
  });
  it('are the pooled text, then (cos, sin) of each micro-condition', () => {
    expect(microConditioning(config, [[1, 2, 3]], [[0, Math.PI]])).toEqual(
      Float32Array.of(1, 2, 3, 1, 0, -1, Math.sin(Math.PI)),
    );
  });
  it('refuse pooled text or micro-conditions of another length', () => {
    expect(() => microConditioning(config, [[1, 2]], [[0, 0]])).toThrow('2 numbers');
    expect(() => microConditioning(config, [[1, 2, 3]], [[0]])).toThrow('1 micro-conditions');
  });
});
