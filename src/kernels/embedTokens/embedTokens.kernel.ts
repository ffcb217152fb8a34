// Lowerings of embedTokens (a gather from the f32 or f16 token table, plus the position's row where
// there are positions) and prependToken (a token before the others, plus positions).

import { lastAxis, sizeOf } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, withStoredWeights, withLanes } from '../wgslVariants';
import embedTokensWgsl from './embedTokens.wgsl?raw';
import prependTokenWgsl from './prependToken.wgsl?raw';

/** inputs table, positions?, ids -> y. */
export const lowerEmbedTokens: Lowering = (node, context) => {
  const size = sizeOf(node.outputs[0]!.shape);
  const channels = lastAxis(node.inputs[0]!);
  const lanes = lanesFor(channels);
  const wgsl = withLanes(embedTokensWgsl, lanes);
  const hasPositions = node.inputs[1] !== null;
  return [
    {
      label: 'embedTokens',
      wgsl: withStoredWeights(wgsl, context.storage(0), lanes),
      constants: { hasPositions: hasPositions ? 1 : 0 },
      bindings: [
        read(context.input(0)),
        read(hasPositions ? context.input(1) : context.nothing),
        read(context.input(2)),
        write(context.output(0)),
      ],
      params: [size / lanes, channels / lanes, lastAxis(node.inputs[2]!)],
      workgroups: groupsFor(size / lanes),
    },
  ];
};

/** inputs x, token, positions -> y. */
export const lowerPrependToken: Lowering = (node, context) => {
  const [samples, tokens, channels] = node.outputs[0]!.shape as [number, number, number];
  const lanes = lanesFor(channels);
  const row = (tokens * channels) / lanes;
  return [
    {
      label: 'prependToken',
      wgsl: withLanes(prependTokenWgsl, lanes),
      bindings: [
        read(context.input(0)),
        read(context.input(1)),
        read(context.input(2)),
        write(context.output(0)),
      ],
      params: [samples * row, channels / lanes, row],
      workgroups: groupsFor(samples * row),
    },
  ];
};
