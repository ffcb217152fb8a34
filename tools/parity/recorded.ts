// Recorded tensors and texts: opening files, the way from NCHW to the graphs' channels-last and
// back, largest errors, and the tolerance the fixtures' README sets: max(50 × floor, 1e-5 +
// 1e-5·max|recorded|), floor = the nearest recorded deviation of float32 from float64.

import { readFileSync } from 'node:fs';
import { halvesToFloat32 } from '../../src/formats/float16';
import { parsePythonJson } from '../../src/formats/pythonJson';
import {
  float16Bits,
  parseSafetensors,
  toFloat32,
  toFloat64,
  toInt32,
  type SafetensorsFile,
  type TensorView,
} from '../../src/formats/safetensors';
import type { Comparison } from './report';

/** A safetensors file by tensor names. */
export class Recording {
  readonly file: SafetensorsFile;

  constructor(readonly path: string) {
    this.file = parseSafetensors(readFileSync(path));
  }

  get names(): string[] {
    return [...this.file.tensors.keys()];
  }

  has(name: string): boolean {
    return this.file.tensors.has(name);
  }

  private view(name: string): TensorView {
    const view = this.file.tensors.get(name);
    if (!view) throw new Error(`${this.path} has no tensor ${name}`);
    return view;
  }

  shape(name: string): readonly number[] {
    return this.view(name).shape;
  }

  floats(name: string): Float32Array {
    const view = this.view(name);
    return view.dtype === 'F16' ? halvesToFloat32(float16Bits(view)) : toFloat32(view);
  }

  doubles(name: string): Float64Array {
    return toFloat64(this.view(name));
  }

  integers(name: string): Int32Array {
    return toInt32(this.view(name));
  }

  /** [N,C,H,W] as [N,H,W,C]; tensors of another rank as they are. */
  channelsLast(name: string): Float32Array {
    return toChannelsLast(this.floats(name), this.shape(name));
  }
}

/** JSON as Python writes it. Errors: throws naming the file. */
export function readJson(path: string): unknown {
  try {
    return parsePythonJson(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** JSON numbers, where "inf", "-inf" and "nan" may stand as texts. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  const named: Record<string, number> = { inf: Infinity, '-inf': -Infinity, nan: NaN };
  const found = typeof value === 'string' ? named[value.toLowerCase()] : undefined;
  if (found === undefined) throw new Error(`${JSON.stringify(value)} is not a number`);
  return found;
}

export function numbersOf(value: unknown): number[] {
  if (!Array.isArray(value)) throw new Error(`${JSON.stringify(value)} is not a list of numbers`);
  return value.map(numberOf);
}

/** [N,C,H,W] -> [N,H,W,C]; other ranks unchanged. */
export function toChannelsLast(data: Float32Array, shape: readonly number[]): Float32Array {
  if (shape.length !== 4) return data;
  const [n, c, h, w] = shape as [number, number, number, number];
  const out = new Float32Array(data.length);
  for (let sample = 0; sample < n; sample++) {
    for (let channel = 0; channel < c; channel++) {
      for (let p = 0; p < h * w; p++)
        out[(sample * h * w + p) * c + channel] = data[(sample * c + channel) * h * w + p]!;
    }
  }
  return out;
}

/**
 * Largest absolute difference; NaN when a value that should be finite is not. Errors: throws when
 * lengths differ.
 */
export function largestError(values: ArrayLike<number>, recorded: ArrayLike<number>): number {
  if (values.length !== recorded.length)
    throw new Error(`${values.length} numbers, ${recorded.length} recorded`);
  let worst = 0;
  for (let i = 0; i < values.length; i++) {
    const error = values[i] === recorded[i] ? 0 : Math.abs(values[i]! - recorded[i]!);
    if (!Number.isFinite(error)) return NaN;
    worst = Math.max(worst, error);
  }
  return worst;
}

/** Largest magnitude. */
export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

/** Allowed error of a float32 implementation. */
export function allowed(recorded: ArrayLike<number>, floor: number): number {
  return Math.max(50 * floor, 1e-5 + 1e-5 * largest(recorded));
}

/** Compares under that tolerance. */
export function compare(
  what: string,
  values: ArrayLike<number>,
  recorded: ArrayLike<number>,
  floor: number,
): Comparison {
  return { what, error: largestError(values, recorded), tolerance: allowed(recorded, floor) };
}

/** Recorded float32-from-float64 deviations of a meta.json entry, by key. */
function deviations(meta: Readonly<Record<string, unknown>>): [string, number][] {
  return Object.entries(meta).filter(
    (entry): entry is [string, number] =>
      typeof entry[1] === 'number' && entry[0].includes('f32_vs_f64'),
  );
}

/**
 * The nearest recorded deviation: of the first `nearest` word some key contains, else the largest
 * of the entry, else 0.
 */
export function floorOf(
  meta: Readonly<Record<string, unknown>> | undefined,
  ...nearest: string[]
): number {
  const known = deviations(meta ?? {});
  for (const word of nearest) {
    const found = known.find(([key]) => key.includes(word));
    if (found) return found[1];
  }
  return known.reduce((most, [, value]) => Math.max(most, value), 0);
}
