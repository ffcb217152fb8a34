// VQModel: latents of recorded images and their nearest codes; codebook rows; images decoded from
// tokens and from quantised latents. Codes are held by distance: a code other than the recorded one
// may be farther from the recorded latent by the tolerance at most.

import { GraphBuilder, type Graph, type Tensor } from '../../src/graph/graph';
import { halvesToFloat32 } from '../../src/formats/float16';
import { parseVQModelConfig, type VQModelConfig } from '../../src/formats/modelConfig';
import { Layers } from '../../src/models/layers';
import { nearestCodes } from '../../src/models/nearestCode';
import {
  CODEBOOK,
  decodeLatents,
  decodeTokens,
  encodeLatents,
  lookUp,
} from '../../src/models/vqModel';
import { activationCase } from './activations';
import { openWeights, type CaseFolder } from './caseFolder';
import { compare, floorOf, toChannelsLast, type Recording } from './recorded';
import type { Comparison } from './report';
import { relaxed, runOnce, type Suite } from './suite';
import { metaOf } from './unet';

/** True for the modules after quantisation. */
const inDecoder = (module: string): boolean => /^(decoder|post_quant_conv)/.test(module);

/** A graph of one function of one input, called x and result. */
function oneGraph(
  shape: readonly number[],
  dtype: 'f32' | 'i32',
  make: (layers: Layers, x: Tensor) => Tensor,
): Graph {
  const builder = new GraphBuilder();
  builder.output(
    'result',
    make(new Layers(builder, { model: 'vqvae' }), builder.input('x', shape, dtype)),
  );
  return builder.build();
}

/**
 * How much farther than the recorded codes the found ones are from the recorded latents, at most; 0
 * where they are the same.
 */
function excessDistance(
  latents: Float32Array,
  found: Int32Array,
  recorded: Int32Array,
  codebook: Float32Array,
  width: number,
): number {
  if (found.length !== recorded.length)
    throw new Error(`${found.length} codes, ${recorded.length} recorded`);
  const distance = (row: number, code: number): number =>
    Math.hypot(
      ...Array.from(
        { length: width },
        (_, i) => latents[row * width + i]! - codebook[code * width + i]!,
      ),
    );
  return found.reduce(
    (most, code, row) =>
      code === recorded[row]
        ? most
        : Math.max(most, Math.abs(distance(row, code) - distance(row, recorded[row]!))),
    0,
  );
}

export async function vqCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const config = suite.prepare(folder.name, () => parseVQModelConfig(folder.config(CODEBOOK)));
  const path = suite.prepare(folder.name, () => folder.weightFile(CODEBOOK));
  if (config === null || path === null) return;
  for (const io of folder.recordings((recording) => recording.path !== path)) {
    const prefixes = [
      ...new Set(
        io.names.flatMap(
          (name) => /^((?:.*\.)?)(?:image|tokens_in|latents)$/.exec(name)?.[1] ?? [],
        ),
      ),
    ];
    if (prefixes.length === 0)
      suite.report.unknown(
        `${folder.name} ${io.path.slice(folder.path.length + 1)}`,
        `${io.names.length} tensors`,
      );
    for (const prefix of prefixes)
      await oneCase(suite, folder, io, prefix, config, openWeights(path));
  }
}

