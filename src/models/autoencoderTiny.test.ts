// TAESD's decoder against recorded images on the float64 executor, and its tensor names.

import { describe, expect, it } from 'vitest';
import {
  casesOf,
  largestError,
  readJson,
  RecordedTensors,
  tolerance,
} from '../../test-support/goldenStates';
import { interpret, readWeights } from '../executors/reference/interpret';
import { parseAutoencoderTinyConfig } from '../formats/modelConfig';
import { GraphBuilder, weightsOf } from '../graph/graph';
import { buildTinyDecodeGraph } from '../paradigms/diffusion/graphs';
import { clampLatent, decodeTiny } from './autoencoderTiny';
import { Layers } from './layers';

interface Meta {
  readonly cases: readonly { readonly f32_vs_f64_decoded: number }[];
}

describe.each(casesOf('vae_tiny'))('%s', (name) => {
  it('decodes', async () => {
    const folder = `vae_tiny/${name}`;
    const config = parseAutoencoderTinyConfig(readJson(`${folder}/config.json`));
    const io = new RecordedTensors(`${folder}/io.safetensors`);
    const weights = new RecordedTensors(`${folder}/diffusion_pytorch_model.safetensors`).weights();
    const [n, , h, w] = io.shape('case0.latent_in') as [number, number, number, number];
    const graph = buildTinyDecodeGraph(config, n, [h, w]);
    const valuesOf = interpret(graph, {
      inputs: { latents: io.channelsLast('case0.latent_in').map(clampLatent) },
      weight: await readWeights(graph, { taesd: weights }),
    });
    const recorded = io.channelsLast('case0.decoded');
    const decoded = valuesOf(graph.outputs['images']!).map((value) => 2 * value - 1);
    const floor = readJson<Meta>(`${folder}/meta.json`).cases[0]!.f32_vs_f64_decoded;
    expect(largestError(decoded, recorded)).toBeLessThan(tolerance(recorded, floor));
  });
});

describe('AutoencoderTiny', () => {
  it('of Stable Diffusion has the published decoder’s tensors', () => {
    const b = new GraphBuilder();
    const config = parseAutoencoderTinyConfig({ _class_name: 'AutoencoderTiny' });
    b.output('y', decodeTiny(new Layers(b, { model: 't' }), config, b.input('x', [1, 8, 8, 4])));
    const places = new Set<string>();
    for (const { source } of weightsOf(b.build()))
      if (source.kind === 'weight') places.add(source.tensor.split('.')[2]!);
    expect([...places].map(Number).sort((a, c) => a - c)).toEqual([
      0, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 16, 17, 18,
    ]);
  });

  it('of other widths is refused in words', () => {
    expect(() => parseAutoencoderTinyConfig({ num_decoder_blocks: [1] })).toThrow(
      'num_decoder_blocks [1]',
    );
  });
});
