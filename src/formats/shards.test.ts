// Shards joined by their index: names, reading, and an index that lies.

import { expect, it } from 'vitest';
import { joinShards, shardNames } from './shards';
import { parseSafetensors } from './safetensors';
import { writeSafetensors } from './writeSafetensors';

const shard = (name: string, values: readonly number[]) =>
  parseSafetensors(
    writeSafetensors({
      [name]: { dtype: 'F32', shape: [values.length], data: Float32Array.from(values) },
    }),
  );
const shards = new Map([
  ['1.safetensors', shard('a', [1, 2])],
  ['2.safetensors', shard('b', [3])],
]);

it('reads each tensor from the file that the index names', async () => {
  const index = { weight_map: { a: '1.safetensors', b: '2.safetensors' } };
  expect(shardNames(index)).toEqual(['1.safetensors', '2.safetensors']);
  const joined = joinShards(index, shards, 'index');
  expect([...joined.tensors.keys()]).toEqual(['a', 'b']);
  expect([...(await joined.read('b')).bytes]).toEqual([0, 0, 64, 64]);
});

it('refuses an index that names a tensor its file has not, or is none', () => {
  expect(() => joinShards({ weight_map: { a: '2.safetensors' } }, shards, 'index')).toThrow(
    'index says that “a” lies in 2.safetensors',
  );
  expect(() => shardNames({ weight_map: 3 })).toThrow('shard index');
});
