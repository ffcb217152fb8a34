// Lowerings of GEGLU and its derivative: one pass over memory each.

import { lastAxis, sizeOf } from '../../graph/graph';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import gegluWgsl from './geglu.wgsl?raw';
import gegluInputWgsl from './gegluInput.wgsl?raw';

export const lowerGeglu: Lowering = (node, context) => {
  const size = sizeOf(node.outputs[0]!.shape);
  const width = lastAxis(node.outputs[0]!);
  const lanes = lanesFor(width);
  return [
    {
      label: 'geglu',
      wgsl: withLanes(gegluWgsl, lanes),
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.output(0), access: 'read_write' },
      ],
      params: [size / lanes, width / lanes],
      workgroups: groupsFor(size / lanes),
    },
  ];
};

export const lowerGegluInput: Lowering = (node, context) => {
  const size = sizeOf(node.inputs[0]!.shape);
  const width = lastAxis(node.inputs[0]!);
  const lanes = lanesFor(width);
  return [
    {
      label: 'gegluInput',
      wgsl: withLanes(gegluInputWgsl, lanes),
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.input(1), access: 'read' },
        { buffer: context.output(0), access: 'read_write' },
      ],
      params: [size / lanes, width / lanes],
      workgroups: groupsFor(size / lanes),
    },
  ];
};
