// Lowers thresholdGuidedLoss: one dispatch, a thread per sample; every number a slider moves is a
// step uniform.

import { read, write } from '../bindings';
import type { Lowering } from '../kernel';
import { groupsFor } from '../wgslVariants';
import source from './thresholdGuidedLoss.wgsl?raw';

/** inputs errors[N,3], scores[N] -> terms[N,6]. */
export const lowerThresholdGuidedLoss: Lowering = (node, context) => {
  const samples = node.inputs[0]!.shape[0]!;
  return [
    {
      label: 'thresholdGuidedLoss',
      wgsl: source,
      bindings: [read(context.input(0)), read(context.input(1)), write(context.output(0))],
      params: [
        samples,
        { uniform: 'tau' },
        { uniform: 'tieMode' },
        { uniform: 'scoreInverseScale' },
        { uniform: 'scoreClip' },
        { uniform: 'c' },
        { uniform: 'beta' },
        { uniform: 'temperature' },
        { uniform: 'gradientScale' },
      ],
      workgroups: groupsFor(samples),
    },
  ];
};
