// German of en/errors/models.ts.

import type { Words } from '../../en/words';
import type { models as english } from '../../en/errors/models';

const head: Words<typeof english.head> = {
  refused: (name, why) => [
    `${name} ${why}.`,
    'Nimm einen Kopf aus einer linearen Schicht, {weight [1,D] oder [D], bias}, auf den ' +
      'Embeddings dieses CLIP-Modells.',
  ],
  noTensor: (tensor) => `hat keinen Tensor „${tensor}“`,
  otherShape: (tensor, shape, wanted) =>
    `hat „${tensor}“ mit der Form [${shape}], erwartet wurde ${wanted}`,
  outputsAndWidth: '[Ausgaben, Breite]',
  otherBias: (tensor, numbers, outputs) =>
    `hat „${tensor}“ mit ${numbers} Zahlen für ${outputs} Ausgaben`,
  notFinite: (tensor) => `hat in „${tensor}“ oder dem Bias dazu Zahlen, die nicht endlich sind`,
  layersApart: (inputs, outputs) =>
    `hat eine Schicht mit ${inputs} Eingaben nach einer mit ${outputs} Ausgaben`,
  strange: (tensor) => `hat den Tensor „${tensor}“, den ein linearer Kopf nicht hat`,
  stack: (outputs) => `hat mehrere Schichten mit ${outputs} Ausgaben`,
};

const styleHead: Words<typeof english.styleHead> = {
  refused: (name, why) => [`${name} ${why}.`, 'Nimm ihn aus dem Ordner dieses CLIP-Modells.'],
  badNames: (outputs, names) => `hat ${outputs} Ausgaben und nennt seine Stile ${names}`,
  badNorms: (groups, eps) => `nennt für seine Normen groups ${groups} und eps ${eps}`,
  unevenGroups: (channels, groups) => `hat ${channels} Kanäle in ${groups} Gruppen`,
  stylesAndWidth: (width) => `[Stile, ${width}]`,
  strange: (tensor) => `hat den Tensor „${tensor}“, den ein Stilkopf nicht hat`,
};

export const models: Words<typeof english> = {
  head,
  styleHead,
  otherPooled: (numbers, conditions, wanted, wantedConditions) => [
    `Ein gepooltes Text-Embedding hat ${numbers} Zahlen und ${conditions} Mikrobedingungen; die ` +
      `Konfiguration des Transformers verlangt ${wanted} und ${wantedConditions}.`,
    'Prüfe, ob der Textencoder zu diesem Transformer gehört.',
  ],
  noUnitLength: (length) => [
    `Das CLIP-Modell gab ein Embedding der Länge ${length}.`,
    'Prüfe, ob seine Gewichte zu seiner config.json gehören; F16-Gewichte könnten übergelaufen ' +
      'sein.',
  ],
  autoencoderBlock: (type, known) => [
    `Der Autoencoder hat einen Block der Art ${type}.`,
    `Unterstützt wird nur ${known}.`,
  ],
  tooFewValues: (values, block) => [
    `Die Konfiguration des UNets nennt zu wenige Werte ([${values}]) für Block ${block}.`,
    'Prüfe die config.json.',
  ],
  unetBlock: (type) => [
    `Das UNet hat einen Block der Art ${type}.`,
    'Nimm ein Modell der Art von Stable Diffusion 1.x oder 2.x (CrossAttnDownBlock2D, ' +
      'DownBlock2D und die aufsteigenden Blöcke dazu).',
  ],
  activation: (name) => [
    `Das UNet verwendet die Aktivierung ${name}.`,
    'Unterstützt wird nur silu.',
  ],
  noLayer: (target) => [
    `Keine lineare Schicht oder 1×1-Faltung des Modells heißt „${target}“.`,
    'Nimm Namen wie to_q, to_k, to_v, to_out.0, proj_in, ff.net.2.',
  ],
  badRank: (rank) => [
    `Der Rang ${rank} ist keine ganze Zahl ab 1.`,
    'Wähle einen Rang von 1 oder mehr.',
  ],
};
