// Lowers maskedLogProb (two dispatches: a thread or a workgroup per position, then a thread per
// sample) and maskedLogProbInput (three: a factor per sample, the softmax's part, the tokens'
// part). Cells are four codes where V is a multiple of four, else one.

import { lastAxis, sizeOf, type Tensor } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, type Lanes, withLanes } from '../wgslVariants';
import positionsSource from './maskedLogProb.wgsl?raw';
import positionsTuned from './maskedLogProb.tuned.wgsl?raw';
import factorsSource from './maskedLogProbFactors.wgsl?raw';
import derivativeSource from './maskedLogProbInput.wgsl?raw';
import tokenSource from './maskedLogProbInputToken.wgsl?raw';
import meansSource from './maskedLogProbMeans.wgsl?raw';

function sizesOf(policy: Tensor): {
  samples: number;
  codes: number;
  positions: number;
  width: Lanes;
  rowCells: number;
} {
  const samples = policy.shape[0]!;
  const codes = lastAxis(policy);
  const width = lanesFor(codes);
  return {
    samples,
    codes,
    positions: sizeOf(policy.shape) / codes / samples,
    width,
    rowCells: codes / width,
  };
}

/** inputs policy, reference?, tokens, mask, k -> errors[N,3], lse[N,L]. */
export const lowerMaskedLogProb: Lowering = (node, context) => {
  const { samples, positions, width, rowCells } = sizesOf(node.inputs[0]!);
  const count = samples * positions;
  const partials = context.scratch(count * 4);
  const tuned = context.profile.workgroupMemory;
  const hasReference = node.inputs[1] !== null;
  return [
    {
      label: 'maskedLogProb positions',
      wgsl: withLanes(tuned ? positionsTuned : positionsSource, width),
      constants: { hasReference: hasReference ? 1 : 0 },
      bindings: [
        read(context.input(0)),
        read(hasReference ? context.input(1) : context.nothing),
        read(context.input(2)),
        read(context.input(3)),
        write(context.output(1)),
        write(partials),
      ],
      params: [count, rowCells, width],
      workgroups: tuned ? count : groupsFor(count),
    },
    {
      label: 'maskedLogProb means',
      wgsl: meansSource,
      bindings: [read(partials), read(context.input(4)), write(context.output(0))],
      params: [samples, positions, { uniform: 'temperature' }],
      workgroups: groupsFor(samples),
    },
  ];
};

/** inputs policy, tokens, mask, k, terms, lse -> dL/dpolicy. */
export const lowerMaskedLogProbInput: Lowering = (node, context) => {
  const { samples, codes, positions, width, rowCells } = sizesOf(node.inputs[0]!);
  const cells = samples * positions * rowCells;
  const factors = context.scratch(samples);
  const mask = read(context.input(2));
  return [
    {
      label: 'maskedLogProbInput factors',
      wgsl: factorsSource,
      bindings: [mask, read(context.input(3)), read(context.input(4)), write(factors)],
      params: [samples, positions],
      workgroups: groupsFor(samples),
    },
    {
      label: 'maskedLogProbInput softmax',
      wgsl: withLanes(derivativeSource, width),
      bindings: [
        read(context.input(0)),
        mask,
        read(context.input(5)),
        read(factors),
        write(context.output(0)),
      ],
      params: [cells, rowCells, positions],
      workgroups: groupsFor(cells),
    },
    {
      label: 'maskedLogProbInput tokens',
      wgsl: tokenSource,
      bindings: [read(context.input(1)), mask, read(factors), write(context.output(0))],
      params: [samples * positions, codes, positions],
      workgroups: groupsFor(samples * positions),
    },
  ];
};
