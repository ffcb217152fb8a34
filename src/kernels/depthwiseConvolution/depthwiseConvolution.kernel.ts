// Lowers depthwiseConv2d and depthwiseConv2dInput to one kernel, the same in both variants: a pass
// over memory with nine or so reads a number, most of them from the cache. Cells are four channels
// where C is a multiple of four, else one.

import type { GraphNode } from '../../graph/graph';
import type { DepthwiseGeometry } from '../../graph/ops';
import { read, write } from '../bindings';
import type { Dispatch, Lowering, LoweringContext } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import source from './depthwiseConvolution.wgsl?raw';

function lowerDepthwise(
  node: GraphNode,
  context: LoweringContext,
  { kernel, pad }: DepthwiseGeometry,
  sign: 1 | -1,
  hasBias: boolean,
): Dispatch {
  const [, inHeight, inWidth] = node.inputs[0]!.shape as [number, number, number];
  const [samples, height, width, channels] = node.outputs[0]!.shape as [
    number,
    number,
    number,
    number,
  ];
  const lanes = lanesFor(channels);
  const count = (samples * height * width * channels) / lanes;
  return {
    label: node.op.kind,
    wgsl: withLanes(source, lanes),
    constants: { hasBias: hasBias ? 1 : 0 },
    bindings: [
      read(context.input(0)),
      read(context.input(1)),
      read(hasBias ? context.input(2) : context.nothing),
      write(context.output(0)),
    ],
    params: [
      count,
      height,
      width,
      inHeight,
      inWidth,
      channels / lanes,
      kernel[0] * kernel[1],
      kernel[1],
      sign,
      -sign * pad[0],
      -sign * pad[1],
    ],
    workgroups: groupsFor(count),
  };
}

/** inputs x, w, bias? -> y. */
export const lowerDepthwiseConv2d: Lowering = (node, context) => {
  if (node.op.kind !== 'depthwiseConv2d')
    throw new Error(`depthwiseConv2d lowering got ${node.op.kind}`);
  return [lowerDepthwise(node, context, node.op, 1, Boolean(node.inputs[2]))];
};

/** inputs dy, w -> dx. */
export const lowerDepthwiseConv2dInput: Lowering = (node, context) => {
  if (node.op.kind !== 'depthwiseConv2dInput')
    throw new Error(`depthwiseConv2dInput lowering got ${node.op.kind}`);
  return [lowerDepthwise(node, context, node.op, -1, false)];
};
