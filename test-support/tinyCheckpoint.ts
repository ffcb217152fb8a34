// A single-file checkpoint in the very shape of Stable Diffusion 1.5 (four levels, 16 transformer
// blocks, 192 attention layers a LoRA can take) but narrow: a few MB of random F16 weights under
// CompVis' names, made where a test needs it.

import { ldmTextName, ldmUnetName, ldmVaeName } from '../src/formats/ldmNames';
import {
  parseAutoencoderKLConfig,
  parseClipTextConfig,
  parseUNet2DConditionConfig,
} from '../src/formats/modelConfig';
import { writeSafetensors, type WritableTensor } from '../src/formats/writeSafetensors';
import { sizeOf, storageOf, type Graph } from '../src/graph/graph';
import {
  buildDecodeGraph,
  buildDenoiseGraph,
  buildEncodeGraph,
  buildTextGraph,
} from '../src/paradigms/diffusion/graphs';
import { normals } from '../src/random/philox';

/** The widths a LoRA's and VAE's group norms of 32 groups allow. */
const WIDTHS = [32, 32, 64, 64];
const TEXT_WIDTH = 32;

export const tinyUnet = parseUNet2DConditionConfig({
  sample_size: 64,
  block_out_channels: WIDTHS,
  cross_attention_dim: TEXT_WIDTH,
});
const vae = parseAutoencoderKLConfig({
  block_out_channels: [32, 32, 32, 32],
  layers_per_block: 2,
  down_block_types: WIDTHS.map(() => 'DownEncoderBlock2D'),
  up_block_types: WIDTHS.map(() => 'UpDecoderBlock2D'),
});
const text = parseClipTextConfig({
  hidden_size: TEXT_WIDTH,
  intermediate_size: 4 * TEXT_WIDTH,
  num_hidden_layers: 2,
  num_attention_heads: 1,
});

/** Weights of a graph by name, in the shape a checkpoint has them. */
function storedShapes(graph: Graph): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  for (const { op, inputs } of graph.nodes) {
    for (const input of inputs) {
      const owner = input && storageOf(input);
      if (owner?.source.kind !== 'weight') continue;
      const { tensor, layout } = owner.source;
      if (layout === 'stored') shapes.set(tensor, owner.shape);
      else {
        const [rows, out] = owner.shape as [number, number];
        const [high, wide] = op.kind === 'conv2d' ? op.kernel : [1, 1];
        // Stable Diffusion 1.x keeps the projections around its transformers as 1×1 convolutions.
        const isFilter = op.kind === 'conv2d' || /\.proj_(in|out)\.weight$/.test(tensor);
        const inside = rows / (high * wide);
        shapes.set(tensor, isFilter ? [out, inside, high, wide] : [out, inside]);
      }
    }
  }
  return shapes;
}

function randomOf(name: string, shape: readonly number[], stream: number): WritableTensor {
  const count = sizeOf(shape);
  const fan = shape.length > 1 ? count / shape[0]! : 1;
  const numbers = normals(1, { stream: 200, step: stream, item: 0 }, count);
  // Norms scale by about 1, biases are about 0, and matrices keep the size of what they are given.
  const isScale = shape.length === 1 && name.endsWith('.weight');
  const data = numbers.map((value) =>
    isScale ? 1 + value / 20 : shape.length === 1 ? value / 20 : value / Math.sqrt(fan),
  );
  return { dtype: 'F16', shape, data };
}

/** The file's bytes; the same every time. */
export function tinyCheckpoint(): Uint8Array<ArrayBuffer> {
  const parts: [Graph, (name: string) => string][] = [
    [
      buildDenoiseGraph({
        unet: tinyUnet,
        batch: 1,
        height: 8,
        width: 8,
        contextTokens: 77,
        adapters: null,
      }),
      (name) => ldmUnetName(name, tinyUnet),
    ],
    [buildEncodeGraph(vae, 1, [64, 64]), (name) => ldmVaeName(name, vae)],
    [buildDecodeGraph(vae, 1, [8, 8]), (name) => ldmVaeName(name, vae)],
    [buildTextGraph(text, 1, 77), ldmTextName],
  ];
  const tensors: Record<string, WritableTensor> = {};
  for (const [graph, nameOf] of parts)
    for (const [name, shape] of storedShapes(graph))
      tensors[nameOf(name)] ??= randomOf(name, shape, Object.keys(tensors).length);
  return writeSafetensors(tensors);
}
