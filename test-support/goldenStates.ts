// Test support: opens the recorded models and tensors under fixtures/ (see /fixtures layout in the
// README there) and measures errors against them. Recorded images are NCHW; graphs are
// channels-last. Tolerance for an f32 implementation, from the fixtures' README: max(50 × floor,
// 1e-5 + 1e-5·max|recorded|), floor = the case's recorded float32-from-float64 deviation.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tensorFileWeights } from '../src/executors/weights/tensorFileWeights';
import type { WeightSource } from '../src/executors/weights/weightSource';
import {
  parseSafetensors,
  toFloat32,
  toInt32,
  type SafetensorsFile,
  type TensorView,
} from '../src/formats/safetensors';

/** The folder of recorded cases: PLUMBLINE_FIXTURES, or the repository's own. */
export const FIXTURES =
  process.env['PLUMBLINE_FIXTURES'] ?? fileURLToPath(new URL('../fixtures', import.meta.url));

/** Names of the cases of one kind, e.g. `unet`. */
export function casesOf(kind: string): string[] {
  return existsSync(`${FIXTURES}/${kind}`) ? readdirSync(`${FIXTURES}/${kind}`).sort() : [];
}

export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(`${FIXTURES}/${path}`, 'utf8')) as T;
}

/** One recorded safetensors file. */
export class RecordedTensors {
  private readonly file: SafetensorsFile;

  constructor(private readonly path: string) {
    this.file = parseSafetensors(readFileSync(`${FIXTURES}/${path}`));
  }

  get names(): string[] {
    return [...this.file.tensors.keys()];
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
    return toFloat32(this.view(name));
  }

  integers(name: string): Int32Array {
    return toInt32(this.view(name));
  }

  /** A 4-axis tensor channels-last; others as they are. */
  channelsLast(name: string): Float32Array {
    const shape = this.shape(name);
    return shape.length === 4 ? toChannelsLast(this.floats(name), shape) : this.floats(name);
  }

  /** This file as the frozen weights of a model. */
  weights(): WeightSource {
    return tensorFileWeights(this.path, this.file, this.path);
  }
}

/** [N,C,H,W] -> [N,H,W,C]. */
export function toChannelsLast(data: Float32Array, shape: readonly number[]): Float32Array {
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

/** Largest absolute difference; NaN if any value is not finite. */
export function largestError(values: ArrayLike<number>, recorded: ArrayLike<number>): number {
  if (values.length !== recorded.length)
    throw new Error(`${values.length} values, ${recorded.length} recorded`);
  let worst = 0;
  for (let i = 0; i < values.length; i++) {
    const error = Math.abs(values[i]! - recorded[i]!);
    if (!Number.isFinite(error)) return NaN;
    worst = Math.max(worst, error);
  }
  return worst;
}

/** Allowed error of a float32 implementation against a recorded tensor. */
export function tolerance(recorded: ArrayLike<number>, floor: number): number {
  let largest = 0;
  for (let i = 0; i < recorded.length; i++) largest = Math.max(largest, Math.abs(recorded[i]!));
  return Math.max(50 * floor, 1e-5 + 1e-5 * largest);
}
