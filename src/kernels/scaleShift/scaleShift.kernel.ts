// Lowers scaleShiftPerSample and scalePerSample to one kernel: one pass over memory, four channels
// a thread where C allows.

import { lastAxis, sizeOf, type GraphNode } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Dispatch, Lowering, LoweringContext } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import source from './scaleShift.wgsl?raw';

function lower(node: GraphNode, context: LoweringContext, shifted: boolean): Dispatch[] {
  const { shape } = node.inputs[0]!;
  const channels = lastAxis(node.inputs[0]!);
  const lanes = lanesFor(channels);
  const count = sizeOf(shape) / lanes;
  return [
    {
      label: node.op.kind,
      wgsl: withLanes(source, lanes),
      constants: { shifted: shifted ? 1 : 0 },
      bindings: [read(context.input(0)), read(context.input(1)), write(context.output(0))],
      params: [count, channels / lanes, count / shape[0]!],
      workgroups: groupsFor(count),
    },
  ];
}

/** inputs x, e -> y. */
export const lowerScaleShiftPerSample: Lowering = (node, context) => lower(node, context, true);

/** inputs dy, e -> dx. */
export const lowerScalePerSample: Lowering = (node, context) => lower(node, context, false);