async function oneCase(
  suite: Suite,
  folder: CaseFolder,
  io: Recording,
  prefix: string,
  config: VQModelConfig,
  source: ReturnType<typeof openWeights>,
): Promise<void> {
  const label = `${folder.name} ${prefix.replace(/\.$/, '')}`.trim();
  const meta = metaOf(folder.meta(), prefix.replace(/\.$/, '')) ?? folder.meta();
  const has = (tensor: string): boolean => io.has(prefix + tensor);
  const shape = (tensor: string): readonly number[] => {
    const [n, c, h, w] = io.shape(prefix + tensor) as [number, number, number, number];
    return [n, h, w, c];
  };
  const weights = { vqvae: source };
  const stored = await source.read(CODEBOOK);
  const codebook = stored.dtype === 'F32' ? stored.data : halvesToFloat32(stored.data);
  const width = config.vq_embed_dim;
  const known = new Set([
    'image',
    'latents',
    'indices',
    'quantized',
    'tokens_in',
    'decoded_from_tokens',
    'decoded_from_latents_quantize',
  ]);
  for (const name of io.names) {
    if (
      name.startsWith(prefix) &&
      !known.has(name.slice(prefix.length)) &&
      !name.startsWith(`${prefix}act.`)
    )
      suite.report.unknown(`${label} ${name}`);
  }
  /** One tensor from one graph. */
  const measured = async (
    line: string,
    tensor: string,
    graph: Graph,
    x: Float32Array | Int32Array,
    floor: number,
    more?: (result: Float32Array, tolerance: number) => Comparison[],
  ): Promise<void> => {
    await suite.run(`${label} ${line}`, source.wide, async (target) => {
      const recorded = io.channelsLast(prefix + tensor);
      const { result } = await runOnce(target, graph, weights, { x });
      const comparison = relaxed(compare(tensor, result!, recorded, floor), recorded, target);
      return [comparison, ...(more?.(result!, comparison.tolerance) ?? [])];
    });
  };
  if (has('image') && has('latents')) {
    const images = shape('image');
    const graph = suite.prepare(label, () =>
      oneGraph(images, 'f32', (layers, x) => encodeLatents(layers, config, x)),
    );
    if (graph === null) return;
    await measured(
      'encode',
      'latents',
      graph,
      io.channelsLast(`${prefix}image`),
      floorOf(meta, 'lat'),
      (latents, tolerance) =>
        !has('indices')
          ? []
          : [
              {
                what: 'indices',
                error: excessDistance(
                  io.channelsLast(`${prefix}latents`),
                  nearestCodes(latents, codebook, width),
                  io.integers(`${prefix}indices`),
                  codebook,
                  width,
                ),
                tolerance,
              },
            ],
    );
    await activationCase(suite, {
      name: `${label} encode`,
      io,
      prefix: `${prefix}act.`,
      model: 'vqvae',
      weights,
      inputs: { x: io.channelsLast(`${prefix}image`) },
      floor: floorOf(meta, 'lat'),
      only: (module) => !inDecoder(module),
      build: (builder, layers) => encodeLatents(layers, config, builder.input('x', images)),
    });
  }
  if (has('indices') && has('quantized')) {
    const graph = oneGraph(shape('quantized').slice(0, 3), 'i32', (layers, x) =>
      lookUp(layers, config, x),
    );
    await measured('codebook', 'quantized', graph, io.integers(`${prefix}indices`), 0);
  }
  if (has('tokens_in') && has('decoded_from_tokens')) {
    const graph = oneGraph(io.shape(`${prefix}tokens_in`), 'i32', (layers, x) =>
      decodeTokens(layers, config, x),
    );
    await measured(
      'decode tokens',
      'decoded_from_tokens',
      graph,
      io.integers(`${prefix}tokens_in`),
      floorOf(meta, 'decoded'),
    );
  }
  if (has('latents') && has('decoded_from_latents_quantize')) {
    const latents = toChannelsLast(io.floats(`${prefix}latents`), io.shape(`${prefix}latents`));
    const rows = Float32Array.from(
      [...nearestCodes(latents, codebook, width)].flatMap((code) => [
        ...codebook.subarray(code * width, (code + 1) * width),
      ]),
    );
    const graph = oneGraph(shape('latents'), 'f32', (layers, x) =>
      decodeLatents(layers, config, x),
    );
    await measured(
      'decode latents',
      'decoded_from_latents_quantize',
      graph,
      rows,
      floorOf(meta, 'decoded'),
    );
    await activationCase(suite, {
      name: `${label} decode`,
      io,
      prefix: `${prefix}act.`,
      model: 'vqvae',
      weights,
      inputs: { x: rows },
      floor: floorOf(meta, 'decoded'),
      only: inDecoder,
      build: (builder, layers) =>
        decodeLatents(layers, config, builder.input('x', shape('latents'))),
    });
  }
}
