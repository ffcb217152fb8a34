// Every operation composed of tfjs kernels: the registry of the cpu oracle and of webgpu.

import type { OpTable } from '../implementation';
import { attention, attentionInput } from './attention';
import { maskedLogProb, maskedLogProbInput, sampleErrors, sampleErrorsInput } from './losses';
import { objective } from './objective';
import {
  globalResponseNorm,
  globalResponseNormInput,
  groupNorm,
  groupNormInput,
  layerNorm,
  layerNormInput,
  rmsNorm,
  rmsNormInput,
} from './norms';
import { adamw, gradientNorm, sgd } from './optimizer';
import {
  activation,
  activationInput,
  add,
  addPerSample,
  concat,
  embedTokens,
  geglu,
  gegluInput,
  mixPerSample,
  prependToken,
  scalePerSample,
  scaleShiftPerSample,
  slice,
  sumPositions,
  upsampleNearest,
  upsampleNearestInput,
} from './pointwise';
import { conv2d, conv2dInput, depthwiseConv2d, depthwiseConv2dInput, matmul } from './products';

export const composedTable: OpTable = {
  matmul,
  conv2d,
  conv2dInput,
  groupNorm,
  groupNormInput,
  layerNorm,
  layerNormInput,
  attention,
  attentionInput,
  geglu,
  gegluInput,
  activation,
  activationInput,
  upsampleNearest,
  upsampleNearestInput,
  concat,
  slice,
  add,
  addPerSample,
  sumPositions,
  embedTokens,
  mixPerSample,
  sampleErrors,
  objective,
  sampleErrorsInput,
  gradientNorm,
  adamw,
  sgd,
  depthwiseConv2d,
  depthwiseConv2dInput,
  rmsNorm,
  rmsNormInput,
  globalResponseNorm,
  globalResponseNormInput,
  scaleShiftPerSample,
  scalePerSample,
  prependToken,
  maskedLogProb,
  maskedLogProbInput,
};
