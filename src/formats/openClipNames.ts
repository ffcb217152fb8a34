// The text encoder of a single-file checkpoint of Stable Diffusion 2.x under CLIPTextModel's names:
// OpenCLIP keeps query, key and value in one matrix, and a last layer that SD 2.x does not use (it
// conditions on the last layer but one, which diffusers' folders hold as the last).

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

interface Place {
  readonly name: string;
  /** Third of its rows; null = all. */
  readonly third: number | null;
}

/** CLIPTextModel's names of a tensor, each with its place. */
function placesOf(name: string, last: number): [string, Place][] {
  const own = name.slice(FROM.length);
  const end = ENDS[own];
  if (end) return [[TO + end, { name, third: null }]];
  const layer = LAYER.exec(own);
  if (!layer || Number(layer[1]) === last) return [];
  const to = `${TO}encoder.layers.${layer[1]}.`;
  const rest = layer[2]!;
  const joint = /^attn\.in_proj_(weight|bias)$/.exec(rest);
  if (joint)
    return PROJECTIONS.map((projection, third) => [
      `${to}self_attn.${projection}.${joint[1]}`,
      { name, third },
    ]);
  const part = PARTS.find(([from]) => rest.startsWith(from));
  return part ? [[to + part[1] + rest.slice(part[0].length), { name, third: null }]] : [];
}

/** The file with its OpenCLIP text encoder under CLIP's names too; read as it is asked for. */
export function withClipNames(file: TensorFile): TensorFile {
  const own = [...file.tensors.keys()].filter((name) => name.startsWith(FROM));
  const layers = own.flatMap((name) => {
    const layer = LAYER.exec(name.slice(FROM.length));
    return layer ? [Number(layer[1])] : [];
  });
  const places = new Map(own.flatMap((name) => placesOf(name, Math.max(...layers))));
  const tensors = new Map(file.tensors);
  for (const [name, { name: from, third }] of places) {
    const { dtype, shape } = file.tensors.get(from)!;
    const [rows, ...rest] = shape as [number, ...number[]];
    tensors.set(name, { dtype, shape: third === null ? shape : [rows / 3, ...rest] });
  }
  return {
    metadata: file.metadata,
    tensors,
    async read(name): Promise<TensorView> {
      const place = places.get(name);
      if (!place) return file.read(name);
      const { bytes, dtype } = await file.read(place.name);
      const { shape } = tensors.get(name)!;
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
