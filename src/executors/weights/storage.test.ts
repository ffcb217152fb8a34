// Which weights of a graph may be stored narrow, and what they take.

import { expect, it } from 'vitest';
import { GraphBuilder, weightsOf, type Graph } from '../../graph/graph';
import type { WeightStorage } from '../executor';
import { readableWeights, storageFor, storedBytes } from './storage';

/** A matrix read by forward and derivative, one of odd width, a norm, a table. */
function graph(): Graph {
  const b = new GraphBuilder();
  const ids = b.input('ids', [1, 3], 'i32');
  const x = b.embedTokens(b.weight('m', 'table', 'stored', [10, 8]), null, ids);
  const even = b.weight('m', 'even', 'linear', [8, 12]);
  const y = b.matmul(b.rmsNorm(x, b.weight('m', 'norm', 'stored', [8]), 1e-6).y, even);
  b.output('back', b.matmul(y, even, { transposeB: true }));
  b.output('odd', b.matmul(y, b.weight('m', 'odd', 'linear', [12, 3])));
  return b.build();
}

function storages(wanted: WeightStorage, dtype: 'F16' | 'F32'): Record<string, string> {
  const built = graph();
  const readable = readableWeights(built);
  return Object.fromEntries(
    [...weightsOf(built)].map(({ id, source }) => [
      source.kind === 'weight' ? source.tensor : '',
      storageFor(readable.get(id), { dtype }, wanted),
    ]),
  );
}

it('stores what kernels can read narrow as the file or the caller says', () => {
  expect(storages('file', 'F32')).toEqual({ table: 'f32', even: 'f32', norm: 'f32', odd: 'f32' });
  expect(storages('file', 'F16')).toEqual({ table: 'f16', even: 'f16', norm: 'f32', odd: 'f16' });
  expect(storages('f16', 'F32')).toEqual({ table: 'f16', even: 'f16', norm: 'f32', odd: 'f16' });
  expect(storages('int8', 'F32')).toEqual({
    table: 'f16',
    even: 'int8',
    norm: 'f32',
    odd: 'f16',
  });
});

it('counts bytes with int8 scales, in words of four numbers', () => {
  expect(storedBytes([8, 12], 'f32')).toBe(384);
  expect(storedBytes([8, 12], 'f16')).toBe(192);
  expect(storedBytes([8, 12], 'int8')).toBe(4 * 12 + 96);
  expect(storedBytes([3], 'f32')).toBe(16);
});
