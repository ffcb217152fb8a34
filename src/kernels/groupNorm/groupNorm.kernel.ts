// Lowers groupNorm and groupNormInput. Groups of up to ONE_THREAD numbers (portable) or
// ONE_WORKGROUP (tuned) take one dispatch; larger ones are cut into slices of positions and take
// three: slices, combine, apply (the same in both variants). Sizes are counted in cells: four
// channels where a group's channels are a multiple of four, else one (wgslVariants.ts).

import { lastAxis, sizeOf, type GraphNode, type Tensor } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Dispatch, Lowering, LoweringContext } from '../kernel';
import { groupsFor, lanesFor, type Lanes, withLanes } from '../wgslVariants';
import forward from './groupNorm.wgsl?raw';
import forwardTuned from './groupNorm.tuned.wgsl?raw';
import forwardApply from './groupNormApply.wgsl?raw';
import forwardCombine from './groupNormCombine.wgsl?raw';
import derivative from './groupNormInput.wgsl?raw';
import derivativeTuned from './groupNormInput.tuned.wgsl?raw';
import derivativeApply from './groupNormInputApply.wgsl?raw';
import derivativeCombine from './groupNormInputCombine.wgsl?raw';
import derivativeSlices from './groupNormInputSlices.wgsl?raw';
import forwardSlices from './groupNormSlices.wgsl?raw';

/** Largest group one thread walks alone, in numbers. */
const ONE_THREAD = 4096;
/** Largest group one workgroup walks alone, in numbers. */
const ONE_WORKGROUP = 32_768;
/** Numbers of a slice, about. */
const SLICE = 2048;

interface Sizes {
  readonly width: Lanes;
  readonly samples: number;
  readonly positions: number;
  /** Channels of a group. */
  readonly channels: number;
  /** Numbers in a group. */
  readonly numbers: number;
  readonly rowCells: number;
  readonly groupCells: number;
  readonly slices: number;
  readonly slicePositions: number;
}

function sizesOf(x: Tensor, groups: number): Sizes {
  const samples = x.shape[0]!;
  const channels = lastAxis(x) / groups;
  const positions = sizeOf(x.shape) / samples / lastAxis(x);
  const width = lanesFor(channels);
  const slicePositions = Math.max(1, Math.ceil(SLICE / channels));
  return {
    width,
    samples,
    positions,
    channels,
    numbers: positions * channels,
    rowCells: lastAxis(x) / width,
    groupCells: channels / width,
    slices: Math.ceil(positions / slicePositions),
    slicePositions,
  };
}

function inOneDispatch(sizes: Sizes, context: LoweringContext): boolean {
  return sizes.numbers <= (context.profile.workgroupMemory ? ONE_WORKGROUP : ONE_THREAD);
}

function groupNormOp(
  node: GraphNode,
  kind: 'groupNorm' | 'groupNormInput',
): { groups: number; eps: number; silu: boolean } {
  if (node.op.kind !== kind) throw new Error(`${kind} lowering got ${node.op.kind}`);
  return node.op;
}

/** inputs x, gamma, beta -> y, stats. */
export const lowerGroupNorm: Lowering = (node, context) => {
  const { groups, eps, silu } = groupNormOp(node, 'groupNorm');
  const sizes = sizesOf(node.inputs[0]!, groups);
  const { samples, positions, rowCells, groupCells, slices, slicePositions, channels, width } =
    sizes;
  const count = samples * groups;
  const x = read(context.input(0));
  const affine = [read(context.input(1)), read(context.input(2))];
  const y = write(context.output(0));
  const constants = { silu: silu ? 1 : 0 };
  if (inOneDispatch(sizes, context)) {
    const tuned = context.profile.workgroupMemory;
    return [
      {
        label: 'groupNorm',
        wgsl: withLanes(tuned ? forwardTuned : forward, width),
        constants,
        bindings: [x, ...affine, y, write(context.output(1))],
        params: [
          count,
          groups,
          positions,
          rowCells,
          groupCells,
          { f: 1 / sizes.numbers },
          { f: eps },
        ],
        workgroups: tuned ? count : groupsFor(count),
      },
    ];
  }
  const partials = context.scratch(count * slices * 2);
  const cells = samples * positions * rowCells;
  return [
    {
      label: 'groupNorm slices',
      wgsl: withLanes(forwardSlices, width),
      bindings: [x, write(partials)],
      params: [
        count * slices,
        groups,
        positions,
        rowCells,
        groupCells,
        slices,
        slicePositions,
        { f: channels },
      ],
      workgroups: groupsFor(count * slices),
    },
    {
      label: 'groupNorm combine',
      wgsl: forwardCombine,
      bindings: [read(partials), write(context.output(1))],
      params: [count, slices, positions, slicePositions, { f: channels }, { f: eps }],
      workgroups: groupsFor(count),
    },
    {
      label: 'groupNorm apply',
      wgsl: withLanes(forwardApply, width),
      constants,
      bindings: [x, read(context.output(1)), ...affine, y],
      params: [cells, groups, positions * rowCells, rowCells, groupCells],
      workgroups: groupsFor(cells),
    },
  ] satisfies Dispatch[];
};

/** inputs dy, x, stats, gamma, beta -> dx. */
export const lowerGroupNormInput: Lowering = (node, context) => {
  const { groups, silu } = groupNormOp(node, 'groupNormInput');
  const sizes = sizesOf(node.inputs[1]!, groups);
  const { samples, positions, rowCells, groupCells, slices, slicePositions, width } = sizes;
  const count = samples * groups;
  const inputs = [0, 1, 2, 3, 4].map((index) => read(context.input(index)));
  const dx = write(context.output(0));
  const constants = { silu: silu ? 1 : 0 };
  if (inOneDispatch(sizes, context)) {
    const tuned = context.profile.workgroupMemory;
    return [
      {
        label: 'groupNormInput',
        wgsl: withLanes(tuned ? derivativeTuned : derivative, width),
        constants,
        bindings: [...inputs, dx],
        params: [count, groups, positions, rowCells, groupCells, { f: 1 / sizes.numbers }],
        workgroups: tuned ? count : groupsFor(count),
      },
    ];
  }
  const partials = context.scratch(count * slices * 2);
  const means = context.scratch(count * 2);
  const cells = samples * positions * rowCells;
  return [
    {
      label: 'groupNormInput slices',
      wgsl: withLanes(derivativeSlices, width),
      constants,
      bindings: [...inputs, write(partials), dx],
      params: [count * slices, groups, positions, rowCells, groupCells, slices, slicePositions],
      workgroups: groupsFor(count * slices),
    },
    {
      label: 'groupNormInput combine',
      wgsl: derivativeCombine,
      bindings: [read(partials), write(means)],
      params: [count, slices, { f: 1 / sizes.numbers }],
      workgroups: groupsFor(count),
    },
    {
      label: 'groupNormInput apply',
      wgsl: withLanes(derivativeApply, width),
      bindings: [inputs[1]!, inputs[2]!, read(means), dx],
      params: [cells, groups, positions * rowCells, rowCells, groupCells],
      workgroups: groupsFor(cells),
    },
  ] satisfies Dispatch[];
};
