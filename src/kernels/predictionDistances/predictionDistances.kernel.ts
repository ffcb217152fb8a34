// Lowers predictionDistances: two dispatches, slices, then one thread per sample, as sampleErrors.

import { sizeOf } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, withLanes } from '../wgslVariants';
import finish from './predictionDistances.wgsl?raw';
import slicesSource from './predictionDistancesSlices.wgsl?raw';

/** Cells of a slice, as in the WGSL. */
const SLICE_CELLS = 32;

/** inputs policy, reference, target, k -> distances[N,4]. */
export const lowerPredictionDistances: Lowering = (node, context) => {
  const { shape } = node.inputs[0]!;
  const samples = shape[0]!;
  const size = sizeOf(shape) / samples;
  const width = lanesFor(size);
  const sampleCells = size / width;
  const slices = Math.ceil(sampleCells / SLICE_CELLS);
  const partials = context.scratch(samples * slices * 4);
  return [
    {
      label: 'predictionDistances slices',
      wgsl: withLanes(slicesSource, width),
      bindings: [
        read(context.input(0)),
        read(context.input(1)),
        read(context.input(2)),
        write(partials),
      ],
      params: [samples * slices, slices, sampleCells, { uniform: 'mixture' }],
      workgroups: groupsFor(samples * slices),
    },
    {
      label: 'predictionDistances',
      wgsl: finish,
      bindings: [read(partials), read(context.input(3)), write(context.output(0))],
      params: [samples, slices, { f: 1 / size }],
      workgroups: groupsFor(samples),
    },
  ];
};
