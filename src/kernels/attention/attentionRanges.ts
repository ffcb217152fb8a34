// Attention for heads too wide for registers, over ranges of query rows: scores of a range stand in
// a scratch buffer once (products with keys, softmax, products with values), so q·k is computed
// once forward and once in the derivative. Ranges bound the scratch and the work of one dispatch.

import { read, write } from '../bindings';
import type { DeviceProfile } from '../deviceProfile';
import type { BufferRef, Dispatch, LoweringContext } from '../kernel';
import { tileBlocks } from '../productTiles';
import { groupsFor } from '../wgslVariants';
import keysWgsl from './attentionKeys.wgsl?raw';
import scoresWgsl from './attentionScores.wgsl?raw';
import softmaxWgsl from './attentionSoftmax.wgsl?raw';
import softmaxSubgroupsWgsl from './attentionSoftmax.subgroups.wgsl?raw';
import softmaxTunedWgsl from './attentionSoftmax.tuned.wgsl?raw';
import valuesWgsl from './attentionValues.wgsl?raw';

/** Numbers of the scores' scratch: 16 MiB. */
const SCRATCH_NUMBERS = 2 ** 22;

export interface RangeSizes {
  /** N·heads. */
  readonly batches: number;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  /** d/4. */
  readonly cells: number;
  readonly scale: number;
  readonly causal: number;
  /** Maxima and sums of the softmax by subgroups (feature `subgroups`). */
  readonly subgroups: boolean;
}

/** Query rows of one range: a multiple of four, or all. */
export function rangeRows(
  { dispatchFlops }: DeviceProfile,
  { batches, queries, keys, cells }: RangeSizes,
): number {
  const numbers = batches * Math.ceil(keys / 4) * 4;
  const most = Math.min(SCRATCH_NUMBERS / numbers, dispatchFlops / (numbers * 8 * cells));
  return most >= queries ? queries : Math.max(4, Math.floor(most / 4) * 4);
}

/** `mode` of attentionScores.wgsl. */
const MODE = { scores: 0, probabilities: 1, slopes: 2 } as const;

class Range {
  constructor(
    private readonly sizes: RangeSizes,
    private readonly first: number,
    private readonly count: number,
    private readonly scratch: BufferRef,
  ) {}

  /** Params and workgroups of tiles [down, across] for each batch. */
  private tiles(
    down: number,
    across: number,
    flag: number,
  ): Pick<Dispatch, 'params' | 'workgroups'> {
    const { batches, heads, queries, keys, cells, scale } = this.sizes;
    const layout = tileBlocks(down, across);
    return {
      params: [
        batches,
        heads,
        queries,
        keys,
        this.first,
        this.count,
        cells,
        Math.ceil(keys / 4),
        layout.across,
        layout.blocksAcross,
        layout.blocks,
        { f: scale },
        flag,
      ],
      workgroups: batches * layout.blocks,
    };
  }

  scores(mode: keyof typeof MODE, a: BufferRef, b: BufferRef, rows: BufferRef): Dispatch {
    return {
      label: `attention ${mode}`,
      wgsl: scoresWgsl,
      constants: { mode: MODE[mode], causal: this.sizes.causal },
      bindings: [read(a), read(b), read(rows), write(this.scratch)],
      ...this.tiles(Math.ceil(this.count / 4), Math.ceil(this.sizes.keys / 4), 0),
    };
  }

  softmax(context: LoweringContext, lse: BufferRef, shares: BufferRef): Dispatch {
    const { subgroups, batches } = this.sizes;
    const tuned = context.profile.workgroupMemory;
    const rows = batches * this.count;
    return {
      label: `attention softmax${subgroups ? ' by subgroups' : ''}`,
      wgsl: subgroups ? softmaxSubgroupsWgsl : tuned ? softmaxTunedWgsl : softmaxWgsl,
      bindings: [write(this.scratch), write(lse), write(shares)],
      params: this.tiles(1, 1, 0).params,
      workgroups: tuned ? rows : groupsFor(rows),
    };
  }

  /** Rows of `out` = scores·b, scaled by `shares` where given. */
  values(b: BufferRef, shares: BufferRef | null, nothing: BufferRef, out: BufferRef): Dispatch {
    return {
      label: 'attention values',
      wgsl: valuesWgsl,
      bindings: [read(this.scratch), read(b), read(shares ?? nothing), write(out)],
      ...this.tiles(Math.ceil(this.count / 4), this.sizes.cells, shares ? 1 : 0),
    };
  }

  /** `out` by keys (+)= scoresᵀ·x. */
  byKeys(x: BufferRef, out: BufferRef): Dispatch {
    return {
      label: 'attention keys',
      wgsl: keysWgsl,
      bindings: [read(this.scratch), read(x), write(out)],
      ...this.tiles(Math.ceil(this.sizes.keys / 4), this.sizes.cells, this.first > 0 ? 1 : 0),
    };
  }
}

function rangesOf(context: LoweringContext, sizes: RangeSizes): Range[] {
  const step = rangeRows(context.profile, sizes);
  const scratch = context.scratch(sizes.batches * step * Math.ceil(sizes.keys / 4) * 4);
  return Array.from({ length: Math.ceil(sizes.queries / step) }, (_, index) => {
    const first = index * step;
    return new Range(sizes, first, Math.min(step, sizes.queries - first), scratch);
  });
}

/** q, k, v -> o, lse. */
export function attentionByRanges(context: LoweringContext, sizes: RangeSizes): Dispatch[] {
  const [q, k, v] = [context.input(0), context.input(1), context.input(2)];
  const shares = context.scratch(sizes.batches * rangeRows(context.profile, sizes));
  return rangesOf(context, sizes).flatMap((range) => [
    range.scores('scores', q, k, context.nothing),
    range.softmax(context, context.output(1), shares),
    range.values(v, shares, context.nothing, context.output(0)),
  ]);
}

/** dO, q, k, v and rows = (lse, delta) -> dq, dk, dv: five products, as many as there must be. */
export function attentionInputByRanges(
  context: LoweringContext,
  sizes: RangeSizes,
  rows: BufferRef,
): Dispatch[] {
  const [dO, q, k, v] = [0, 1, 2, 3].map((index) => context.input(index)) as [
    BufferRef,
    BufferRef,
    BufferRef,
    BufferRef,
  ];
  return rangesOf(context, sizes).flatMap((range) => [
    range.scores('probabilities', q, k, rows),
    range.byKeys(dO, context.output(2)),
    range.scores('slopes', dO, v, rows),
    range.values(k, null, context.nothing, context.output(0)),
    range.byKeys(q, context.output(1)),
  ]);
}
