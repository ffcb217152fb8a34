// Lowers attention (one dispatch) and attentionInput (three: delta, dq by query rows, dk and dv by
// key rows).
// Head dims that are multiples of 4 up to 64 take the register kernels, wider ones the kernels by
// ranges (attentionRanges.ts), others the any-head kernels, which cut a head's output into parts.

import type { GraphNode } from '../../graph/graph';
import { read, write } from '../bindings';
import type { Binding, Dispatch, Lowering } from '../kernel';
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

function sizesOf(node: GraphNode, q: number): Sizes {
  if (node.op.kind !== 'attention' && node.op.kind !== 'attentionInput')
    throw new Error(`attention lowering got ${node.op.kind}`);
  const { heads, scale, causal } = node.op;
  const [samples, queries, channels] = node.inputs[q]!.shape as [number, number, number];
  const keys = node.inputs[q + 1]!.shape[1]!;
  const head = channels / heads;
  const width = lanesFor(head);
  const shared = { heads, scale, causal: causal ? 1 : 0, queries, keys };
  return {
    ...shared,
    queryRows: samples * heads * queries,
    keyRows: samples * heads * keys,
    width,
    cells: head / width,
    registers: width === 4 && head <= REGISTER_HEAD,
    ranges:
      width === 4 && head > REGISTER_HEAD
        ? { ...shared, batches: samples * heads, cells: head / 4 }
        : null,
  };
}

/**
 * Source, constants, params and workgroups of a kernel over `rows` rows; `partCells` is the
 * any-head kernel's part.
 */
function overRows(
  sizes: Sizes,
  rows: number,
  registerSource: string,
  anyHeadSource: string,
  partCells: number,
): Pick<Dispatch, 'wgsl' | 'constants' | 'params' | 'workgroups'> {
  const { heads, queries, keys, cells, scale, causal, width } = sizes;
  if (sizes.registers) {
    return {
      wgsl: registerSource,
      constants: { cells, causal },
      params: [rows, heads, queries, keys, { f: scale }],
      workgroups: groupsFor(rows),
    };
  }
  const count = rows * Math.ceil(cells / partCells);
  return {
    wgsl: withLanes(anyHeadSource, width),
    constants: { causal },
    params: [count, rows, heads, queries, keys, cells, { f: scale }],
    workgroups: groupsFor(count),
  };
}

/** inputs q, k, v -> o, lse. */
export const lowerAttention: Lowering = (node, context) => {
  const sizes = sizesOf(node, 0);
  if (sizes.ranges) return attentionByRanges(context, sizes.ranges);
  return [
    {
      label: 'attention',
      ...overRows(sizes, sizes.queryRows, forward, forwardAnyHead, 8),
      bindings: [
        read(context.input(0)),
        read(context.input(1)),
        read(context.input(2)),
        write(context.output(0)),
        write(context.output(1)),
      ],
    },
  ];
};

/** inputs dO, q, k, v, o, lse -> dq, dk, dv. */
export const lowerAttentionInput: Lowering = (node, context) => {
  const sizes = sizesOf(node, 1);
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
  return [
    delta,
    {
      label: 'attentionInput dq',
      ...overRows(sizes, sizes.queryRows, byQuery, byQueryAnyHead, 8),
      bindings: [dO, q, k, v, read(rows), write(context.output(0))],
    },
    {
      label: 'attentionInput dk dv',
      ...overRows(sizes, sizes.keyRows, byKeyValue, byKeyValueAnyHead, 4),
      bindings: [dO, q, k, v, read(rows), write(context.output(1)), write(context.output(2))],
    },
  ];
};
