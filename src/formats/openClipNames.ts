// OpenCLIP's names of tensors as transformers' CLIP has them: query, key and value lie in one
// matrix, and projections are transposed (openClipModel.ts). Here the layers, and the text encoder
// of a single-file checkpoint of Stable Diffusion 2.x: it has a last layer that SD 2.x does not use
// (it conditions on the last layer but one, which diffusers' folders hold as the last).

import type { TensorFile, TensorView } from './safetensors';

const FROM = 'cond_stage_model.model.';
const TO = 'cond_stage_model.transformer.text_model.';
const LAYER = /^transformer\.resblocks\.(\d+)\.(.+)$/;

const ENDS: Readonly<Record<string, string>> = {
  'token_embedding.weight': 'embeddings.token_embedding.weight',
  positional_embedding: 'embeddings.position_embedding.weight',
  'ln_final.weight': 'final_layer_norm.weight',
  'ln_final.bias': 'final_layer_norm.bias',
};
const PARTS: readonly (readonly [string, string])[] = [
  ['ln_1.', 'layer_norm1.'],
  ['ln_2.', 'layer_norm2.'],
  ['mlp.c_fc.', 'mlp.fc1.'],
  ['mlp.c_proj.', 'mlp.fc2.'],
  ['attn.out_proj.', 'self_attn.out_proj.'],
];
const PROJECTIONS = ['q_proj', 'k_proj', 'v_proj'] as const;

/** Where a tensor's numbers lie in the file. */
export interface Place {
  readonly name: string;
  /** Third of its rows; null = all. */
  readonly third: number | null;
  readonly transposed: boolean;
}

/** A tensor as it lies. */
export const asItIs = (name: string): Place => ({ name, third: null, transposed: false });

/** transformers' names of a tensor of a layer, `rest` below the layer, which there is `to`. */
export function layerPlaces(name: string, rest: string, to: string): [string, Place][] {
  const joint = /^attn\.in_proj_(weight|bias)$/.exec(rest);
  if (joint)
    return PROJECTIONS.map((projection, third) => [
      `${to}self_attn.${projection}.${joint[1]}`,
      { name, third, transposed: false },
    ]);
  const part = PARTS.find(([from]) => rest.startsWith(from));
  return part ? [[to + part[1] + rest.slice(part[0].length), asItIs(name)]] : [];
}

/** CLIPTextModel's names of a tensor, each with its place. */
function placesOf(name: string, last: number): [string, Place][] {
  const own = name.slice(FROM.length);
  const end = ENDS[own];
  if (end) return [[TO + end, asItIs(name)]];
  const layer = LAYER.exec(own);
  if (!layer || Number(layer[1]) === last) return [];
  return layerPlaces(name, layer[2]!, `${TO}encoder.layers.${layer[1]}.`);
}

/** The bytes of a matrix [rows, columns], transposed. */
function transpose(bytes: Uint8Array, rows: number, columns: number): Uint8Array {
  const item = bytes.length / (rows * columns);
  const out = new Uint8Array(bytes.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const from = (row * columns + column) * item;
      const to = (column * rows + row) * item;
      for (let byte = 0; byte < item; byte++) out[to + byte] = bytes[from + byte]!;
    }
  return out;
}

function shapeAt({ third, transposed }: Place, shape: readonly number[]): readonly number[] {
  const [rows, ...rest] = shape as [number, ...number[]];
  if (third !== null) return [rows / 3, ...rest];
  return transposed ? [...shape].reverse() : shape;
}

/** The file with tensors under other names too; read as they are asked for. */
export function underNames(file: TensorFile, places: ReadonlyMap<string, Place>): TensorFile {
  const tensors = new Map(file.tensors);
  for (const [name, place] of places) {
    const { dtype, shape } = file.tensors.get(place.name)!;
    tensors.set(name, { dtype, shape: shapeAt(place, shape) });
  }
  return {
    metadata: file.metadata,
    tensors,
    async read(name): Promise<TensorView> {
      const place = places.get(name);
      if (!place) return file.read(name);
      const { bytes, dtype, shape: stored } = await file.read(place.name);
      const { shape } = tensors.get(name)!;
      if (place.transposed) {
        const [rows, columns] = stored as [number, number];
        return { name, dtype, shape, bytes: transpose(bytes, rows, columns) };
      }
      if (place.third === null) return { name, dtype, shape, bytes };
      const length = bytes.length / 3;
      return {
        name,
        dtype,
        shape,
        bytes: bytes.subarray(place.third * length, (place.third + 1) * length),
      };
    },
  };
}

/** The file with its OpenCLIP text encoder under CLIP's names too. */
export function withClipNames(file: TensorFile): TensorFile {
  const own = [...file.tensors.keys()].filter((name) => name.startsWith(FROM));
  const layers = own.flatMap((name) => {
    const layer = LAYER.exec(name.slice(FROM.length));
    return layer ? [Number(layer[1])] : [];
  });
  return underNames(file, new Map(own.flatMap((name) => placesOf(name, Math.max(...layers)))));
}
