// Lowerings of add, addPerSample, sumPositions and mixPerSample: one pass over memory each, four
// numbers a thread where the sizes allow.

import { lastAxis, sizeOf, type GraphNode } from '../../graph/graph';
import type { Dispatch, Lowering } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import addWgsl from './add.wgsl?raw';
import addPerSampleWgsl from './addPerSample.wgsl?raw';
import mixPerSampleWgsl from './mixPerSample.wgsl?raw';
import sumPositionsWgsl from './sumPositions.wgsl?raw';

/** Positions one thread sums before a second pass is made of it. */
const POSITIONS_A_SLICE = 64;

function shapeOf(node: GraphNode, input: number): readonly number[] {
  return node.inputs[input]!.shape;
}

export const lowerAdd: Lowering = (node, context) => {
  if (node.op.kind !== 'add') throw new Error('lowerAdd: wrong op');
  const size = sizeOf(shapeOf(node, 0));
  const lanes = lanesFor(size);
  return [
    {
      label: 'add',
      wgsl: withLanes(addWgsl, lanes),
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.input(1), access: 'read' },
        { buffer: context.output(0), access: 'read_write' },
      ],
      params: [size / lanes, { f: node.op.scaleA }, { f: node.op.scaleB }],
      workgroups: groupsFor(size / lanes),
    },
  ];
};

export const lowerAddPerSample: Lowering = (node, context) => {
  const size = sizeOf(shapeOf(node, 0));
  const channels = lastAxis(node.inputs[0]!);
  const lanes = lanesFor(channels);
  return [
    {
      label: 'addPerSample',
      wgsl: withLanes(addPerSampleWgsl, lanes),
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.input(1), access: 'read' },
        { buffer: context.output(0), access: 'read_write' },
      ],
      params: [size / lanes, channels / lanes, size / shapeOf(node, 0)[0]! / lanes],
      workgroups: groupsFor(size / lanes),
    },
  ];
};

export const lowerSumPositions: Lowering = (node, context) => {
  const samples = shapeOf(node, 0)[0]!;
  const channels = lastAxis(node.inputs[0]!);
  const positions = sizeOf(shapeOf(node, 0)) / samples / channels;
  const lanes = lanesFor(channels);
  const slices =
    positions > POSITIONS_A_SLICE && positions % POSITIONS_A_SLICE === 0
      ? positions / POSITIONS_A_SLICE
      : 1;
  const pass = (
    from: Dispatch['bindings'][number]['buffer'],
    to: Dispatch['bindings'][number]['buffer'],
    rows: number,
    length: number,
  ): Dispatch => ({
    label: 'sumPositions',
    wgsl: withLanes(sumPositionsWgsl, lanes),
    bindings: [
      { buffer: from, access: 'read' },
      { buffer: to, access: 'read_write' },
    ],
    params: [(rows * channels) / lanes, channels / lanes, length],
    workgroups: groupsFor((rows * channels) / lanes),
  });
  if (slices === 1) return [pass(context.input(0), context.output(0), samples, positions)];
  const partial = context.scratch(samples * slices * channels);
  return [
    pass(context.input(0), partial, samples * slices, positions / slices),
    pass(partial, context.output(0), samples, slices),
  ];
};

export const lowerMixPerSample: Lowering = (node, context) => {
  const size = sizeOf(shapeOf(node, 0));
  const perSample = size / shapeOf(node, 0)[0]!;
  const lanes = lanesFor(perSample);
  return [
    {
      label: 'mixPerSample',
      wgsl: withLanes(mixPerSampleWgsl, lanes),
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.input(1), access: 'read' },
        { buffer: context.input(2), access: 'read' },
        { buffer: context.output(0), access: 'read_write' },
      ],
      params: [size / lanes, perSample / lanes],
      workgroups: groupsFor(size / lanes),
    },
  ];
};
