// The safetensors container: 8 bytes of header length, a JSON header, raw little-endian tensors.
// Reading checks every size and offset before it is used (no overlap, no hole, nothing past the
// end) and refuses the rest; nothing in a file is ever run. writeSafetensors.ts writes it.

import { StudioError } from '../errors';
import { float32ToHalves, halvesToFloat32 } from './float16';
import type { RangedFile } from './rangedFile';
import { formatErrors } from '../strings/errors/formats';
import { parseStrictJson, type StrictJson } from './strictJson';

/** Bytes an element takes, for the dtypes the format knows; of some several share a byte. */
export const ITEM_BYTES = {
  C64: 8,
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  F8_E8M0: 1,
  F8_E4M3FNUZ: 1,
  F8_E5M2FNUZ: 1,
  F6_E2M3: 0.75,
  F6_E3M2: 0.75,
  F4: 0.5,
} as const;
export type SafetensorsDType = keyof typeof ITEM_BYTES;

/** Whether a file is one, by its name: of a model's files those with weights. */
export const isSafetensors = (path: string): boolean => /\.safetensors$/i.test(path);

/**
 * A tensor inside an opened file; `bytes` is a view of the file, not a copy, and may be unaligned.
 */
export interface TensorView {
  readonly name: string;
  readonly dtype: SafetensorsDType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** Tensors by name, read one at a time: a file of any size, or several files of one model. */
export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  /** By name, as the headers tell them. */
  readonly tensors: ReadonlyMap<string, Pick<TensorView, 'dtype' | 'shape'>>;
  /** Errors: BadSafetensors when the name is unknown. */
  read(name: string): Promise<TensorView>;
}

/** A whole file in memory. */
export interface SafetensorsFile extends TensorFile {
  readonly tensors: ReadonlyMap<string, TensorView>;
}

/** Largest header the reference reader accepts. */
const MAX_HEADER_BYTES = 100_000_000;

const said = () => formatErrors.safetensors;

function refuse(what: string): never {
  throw new StudioError('BadSafetensors', ...said().refused(what));
}

/** A name from a file for a message. */
function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

interface HeaderEntry {
  readonly dtype: SafetensorsDType;
  readonly shape: number[];
  readonly begin: number;
  readonly end: number;
}

/** A whole number as the reference reader takes it: digits alone, no 1.0 or 1e3. */
function countOf(value: StrictJson | undefined): number | null {
  if (typeof value !== 'object' || value === null || !('text' in value)) return null;
  const count = /^\d+$/u.test(value.text) ? Number(value.text) : Number.NaN;
  return Number.isSafeInteger(count) ? count : null;
}

function countsOf(value: StrictJson | undefined): number[] | null {
  if (!Array.isArray(value)) return null;
  const counts: number[] = [];
  for (const item of value) {
    const count = countOf(item);
    if (count === null) return null;
    counts.push(count);
  }
  return counts;
}

/**
 * Bytes of a tensor; null where they are no whole number, or where numbers overflow 64 bits on the
 * way, as [2⁶³, 2, 0] does: the reference reader multiplies from the left.
 */
export function bytesOf(shape: readonly number[], dtype: SafetensorsDType): number | null {
  let bits = 1n;
  for (const length of shape) {
    bits *= BigInt(length);
    if (bits >= 2n ** 64n) return null;
  }
  bits *= BigInt(8 * ITEM_BYTES[dtype]);
  return bits >= 2n ** 64n || bits % 8n !== 0n ? null : Number(bits / 8n);
}

/** Length of the header in the first 8 bytes. Errors: BadSafetensors when it cannot be one. */
function headerLength(first: Uint8Array, fileBytes: number): number {
  if (fileBytes < 8) refuse(said().tooShort(fileBytes));
  const length = Number(new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES) refuse(said().longHeader(length, MAX_HEADER_BYTES));
  if (8 + length > fileBytes) refuse(said().headerPastEnd(length, fileBytes));
  return length;
}

