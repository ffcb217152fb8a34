// Lowerings of nearest-neighbour upsampling and its derivative; four channels a thread where C
// allows.

import { sizeOf, type GraphNode } from '../../graph/graph';
import type { Dispatch, Lowering, LoweringContext } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import upsampleWgsl from './upsampleNearest.wgsl?raw';
import upsampleInputWgsl from './upsampleNearestInput.wgsl?raw';

/**
 * `small` and `large` are the shapes before and after upsampling; the thread count is the output's.
 */
function lower(
  node: GraphNode,
  context: LoweringContext,
  wgsl: string,
  small: readonly number[],
  large: readonly number[],
): Dispatch[] {
  const size = sizeOf(node.outputs[0]!.shape);
  const channels = small[3]!;
  const lanes = lanesFor(channels);
  return [
    {
      label: node.op.kind,
      wgsl: withLanes(wgsl, lanes),
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.output(0), access: 'read_write' },
      ],
      params: [size / lanes, small[1]!, small[2]!, large[1]!, large[2]!, channels / lanes],
      workgroups: groupsFor(size / lanes),
    },
  ];
}

export const lowerUpsampleNearest: Lowering = (node, context) =>
  lower(node, context, upsampleWgsl, node.inputs[0]!.shape, node.outputs[0]!.shape);

export const lowerUpsampleNearestInput: Lowering = (node, context) =>
  lower(node, context, upsampleInputWgsl, node.outputs[0]!.shape, node.inputs[0]!.shape);
