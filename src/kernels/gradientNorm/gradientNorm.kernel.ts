// Lowers gradientNorm: partial squares over at most MAX_SLICES slices, then one thread (portable)
// or one workgroup (tuned) for norm, clip factor and finiteness. The number of slices is bounded
// because so few threads add them; slices are whole blocks of 32 cells.

import { sizeOf } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import finish from './gradientNorm.wgsl?raw';
import finishTuned from './gradientNorm.tuned.wgsl?raw';
import slicesSource from './gradientNormSlices.wgsl?raw';

const MAX_SLICES = 1024;
/** Cells added before the running total is touched, as in the WGSL. */
const BLOCK_CELLS = 32;

/** inputs gradients -> norm[4]. */
export const lowerGradientNorm: Lowering = (node, context) => {
  const length = sizeOf(node.inputs[0]!.shape);
  const width = lanesFor(length);
  const cells = length / width;
  const sliceCells = Math.ceil(cells / MAX_SLICES / BLOCK_CELLS) * BLOCK_CELLS;
  const slices = Math.ceil(cells / sliceCells);
  const partials = context.scratch(slices * 2);
  return [
    {
      label: 'gradientNorm slices',
      wgsl: withLanes(slicesSource, width),
      bindings: [read(context.input(0)), write(partials)],
      params: [slices, cells, sliceCells],
      workgroups: groupsFor(slices),
    },
    {
      label: 'gradientNorm',
      wgsl: context.profile.workgroupMemory ? finishTuned : finish,
      bindings: [read(partials), write(context.output(0))],
      params: [slices, { uniform: 'maxGradNorm' }],
      workgroups: 1,
    },
  ];
};
