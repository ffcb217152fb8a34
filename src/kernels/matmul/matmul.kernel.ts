// Lowering of matmul: which of the files runs, how the threads are laid out, and when the inner
// axis is cut in slices. vec4 files want N and K in multiples of four (all real layers and ranks
// are); `matmul.any.wgsl` takes the rest.

import { lastAxis, sizeOf } from '../../graph/graph';
import type { BufferRef, Dispatch, Lowering, LoweringContext } from '../kernel';
import {
  chosenProduct,
  isShared,
  productKey,
  sharedBlocks,
  slicesOfK,
  tileBlocks,
  type ProductKernel,
} from '../productTiles';
import { rowRanges } from '../shortDispatches';
import { groupsFor, withStagedHalves, withStoredWeights } from '../wgslVariants';
import anyWgsl from './matmul.any.wgsl?raw';
import nnWgsl from './matmul.nn.wgsl?raw';
import nn64Wgsl from './matmul.nn64.wgsl?raw';
import nn8Wgsl from './matmul.nn8.wgsl?raw';
import ntWgsl from './matmul.nt.wgsl?raw';
import nt64Wgsl from './matmul.nt64.wgsl?raw';
import nt8Wgsl from './matmul.nt8.wgsl?raw';
import sumWgsl from './matmul.sum.wgsl?raw';
import tnWgsl from './matmul.tn.wgsl?raw';

/** Rows of the tall operands one slice of a TN product sums. */
const TALL_SLICE = 256;

/**
 * Products smaller than this (M·N·K) do not repay the second that SwiftShader needs to compile the
 * 8×8 tile.
 */
const WORTH_WIDE = 2 ** 20;

/** Sizes of one product: op(a)[M,K]·op(b)[K,N]. */
interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Epilogue buffers of a product. */
interface Epilogue {
  readonly scale: number;
  readonly bias: BufferRef | null;
  readonly residual: BufferRef | null;
}

/**
 * Second pass: adds `slices` partial results [M,N] and runs the epilogue. N is a multiple of four.
 */
export function sumDispatch(
  context: LoweringContext,
  partials: BufferRef,
  output: BufferRef,
  size: number,
  n: number,
  slices: number,
  epilogue: Epilogue,
): Dispatch {
  return {
    label: 'matmul sum',
    wgsl: sumWgsl,
    bindings: [
      { buffer: partials, access: 'read' },
      { buffer: epilogue.bias ?? context.nothing, access: 'read' },
      { buffer: epilogue.residual ?? context.nothing, access: 'read' },
      { buffer: output, access: 'read_write' },
    ],
    params: [
      size / 4,
      n / 4,
      slices,
      { f: epilogue.scale },
      epilogue.bias ? 1 : 0,
      epilogue.residual ? 1 : 0,
    ],
    workgroups: groupsFor(size / 4),
  };
}

function lowerAny(
  context: LoweringContext,
  sizes: Sizes,
  transposeA: boolean,
  transposeB: boolean,
  epilogue: Epilogue,
): Dispatch[] {
  const { m, n, k } = sizes;
  return [
    {
      label: 'matmul any',
      wgsl: withStoredWeights(anyWgsl, context.storage(1), 1),
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.input(1), access: 'read' },
        { buffer: epilogue.bias ?? context.nothing, access: 'read' },
        { buffer: epilogue.residual ?? context.nothing, access: 'read' },
        { buffer: context.output(0), access: 'read_write' },
      ],
      params: [
        m,
        n,
        k,
        transposeA ? 1 : k,
        transposeA ? m : 1,
        transposeB ? 1 : n,
        transposeB ? k : 1,
        { f: epilogue.scale },
        epilogue.bias ? 1 : 0,
        epilogue.residual ? 1 : 0,
      ],
      workgroups: groupsFor(m * n),
    },
  ];
}

/** aᵀ·b with both operands tall: slices of rows, then their sum. */
function lowerTall(context: LoweringContext, { m, n, k }: Sizes, epilogue: Epilogue): Dispatch[] {
  const slices = Math.ceil(k / TALL_SLICE);
  const direct = slices === 1 && !epilogue.bias && !epilogue.residual;
  const target = direct ? context.output(0) : context.scratch(slices * m * n);
  const first: Dispatch = {
    label: 'matmul TN',
    wgsl: tnWgsl,
    bindings: [
      { buffer: context.input(0), access: 'read' },
      { buffer: context.input(1), access: 'read' },
      { buffer: target, access: 'read_write' },
    ],
    params: [k, m / 4, n / 4, slices, TALL_SLICE, { f: direct ? epilogue.scale : 1 }],
    workgroups: groupsFor((slices * m * n) / 16),
  };
  return direct
    ? [first]
    : [first, sumDispatch(context, target, context.output(0), m * n, n, slices, epilogue)];
}

