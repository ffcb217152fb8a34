// The autoencoder against recorded diffusers moments, decoded images and named activations, on the
// float64 executor.

import { describe, expect, it } from 'vitest';
import { layoutWeight } from '../executors/weights/layout';
import { tensorFileWeights } from '../executors/weights/tensorFileWeights';
import { interpret, readWeights } from '../executors/reference/interpret';
import { otherTensorNames } from '../formats/tensorNames';
import { parseAutoencoderKLConfig } from '../formats/modelConfig';
import { GraphBuilder, type Tensor } from '../graph/graph';
import {
  casesOf,
  largestError,
  readJson,
  RecordedTensors,
  tolerance,
} from '../../test-support/goldenStates';
import { decode, encode } from './autoencoderKl';
import { Layers } from './layers';

interface Meta {
  readonly cases: {
    f32_vs_f64_mean: number;
    f32_vs_f64_logvar: number;
    f32_vs_f64_decoded: number;
  }[];
}

describe.each(casesOf('vae'))('%s', (name) => {
  const folder = `vae/${name}`;
  const config = parseAutoencoderKLConfig(readJson(`${folder}/config.json`));
  const meta = readJson<Meta>(`${folder}/meta.json`);
  const io = new RecordedTensors(`${folder}/io.safetensors`);
  const weights = new RecordedTensors(`${folder}/diffusion_pytorch_model.safetensors`).weights();

  async function run(
    input: string,
    build: (layers: Layers, x: Tensor) => Tensor,
  ): Promise<{
    out: Float64Array;
    shape: readonly number[];
    activation: (module: string) => Float64Array | null;
  }> {
    const b = new GraphBuilder();
    const tapped = new Map<string, Tensor>();
    const [n, c, h, w] = io.shape(input) as [number, number, number, number];
    const out = build(
      new Layers(b, { model: 'vae', tap: (module, tensor) => tapped.set(module, tensor) }),
      b.input('x', [n, h, w, c]),
    );
    const valuesOf = interpret(b.build(), {
      inputs: { x: io.channelsLast(input) },
      weight: await readWeights(b.build(), { vae: weights }),
    });
    return {
      out: valuesOf(out),
      shape: out.shape,
      activation: (module) => (tapped.has(module) ? valuesOf(tapped.get(module)!) : null),
    };
  }

  it.each(meta.cases.map((floors, index) => ({ floors, prefix: `case${index}` })))(
    '$prefix: encode and decode',
    async ({ floors, prefix }) => {
      const encoded = await run(`${prefix}.image`, (layers, x) => encode(layers, config, x));
      const latents = config.latent_channels;
      const part = (start: number): Float64Array =>
        encoded.out.filter((_, i) => Math.floor((i % (2 * latents)) / latents) === start);
      const mean = io.channelsLast(`${prefix}.mean`);
      expect(largestError(part(0), mean)).toBeLessThan(tolerance(mean, floors.f32_vs_f64_mean));
      const logVariance = io.channelsLast(`${prefix}.logvar_clamped`);
      expect(
        largestError(
          part(1).map((value) => Math.min(20, Math.max(-30, value))),
          logVariance,
        ),
      ).toBeLessThan(tolerance(logVariance, floors.f32_vs_f64_logvar));

      const decoded = await run(`${prefix}.latent_in`, (layers, x) => decode(layers, config, x));
      const image = io.channelsLast(`${prefix}.decoded`);
      expect(largestError(decoded.out, image)).toBeLessThan(
        tolerance(image, floors.f32_vs_f64_decoded),
      );

      let compared = 0;
      for (const tensor of io.names.filter((known) => known.startsWith(`${prefix}.act.`))) {
        const module = tensor.slice(`${prefix}.act.`.length);
        const recorded = io.channelsLast(tensor);
        const values = encoded.activation(module) ?? decoded.activation(module);
        if (!values) throw new Error(`module ${module} is not tapped`);
        expect(largestError(values, recorded), module).toBeLessThan(
          tolerance(recorded, floors.f32_vs_f64_mean),
        );
        compared++;
      }
      if (prefix === 'case0') expect(compared).toBeGreaterThan(5);
    },
  );
});

describe('old checkpoints', () => {
  it('names attention tensors as before diffusers 0.18', () => {
    expect(otherTensorNames('encoder.mid_block.attentions.0.to_q.weight')).toEqual([
      'encoder.mid_block.attentions.0.query.weight',
    ]);
    expect(otherTensorNames('decoder.mid_block.attentions.0.to_out.0.bias')).toEqual([
      'decoder.mid_block.attentions.0.proj_attn.bias',
    ]);
    expect(otherTensorNames('decoder.mid_block.attentions.0.group_norm.weight')).toEqual([]);
    expect(
      otherTensorNames('down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.weight'),
    ).toEqual([]);
  });

  it('are read through a weight source, also with [C,C,1,1] kernels', async () => {
    const bytes = new TextEncoder().encode('twelve bytes');
    const old = 'decoder.mid_block.attentions.0.query.weight';
    const view = { name: old, dtype: 'F32' as const, shape: [3, 1, 1, 1], bytes };
    const file = { metadata: {}, tensors: new Map([[old, view]]), read: async () => view };
    const source = tensorFileWeights('id', file, 'vae', otherTensorNames);
    const found = await source.read('decoder.mid_block.attentions.0.to_q.weight');
    expect(found.data).toEqual(new Float32Array(bytes.slice().buffer));
    expect(layoutWeight(found.data, found.shape, 'linear').shape).toEqual([1, 3]);
    const missing = 'decoder.mid_block.attentions.0.to_k.weight';
    expect(() => source.header(missing)).toThrow(/to_k/);
    await expect(source.read(missing)).rejects.toThrow(/to_k/);
  });
});
