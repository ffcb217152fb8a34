// Errors of paradigms/.

import type { Said } from './said';

const STABLE_DIFFUSION = 'Use a model of the Stable Diffusion 1.x or 2.x kind.';

export const paradigms = {
  otherPart: (part: string, found: string, wanted: string | null) =>
    `model_index.json has “${part}”: ${found}, ${wanted ?? 'a scheduler'} was expected.`,
  secondTextEncoder: (): Said => [
    'model_index.json has a second text encoder, as SDXL does.',
    STABLE_DIFFUSION,
  ],
  otherShape: (tensor: string, model: string, shape: string): Said => [
    `“${tensor}” of the ${model} has the shape [${shape}], which is not what its config asks for.`,
    'Take the configs and the weights from the same model.',
  ],
  predictsSample: (): Said => [
    'The scheduler config has “prediction_type”: "sample"; networks that predict noise or ' +
      'velocity can be trained.',
    STABLE_DIFFUSION,
  ],
  otherTiny: (
    folder: string,
    tiny: Readonly<{ channels: number; factor: number }>,
    own: Readonly<{ channels: number; factor: number }>,
  ): Said => [
    `The tiny autoencoder in ${folder}/ decodes latents of ${tiny.channels} channels to ` +
      `${tiny.factor} times their size; this model's have ${own.channels} channels and ` +
      `${own.factor} times.`,
    `Put the tiny autoencoder of this kind of model there, or remove ${folder}/.`,
  ],
  otherChannels: (unet: number, autoencoder: number): Said => [
    `The UNet takes ${unet} channels but the autoencoder makes ${autoencoder}.`,
    'Use a UNet and an autoencoder of the same model.',
  ],
  /** Sizes of two parts of a MaskGIT model that should be the same. */
  clash: {
    codes: (tokens: number, codes: number) =>
      `The tokens of the transformer (${tokens}) and the codes of the VQ autoencoder (${codes}) ` +
      'differ.',
    textWidth: (transformer: number, encoder: number) =>
      `The text width of the transformer (${transformer}) and the width of the text encoder ` +
      `(${encoder}) differ.`,
    pooledWidth: (transformer: number, encoder: number) =>
      `The pooled text width of the transformer (${transformer}) and the projection of the text ` +
      `encoder (${encoder}) differ.`,
    remedy: 'Use the parts of one model.',
  },
  conditioningOnly: (layer: string): Said => [
    `The layer ${layer} only sees the conditioning, and its adapter cannot be trained.`,
    'Choose targets such as to_q, to_k, to_v, to_out.0, ff.net.0.proj.',
  ],
  otherGrid: (tokens: string, predictions: string): Said => [
    `The transformer turns ${tokens} tokens into ${predictions} predictions.`,
    'Use a model that downsamples and upsamples alike, on an even number of tokens per side.',
  ],
  /** As the sentence “its round’s image 3 …” ends. */
  noSuchToken: (token: number, codes: number) =>
    `has the token ${token}, the codebook has ${codes}`,
  imageSize: (numbers: number, height: number, width: number): Said => [
    `An image has ${numbers} numbers, ${height}×${width}×3 wanted.`,
    'Import the set again for this model.',
  ],
  size: (width: number, height: number, factor: number, next: number): Said => [
    `${width}×${height} pixels are no multiples of ${factor}, which this model encodes as one.`,
    `Use a size such as ${next}.`,
  ],
  notJson: (path: string, reason: string): Said => [
    `${path} is not JSON: ${reason}`,
    'Download the model folder again.',
  ],
  noWeights: (path: string): Said => [
    `There is no ${path}.safetensors, nor its .fp16 variant or shards.`,
    'Use a whole model folder in diffusers format.',
  ],
  pickle: (name: string) =>
    `${name} is a pickle, which can run code when it is opened; it was not opened.`,
  picklePart:
    'Convert the model to safetensors: pipeline.save_pretrained(folder, ' +
    'safe_serialization=True) in diffusers.',
  pickleModel:
    'Convert the model to .safetensors: the checkpoint merger of A1111 does, or diffusers’ ' +
    'save_pretrained(folder, safe_serialization=True).',
  pickleFile: (): Said => [
    'The file is a pickle, which can run code when it is opened; it was not opened.',
    'Convert it to .safetensors, for example with the checkpoint merger of A1111 or diffusers’ ' +
      'StableDiffusionPipeline.from_single_file(…).save_pretrained(folder).',
  ],
  foreignFile: (kind: string): Said => [
    `The file is a ${kind}, whose weights cannot be trained on here.`,
    'Use the .safetensors file of the model.',
  ],
  otherVocabulary: (tokens: number, known: number): Said => [
    `The text encoder of the checkpoint has ${tokens} tokens, CLIP’s vocabulary ` +
      `${known}: it goes with another tokenizer.`,
    'Drop the model’s tokenizer folder (tokenizer/vocab.json, tokenizer/merges.txt) together ' +
      'with the file.',
  ],
  otherNetwork: (reason: string): Said => [
    `The checkpoint is not of Stable Diffusion’s shape: ${reason}.`,
    'Use a whole checkpoint of Stable Diffusion 1.x or 2.x.',
  ],
  /** `is` as formats/checkpointKind says it. */
  otherKind: (is: string) => `The file is ${is}.`,
  notInCheckpoint: (path: string): Said => [
    `${path} is not in the checkpoint.`,
    'Use the model as a folder in diffusers format.',
  ],
  /** The one file that holds all weights, at the head of a sentence. */
  theCheckpoint: 'The checkpoint',
  /** What a person dropped or picked. */
  dropped: {
    notInFolder: (path: string): Said => [
      `${path} is not in the model’s folder.`,
      'Open the whole folder again.',
    ],
    gone: (path: string, reason: string): Said => [
      `${path} can no longer be read: ${reason}`,
      'It was moved, changed or deleted since it was opened: open the model again.',
    ],
    severalModels: (count: number, some: string): Said => [
      `There are ${count} models here: ${some}.`,
      'Open the folder of one model.',
    ],
    notSafetensors: (path: string): Said => [
      `${path} is no .safetensors file.`,
      'Use the .safetensors file of the model, or its folder in diffusers format.',
    ],
    nothing: 'Nothing was opened: the folder is empty.',
    noModel: (index: string, files: number, some: string) =>
      `There is no ${index} and no .safetensors file among the ${files} files (${some}).`,
    openModel: 'Open a model folder in diffusers format, or a single .safetensors checkpoint.',
    severalFiles: (count: number, some: string, index: string): Said => [
      `There are ${count} .safetensors files (${some}) and no ${index} that says how they belong ` +
        'together.',
      `Open one checkpoint, or the whole folder with its ${index}.`,
    ],
  },
};
