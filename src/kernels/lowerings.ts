// Which kernel family lowers which operation: one line an op. Nothing else decides what runs on the
// GPU.

import type { OpKind } from '../graph/ops';
import { lowerActivation, lowerActivationInput } from './activation/activation.kernel';
import { lowerAdafactor } from './adafactor/adafactor.kernel';
import { lowerAdamw } from './adamw/adamw.kernel';
import { lowerAttention, lowerAttentionInput } from './attention/attention.kernel';
import { lowerConcat, lowerSlice } from './concatSlice/concatSlice.kernel';
import { lowerConv2d, lowerConv2dInput } from './convolution/convolution.kernel';
import {
  lowerDepthwiseConv2d,
  lowerDepthwiseConv2dInput,
} from './depthwiseConvolution/depthwiseConvolution.kernel';
import {
  lowerAdd,
  lowerAddPerSample,
  lowerMixPerSample,
  lowerSumPositions,
} from './elementwise/elementwise.kernel';
import { lowerEmbedTokens, lowerPrependToken } from './embedTokens/embedTokens.kernel';
import { lowerGeglu, lowerGegluInput } from './geglu/geglu.kernel';
import {
  lowerGlobalResponseNorm,
  lowerGlobalResponseNormInput,
} from './globalResponseNorm/globalResponseNorm.kernel';
import { lowerGradientNorm } from './gradientNorm/gradientNorm.kernel';
import { lowerGroupNorm, lowerGroupNormInput } from './groupNorm/groupNorm.kernel';
import type { Lowering } from './kernel';
import { lowerLayerNorm, lowerLayerNormInput } from './layerNorm/layerNorm.kernel';
import { lowerMaskedLogProb, lowerMaskedLogProbInput } from './maskedLogProb/maskedLogProb.kernel';
import { lowerMatmul } from './matmul/matmul.kernel';
import { lowerPredictionDistances } from './predictionDistances/predictionDistances.kernel';
import { lowerRmsNorm, lowerRmsNormInput } from './rmsNorm/rmsNorm.kernel';
import { lowerSampleErrors, lowerSampleErrorsInput } from './sampleErrors/sampleErrors.kernel';
import { lowerScalePerSample, lowerScaleShiftPerSample } from './scaleShift/scaleShift.kernel';
import { lowerSgd } from './sgd/sgd.kernel';
import { lowerObjective } from './objective/objective.kernel';
import {
  lowerUpsampleNearest,
  lowerUpsampleNearestInput,
} from './upsampleNearest/upsampleNearest.kernel';

export const lowerings: { readonly [K in OpKind]: Lowering } = {
  matmul: lowerMatmul,
  conv2d: lowerConv2d,
  conv2dInput: lowerConv2dInput,
  depthwiseConv2d: lowerDepthwiseConv2d,
  depthwiseConv2dInput: lowerDepthwiseConv2dInput,
  groupNorm: lowerGroupNorm,
  groupNormInput: lowerGroupNormInput,
  layerNorm: lowerLayerNorm,
  layerNormInput: lowerLayerNormInput,
  rmsNorm: lowerRmsNorm,
  rmsNormInput: lowerRmsNormInput,
  globalResponseNorm: lowerGlobalResponseNorm,
  globalResponseNormInput: lowerGlobalResponseNormInput,
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
  scaleShiftPerSample: lowerScaleShiftPerSample,
  scalePerSample: lowerScalePerSample,
  prependToken: lowerPrependToken,
  embedTokens: lowerEmbedTokens,
  mixPerSample: lowerMixPerSample,
  sampleErrors: lowerSampleErrors,
  objective: lowerObjective,
  sampleErrorsInput: lowerSampleErrorsInput,
  predictionDistances: lowerPredictionDistances,
  maskedLogProb: lowerMaskedLogProb,
  maskedLogProbInput: lowerMaskedLogProbInput,
  gradientNorm: lowerGradientNorm,
  adamw: lowerAdamw,
  sgd: lowerSgd,
  adafactor: lowerAdafactor,
};
