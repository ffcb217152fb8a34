// The tensors of a network by its config, with the shapes its checkpoints have and a spread of
// random numbers under which activations stay near 1: found by building the very graphs that a
// checkpoint is opened for.

import type { ClipConfig } from '../../src/formats/clipConfig';
import type {
  AutoencoderKLConfig,
  ClipTextConfig,
  UNet2DConditionConfig,
} from '../../src/formats/modelConfig';
import { CONSTANTS, GraphBuilder, weightsOf } from '../../src/graph/graph';
import { decode, encode } from '../../src/models/autoencoderKl';
import { CLIP_MODEL, clipImageProjection, clipTextProjection } from '../../src/models/clipModel';
import { clipTextModel } from '../../src/models/clipTextModel';
import { Layers } from '../../src/models/layers';
import { unet2dCondition, unetInputs } from '../../src/models/unet2dCondition';

/** One tensor of a checkpoint: numbers are `mean` plus uniform noise of deviation `spread`. */
export interface RandomTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly mean: number;
  readonly spread: number;
}

/** Layers that end a residual branch: smaller, so that the sum of many branches stays near 1. */
const BRANCH_END = /\.(conv2|to_out\.0|net\.2|proj_out|fc2|out_proj)\.weight$/;
const TABLE = /embedding\.weight$|class_embedding$/;

/** Mean and spread of a tensor by its name and shape. */
function numbersFor(name: string, shape: readonly number[]): Omit<RandomTensor, 'name' | 'shape'> {
  if (name === 'logit_scale') return { mean: Math.log(100), spread: 0 };
  if (TABLE.test(name)) return { mean: 0, spread: 0.02 };
  if (shape.length === 1) return { mean: name.endsWith('.weight') ? 1 : 0, spread: 0.02 };
  const fanIn = shape.slice(1).reduce((product, length) => product * length, 1);
  return { mean: 0, spread: (BRANCH_END.test(name) ? 0.3 : 1) / Math.sqrt(fanIn) };
}

/** Tensors that the graph built through `layers` reads, in checkpoint shapes, by name. */
function tensorsOf(b: GraphBuilder, layers: Layers): RandomTensor[] {
  const graph = b.build();
  const kernels = new Map<number, readonly [number, number]>();
  for (const { op, inputs } of graph.nodes)
    if (op.kind === 'conv2d') kernels.set(inputs[1]!.id, op.kernel);
  const pointwise = new Set(
    layers.modules.filter(({ conv1x1 }) => conv1x1).map(({ module }) => `${module}.weight`),
  );
  const found = new Map<string, RandomTensor>();
  for (const { id, shape, source } of weightsOf(graph)) {
    if (source.kind !== 'weight' || source.model === CONSTANTS) continue;
    const { tensor: name, layout } = source;
    const stored = storedShape(shape, layout === 'stored', kernels.get(id), pointwise.has(name));
    found.set(name, { name, shape: stored, ...numbersFor(name, stored) });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function storedShape(
  shape: readonly number[],
  stored: boolean,
  kernel: readonly [number, number] | undefined,
  pointwise: boolean,
): number[] {
  if (stored) return [...shape];
  const [rows, out] = shape as [number, number];
  if (kernel) return [out, rows / (kernel[0] * kernel[1]), ...kernel];
  return pointwise ? [out, rows, 1, 1] : [out, rows];
}

/** Smallest image whose latents every level can halve. */
const EDGE = 64;

export function unetTensors(config: UNet2DConditionConfig): RandomTensor[] {
  const b = new GraphBuilder();
  const layers = new Layers(b, { model: 'unet' });
  const inputs = unetInputs(b, config, { batch: 1, height: EDGE, width: EDGE, contextTokens: 1 });
  b.output('prediction', unet2dCondition(layers, config, inputs));
  return tensorsOf(b, layers);
}

export function vaeTensors(config: AutoencoderKLConfig): RandomTensor[] {
  const b = new GraphBuilder();
  const layers = new Layers(b, { model: 'vae' });
  const { in_channels: channels, latent_channels: latent } = config;
  b.output('moments', encode(layers, config, b.input('pixels', [1, EDGE, EDGE, channels])));
  b.output('images', decode(layers, config, b.input('latents', [1, 8, 8, latent])));
  return tensorsOf(b, layers);
}

export function textEncoderTensors(config: ClipTextConfig): RandomTensor[] {
  const b = new GraphBuilder();
  const layers = new Layers(b, { model: 'text_encoder' });
  const ids = b.input('ids', [1, 1], 'i32');
  b.output('hidden', clipTextModel(layers, config, { ids, pooling: null }).lastHiddenState);
  return tensorsOf(b, layers);
}

/** Both encoders of a CLIPModel and its logit_scale. */
export function clipTensors(config: ClipConfig): RandomTensor[] {
  const b = new GraphBuilder();
  const layers = new Layers(b, { model: CLIP_MODEL });
  const { image_size: edge } = config.vision;
  const pixels = b.input('pixels', [1, edge, edge, 3]);
  b.output('image', clipImageProjection(layers, config, pixels).projected);
  const ids = b.input('ids', [1, 1], 'i32');
  const pooling = b.input('pooling', [1, 1]);
  b.output('text', clipTextProjection(layers, config, { ids, pooling }));
  const scale = { name: 'logit_scale', shape: [], ...numbersFor('logit_scale', []) };
  return [...tensorsOf(b, layers), scale];
}
