// Lowers adafactor: three dispatches a matrix, its row and column means, the size of its update,
// the update. The matrices are small (a rank by a layer's width) and independent of each other.

import { read, write } from '../bindings';
import type { BufferRef, Dispatch, Lowering } from '../kernel';
import { groupsFor } from '../wgslVariants';
import factors from './adafactorFactors.wgsl?raw';
import size from './adafactorSize.wgsl?raw';
import update from './adafactor.wgsl?raw';

/** Partial sums of a matrix, and its mean of row means, as in the WGSL. */
const SCRATCH = 65;

/** inputs parameters, gradients, rowMeans, columnMeans (one length), norm[4]; in place. */
export const lowerAdafactor: Lowering = (node, context) => {
  const { op } = node;
  if (op.kind !== 'adafactor') throw new Error('lowerAdafactor: wrong op');
  const [parameters, gradients, rowMeans, columnMeans, norm] = [0, 1, 2, 3, 4].map((at) =>
    context.input(at),
  ) as [BufferRef, BufferRef, BufferRef, BufferRef, BufferRef];
  const scratch = context.scratch(SCRATCH * op.matrices.length);
  return op.matrices.flatMap(({ offset, rows, columns }, index): Dispatch[] => {
    const place = [offset, rows, columns];
    const partials = index * SCRATCH;
    return [
      {
        label: 'adafactor factors',
        wgsl: factors,
        bindings: [read(gradients), write(rowMeans), write(columnMeans), read(norm)],
        params: [...place, { uniform: 'adafactorDecay' }, { f: 1 / rows }, { f: 1 / columns }],
        workgroups: groupsFor(rows + columns),
      },
      {
        label: 'adafactor size',
        wgsl: size,
        bindings: [read(gradients), read(rowMeans), read(columnMeans), read(norm), write(scratch)],
        params: [...place, partials],
        workgroups: 1,
      },
      {
        label: 'adafactor',
        wgsl: update,
        bindings: [
          write(parameters),
          read(gradients),
          read(rowMeans),
          read(columnMeans),
          read(norm),
          read(scratch),
        ],
        params: [...place, partials, { uniform: 'learningRate' }, { uniform: 'weightDecay' }],
        workgroups: groupsFor(rows * columns),
      },
    ];
  });
};
