// VQModel against recorded diffusers outputs on the float64 executor: latents, codes, and both ways
// of decoding.

import { describe, expect, it } from 'vitest';
import { interpret, readWeights } from '../executors/reference/interpret';
import { parseVQModelConfig } from '../formats/modelConfig';
import { GraphBuilder } from '../graph/graph';
import {
  casesOf,
  largestError,
  readJson,
  RecordedTensors,
  tolerance,
  toChannelsLast,
} from '../../test-support/goldenStates';
import { Layers } from './layers';
import { nearestCodes } from './nearestCode';
import {
  CODEBOOK,
  decodeLatents,
  decodeTokens,
  encodeLatents,
  lookUp,
  pixelsPerToken,
} from './vqModel';

describe.each(casesOf('vqvae'))('%s', (name) => {
  const config = parseVQModelConfig(readJson(`vqvae/${name}/config.json`));
  const meta = readJson<{ f32_vs_f64_decoded: number; f32_vs_f64_lat: number }>(
    `vqvae/${name}/meta.json`,
  );
  const io = new RecordedTensors(`vqvae/${name}/io.safetensors`);
  const file = new RecordedTensors(`vqvae/${name}/diffusion_pytorch_model.safetensors`);
  const sources = { vqvae: file.weights() };
  const [n, , height, width] = io.shape('image') as [number, number, number, number];
  const [h, w] = [height / pixelsPerToken(config), width / pixelsPerToken(config)];

  it('encodes to the recorded latents, whose nearest codes are the recorded ones', async () => {
    const b = new GraphBuilder();
    const latents = encodeLatents(
      new Layers(b, { model: 'vqvae' }),
      config,
      b.input('images', [n, height, width, config.in_channels]),
    );
    expect(latents.shape).toEqual([n, h, w, config.vq_embed_dim]);
    const graph = b.build();
    const values = interpret(graph, {
      inputs: { images: io.channelsLast('image') },
      weight: await readWeights(graph, sources),
    })(latents);
    const recorded = io.channelsLast('latents');
    expect(largestError(values, recorded)).toBeLessThan(tolerance(recorded, meta.f32_vs_f64_lat));
    const codes = nearestCodes(values, file.floats(CODEBOOK), config.vq_embed_dim);
    expect(codes).toEqual(io.integers('indices'));
    expect(new Set(codes).size).toBeGreaterThan(4);
  });

  it('looks tokens up and decodes them, and decodes quantised latents', async () => {
    const b = new GraphBuilder();
    const layers = new Layers(b, { model: 'vqvae' });
    const tokens = b.input('tokens', [n, h, w], 'i32');
    const rows = lookUp(layers, config, b.input('indices', [n, h, w], 'i32'));
    const images = decodeTokens(layers, config, tokens);
    const fromLatents = decodeLatents(
      layers,
      config,
      b.input('quantised', [n, h, w, config.vq_embed_dim]),
    );
    const quantised = toChannelsLast(io.floats('quantized'), io.shape('quantized'));
    const valuesOf = interpret(b.build(), {
      inputs: { tokens: io.integers('tokens_in'), indices: io.integers('indices'), quantised },
      weight: await readWeights(b.build(), sources),
    });
    expect(largestError(valuesOf(rows), quantised)).toBeLessThan(1e-6);
    for (const [made, recorded] of [
      [images, 'decoded_from_tokens'],
      [fromLatents, 'decoded_from_latents_quantize'],
    ] as const) {
      expect(largestError(valuesOf(made), io.channelsLast(recorded)), recorded).toBeLessThan(
        tolerance(io.channelsLast(recorded), meta.f32_vs_f64_decoded),
      );
    }
  });
});
