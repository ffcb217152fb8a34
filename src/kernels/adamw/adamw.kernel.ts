// Lowers adamw: one dispatch over the flat states of all adapters; every hyperparameter is a step
// uniform.

import { sizeOf } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import source from './adamw.wgsl?raw';

/** inputs parameters, gradients, m, v (one length), norm[4]; in place, no output. */
export const lowerAdamw: Lowering = (node, context) => {
  if (node.op.kind !== 'adamw') throw new Error('lowerAdamw: wrong op');
  const length = sizeOf(node.inputs[0]!.shape);
  const width = lanesFor(length);
  const cells = length / width;
  return [
    {
      label: 'adamw',
      wgsl: withLanes(source, width),
      bindings: [
        write(context.input(0)),
        read(context.input(1)),
        write(context.input(2)),
        write(context.input(3)),
        read(context.input(4)),
      ],
      params: [
        cells,
        node.op.coupled ? 1 : 0,
        { uniform: 'weightDecay' },
        { uniform: 'adamBeta1' },
        { uniform: 'adamBeta2' },
        { uniform: 'learningRate' },
        { uniform: 'biasCorrection1' },
        { uniform: 'biasCorrection2' },
        { uniform: 'adamEpsilon' },
      ],
      workgroups: groupsFor(cells),
    },
  ];
};
