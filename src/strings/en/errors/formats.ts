// Errors of formats/.

import type { Said } from './said';

const CHECK_CONFIG = 'Check the config.json.';
const EQUALLY_MANY = 'These must be equally many: check the config.json.';
const PLAIN_LORA = 'Use a plain LoRA file of diffusers, PEFT or kohya for this base model.';
const WHOLE_CHECKPOINT =
  'Use a whole checkpoint of Stable Diffusion 1.x or 2.x, or a model folder in ' +
  'diffusers format.';

/** Why a safetensors file is refused: ends of the sentence “Not a usable safetensors file: …”. */
const safetensors = {
  refused: (what: string): Said => [
    `Not a usable safetensors file: ${what}.`,
    'The file is damaged or of another kind: download or export it again.',
  ],
  tooShort: (bytes: number) => `it has ${bytes} bytes, at least 8 are needed`,
  longHeader: (bytes: number, most: number) =>
    `its header claims ${bytes} bytes, more than the ${most} allowed`,
  headerPastEnd: (bytes: number, fileBytes: number) =>
    `its header claims ${bytes} bytes but the file ends after ${fileBytes}`,
  noBrace: 'its header does not begin with “{”',
  headerNotJson: (reason: string) => `its header is not JSON (${reason})`,
  headerNoObject: 'its header is not a JSON object',
  metadataNoObject: '__metadata__ is not an object',
  metadataNoText: (key: string) => `metadata “${key}” is not text`,
  unknownType: (tensor: string, dtype: string | null) =>
    `tensor “${tensor}” has the unknown type ${dtype ?? 'nothing'}`,
  noShape: (tensor: string) => `tensor “${tensor}” has no usable shape`,
  noOffsets: (tensor: string) => `tensor “${tensor}” has no usable offsets`,
  noSize: (tensor: string, shape: string, dtype: string) =>
    `tensor “${tensor}” of shape [${shape}] ${dtype} has no size`,
  outside: (tensor: string, begin: number, end: number, bytes: number) =>
    `tensor “${tensor}” lies at ${begin}…${end} of ${bytes} bytes`,
  otherLength: (tensor: string, shape: string, dtype: string, wanted: number, told: number) =>
    `tensor “${tensor}” of shape [${shape}] ${dtype} takes ${wanted} bytes, the header says ` +
    `${told}`,
  overlap: (tensor: string) => `tensor “${tensor}” overlaps another`,
  hole: (bytes: number, tensor: string) =>
    `${bytes} bytes before tensor “${tensor}” belong to no tensor`,
  rest: (bytes: number) => `${bytes} bytes at its end belong to no tensor`,
  noTensor: (tensor: string) => `it has no tensor “${tensor}”`,
  notWhole: (tensor: string, dtype: string) =>
    `tensor “${tensor}” holds ${dtype}, whole numbers were wanted`,
  beyond32Bits: (tensor: string, value: bigint) =>
    `tensor “${tensor}” holds ${value}, beyond 32 bits`,
  unreadableType: (tensor: string, dtype: string): Said => [
    `Tensor “${tensor}” is stored as ${dtype}.`,
    'Convert the file to F16, BF16 or F32.',
  ],
  notInShard: (index: string, tensor: string, shard: string): Said => [
    `${index} says that “${tensor}” lies in ${shard}, which has no such tensor.`,
    'Download the shards and their index again.',
  ],
};

/** What is wrong with a JSON text, and where. */
const json = {
  at: (what: string, character: number) => `${what} at character ${character}`,
  moreText: 'more text after its end',
  unknownWord: 'an unknown word',
  unexpected: 'an unexpected character',
  noEnd: 'no end',
  numberRange: 'a number out of range',
  numberInIt: 'a number in it is out of range',
  noTextEnd: 'no end of a text',
  control: 'a control character',
  badEscape: 'a bad escape',
  halfCharacter: 'half a character',
  tooDeep: 'too many levels',
  noKey: 'no key',
  keyTwice: 'a key that stands twice',
  noColon: 'no colon',
  noComma: (end: string) => `neither a comma nor ${end}`,
};

