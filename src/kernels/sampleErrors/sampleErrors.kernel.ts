// Lowers sampleErrors (two dispatches: slices, then one thread per sample) and sampleErrorsInput
// (one, elementwise). The same kernels in both variants; cells are four numbers where D is a
// multiple of four, else one (wgslVariants.ts).

import { sizeOf, type Tensor } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Lowering } from '../kernel';
import { groupsFor, lanesFor, type Lanes, withLanes } from '../wgslVariants';
import finish from './sampleErrors.wgsl?raw';
import derivative from './sampleErrorsInput.wgsl?raw';
import slicesSource from './sampleErrorsSlices.wgsl?raw';

/** Cells of a slice, as in the WGSL. */
const SLICE_CELLS = 32;

function sizesOf(policy: Tensor): {
  samples: number;
  d: number;
  width: Lanes;
  sampleCells: number;
} {
  const samples = policy.shape[0]!;
  const d = sizeOf(policy.shape) / samples;
  const width = lanesFor(d);
  return { samples, d, width, sampleCells: d / width };
}

/** inputs policy, reference?, target, k -> errors[N,3]. */
export const lowerSampleErrors: Lowering = (node, context) => {
  const { samples, d, width, sampleCells } = sizesOf(node.inputs[0]!);
  const slices = Math.ceil(sampleCells / SLICE_CELLS);
  const partials = context.scratch(samples * slices * 4);
  const constants = { hasReference: node.inputs[1] ? 1 : 0 };
  return [
    {
      label: 'sampleErrors slices',
      wgsl: withLanes(slicesSource, width),
      constants,
      bindings: [
        read(context.input(0)),
        read(node.inputs[1] ? context.input(1) : context.nothing),
        read(context.input(2)),
        write(partials),
      ],
      params: [samples * slices, slices, sampleCells],
      workgroups: groupsFor(samples * slices),
    },
    {
      label: 'sampleErrors',
      wgsl: finish,
      constants,
      bindings: [read(partials), read(context.input(3)), write(context.output(0))],
      params: [samples, slices, { f: 1 / d }, { uniform: 'temperature' }],
      workgroups: groupsFor(samples),
    },
  ];
};

/** inputs policy, target, k, terms, reference? -> dL/dpolicy. */
export const lowerSampleErrorsInput: Lowering = (node, context) => {
  const { samples, d, width, sampleCells } = sizesOf(node.inputs[0]!);
  const count = samples * sampleCells;
  return [
    {
      label: 'sampleErrorsInput',
      wgsl: withLanes(derivative, width),
      constants: { hasReference: node.inputs[4] ? 1 : 0 },
      bindings: [
        read(context.input(0)),
        read(context.input(1)),
        read(context.input(2)),
        read(context.input(3)),
        write(context.output(0)),
        read(node.inputs[4] ? context.input(4) : context.nothing),
      ],
      params: [count, sampleCells, { f: 2 / d }],
      workgroups: groupsFor(count),
    },
  ];
};
