// Writing safetensors files (safetensors.ts reads them). It is deterministic: wider types first,
// then by name; the header is padded with spaces to 8 bytes.

import { float32ToHalves } from './float16';
import { bytesOf, ITEM_BYTES, type TensorView } from './safetensors';

/**
 * A tensor to write: float32 values stored as F32 or rounded to F16, or raw F16 patterns, or
 * float64, or int32.
 */
export type WritableTensor =
  | { readonly dtype: 'F64'; readonly shape: readonly number[]; readonly data: Float64Array }
  | {
      readonly dtype: 'F32' | 'F16';
      readonly shape: readonly number[];
      readonly data: Float32Array;
    }
  | { readonly dtype: 'F16'; readonly shape: readonly number[]; readonly data: Uint16Array }
  | { readonly dtype: 'I32'; readonly shape: readonly number[]; readonly data: Int32Array };

/** Length and JSON of a header, and the order in which the tensors' bytes follow it. */
export interface SafetensorsHead {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly order: readonly string[];
  /** Of the whole file. */
  readonly fileBytes: number;
}

/**
 * What a file of these tensors begins with. Wider types first, as the reference writer does, so
 * that every tensor is aligned to its element; then by name.
 */
export function safetensorsHead(
  tensors: ReadonlyMap<string, Pick<TensorView, 'dtype' | 'shape'>>,
  metadata: Readonly<Record<string, string>> = {},
): SafetensorsHead {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0)
    header['__metadata__'] = Object.fromEntries(
      Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const width = (name: string): number => ITEM_BYTES[tensors.get(name)!.dtype];
  const order = [...tensors.keys()].sort((a, b) => width(b) - width(a) || (a < b ? -1 : 1));
  let at = 0;
  for (const name of order) {
    const { dtype, shape } = tensors.get(name)!;
    const end = at + bytesOf(shape, dtype)!;
    header[name] = { dtype, shape, data_offsets: [at, end] };
    at = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded).fill(0x20, 8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  return { bytes, order, fileBytes: bytes.length + at };
}

/** Writes a file. Errors: throws when a tensor's data do not fit its shape. */
export function writeSafetensors(
  tensors: Readonly<Record<string, WritableTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  for (const [name, { shape, data }] of Object.entries(tensors))
    if (shape.reduce((product, length) => product * length, 1) !== data.length)
      throw new Error(
        `writeSafetensors: ${name} has ${data.length} numbers for [${shape.join(', ')}]`,
      );
  const head = safetensorsHead(new Map(Object.entries(tensors)), metadata);
  const out = new Uint8Array(head.fileBytes);
  out.set(head.bytes);
  let at = head.bytes.length;
  for (const name of head.order) {
    const { dtype, data } = tensors[name]!;
    const stored = dtype === 'F16' && data instanceof Float32Array ? float32ToHalves(data) : data;
    out.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), at);
    at += stored.byteLength;
  }
  return out;
}
