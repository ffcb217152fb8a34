// Lowers globalResponseNorm and globalResponseNormInput: three dispatches each, as groupNorm's
// large groups: sums over slices of positions, their combination into norms and means over channels
// (a thread or a workgroup per sample), one pass that applies them. Cells are four channels where C
// is a multiple of four, else one (wgslVariants.ts).

import { lastAxis, sizeOf, type GraphNode, type Tensor } from '../../graph/graph';
import { read, write } from '../bindings';
import type { BufferRef, Dispatch, Lowering, LoweringContext } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import forwardApply from './globalResponseNormApply.wgsl?raw';
import combineSource from './globalResponseNormCombine.wgsl?raw';
import combineTuned from './globalResponseNormCombine.tuned.wgsl?raw';
import derivativeApply from './globalResponseNormInputApply.wgsl?raw';
import slicesSource from './globalResponseNormSlices.wgsl?raw';

/** Positions one thread adds up. */
const SLICE_POSITIONS = 64;

/** What the first two dispatches read and write. */
interface Sums {
  readonly a: BufferRef;
  readonly b: BufferRef;
  readonly gamma: BufferRef;
  readonly norms: BufferRef;
  /** gx (forward) or s (derivative), [N, C]. */
  readonly values: BufferRef;
  readonly means: BufferRef;
}

/** The first two dispatches. */
function sumsOf(
  node: GraphNode,
  context: LoweringContext,
  x: Tensor,
  derivative: boolean,
  { a, b, gamma, norms, values, means }: Sums,
): Dispatch[] {
  const samples = x.shape[0]!;
  const channels = lastAxis(x);
  const positions = sizeOf(x.shape) / samples / channels;
  const lanes = lanesFor(channels);
  const slices = Math.ceil(positions / SLICE_POSITIONS);
  const count = (samples * slices * channels) / lanes;
  const partials = context.scratch(samples * slices * channels);
  const tuned = context.profile.workgroupMemory;
  return [
    {
      label: `${node.op.kind} slices`,
      wgsl: withLanes(slicesSource, lanes),
      bindings: [read(a), read(b), write(partials)],
      params: [count, channels / lanes, slices, positions, SLICE_POSITIONS],
      workgroups: groupsFor(count),
    },
    {
      label: `${node.op.kind} combine`,
      wgsl: withLanes(tuned ? combineTuned : combineSource, lanes),
      constants: { derivative: derivative ? 1 : 0 },
      bindings: [read(partials), read(gamma), read(norms), write(values), write(means)],
      params: [samples, channels / lanes, slices, { f: 1 / channels }],
      workgroups: tuned ? samples : groupsFor(samples),
    },
  ];
}

/** Params and workgroups of the third dispatch. */
function applied(
  x: Tensor,
  eps: number,
): { params: NonNullable<Dispatch['params']>; workgroups: number; lanes: 1 | 4 } {
  const lanes = lanesFor(lastAxis(x));
  const count = sizeOf(x.shape) / lanes;
  return {
    params: [count, lastAxis(x) / lanes, count / x.shape[0]!, { f: eps }],
    workgroups: groupsFor(count),
    lanes,
  };
}

/** inputs x, gamma, beta -> y, stats. */
export const lowerGlobalResponseNorm: Lowering = (node, context) => {
  if (node.op.kind !== 'globalResponseNorm')
    throw new Error(`globalResponseNorm lowering got ${node.op.kind}`);
  const x = node.inputs[0]!;
  const means = context.scratch(x.shape[0]! * 2);
  const { params, workgroups, lanes } = applied(x, node.op.eps);
  const [input, norms] = [context.input(0), context.output(1)];
  return [
    ...sumsOf(node, context, x, false, {
      a: input,
      b: input,
      gamma: context.nothing,
      norms: context.nothing,
      values: norms,
      means,
    }),
    {
      label: 'globalResponseNorm apply',
      wgsl: withLanes(forwardApply, lanes),
      bindings: [
        read(input),
        read(context.input(1)),
        read(context.input(2)),
        read(norms),
        read(means),
        write(context.output(0)),
      ],
      params,
      workgroups,
    },
  ];
};

/** inputs dy, x, stats, gamma -> dx. */
export const lowerGlobalResponseNormInput: Lowering = (node, context) => {
  if (node.op.kind !== 'globalResponseNormInput')
    throw new Error(`globalResponseNormInput lowering got ${node.op.kind}`);
  const x = node.inputs[1]!;
  const means = context.scratch(x.shape[0]! * 2);
  const slopes = context.scratch(x.shape[0]! * lastAxis(x));
  const { params, workgroups, lanes } = applied(x, node.op.eps);
  const [dy, input, norms, gamma] = [
    context.input(0),
    context.input(1),
    context.input(2),
    context.input(3),
  ];
  return [
    ...sumsOf(node, context, x, true, { a: dy, b: input, gamma, norms, values: slopes, means }),
    {
      label: 'globalResponseNormInput apply',
      wgsl: withLanes(derivativeApply, lanes),
      bindings: [
        read(dy),
        read(input),
        read(norms),
        read(gamma),
        read(slopes),
        read(means),
        write(context.output(0)),
      ],
      params,
      workgroups,
    },
  ];
};
