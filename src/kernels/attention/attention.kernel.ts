// Lowers attention and attentionInput (delta, dq by query rows, dk and dv by key rows). Head dims
// that are multiples of 4 up to 64 take the register kernels, a thread per row, or those by ranges
// (attentionRanges.ts) where they were measured to be faster; wider ones take those by ranges,
// others the any-head kernels, which cut a head's output into parts. The softmax by ranges goes by
// subgroups where that was measured to be faster.

import type { GraphNode } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Binding, Dispatch, Lowering, LoweringContext } from '../kernel';
import { rowRanges } from '../shortDispatches';
import { attentionByRanges, attentionInputByRanges, type RangeSizes } from './attentionRanges';
import { groupsFor, lanesFor, type Lanes, withLanes } from '../wgslVariants';
import forward from './attention.wgsl?raw';
import forwardAnyHead from './attentionAnyHead.wgsl?raw';
import deltaSource from './attentionDelta.wgsl?raw';
import byKeyValue from './attentionKeyValue.wgsl?raw';
import byKeyValueAnyHead from './attentionKeyValueAnyHead.wgsl?raw';
import byQuery from './attentionQuery.wgsl?raw';
import byQueryAnyHead from './attentionQueryAnyHead.wgsl?raw';

/** Largest head dim whose rows fit the register kernels. */
const REGISTER_HEAD = 64;
/** Kernels there are for a head dim on a GPU, the plain one first. */
function attentionKernels(kind: string, head: number, { profile }: LoweringContext): string[] {
  // The derivative computes no softmax.
  const subgroups = kind === 'attention' && profile.workgroupMemory && profile.subgroupSize > 0;
  return [
    ...(head > REGISTER_HEAD ? [] : ['registers']),
    'ranges',
    ...(subgroups ? ['rangesSubgroups'] : []),
  ];
}

interface Sizes {
  readonly heads: number;
  readonly scale: number;
  readonly causal: number;
  readonly queries: number;
  readonly keys: number;
  /** N·heads·Tq and N·heads·Tk. */
  readonly queryRows: number;
  readonly keyRows: number;
  readonly width: Lanes;
  /** Cells of a head. */
  readonly cells: number;
  readonly registers: boolean;
  /** Sizes for the kernels by ranges, where those are used. */
  readonly ranges: RangeSizes | null;
}

function sizesOf(node: GraphNode, context: LoweringContext, q: number): Sizes {
  if (node.op.kind !== 'attention' && node.op.kind !== 'attentionInput')
    throw new Error(`attention lowering got ${node.op.kind}`);
  const { heads, scale, causal } = node.op;
  const [samples, queries, channels] = node.inputs[q]!.shape as [number, number, number];
  const keys = node.inputs[q + 1]!.shape[1]!;
  const head = channels / heads;
  const width = lanesFor(head);
  const shared = { heads, scale, causal: causal ? 1 : 0, queries, keys };
  const key = `${node.op.kind} ${[samples, queries, keys, heads, head].join('×')}`;
  const kernels = attentionKernels(node.op.kind, head, context);
  const kernel =
    width === 4 && !context.profile.software && kernels.length > 1
      ? (context.choice(key, kernels) ?? kernels[0]!)
      : kernels[0]!;
  const byRanges = width === 4 && kernel !== 'registers';
  const subgroups = kernel === 'rangesSubgroups';
  return {
    ...shared,
    queryRows: samples * heads * queries,
    keyRows: samples * heads * keys,
    width,
    cells: head / width,
    registers: width === 4 && !byRanges,
    ranges: byRanges ? { ...shared, batches: samples * heads, cells: head / 4, subgroups } : null,
  };
}

/** The two sources of a kernel and what they do in one row. */
interface RowKernel {
  readonly label: string;
  readonly registers: string;
  readonly anyHead: string;
  /** Cells of a part of the any-head kernel. */
  readonly partCells: number;
  /** Products of a row with all rows of the other side. */
  readonly products: number;
}

/** Dispatches of a kernel over `rows` rows, cut where they would take long. */
function overRows(
  context: LoweringContext,
  sizes: Sizes,
  rows: number,
  kernel: RowKernel,
  bindings: readonly Binding[],
): Dispatch[] {
  const { label } = kernel;
  const { heads, queries, keys, cells, scale, causal, width } = sizes;
  if (!sizes.registers) {
    const count = rows * Math.ceil(cells / kernel.partCells);
    return [
      {
        label,
        wgsl: withLanes(kernel.anyHead, width),
        constants: { causal },
        bindings,
        params: [count, rows, heads, queries, keys, cells, { f: scale }],
        workgroups: groupsFor(count),
      },
    ];
  }
  const others = rows === sizes.queryRows ? keys : queries;
  const flops = 2 * kernel.products * others * cells * width;
  return rowRanges(context.profile, rows, flops, 64).map(({ first, count }) => ({
    label,
    wgsl: kernel.registers,
    constants: { cells, causal },
    bindings,
    params: [first, first + count, heads, queries, keys, { f: scale }],
    workgroups: groupsFor(count),
  }));
}

/** inputs q, k, v -> o, lse. */
export const lowerAttention: Lowering = (node, context) => {
  const sizes = sizesOf(node, context, 0);
  if (sizes.ranges) return attentionByRanges(context, sizes.ranges);
  const kernel: RowKernel = {
    label: 'attention',
    registers: forward,
    anyHead: forwardAnyHead,
    partCells: 8,
    products: 2,
  };
  return overRows(context, sizes, sizes.queryRows, kernel, [
    read(context.input(0)),
    read(context.input(1)),
    read(context.input(2)),
    write(context.output(0)),
    write(context.output(1)),
  ]);
};

/** inputs dO, q, k, v, o, lse -> dq, dk, dv. */
export const lowerAttentionInput: Lowering = (node, context) => {
  const sizes = sizesOf(node, context, 1);
  const rows = context.scratch(sizes.queryRows * 2);
  const [dO, q, k, v] = [0, 1, 2, 3].map((index) => read(context.input(index))) as [
    Binding,
    Binding,
    Binding,
    Binding,
  ];
  const delta: Dispatch = {
    label: 'attentionInput delta',
    wgsl: withLanes(deltaSource, sizes.width),
    bindings: [dO, read(context.input(4)), read(context.input(5)), write(rows)],
    params: [sizes.queryRows, sizes.heads, sizes.queries, sizes.cells],
    workgroups: groupsFor(sizes.queryRows),
  };
  if (sizes.ranges) return [delta, ...attentionInputByRanges(context, sizes.ranges, rows)];
  const dq: RowKernel = {
    label: 'attentionInput dq',
    registers: byQuery,
    anyHead: byQueryAnyHead,
    partCells: 8,
    products: 3,
  };
  const dkdv: RowKernel = {
    label: 'attentionInput dk dv',
    registers: byKeyValue,
    anyHead: byKeyValueAnyHead,
    partCells: 4,
    products: 4,
  };
  const shared = [dO, q, k, v, read(rows)];
  return [
    delta,
    ...overRows(context, sizes, sizes.queryRows, dq, [...shared, write(context.output(0))]),
    ...overRows(context, sizes, sizes.keyRows, dkdv, [
      ...shared,
      write(context.output(1)),
      write(context.output(2)),
    ]),
  ];
};