const KERNELS: Readonly<Record<ProductKernel, { nn: string; nt: string; edge: number }>> = {
  registers4: { nn: nnWgsl, nt: ntWgsl, edge: 4 },
  registers8: { nn: nn8Wgsl, nt: nt8Wgsl, edge: 8 },
  shared64: { nn: nn64Wgsl, nt: nt64Wgsl, edge: 64 },
  shared64half: {
    nn: withStagedHalves(nn64Wgsl),
    nt: withStagedHalves(nt64Wgsl),
    edge: 64,
  },
};

/** a·b or a·bᵀ by tiles, K cut in slices where tiles are few, rows in ranges where work is much. */
function lowerTiles(
  context: LoweringContext,
  { m, n, k }: Sizes,
  transposeB: boolean,
  epilogue: Epilogue,
): Dispatch[] {
  const { profile } = context;
  const wide = profile.software && m >= 8 && n >= 8 && m * n * k >= WORTH_WIDE;
  const product = transposeB ? 'NT' : 'NN';
  const kernel = wide
    ? 'registers8'
    : chosenProduct(context, productKey(`matmul ${product}`, [m, n, k], context), m, n, k);
  const { nn, nt, edge } = KERNELS[kernel];
  const layout = isShared(kernel)
    ? sharedBlocks(m, n)
    : tileBlocks(Math.ceil(m / edge), Math.ceil(n / edge));
  const slices = slicesOfK(k, layout.blocks, profile.software);
  const target = slices === 1 ? context.output(0) : context.scratch(slices * m * n);
  const own: Epilogue = slices === 1 ? epilogue : { scale: 1, bias: null, residual: null };
  const wgsl = transposeB ? nt : nn;
  const blockRows = layout.blocks / layout.blocksAcross;
  const ranges = rowRanges(profile, blockRows, (2 * m * n * k) / blockRows, 1);
  const products = ranges.map(({ first, count }): Dispatch => {
    const blocks = count * layout.blocksAcross;
    return {
      label: `matmul ${product} ${kernel}`,
      wgsl: withStoredWeights(wgsl, context.storage(1), 4),
      bindings: [
        { buffer: context.input(0), access: 'read' },
        { buffer: context.input(1), access: 'read' },
        { buffer: own.bias ?? context.nothing, access: 'read' },
        { buffer: own.residual ?? context.nothing, access: 'read' },
        { buffer: target, access: 'read_write' },
      ],
      params: [
        m,
        n / 4,
        k / 4,
        layout.across,
        layout.blocksAcross,
        blocks,
        first * layout.blocksAcross,
        slices,
        Math.ceil(k / 4 / slices),
        { f: own.scale },
        own.bias ? 1 : 0,
        own.residual ? 1 : 0,
      ],
      workgroups: blocks * slices,
    };
  });
  return slices === 1
    ? products
    : [...products, sumDispatch(context, target, context.output(0), m * n, n, slices, epilogue)];
}

export const lowerMatmul: Lowering = (node, context) => {
  if (node.op.kind !== 'matmul') throw new Error('lowerMatmul: wrong op');
  const { transposeA, transposeB, scale } = node.op;
  const a = node.inputs[0]!;
  const b = node.inputs[1]!;
  const columnsA = lastAxis(a);
  const rowsA = sizeOf(a.shape) / columnsA;
  const columnsB = lastAxis(b);
  const sizes: Sizes = {
    m: transposeA ? columnsA : rowsA,
    k: transposeA ? rowsA : columnsA,
    n: transposeB ? sizeOf(b.shape) / columnsB : columnsB,
  };
  const epilogue: Epilogue = {
    scale,
    bias: node.inputs[2] ? context.input(2) : null,
    residual: node.inputs[3] ? context.input(3) : null,
  };
  if (transposeA) {
    const tall =
      !transposeB && sizes.m % 4 === 0 && sizes.n % 4 === 0 && context.storage(1) === 'f32';
    return tall
      ? lowerTall(context, sizes, epilogue)
      : lowerAny(context, sizes, true, transposeB, epilogue);
  }
  if (sizes.n % 4 !== 0 || sizes.k % 4 !== 0)
    return lowerAny(context, sizes, false, transposeB, epilogue);
  return lowerTiles(context, sizes, transposeB, epilogue);
};
