// The weights of one model in an opened tensor file: tensors are read by ranges when an executor
// asks for them and not kept.

import { StudioError } from '../../errors';
import { executorErrors } from '../../strings/errors/executors';
import { float16Bits, toFloat32, type TensorFile } from '../../formats/safetensors';
import type { TensorHeader, WeightSource } from './weightSource';

/**
 * `file` as weights; `what` names it in messages. `otherNames` gives names a tensor may have in
 * other checkpoints, tried in their order when its own is missing. `checkpoint` is the single file
 * that `file` is a view of.
 */
export function tensorFileWeights(
  id: string,
  file: TensorFile,
  what: string,
  otherNames: (tensor: string) => readonly string[] = () => [],
  checkpoint?: TensorFile,
): WeightSource {
  const nameOf = (tensor: string): string => {
    const found = [tensor, ...otherNames(tensor)].find((name) => file.tensors.has(name));
    if (found === undefined)
      throw new StudioError('BadModel', ...executorErrors.noTensor(what, tensor));
    return found;
  };
  return {
    id,
    origin: { file: checkpoint ?? file, nameOf, isCheckpoint: checkpoint !== undefined },
    header(tensor): TensorHeader {
      const { dtype, shape } = file.tensors.get(nameOf(tensor))!;
      return { dtype: dtype === 'F16' ? 'F16' : 'F32', shape };
    },
    async read(tensor) {
      const view = await file.read(nameOf(tensor));
      return view.dtype === 'F16'
        ? { dtype: 'F16', shape: view.shape, data: float16Bits(view) }
        : { dtype: 'F32', shape: view.shape, data: toFloat32(view) };
    },
  };
}
