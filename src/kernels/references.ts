// The float64 reference of every operation, by kind. What these say is what an op means; every
// executor is tested against them.

import type { GraphNode } from '../graph/graph';
import type { OpKind, Uniforms } from '../graph/ops';
import { activationInputReference, activationReference } from './activation/activation.reference';
import { adafactorReference } from './adafactor/adafactor.reference';
import { adamwReference } from './adamw/adamw.reference';
import { attentionInputReference, attentionReference } from './attention/attention.reference';
import { concatReference, sliceReference } from './concatSlice/concatSlice.reference';
import { conv2dInputReference, conv2dReference } from './convolution/convolution.reference';
import {
  depthwiseConv2dInputReference,
  depthwiseConv2dReference,
} from './depthwiseConvolution/depthwiseConvolution.reference';
import {
  addPerSampleReference,
  addReference,
  mixPerSampleReference,
  sumPositionsReference,
} from './elementwise/elementwise.reference';
import { embedTokensReference, prependTokenReference } from './embedTokens/embedTokens.reference';
import { gegluInputReference, gegluReference } from './geglu/geglu.reference';
import {
  globalResponseNormInputReference,
  globalResponseNormReference,
} from './globalResponseNorm/globalResponseNorm.reference';
import { gradientNormReference } from './gradientNorm/gradientNorm.reference';
import { groupNormInputReference, groupNormReference } from './groupNorm/groupNorm.reference';
import type { Reference, ReferenceTensor } from './kernel';
import { layerNormInputReference, layerNormReference } from './layerNorm/layerNorm.reference';
import {
  maskedLogProbInputReference,
  maskedLogProbReference,
} from './maskedLogProb/maskedLogProb.reference';
import { matmulReference } from './matmul/matmul.reference';
import { predictionDistancesReference } from './predictionDistances/predictionDistances.reference';
import { rmsNormInputReference, rmsNormReference } from './rmsNorm/rmsNorm.reference';
import {
  sampleErrorsInputReference,
  sampleErrorsReference,
} from './sampleErrors/sampleErrors.reference';
import {
  scalePerSampleReference,
  scaleShiftPerSampleReference,
} from './scaleShift/scaleShift.reference';
import { sgdReference } from './sgd/sgd.reference';
import { objectiveReference } from './objective/objective.reference';
import {
  upsampleNearestInputReference,
  upsampleNearestReference,
} from './upsampleNearest/upsampleNearest.reference';

export const references: { readonly [K in OpKind]: Reference<K> } = {
  matmul: matmulReference,
  conv2d: conv2dReference,
  conv2dInput: conv2dInputReference,
  depthwiseConv2d: depthwiseConv2dReference,
  depthwiseConv2dInput: depthwiseConv2dInputReference,
  groupNorm: groupNormReference,
  groupNormInput: groupNormInputReference,
  layerNorm: layerNormReference,
  layerNormInput: layerNormInputReference,
  rmsNorm: rmsNormReference,
  rmsNormInput: rmsNormInputReference,
  globalResponseNorm: globalResponseNormReference,
  globalResponseNormInput: globalResponseNormInputReference,
  attention: attentionReference,
  attentionInput: attentionInputReference,
  geglu: gegluReference,
  gegluInput: gegluInputReference,
  activation: activationReference,
  activationInput: activationInputReference,
  upsampleNearest: upsampleNearestReference,
  upsampleNearestInput: upsampleNearestInputReference,
  concat: concatReference,
  slice: sliceReference,
  add: addReference,
  addPerSample: addPerSampleReference,
  sumPositions: sumPositionsReference,
  scaleShiftPerSample: scaleShiftPerSampleReference,
  scalePerSample: scalePerSampleReference,
  prependToken: prependTokenReference,
  embedTokens: embedTokensReference,
  mixPerSample: mixPerSampleReference,
  sampleErrors: sampleErrorsReference,
  objective: objectiveReference,
  sampleErrorsInput: sampleErrorsInputReference,
  predictionDistances: predictionDistancesReference,
  maskedLogProb: maskedLogProbReference,
  maskedLogProbInput: maskedLogProbInputReference,
  gradientNorm: gradientNormReference,
  adamw: adamwReference,
  sgd: sgdReference,
  adafactor: adafactorReference,
};

/** Runs the reference of one node on its inputs; one array an output. */
export function runReference(
  node: GraphNode,
  inputs: readonly (ReferenceTensor | null)[],
  uniforms: Uniforms,
): Float64Array[] {
  const reference = references[node.op.kind] as Reference<OpKind>;
  return reference(
    node.op,
    inputs,
    node.outputs.map((output) => output.shape),
    uniforms,
  );
}
