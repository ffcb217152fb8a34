// A base with the adapters of a run folded into its weights, as a stream: every tensor of the file
// as it lies, but W + strength · alpha/rank · B·A in place of an adapted layer's W, rounded back to
// its type (LoRA, eq. 3). One tensor is in memory at a time.

import { StudioError } from '../errors';
import { floatBytes, toFloat32, type TensorView } from '../formats/safetensors';
import { safetensorsHead } from '../formats/writeSafetensors';
import type { AdapterEntry } from '../models/lora';
import { paradigmFacts } from '../paradigms/facts';
import type { SamplingAdapters } from '../paradigms/imagePipeline';
import type { BaseModel } from '../paradigms/paradigm';
import { runErrors } from '../strings/errors/runs';

export interface MergedModel {
  /** Of the whole file. */
  readonly fileBytes: number;
  /** The file's bytes, in order. Errors: BadModel where a layer cannot hold what it becomes. */
  pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** W [out, in] + scale · B·A, summed in float64. */
function folded(
  weight: Float32Array,
  { rank, offsetA, offsetB, inFeatures, outFeatures }: AdapterEntry,
  flat: Float32Array,
  scale: number,
): Float32Array {
  const sums = new Float64Array(inFeatures);
  const result = new Float32Array(weight.length);
  for (let row = 0; row < outFeatures; row++) {
    sums.fill(0);
    for (let r = 0; r < rank; r++) {
      const up = scale * flat[offsetB + row * rank + r]!;
      if (up === 0) continue;
      const a = offsetA + r * inFeatures;
      for (let i = 0; i < inFeatures; i++) sums[i]! += up * flat[a + i]!;
    }
    const at = row * inFeatures;
    for (let i = 0; i < inFeatures; i++) result[at + i] = weight[at + i]! + sums[i]!;
  }
  return result;
}

function foldedBytes(
  view: TensorView,
  entry: AdapterEntry,
  flat: Float32Array,
  scale: number,
): Uint8Array {
  const bytes = floatBytes(view.dtype, folded(toFloat32(view), entry, flat, scale));
  if (bytes === null)
    throw new StudioError('Unsupported', ...runErrors.mergedType(view.name, view.dtype));
  if (!toFloat32({ ...view, bytes }).every(Number.isFinite))
    throw new StudioError('BadModel', ...runErrors.mergedRange(view.name, view.dtype));
  return bytes;
}

/**
 * `flat` are adapters laid out by `plan`, `strength` 1 as they were trained. The file has the
 * names, types and metadata of that which the denoiser was read from; `run` is named beside those.
 * Errors: BadModel where a layer is missing.
 */
export function mergedModel(
  model: BaseModel,
  { plan, flat, strength }: Pick<SamplingAdapters, 'plan' | 'flat' | 'strength'>,
  run: string,
): MergedModel {
  const { file, nameOf } = model.weights[paradigmFacts(model.paradigm).denoiser]!.origin!;
  const entries = new Map(plan.entries.map((entry) => [nameOf(`${entry.module}.weight`), entry]));
  // A hash of the file as it was would be false now.
  const kept = Object.entries(file.metadata).filter(([key]) => !/hash/iu.test(key));
  const said = { plumbline_merged: `${run}, strength ${strength}` };
  const metadata = { format: 'pt', ...Object.fromEntries(kept), ...said };
  const { bytes, order, fileBytes } = safetensorsHead(file.tensors, metadata);
  return {
    fileBytes,
    async *pieces() {
      yield bytes;
      for (const name of order) {
        const view = await file.read(name);
        const entry = entries.get(name);
        yield (entry ? foldedBytes(view, entry, flat, strength * plan.scale) : view.bytes).slice();
      }
    },
  };
}
