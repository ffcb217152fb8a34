// Lowers supervisedLoss: one dispatch, a thread per sample.

import { read, write } from '../bindings';
import type { Lowering } from '../kernel';
import { groupsFor } from '../wgslVariants';
import source from './supervisedLoss.wgsl?raw';

/** inputs errors[N,3], scores[N] -> terms[N,6]. */
export const lowerSupervisedLoss: Lowering = (node, context) => {
  const samples = node.inputs[0]!.shape[0]!;
  return [
    {
      label: 'supervisedLoss',
      wgsl: source,
      bindings: [read(context.input(0)), read(context.input(1)), write(context.output(0))],
      params: [
        samples,
        { uniform: 'tau' },
        { uniform: 'tieMode' },
        { uniform: 'beta' },
        { uniform: 'gradientScale' },
      ],
      workgroups: groupsFor(samples),
    },
  ];
};
