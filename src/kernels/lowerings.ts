// Which kernel family lowers which operation: one line an op. Nothing else decides what runs on the GPU.

import type { OpKind } from '../graph/ops';
import { lowerAdd, lowerAddPerSample, lowerMixPerSample, lowerSumPositions } from './elementwise/elementwise.kernel';
import type { Lowering } from './kernel';
import { lowerMatmul } from './matmul/matmul.kernel';

const unwritten: Lowering = (node) => {
  throw new Error(`no WGSL kernel lowers ${node.op.kind}`);
};

export const lowerings: { readonly [K in OpKind]: Lowering } = {
  matmul: lowerMatmul,
  conv2d: unwritten,
  conv2dInput: unwritten,
  groupNorm: unwritten,
  groupNormInput: unwritten,
  layerNorm: unwritten,
  layerNormInput: unwritten,
  attention: unwritten,
  attentionInput: unwritten,
  geglu: unwritten,
  gegluInput: unwritten,
  activation: unwritten,
  activationInput: unwritten,
  upsampleNearest: unwritten,
  upsampleNearestInput: unwritten,
  concat: unwritten,
  slice: unwritten,
  add: lowerAdd,
  addPerSample: lowerAddPerSample,
  sumPositions: lowerSumPositions,
  embedTokens: unwritten,
  mixPerSample: lowerMixPerSample,
  sampleErrors: unwritten,
  thresholdGuidedLoss: unwritten,
  supervisedLoss: unwritten,
  sampleErrorsInput: unwritten,
  gradientNorm: unwritten,
  adamw: unwritten,
};
