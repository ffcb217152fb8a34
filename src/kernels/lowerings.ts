// Which kernel family lowers which operation: one line an op. Nothing else decides what runs on the GPU.

import type { OpKind } from '../graph/ops';
import { lowerActivation, lowerActivationInput } from './activation/activation.kernel';
import { lowerAdamw } from './adamw/adamw.kernel';
import { lowerAttention, lowerAttentionInput } from './attention/attention.kernel';
import { lowerConcat, lowerSlice } from './concatSlice/concatSlice.kernel';
import { lowerConv2d, lowerConv2dInput } from './convolution/convolution.kernel';
import { lowerAdd, lowerAddPerSample, lowerMixPerSample, lowerSumPositions } from './elementwise/elementwise.kernel';
import { lowerEmbedTokens } from './embedTokens/embedTokens.kernel';
import { lowerGeglu, lowerGegluInput } from './geglu/geglu.kernel';
import { lowerGradientNorm } from './gradientNorm/gradientNorm.kernel';
import { lowerGroupNorm, lowerGroupNormInput } from './groupNorm/groupNorm.kernel';
import type { Lowering } from './kernel';
import { lowerLayerNorm, lowerLayerNormInput } from './layerNorm/layerNorm.kernel';
import { lowerMatmul } from './matmul/matmul.kernel';
import { lowerSampleErrors, lowerSampleErrorsInput } from './sampleErrors/sampleErrors.kernel';
import { lowerSupervisedLoss } from './supervisedLoss/supervisedLoss.kernel';
import { lowerThresholdGuidedLoss } from './thresholdGuidedLoss/thresholdGuidedLoss.kernel';
import { lowerUpsampleNearest, lowerUpsampleNearestInput } from './upsampleNearest/upsampleNearest.kernel';

function notYet(): never {
  throw new Error('this operation is not on this executor yet');
}

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
  geglu: lowerGeglu,
  gegluInput: lowerGegluInput,
  activation: lowerActivation,
  activationInput: lowerActivationInput,
  upsampleNearest: lowerUpsampleNearest,
  upsampleNearestInput: lowerUpsampleNearestInput,
  concat: lowerConcat,
  slice: lowerSlice,
  add: lowerAdd,
  addPerSample: lowerAddPerSample,
  sumPositions: lowerSumPositions,
  embedTokens: lowerEmbedTokens,
  mixPerSample: lowerMixPerSample,
  sampleErrors: lowerSampleErrors,
  thresholdGuidedLoss: lowerThresholdGuidedLoss,
  supervisedLoss: lowerSupervisedLoss,
  sampleErrorsInput: lowerSampleErrorsInput,
  gradientNorm: lowerGradientNorm,
  adamw: lowerAdamw,
  depthwiseConv2d: notYet,
  depthwiseConv2dInput: notYet,
  rmsNorm: notYet,
  rmsNormInput: notYet,
  globalResponseNorm: notYet,
  globalResponseNormInput: notYet,
  scaleShiftPerSample: notYet,
  scalePerSample: notYet,
  prependToken: notYet,
  maskedLogProb: notYet,
  maskedLogProbInput: notYet,
};