function readHeader(
  headerBytes: Uint8Array,
  dataBytes: number,
): { metadata: Record<string, string>; entries: Map<string, HeaderEntry> } {
  // The reference reader wants the brace first: no space, no byte order mark.
  if (headerBytes[0] !== 0x7b) refuse(said().noBrace);
  let header: StrictJson;
  try {
    header = parseStrictJson(headerBytes);
  } catch (error) {
    refuse(said().headerNotJson(error instanceof Error ? error.message : String(error)));
  }
  if (!(header instanceof Map)) refuse(said().headerNoObject);
  const metadata: Record<string, string> = {};
  const entries = new Map<string, HeaderEntry>();
  for (const [name, value] of header) {
    if (name === '__metadata__') {
      if (value === null) continue;
      if (!(value instanceof Map)) refuse(said().metadataNoObject);
      for (const [key, text] of value) {
        if (typeof text !== 'string') refuse(said().metadataNoText(shorten(key)));
        Object.defineProperty(metadata, key, {
          value: text,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      continue;
    }
    const told = value instanceof Map ? value : new Map<string, StrictJson>();
    const shown = shorten(name);
    const dtype = told.get('dtype');
    if (typeof dtype !== 'string' || !Object.hasOwn(ITEM_BYTES, dtype))
      refuse(said().unknownType(shown, typeof dtype === 'string' ? shorten(dtype) : null));
    const shape = countsOf(told.get('shape')) ?? refuse(said().noShape(shown));
    const offsets = countsOf(told.get('data_offsets'));
    if (offsets?.length !== 2) refuse(said().noOffsets(shown));
    const [begin, end] = offsets as [number, number];
    const wanted = bytesOf(shape, dtype as SafetensorsDType);
    if (wanted === null) refuse(said().noSize(shown, shorten(shape.join(', ')), dtype));
    if (end < begin || end > dataBytes) refuse(said().outside(shown, begin, end, dataBytes));
    if (end - begin !== wanted)
      refuse(said().otherLength(shown, shorten(shape.join(', ')), dtype, wanted, end - begin));
    entries.set(name, { dtype: dtype as SafetensorsDType, shape, begin, end });
  }
  let at = 0;
  for (const [name, entry] of [...entries].sort(
    ([, a], [, b]) => a.begin - b.begin || a.end - b.end,
  )) {
    if (entry.begin !== at)
      refuse(
        entry.begin < at
          ? said().overlap(shorten(name))
          : said().hole(entry.begin - at, shorten(name)),
      );
    at = entry.end;
  }
  if (at !== dataBytes) refuse(said().rest(dataBytes - at));
  return { metadata, entries };
}

/**
 * Opens a whole file in memory. Tensors are views of `input`. Errors: StudioError BadSafetensors
 * saying what is wrong.
 */
export function parseSafetensors(input: Uint8Array | ArrayBuffer): SafetensorsFile {
  // A plain Uint8Array even of a Node Buffer, whose `slice` would not copy.
  const bytes =
    input instanceof Uint8Array
      ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength)
      : new Uint8Array(input);
  const start = 8 + headerLength(bytes, bytes.length);
  const { metadata, entries } = readHeader(bytes.subarray(8, start), bytes.length - start);
  const tensors = new Map<string, TensorView>();
  for (const [name, { dtype, shape, begin, end }] of entries)
    tensors.set(name, { name, dtype, shape, bytes: bytes.subarray(start + begin, start + end) });
  return {
    metadata,
    tensors,
    read: async (name) => tensors.get(name) ?? refuse(said().noTensor(name)),
  };
}

/** Opens a file, reading only its header. Errors: BadSafetensors saying what is wrong. */
export async function openSafetensorsFile(file: RangedFile): Promise<TensorFile> {
  const start = 8 + headerLength(await file.read(0, Math.min(8, file.size)), file.size);
  const { metadata, entries } = readHeader(await file.read(8, start), file.size - start);
  return {
    metadata,
    tensors: entries,
    async read(name) {
      const entry = entries.get(name) ?? refuse(said().noTensor(shorten(name)));
      const bytes = await file.read(start + entry.begin, start + entry.end);
      return { name, dtype: entry.dtype, shape: entry.shape, bytes };
    },
  };
}

function dataView({ bytes }: TensorView): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * The bytes as a buffer of their own: that which they were read into where it holds nothing else,
 * so that the largest matrices of a model are not in memory twice; else a copy.
 */
function ownBuffer({ bytes }: TensorView): ArrayBuffer {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength
    ? buffer
    : bytes.slice().buffer;
}

/** Raw half-precision bit patterns of an F16 tensor, which may be the view's own memory. */
export function float16Bits(view: TensorView): Uint16Array {
  if (view.dtype !== 'F16') throw new Error(`float16Bits of a ${view.dtype} tensor`);
  return new Uint16Array(ownBuffer(view));
}

/**
 * Values as float32 (F64 is rounded; integers are converted); of F32 they may be the view's own
 * memory. Errors: Unsupported for complex numbers and floats of 8 bits or fewer.
 */
export function toFloat32(view: TensorView): Float32Array {
  const own = () => ownBuffer(view);
  const data = dataView(view);
  const count = view.bytes.length / ITEM_BYTES[view.dtype];
  switch (view.dtype) {
    case 'F32':
      return new Float32Array(own());
    case 'F16':
      return halvesToFloat32(new Uint16Array(own()));
    case 'BF16':
      return new Float32Array(
        Uint32Array.from(new Uint16Array(own()), (bits) => bits << 16).buffer,
      );
    case 'F64':
      return Float32Array.from(new Float64Array(own()));
    case 'I64':
      return Float32Array.from({ length: count }, (_, i) => Number(data.getBigInt64(i * 8, true)));
    case 'U64':
      return Float32Array.from({ length: count }, (_, i) => Number(data.getBigUint64(i * 8, true)));
    case 'I32':
      return Float32Array.from(new Int32Array(own()));
    case 'U32':
      return Float32Array.from(new Uint32Array(own()));
    case 'I16':
      return Float32Array.from(new Int16Array(own()));
    case 'U16':
      return Float32Array.from(new Uint16Array(own()));
    case 'I8':
      return Float32Array.from(new Int8Array(own()));
    case 'U8':
    case 'BOOL':
      return Float32Array.from(view.bytes);
    default:
      throw new StudioError('Unsupported', ...said().unreadableType(view.name, view.dtype));
  }
}

/** Float32 values as the bytes of a type of floats, rounded to nearest even; null for others. */
export function floatBytes(dtype: SafetensorsDType, values: Float32Array): Uint8Array | null {
  const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
    new Uint8Array(buffer, byteOffset, byteLength);
  switch (dtype) {
    case 'F64':
      return bytes(Float64Array.from(values));
    case 'F32':
      return bytes(values);
    case 'F16':
      return bytes(float32ToHalves(values));
    case 'BF16': {
      const patterns = new Uint32Array(values.buffer, values.byteOffset, values.length);
      return bytes(
        Uint16Array.from(patterns, (bits) => (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16),
      );
    }
    default:
      return null;
  }
}

/** Integer values as int32. Errors: BadSafetensors for float tensors or values beyond 32 bits. */
export function toInt32(view: TensorView): Int32Array {
  if (!/^(?:[IU]\d|BOOL)/u.test(view.dtype)) refuse(said().notWhole(view.name, view.dtype));
  if (view.dtype === 'I64' || view.dtype === 'U64') {
    const data = dataView(view);
    return Int32Array.from({ length: view.bytes.length / 8 }, (_, i) => {
      const value = data.getBigInt64(i * 8, true);
      if (BigInt.asIntN(32, value) !== value) refuse(said().beyond32Bits(view.name, value));
      return Number(value);
    });
  }
  return Int32Array.from(toFloat64(view));
}

/** Values as float64, exact for all types but 64-bit integers beyond 2⁵³. */
export function toFloat64(view: TensorView): Float64Array {
  const buffer = ownBuffer(view);
  if (view.dtype === 'F64') return new Float64Array(buffer);
  if (view.dtype === 'I32') return Float64Array.from(new Int32Array(buffer));
  if (view.dtype === 'U32') return Float64Array.from(new Uint32Array(buffer));
  return Float64Array.from(toFloat32(view));
}
