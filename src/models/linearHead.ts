// Linear heads on CLIP image embeddings, read from safetensors: y = W·e + b with {weight [S,D] or
// [D], bias [S]}. The aesthetic predictor of LAION ("improved aesthetic predictor", layers.0 …
// layers.7) is a stack of five linear layers with dropout and no activation between, so it is one
// such head once multiplied out. A stack under other names could hide an activation and is refused.

import { StudioError } from '../errors';
import { modelErrors } from '../strings/errors/models';
import { parseSafetensors, toFloat64, type SafetensorsFile } from '../formats/safetensors';

export interface LinearHead {
  /** S, e.g. 1 for a score or the number of styles. */
  readonly outputs: number;
  /** D, the embedding's length. */
  readonly width: number;
  /** [S,D], row-major. */
  readonly weight: Float64Array;
  /** [S]. */
  readonly bias: Float64Array;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Layers of LAION's predictor; the numbers between are dropouts. */
const LAION_LAYERS = ['layers.0.', 'layers.2.', 'layers.4.', 'layers.6.', 'layers.7.'];
/** A predictor has one; more would cost outputs × weights to multiply out. */
const MAX_STACK_OUTPUTS = 16;
const said = () => modelErrors.head;

/** `what` names the file in errors. */
function refuse(what: string, why: string): never {
  throw new StudioError('BadModel', ...said().refused(what, why));
}

type Layer = Omit<LinearHead, 'metadata'>;

function readLayer(file: SafetensorsFile, prefix: string, what: string): Layer {
  const view = file.tensors.get(`${prefix}weight`);
  if (!view) refuse(what, said().noTensor(`${prefix}weight`));
  const { shape } = view;
  if (shape.length < 1 || shape.length > 2 || shape.some((length) => length < 1))
    refuse(what, said().otherShape(`${prefix}weight`, shape.join(', '), said().outputsAndWidth));
  const [outputs, width] = shape.length === 1 ? [1, shape[0]!] : [shape[0]!, shape[1]!];
  const biasView = file.tensors.get(`${prefix}bias`);
  const bias = biasView ? toFloat64(biasView) : new Float64Array(outputs);
  if (bias.length !== outputs)
    refuse(what, said().otherBias(`${prefix}bias`, bias.length, outputs));
  const weight = toFloat64(view);
  if (!weight.every(Number.isFinite) || !bias.every(Number.isFinite))
    refuse(what, said().notFinite(`${prefix}weight`));
  return { outputs, width, weight, bias };
}

/** second(first(e)) as one layer. */
function compose(first: Layer, second: Layer, what: string): Layer {
  if (second.width !== first.outputs) refuse(what, said().layersApart(second.width, first.outputs));
  const weight = new Float64Array(second.outputs * first.width);
  const bias = second.bias.slice();
  for (let o = 0; o < second.outputs; o++) {
    for (let k = 0; k < second.width; k++) {
      const share = second.weight[o * second.width + k]!;
      bias[o]! += share * first.bias[k]!;
      for (let d = 0; d < first.width; d++)
        weight[o * first.width + d]! += share * first.weight[k * first.width + d]!;
    }
  }
  return { outputs: second.outputs, width: first.width, weight, bias };
}

/** Reads a head. Errors: BadSafetensors; BadModel naming the file and what is wrong with it. */
export function readLinearHead(bytes: Uint8Array, what: string): LinearHead {
  const file = parseSafetensors(bytes);
  const prefixes = file.tensors.has('weight') ? [''] : LAION_LAYERS;
  const known = new Set(prefixes.flatMap((prefix) => [`${prefix}weight`, `${prefix}bias`]));
  const strange = [...file.tensors.keys()].find((name) => !known.has(name));
  if (strange !== undefined) refuse(what, said().strange(strange));
  const layers = prefixes.map((prefix) => readLayer(file, prefix, what));
  const outputs = layers.at(-1)!.outputs;
  if (layers.length > 1 && outputs > MAX_STACK_OUTPUTS) refuse(what, said().stack(outputs));
  // From the last layer on: its few outputs keep the cost at that of reading the file.
  const layer = layers.reduceRight((second, first) => compose(first, second, what));
  return { ...layer, metadata: file.metadata };
}

/** W·e + b, [S]. Errors: throws when the embedding has another length. */
export function applyHead(
  { width, weight, bias }: Pick<LinearHead, 'width' | 'weight' | 'bias'>,
  embedding: ArrayLike<number>,
): Float64Array {
  if (embedding.length !== width)
    throw new Error(`a head of width ${width} on an embedding of ${embedding.length}`);
  return bias.map((start, o) => {
    let sum = start;
    for (let d = 0; d < width; d++) sum += weight[o * width + d]! * embedding[d]!;
    return sum;
  });
}