/** Configs of models and schedulers, each by its name in a sentence. */
const config = {
  names: {
    unet: 'The UNet config',
    autoencoder: 'The autoencoder config',
    tinyAutoencoder: 'The tiny autoencoder config',
    vqAutoencoder: 'The VQ autoencoder config',
    transformer: 'The MaskGIT transformer config',
    maskgitScheduler: 'The MaskGIT scheduler config',
    textEncoder: 'The text encoder config',
    scheduler: 'The scheduler config',
    shardIndex: 'The shard index config',
    pipeline: 'The pipeline config',
    clip: 'The CLIP model’s config.json',
    clipVision: 'The vision_config of the CLIP model',
    openClip: 'open_clip_config.json',
    clipProcessor: 'The CLIP model’s preprocessor_config.json',
  },
  notObject: (config: string) => `${config} is not a JSON object.`,
  noCodeFor: (config: string, key: string, value: string, expected: string | null) =>
    `${config} has “${key}”: ${value}, which this version has no code for ` +
    `(${expected ?? 'another value'} was expected).`,
  useStableDiffusion: 'Use a model of the Stable Diffusion 1.x or 2.x kind in diffusers format.',
  useClip: 'Use a CLIPModel in transformers’ format (CLIP, OpenCLIP, PickScore and their kind).',
  unevenBlocks: (config: string, down: number, up: number, widths: number): Said => [
    `${config} has ${down} down blocks, ${up} up blocks and ${widths} widths.`,
    EQUALLY_MANY,
  ],
  inpainting: (taken: number, given: number): Said => [
    `The UNet takes ${taken} channels and gives ${given}: it is an inpainting model, which ` +
      'cannot be trained here.',
    'Use a text-to-image model of the Stable Diffusion 1.x or 2.x kind.',
  ],
  seesAnotherImage: (taken: number, given: number): Said => [
    `The UNet takes ${taken} channels and gives ${given}: it is a model that sees another image ` +
      'too, which cannot be trained here.',
    'Use a text-to-image model of the Stable Diffusion 1.x or 2.x kind.',
  ],
  unevenTiny: (widths: string, blocks: string): Said => [
    `The tiny autoencoder config has decoder_block_out_channels ${widths} and ` +
      `num_decoder_blocks ${blocks}.`,
    'One width, as often as there are numbers of blocks, can be read: use TAESD.',
  ],
  doesNotDivide: (whole: string, value: number, part: string, divisor: number): Said => [
    `The MaskGIT transformer config has “${whole}”: ${value}, which “${part}”: ${divisor} does ` +
      'not divide.',
    CHECK_CONFIG,
  ],
  noMaskToken: (vocabulary: number, codebook: number): Said => [
    `The MaskGIT transformer config has “vocab_size”: ${vocabulary} for a codebook of ` +
      `${codebook}: there is no token left for the mask.`,
    'Check the config.json: the vocabulary is the codebook and at least one more.',
  ],
  noScheduler: (name: string, known: string): Said => [
    `The scheduler config has “_class_name”: ${name}, which this version has no code for.`,
    `Use a model with one of ${known}.`,
  ],
  noWholePatches: (pixels: number, patch: number): Said => [
    `The CLIP model’s images of ${pixels} pixels are not whole patches of ${patch}.`,
    'Check image_size and patch_size in its config.json.',
  ],
  noWholeHeads: (part: 'text' | 'vision', width: number, heads: number): Said => [
    `The CLIP model’s ${part} width ${width} does not divide into ${heads} heads.`,
    'Check hidden_size and num_attention_heads in its config.json.',
  ],
};

const tokenizer = {
  noPair: (line: number, text: string): Said => [
    `Line ${line} of merges.txt is “${text}”, not a pair of tokens.`,
    'Take tokenizer/merges.txt from the model’s own folder.',
  ],
  noRoom: (tokens: number): Said => [
    `The tokenizer’s longest prompt is ${tokens} tokens.`,
    'Correct model_max_length in tokenizer_config.json: at least 2.',
  ],
  noSpecialToken: (tokens: number, token: string): Said => [
    `The vocabulary of ${tokens} tokens lacks the special token “${token}”.`,
    'Take vocab.json and tokenizer_config.json from the same model.',
  ],
};

