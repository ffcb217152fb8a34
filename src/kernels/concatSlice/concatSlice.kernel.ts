// Lowerings of concat and slice along the last axis: copies, four numbers a thread where all widths
// allow.

import { lastAxis, sizeOf } from '../../graph/graph';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import concatWgsl from './concat.wgsl?raw';
import sliceWgsl from './slice.wgsl?raw';

export const lowerConcat: Lowering = (node, context) => {
  const size = sizeOf(node.outputs[0]!.shape);
  const widthA = lastAxis(node.inputs[0]!);
  const widthB = lastAxis(node.inputs[1]!);
  const lanes = lanesFor(widthA, widthB);
  return [
    {
      label: 'concat',
      wgsl: withLanes(concatWgsl, lanes),
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.input(1), access: 'read' },
        { buffer: context.output(0), access: 'read_write' },
      ],
      params: [size / lanes, widthA / lanes, widthB / lanes],
      workgroups: groupsFor(size / lanes),
    },
  ];
};

export const lowerSlice: Lowering = (node, context) => {
  if (node.op.kind !== 'slice') throw new Error('lowerSlice: wrong op');
  const { start, length } = node.op;
  const size = sizeOf(node.outputs[0]!.shape);
  const width = lastAxis(node.inputs[0]!);
  const lanes = lanesFor(width, start, length);
  return [
    {
      label: 'slice',
      wgsl: withLanes(sliceWgsl, lanes),
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.output(0), access: 'read_write' },
      ],
      params: [size / lanes, width / lanes, start / lanes, length / lanes],
      workgroups: groupsFor(size / lanes),
    },
  ];
};
