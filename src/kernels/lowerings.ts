// Which kernel family lowers which operation: one line an op. Nothing else decides what runs on the GPU.

import type { OpKind } from '../graph/ops';
import { lowerConv2d, lowerConv2dInput } from './convolution/convolution.kernel';
import { lowerAdd, lowerAddPerSample, lowerMixPerSample, lowerSumPositions } from './elementwise/elementwise.kernel';
import type { Lowering } from './kernel';
import { lowerMatmul } from './matmul/matmul.kernel';
import { lowerAdamw } from './adamw/adamw.kernel';
import { lowerAttention, lowerAttentionInput } from './attention/attention.kernel';
import { lowerGradientNorm } from './gradientNorm/gradientNorm.kernel';
import { lowerGroupNorm, lowerGroupNormInput } from './groupNorm/groupNorm.kernel';
import { lowerLayerNorm, lowerLayerNormInput } from './layerNorm/layerNorm.kernel';
import { lowerSampleErrors, lowerSampleErrorsInput } from './sampleErrors/sampleErrors.kernel';
import { lowerSupervisedLoss } from './supervisedLoss/supervisedLoss.kernel';
import { lowerThresholdGuidedLoss } from './thresholdGuidedLoss/thresholdGuidedLoss.kernel';

const unwritten: Lowering = (node) => {
  throw new Error(`no WGSL kernel lowers ${node.op.kind}`);
};

export const lowerings: { readonly [K in OpKind]: Lowering } = {
  matmul: lowerMatmul,
  conv2d: lowerConv2d,
  conv2dInput: lowerConv2dInput,
  groupNorm: lowerGroupNorm,
  groupNormInput: lowerGroupNormInput,
  layerNorm: lowerLayerNorm,
  layerNormInput: lowerLayerNormInput,
  attention: lowerAttention,
  attentionInput: lowerAttentionInput,
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
  sampleErrors: lowerSampleErrors,
  thresholdGuidedLoss: lowerThresholdGuidedLoss,
  supervisedLoss: lowerSupervisedLoss,
  sampleErrorsInput: lowerSampleErrorsInput,
  gradientNorm: lowerGradientNorm,
  adamw: lowerAdamw,
};