/** Why a LoRA file is refused: the end of the sentence “Not a usable LoRA file: …”, or whole. */
const lora = {
  refused: (what: string): Said => [
    `Not a usable LoRA file: ${what}.`,
    'Export or download the file again, or pick a plain LoRA made for this base model.',
  ],
  metadataNotJson: (text: string) => `its lora_adapter_metadata is not JSON (“${text}”)`,
  metadataNoObject: 'its lora_adapter_metadata is not an object',
  badAlpha: (alpha: string) => `its metadata has the alpha ${alpha}`,
  noMatrix: (key: string, shape: string) =>
    `“${key}” has the shape [${shape}]; linear layers and 1×1 convolutions are [a, b] or ` +
    '[a, b, 1, 1]',
  notFinite: (place: number, key: string, value: number) =>
    `number ${place} of “${key}” is ${value}`,
  twoComponents: (one: string, other: string, module: string) =>
    `both ${one} and ${other} have a layer “${module}”`,
  sameMatrix: (one: string, other: string) => `“${one}” and “${other}” are the same matrix`,
  empty: 'it holds no adapter',
  noUp: (key: string) => `“${key}” lacks its up matrix`,
  noDown: (key: string) => `“${key}” lacks its down matrix`,
  alphaAlone: (key: string) => `“${key}” is an alpha without its matrices`,
  otherRank: (down: string, rank: number, up: string, upRank: number) =>
    `“${down}” has rank ${rank}, “${up}” has rank ${upRank}`,
  mixedKinds: (down: string, up: string) =>
    `“${down}” and “${up}” are not both convolutions or both linear`,
  alphaNoNumber: (key: string, shape: string) =>
    `“${key}” has the shape [${shape}], one number was expected`,
  madeWith: (option: string): Said => [
    `The LoRA file was made with ${option}.`,
    'Use a plain LoRA file.',
  ],
  peftMadeWith: (kind: string): Said => [
    `The LoRA was made with ${kind} (adapter_config.json).`,
    'Use a plain LoRA.',
  ],
  peftConfig: (key: string | null, reason: string): Said => [
    `adapter_config.json cannot be used: “${key ?? 'file'}”: ${reason}`,
    'Use the adapter_config.json that PEFT wrote beside the weights.',
  ],
  sameKohyaName: (one: string, other: string, name: string): Said => [
    `The layers ${one} and ${other} share the kohya name ${name}.`,
    'Use a file in diffusers’ or PEFT’s names for this model.',
  ],
  noLayer: (key: string): Said => [
    `The LoRA file’s “${key}” belongs to no layer of the loaded model.`,
    'Load the base model this LoRA was trained for.',
  ],
  secondTextEncoder: (key: string): Said => [
    `The LoRA file adapts a second text encoder (“${key}”), as SDXL has.`,
    PLAIN_LORA,
  ],
  otherKey: (key: string): Said => [
    `The LoRA file holds “${key}”, which is no matrix or alpha of a plain LoRA.`,
    PLAIN_LORA,
  ],
};

/** What a file is that is no checkpoint: the end of the sentence “The file is …”, and a remedy. */
const otherKind = {
  lora: [
    'a LoRA, which changes a base and is none itself',
    'Open the base it was trained on; then open the LoRA by itself.',
  ],
  sdxl: ['a checkpoint of Stable Diffusion XL, which has two text encoders', WHOLE_CHECKPOINT],
  sd3: ['a checkpoint of Stable Diffusion 3, a transformer of another kind', WHOLE_CHECKPOINT],
  flux: ['a checkpoint of Flux, a transformer of another kind', WHOLE_CHECKPOINT],
  controlNet: ['a ControlNet', WHOLE_CHECKPOINT],
  textualInversion: ['a textual inversion (an embedding of a word)', WHOLE_CHECKPOINT],
  unet: ['the UNet alone, under diffusers’ names', 'Drop the whole folder that its unet/ lies in.'],
  autoencoder: ['an autoencoder (VAE) alone', WHOLE_CHECKPOINT],
  textEncoder: ['a text encoder alone', WHOLE_CHECKPOINT],
} satisfies Record<string, Said>;

export const formats = {
  safetensors,
  json,
  config,
  tokenizer,
  lora,
  otherKind,
  /** As the ends of `otherKind`. */
  notWhole: (parts: readonly string[], tensors: number, some: string): Said => [
    `no whole checkpoint: it holds no ${parts.join(', no ')} under CompVis’ names (it has ` +
      `${tensors} tensors, such as ${some})`,
    WHOLE_CHECKPOINT,
  ],
};
