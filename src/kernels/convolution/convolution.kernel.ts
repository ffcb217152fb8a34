// Lowerings of conv2d and conv2dInput to one family of kernels: the derivative by the input is a
// convolution too, over dy, with source = (pixel + pad − tap)/stride where that is whole. Both read
// one stored filter, the derivative by rows. Few tiles on a GPU: the taps are cut in slices, whose
// partial sums a second pass adds in order.

import type { GraphNode } from '../../graph/graph';
import type { BufferRef, Dispatch, Lowering, LoweringContext } from '../kernel';
import { sumDispatch } from '../matmul/matmul.kernel';
import {
  chosenProduct,
  isShared,
  productKey,
  sharedBlocks,
  slicesOfK,
  tileBlocks,
} from '../productTiles';
import { rowRanges } from '../shortDispatches';
import { groupsFor, withStagedHalves, withStoredWeights } from '../wgslVariants';
import anyWgsl from './convolution.any.wgsl?raw';
import convolutionWgsl from './convolution.wgsl?raw';
import convolution64Wgsl from './convolution64.wgsl?raw';
import convolutionInputWgsl from './convolutionInput.wgsl?raw';
import convolutionInput64Wgsl from './convolutionInput64.wgsl?raw';

/**
 * Pixels and channels a thread computes. 8×8, faster for products on SwiftShader, is slower here
 * and takes 2 s to compile there.
 */
const TILE = 4;

/** How an output pixel and a tap give a source pixel: (pixel·times + sign·tap + offset)/divide. */
interface Source {
  readonly times: number;
  readonly sign: number;
  readonly divide: number;
  readonly offset: readonly [number, number];
}

function lowerConvolution(
  node: GraphNode,
  context: LoweringContext,
  kernel: readonly [number, number],
  source: Source,
  bias: BufferRef | null,
  residual: BufferRef | null,
): Dispatch[] {
  const [samples, inHeight, inWidth, ci] = node.inputs[0]!.shape as [
    number,
    number,
    number,
    number,
  ];
  const [, height, width, co] = node.outputs[0]!.shape as [number, number, number, number];
  const taps = kernel[0] * kernel[1];
  const pixels = samples * height * width;
  const storage = context.storage(1);
  const forward = node.op.kind === 'conv2d';
  const bindings = (
    target: BufferRef,
    ownBias: BufferRef | null,
    ownResidual: BufferRef | null,
  ): Dispatch['bindings'] => [
    { buffer: context.input(0), access: 'read' },
    { buffer: context.input(1), access: 'read' },
    { buffer: ownBias ?? context.nothing, access: 'read' },
    { buffer: ownResidual ?? context.nothing, access: 'read' },
    { buffer: target, access: 'read_write' },
  ];
  const geometry = [
    taps,
    kernel[1],
    source.times,
    source.sign,
    source.divide,
    source.offset[0],
    source.offset[1],
  ];
  if (ci % 4 !== 0 || co % 4 !== 0) {
    return [
      {
        label: `${node.op.kind} any`,
        wgsl: withStoredWeights(anyWgsl, storage, 1),
        bindings: bindings(context.output(0), bias, residual),
        params: [
          samples,
          height,
          width,
          inHeight,
          inWidth,
          ci,
          co,
          ...geometry,
          forward ? co : 1,
          forward ? 1 : ci,
          bias ? 1 : 0,
          residual ? 1 : 0,
        ],
        workgroups: groupsFor(pixels * co),
      },
    ];
  }
  const kernelName =
    source.divide === 1
      ? chosenProduct(
          context,
          productKey(node.op.kind, [samples, height, width, ci, co, taps, source.times], context),
          pixels,
          co,
          taps * ci,
        )
      : 'registers4';
  const shared = isShared(kernelName);
  // A tile's pixels are `divide` apart in one line, so each residue class of a line has tiles of
  // its own.
  const tilesAcross = source.divide * Math.ceil(Math.ceil(width / source.divide) / TILE);
  const layout = shared
    ? sharedBlocks(pixels, co)
    : tileBlocks(samples * height * tilesAcross, Math.ceil(co / TILE));
  const sliceTaps = Math.ceil(taps / slicesOfK(taps * ci, layout.blocks, context.profile.software));
  const slices = Math.ceil(taps / sliceTaps);
  const target = slices === 1 ? context.output(0) : context.scratch(slices * pixels * co);
  const ownBias = slices === 1 ? bias : null;
  const ownResidual = slices === 1 ? residual : null;
  const wgsl = forward
    ? shared
      ? convolution64Wgsl
      : convolutionWgsl
    : shared
      ? convolutionInput64Wgsl
      : convolutionInputWgsl;
  const blockRows = layout.blocks / layout.blocksAcross;
  const flops = (2 * pixels * co * taps * ci) / source.divide ** 2;
  const products = rowRanges(context.profile, blockRows, flops / blockRows, 1).map(
    ({ first, count }): Dispatch => {
      const blocks = count * layout.blocksAcross;
      return {
        label: `${node.op.kind} ${kernelName}`,
        wgsl: withStoredWeights(
          kernelName === 'shared64half' ? withStagedHalves(wgsl) : wgsl,
          storage,
          4,
        ),
        bindings: bindings(target, ownBias, ownResidual),
        params: [
          samples,
          height,
          width,
          inHeight,
          inWidth,
          ci / 4,
          co / 4,
          ...geometry,
          tilesAcross,
          layout.across,
          layout.blocksAcross,
          blocks,
          first * layout.blocksAcross,
          slices,
          sliceTaps,
          ownBias ? 1 : 0,
          ownResidual ? 1 : 0,
        ],
        workgroups: blocks * slices,
      };
    },
  );
  return slices === 1
    ? products
    : [
        ...products,
        sumDispatch(context, target, context.output(0), pixels * co, co, slices, {
          scale: 1,
          bias,
          residual,
        }),
      ];
}

export const lowerConv2d: Lowering = (node, context) => {
  const { op } = node;
  if (op.kind !== 'conv2d') throw new Error('lowerConv2d: wrong op');
  const source: Source = { times: op.stride, sign: 1, divide: 1, offset: [-op.pad[0], -op.pad[1]] };
  return lowerConvolution(
    node,
    context,
    op.kernel,
    source,
    node.inputs[2] ? context.input(2) : null,
    node.inputs[3] ? context.input(3) : null,
  );
};

export const lowerConv2dInput: Lowering = (node, context) => {
  const { op } = node;
  if (op.kind !== 'conv2dInput') throw new Error('lowerConv2dInput: wrong op');
  const source: Source = { times: 1, sign: -1, divide: op.stride, offset: [op.pad[0], op.pad[1]] };
  return lowerConvolution(
    node,
    context,
    op.kernel,
    source,
    null,
    node.inputs[2] ? context.input(2) : null,
  );
};
