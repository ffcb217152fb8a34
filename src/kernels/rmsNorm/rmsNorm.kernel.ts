// Lowers rmsNorm and rmsNormInput: one dispatch each, a thread per row (portable) or 16 threads per
// row (tuned), as layerNorm. Rows are counted in cells: four channels where C is a multiple of
// four, else one (wgslVariants.ts).

import { lastAxis, sizeOf, type Tensor } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Lowering, LoweringContext } from '../kernel';
import { groupsFor, lanesFor, type Lanes, withLanes } from '../wgslVariants';
import forward from './rmsNorm.wgsl?raw';
import forwardTuned from './rmsNorm.tuned.wgsl?raw';
import derivative from './rmsNormInput.wgsl?raw';
import derivativeTuned from './rmsNormInput.tuned.wgsl?raw';

/** Rows of one tuned workgroup, as in the WGSL. */
const TUNED_ROWS = 4;

function sizesOf(
  x: Tensor,
  context: LoweringContext,
): {
  width: Lanes;
  rows: number;
  rowCells: number;
  inverseSize: { f: number };
  workgroups: number;
} {
  const channels = lastAxis(x);
  const width = lanesFor(channels);
  const rows = sizeOf(x.shape) / channels;
  return {
    width,
    rows,
    rowCells: channels / width,
    inverseSize: { f: 1 / channels },
    workgroups: context.profile.workgroupMemory ? Math.ceil(rows / TUNED_ROWS) : groupsFor(rows),
  };
}

/** inputs x, gamma -> y, stats. */
export const lowerRmsNorm: Lowering = (node, context) => {
  if (node.op.kind !== 'rmsNorm') throw new Error(`rmsNorm lowering got ${node.op.kind}`);
  const { width, rows, rowCells, inverseSize, workgroups } = sizesOf(node.inputs[0]!, context);
  return [
    {
      label: 'rmsNorm',
      wgsl: withLanes(context.profile.workgroupMemory ? forwardTuned : forward, width),
      bindings: [
        read(context.input(0)),
        read(context.input(1)),
        write(context.output(0)),
        write(context.output(1)),
      ],
      params: [rows, rowCells, inverseSize, { f: node.op.eps }],
      workgroups,
    },
  ];
};

/** inputs dy, x, stats, gamma -> dx. */
export const lowerRmsNormInput: Lowering = (node, context) => {
  const { width, rows, rowCells, inverseSize, workgroups } = sizesOf(node.inputs[1]!, context);
  return [
    {
      label: 'rmsNormInput',
      wgsl: withLanes(context.profile.workgroupMemory ? derivativeTuned : derivative, width),
      bindings: [
        read(context.input(0)),
        read(context.input(1)),
        read(context.input(2)),
        read(context.input(3)),
        write(context.output(0)),
      ],
      params: [rows, rowCells, inverseSize],
      workgroups,
    },
  ];
};
