// Errors of models/.

import type { Said } from './said';

/** A linear head in a file: ends of the sentence that begins with its name, then the remedy. */
const head = {
  refused: (name: string, why: string): Said => [
    `${name} ${why}.`,
    'Use a head of one linear layer, {weight [1,D] or [D], bias}, on the embeddings of this CLIP ' +
      'model.',
  ],
  noTensor: (tensor: string) => `has no tensor “${tensor}”`,
  otherShape: (tensor: string, shape: string, wanted: string) =>
    `has “${tensor}” of shape [${shape}], ${wanted} was expected`,
  outputsAndWidth: '[outputs, width]',
  otherBias: (tensor: string, numbers: number, outputs: number) =>
    `has “${tensor}” of ${numbers} numbers for ${outputs} outputs`,
  notFinite: (tensor: string) => `has numbers in “${tensor}” or its bias that are not finite`,
  layersApart: (inputs: number, outputs: number) =>
    `has a layer of ${inputs} inputs after one of ${outputs} outputs`,
  strange: (tensor: string) => `has the tensor “${tensor}”, which a linear head does not have`,
  stack: (outputs: number) => `has a stack of layers with ${outputs} outputs`,
};

/** The style head of a CLIP model, likewise. */
const styleHead = {
  refused: (name: string, why: string): Said => [
    `${name} ${why}.`,
    'Take it from the folder of this CLIP model.',
  ],
  badNames: (outputs: number, names: string) =>
    `has ${outputs} outputs and names its styles ${names}`,
  badNorms: (groups: string | undefined, eps: string | undefined) =>
    `says groups ${groups} and eps ${eps} of its norms`,
  unevenGroups: (channels: number, groups: number) =>
    `has ${channels} channels in ${groups} groups`,
  stylesAndWidth: (width: number) => `[styles, ${width}]`,
  strange: (tensor: string) => `has the tensor “${tensor}”, which a style head does not have`,
};

export const models = {
  head,
  styleHead,
  otherPooled: (
    numbers: number,
    conditions: number,
    wanted: number,
    wantedConditions: number,
  ): Said => [
    `A pooled text embedding has ${numbers} numbers and ${conditions} micro-conditions beside ` +
      `it; the transformer’s config wants ${wanted} and ${wantedConditions}.`,
    'Check that the text encoder belongs to this transformer.',
  ],
  noUnitLength: (length: number): Said => [
    `The CLIP model gave an embedding of length ${length}.`,
    'Check that its weights belong to its config.json; F16 weights may have overflowed.',
  ],
  autoencoderBlock: (type: string, known: string): Said => [
    `The autoencoder has a block of type ${type}.`,
    `Only ${known} is supported.`,
  ],
  tooFewValues: (values: string, block: number): Said => [
    `The UNet's config lists too few values ([${values}]) for block ${block}.`,
    'Check config.json.',
  ],
  unetBlock: (type: string): Said => [
    `The UNet has a block of type ${type}.`,
    'Use a model of the Stable Diffusion 1.x or 2.x kind (CrossAttnDownBlock2D, DownBlock2D and ' +
      'their up blocks).',
  ],
  activation: (name: string): Said => [
    `The UNet uses the activation ${name}.`,
    'Only silu is supported.',
  ],
  noLayer: (target: string): Said => [
    `No linear layer or 1×1 convolution of the model is called “${target}”.`,
    'Use names such as to_q, to_k, to_v, to_out.0, proj_in, ff.net.2.',
  ],
  badRank: (rank: number): Said => [
    `Rank ${rank} is not a whole number of at least 1.`,
    'Choose a rank of 1 or more.',
  ],
};
