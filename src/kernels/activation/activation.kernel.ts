// Lowerings of the elementwise activations and their derivatives; one file each, the function
// chosen by a constant.

import { sizeOf } from '../../graph/graph';
import type { ActivationName } from '../../graph/ops';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import activationWgsl from './activation.wgsl?raw';
import activationInputWgsl from './activationInput.wgsl?raw';

const NUMBER_OF: Record<ActivationName, number> = { silu: 0, gelu: 1, quick_gelu: 2, relu: 3 };

export const lowerActivation: Lowering = (node, context) => {
  if (node.op.kind !== 'activation') throw new Error('lowerActivation: wrong op');
  const size = sizeOf(node.outputs[0]!.shape);
  const lanes = lanesFor(size);
  return [
    {
      label: `activation ${node.op.name}`,
      wgsl: withLanes(activationWgsl, lanes),
      constants: { act: NUMBER_OF[node.op.name] },
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.output(0), access: 'read_write' },
      ],
      params: [size / lanes],
      workgroups: groupsFor(size / lanes),
    },
  ];
};

export const lowerActivationInput: Lowering = (node, context) => {
  if (node.op.kind !== 'activationInput') throw new Error('lowerActivationInput: wrong op');
  const size = sizeOf(node.outputs[0]!.shape);
  const lanes = lanesFor(size);
  return [
    {
      label: `activationInput ${node.op.name}`,
      wgsl: withLanes(activationInputWgsl, lanes),
      constants: { act: NUMBER_OF[node.op.name] },
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.input(1), access: 'read' },
        { buffer: context.output(0), access: 'read_write' },
      ],
      params: [size / lanes],
      workgroups: groupsFor(size / lanes),
    },
  ];
};
