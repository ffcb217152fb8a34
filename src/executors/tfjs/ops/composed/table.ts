// Every operation composed of tfjs kernels: the registry of the cpu oracle and of webgpu.

import type { OpTable } from '../implementation';
import { attention, attentionInput } from './attention';
import { sampleErrors, sampleErrorsInput, supervisedLoss, thresholdGuidedLoss } from './losses';
import { groupNorm, groupNormInput, layerNorm, layerNormInput } from './norms';
import { adamw, gradientNorm } from './optimizer';
import {
  activation, activationInput, add, addPerSample, concat, embedTokens, geglu, gegluInput, mixPerSample, slice, sumPositions,
  upsampleNearest, upsampleNearestInput,
} from './pointwise';
import { conv2d, conv2dInput, matmul } from './products';

function notYet(): never {
  throw new Error('this operation is not on this executor yet');
}

export const composedTable: OpTable = {
  matmul, conv2d, conv2dInput, groupNorm, groupNormInput, layerNorm, layerNormInput, attention, attentionInput,
  geglu, gegluInput, activation, activationInput, upsampleNearest, upsampleNearestInput, concat, slice, add, addPerSample,
  sumPositions, embedTokens, mixPerSample, sampleErrors, thresholdGuidedLoss, supervisedLoss, sampleErrorsInput, gradientNorm, adamw,
  depthwiseConv2d: notYet, depthwiseConv2dInput: notYet, rmsNorm: notYet, rmsNormInput: notYet, globalResponseNorm: notYet, globalResponseNormInput: notYet, scaleShiftPerSample: notYet, scalePerSample: notYet, prependToken: notYet, maskedLogProb: notYet, maskedLogProbInput: notYet,
};
