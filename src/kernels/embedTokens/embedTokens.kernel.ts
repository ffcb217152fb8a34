// Lowering of embedTokens: a gather from the (f32 or f16) token table plus the position's row.

import { lastAxis, sizeOf } from '../../graph/graph';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, withHalfWeights, withLanes } from '../wgslVariants';
import embedTokensWgsl from './embedTokens.wgsl?raw';

export const lowerEmbedTokens: Lowering = (node, context) => {
  const size = sizeOf(node.outputs[0]!.shape);
  const channels = lastAxis(node.inputs[0]!);
  const lanes = lanesFor(channels);
  const wgsl = withLanes(embedTokensWgsl, lanes);
  return [{
    label: 'embedTokens',
    wgsl: context.storage(0) === 'f16' ? withHalfWeights(wgsl, lanes) : wgsl,
    bindings: [
      { buffer: context.input(0), access: 'read' },
      { buffer: context.input(1), access: 'read' },
      { buffer: context.input(2), access: 'read' },
      { buffer: context.output(0), access: 'read_write' },
    ],
    params: [size / lanes, channels / lanes, lastAxis(node.inputs[2]!)],
    workgroups: groupsFor(size / lanes),
  }];
};
