// The registry of the wasm backend: operations over the heap, the rest composed of tfjs kernels.

import { composedTable } from '../composed/table';
import type { OpTable } from '../implementation';
import { attention, attentionInput } from './attention';
import { globalResponseNorm, globalResponseNormInput } from './globalResponseNorm';
import { maskedLogProb, maskedLogProbInput } from './maskedLogProb';
import { groupNorm, groupNormInput, layerNorm, layerNormInput } from './norms';
import { adafactor, adamw, gradientNorm, sgd } from './optimizer';
import {
  activation,
  activationInput,
  concat,
  geglu,
  gegluInput,
  slice,
  upsampleNearest,
  upsampleNearestInput,
} from './pointwise';
import { conv2d, conv2dInput, matmul } from './products';

export const heapTable: OpTable = {
  ...composedTable,
  matmul,
  conv2d,
  conv2dInput,
  attention,
  attentionInput,
  groupNorm,
  groupNormInput,
  layerNorm,
  layerNormInput,
  geglu,
  gegluInput,
  activation,
  activationInput,
  concat,
  slice,
  upsampleNearest,
  upsampleNearestInput,
  gradientNorm,
  adamw,
  sgd,
  adafactor,
  globalResponseNorm,
  globalResponseNormInput,
  maskedLogProb,
  maskedLogProbInput,
};
