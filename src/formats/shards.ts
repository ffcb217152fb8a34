// Several files of one model (shards) as one tensor file, by the index beside them. Nothing is read
// until a tensor is asked for.

import * as v from 'valibot';
import { StudioError } from '../errors';
import { formatErrors } from '../strings/errors/formats';
import { parse } from './modelConfig';
import type { TensorFile, TensorView } from './safetensors';

/** A model.safetensors.index.json as the hub has it. */
const indexSchema = v.object({ weight_map: v.record(v.string(), v.string()) });

/** File names an index names, each once. Errors: Unsupported when it is no index. */
export function shardNames(index: unknown): string[] {
  return [...new Set(Object.values(parse(indexSchema, index, 'shardIndex').weight_map))];
}

/**
 * Shards as one file. Errors: BadSafetensors naming a tensor that is not in the file the index
 * names for it.
 */
export function joinShards(
  index: unknown,
  shards: ReadonlyMap<string, TensorFile>,
  what: string,
): TensorFile {
  const { weight_map: places } = parse(indexSchema, index, 'shardIndex');
  const tensors = new Map<string, Pick<TensorView, 'dtype' | 'shape'>>();
  for (const [name, shard] of Object.entries(places)) {
    const tensor = shards.get(shard)?.tensors.get(name);
    if (!tensor)
      throw new StudioError(
        'BadSafetensors',
        ...formatErrors.safetensors.notInShard(what, name, shard),
      );
    tensors.set(name, tensor);
  }
  return {
    metadata: {},
    tensors,
    read: async (name) => shards.get(places[name] ?? '')!.read(name),
  };
}
