// Lowers layerNorm and layerNormInput: one dispatch each, a thread per row (portable) or 16 threads
// per row (tuned). Rows are counted in cells: four channels where C is a multiple of four, else one
// (wgslVariants.ts).

import { lastAxis, sizeOf, type Tensor } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, type Lanes, withLanes } from '../wgslVariants';
import forward from './layerNorm.wgsl?raw';
import forwardTuned from './layerNorm.tuned.wgsl?raw';
import derivative from './layerNormInput.wgsl?raw';
import derivativeTuned from './layerNormInput.tuned.wgsl?raw';

/** Rows of one tuned workgroup, as in the WGSL. */
const TUNED_ROWS = 4;

function sizesOf(x: Tensor): { width: Lanes; channels: number; rows: number; rowCells: number } {
  const channels = lastAxis(x);
  const width = lanesFor(channels);
  return { width, channels, rows: sizeOf(x.shape) / channels, rowCells: channels / width };
}

/** inputs x, gamma, beta -> y, stats. */
export const lowerLayerNorm: Lowering = (node, context) => {
  if (node.op.kind !== 'layerNorm') throw new Error(`layerNorm lowering got ${node.op.kind}`);
  const { width, channels, rows, rowCells } = sizesOf(node.inputs[0]!);
  const tuned = context.profile.workgroupMemory;
  return [
    {
      label: 'layerNorm',
      wgsl: withLanes(tuned ? forwardTuned : forward, width),
      bindings: [
        read(context.input(0)),
        read(context.input(1)),
        read(context.input(2)),
        write(context.output(0)),
        write(context.output(1)),
      ],
      params: [rows, rowCells, { f: 1 / channels }, { f: node.op.eps }],
      workgroups: tuned ? Math.ceil(rows / TUNED_ROWS) : groupsFor(rows),
    },
  ];
};

/** inputs dy, x, stats, gamma -> dx. */
export const lowerLayerNormInput: Lowering = (node, context) => {
  const { width, channels, rows, rowCells } = sizesOf(node.inputs[1]!);
  const tuned = context.profile.workgroupMemory;
  return [
    {
      label: 'layerNormInput',
      wgsl: withLanes(tuned ? derivativeTuned : derivative, width),
      bindings: [
        read(context.input(0)),
        read(context.input(1)),
        read(context.input(2)),
        read(context.input(3)),
        write(context.output(0)),
      ],
      params: [rows, rowCells, { f: 1 / channels }],
      workgroups: tuned ? Math.ceil(rows / TUNED_ROWS) : groupsFor(rows),
    },
  ];
};
