// Where a graph's frozen weights come from: tensors of a checkpoint by name, one at a time, so that
// no more than one of them is in JavaScript's memory. Type and shape are known from the header.

import { StudioError } from '../../errors';
import { executorErrors } from '../../strings/errors/executors';
import type { TensorFile } from '../../formats/safetensors';
import { CONSTANTS } from '../../graph/graph';

/** One tensor of a checkpoint, as in the file. F16 data are raw bit patterns. */
export type StoredTensor =
  | { readonly dtype: 'F32'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: 'F16'; readonly shape: readonly number[]; readonly data: Uint16Array };

/** What a header says of a tensor; what is neither F32 nor F16 in the file is read as F32. */
export type TensorHeader = Pick<StoredTensor, 'dtype' | 'shape'>;

/** The file that weights are read from. */
export interface WeightOrigin {
  readonly file: TensorFile;
  /** The file's name of a tensor. Errors: BadModel when it is missing. */
  nameOf(tensor: string): string;
  /** A single-file checkpoint: the file holds the other networks too. */
  readonly isCheckpoint: boolean;
}

/**
 * The frozen weights of one model. `id` names their content (a hash): executors share uploads by
 * it.
 */
export interface WeightSource {
  readonly id: string;
  /** Absent where they are in memory alone. */
  readonly origin?: WeightOrigin;
  /** Reads nothing. Throws StudioError BadModel when the tensor is missing. */
  header(tensor: string): TensorHeader;
  /** Reads one tensor. Errors: BadModel as above, or what the file says. */
  read(tensor: string): Promise<StoredTensor>;
}

export type WeightSources = Readonly<Record<string, WeightSource>>;

/** Weights in memory by name. */
export function memoryWeights(
  id: string,
  find: (tensor: string) => StoredTensor | undefined,
): WeightSource {
  const get = (tensor: string): StoredTensor => {
    const stored = find(tensor);
    if (!stored) throw new StudioError('BadModel', ...executorErrors.noTensor(id, tensor));
    return stored;
  };
  return { id, header: get, read: (tensor) => Promise.resolve().then(() => get(tensor)) };
}

/** Constants of a graph (GraphBuilder.constant): they are in no checkpoint. */
const constants = memoryWeights(CONSTANTS, (tensor) => {
  const [value, count] = tensor.split('×').map(Number) as [number, number];
  return { dtype: 'F32', shape: [count], data: new Float32Array(count).fill(value) };
});

/** The source of a model named in a graph. Errors: BadModel when none was given of that name. */
export function sourceOf(sources: WeightSources, model: string): WeightSource {
  const source = model === CONSTANTS ? constants : sources[model];
  if (!source)
    throw new StudioError('BadModel', ...executorErrors.noWeights(model, Object.keys(sources)));
  return source;
}
