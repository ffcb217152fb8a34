// Lowers sgd: one dispatch over the flat states of all adapters; every hyperparameter but
// `nesterov` is a step uniform.

import { sizeOf } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import source from './sgd.wgsl?raw';

/** inputs parameters, gradients, buffer (one length), norm[4]; in place, no output. */
export const lowerSgd: Lowering = (node, context) => {
  if (node.op.kind !== 'sgd') throw new Error('lowerSgd: wrong op');
  const length = sizeOf(node.inputs[0]!.shape);
  const width = lanesFor(length);
  const cells = length / width;
  return [
    {
      label: 'sgd',
      wgsl: withLanes(source, width),
      bindings: [
        write(context.input(0)),
        read(context.input(1)),
        write(context.input(2)),
        read(context.input(3)),
      ],
      params: [
        cells,
        node.op.nesterov ? 1 : 0,
        { uniform: 'weightDecay' },
        { uniform: 'momentum' },
        { uniform: 'gradientShare' },
        { uniform: 'learningRate' },
      ],
      workgroups: groupsFor(cells),
    },
  ];
};
