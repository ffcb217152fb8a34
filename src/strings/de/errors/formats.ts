// German of en/errors/formats.ts.

import type { Words } from '../../en/words';
import type { formats as english } from '../../en/errors/formats';

const CHECK_CONFIG = 'Prüfe die config.json.';
const EQUALLY_MANY = 'Es müssen gleich viele sein: Prüfe die config.json.';
const PLAIN_LORA =
  'Nimm eine einfache LoRA-Datei von diffusers, PEFT oder kohya für dieses Basismodell.';
const WHOLE_CHECKPOINT =
  'Nimm einen vollständigen Checkpoint von Stable Diffusion 1.x oder 2.x oder einen Modellordner ' +
  'im diffusers-Format.';

const safetensors: Words<typeof english.safetensors> = {
  refused: (what) => [
    `Keine brauchbare safetensors-Datei: ${what}.`,
    'Die Datei ist beschädigt oder von anderer Art: Lade oder exportiere sie noch einmal.',
  ],
  tooShort: (bytes) => `sie hat ${bytes} Bytes, nötig sind mindestens 8`,
  longHeader: (bytes, most) => `ihr Kopf soll ${bytes} Bytes haben, mehr als die erlaubten ${most}`,
  headerPastEnd: (bytes, fileBytes) =>
    `ihr Kopf soll ${bytes} Bytes haben, aber die Datei endet nach ${fileBytes}`,
  noBrace: 'ihr Kopf beginnt nicht mit „{“',
  headerNotJson: (reason) => `ihr Kopf ist kein JSON (${reason})`,
  headerNoObject: 'ihr Kopf ist kein JSON-Objekt',
  metadataNoObject: '__metadata__ ist kein Objekt',
  metadataNoText: (key) => `die Metadaten „${key}“ sind kein Text`,
  unknownType: (tensor, dtype) =>
    dtype === null
      ? `der Tensor „${tensor}“ hat keinen Typ`
      : `der Tensor „${tensor}“ hat den unbekannten Typ ${dtype}`,
  noShape: (tensor) => `der Tensor „${tensor}“ hat keine brauchbare Form`,
  noOffsets: (tensor) => `der Tensor „${tensor}“ hat keine brauchbare Lage`,
  noSize: (tensor, shape, dtype) =>
    `der Tensor „${tensor}“ der Form [${shape}] ${dtype} hat keine Größe`,
  outside: (tensor, begin, end, bytes) =>
    `der Tensor „${tensor}“ liegt bei ${begin}…${end} von ${bytes} Bytes`,
  otherLength: (tensor, shape, dtype, wanted, told) =>
    `der Tensor „${tensor}“ der Form [${shape}] ${dtype} braucht ${wanted} Bytes, im Kopf stehen ` +
    `${told}`,
  overlap: (tensor) => `der Tensor „${tensor}“ überlappt einen anderen`,
  hole: (bytes, tensor) => `${bytes} Bytes vor dem Tensor „${tensor}“ gehören zu keinem Tensor`,
  rest: (bytes) => `${bytes} Bytes an ihrem Ende gehören zu keinem Tensor`,
  noTensor: (tensor) => `sie hat keinen Tensor „${tensor}“`,
  notWhole: (tensor, dtype) =>
    `der Tensor „${tensor}“ enthält ${dtype}, erwartet wurden ganze Zahlen`,
  beyond32Bits: (tensor, value) => `der Tensor „${tensor}“ enthält ${value}, mehr als 32 Bit`,
  unreadableType: (tensor, dtype) => [
    `Der Tensor „${tensor}“ ist als ${dtype} gespeichert.`,
    'Wandle die Datei in F16, BF16 oder F32 um.',
  ],
  notInShard: (index, tensor, shard) => [
    `Nach ${index} liegt „${tensor}“ in ${shard}, dort ist aber kein solcher Tensor.`,
    'Lade die Teildateien und ihr Verzeichnis noch einmal herunter.',
  ],
};

const json: Words<typeof english.json> = {
  at: (what, character) => `${what} bei Zeichen ${character}`,
  moreText: 'weiterer Text nach dem Ende',
  unknownWord: 'ein unbekanntes Wort',
  unexpected: 'ein unerwartetes Zeichen',
  noEnd: 'kein Ende',
  numberRange: 'eine zu große Zahl',
  numberInIt: 'eine Zahl darin ist zu groß',
  noTextEnd: 'kein Ende eines Textes',
  control: 'ein Steuerzeichen',
  badEscape: 'eine falsche Escape-Folge',
  halfCharacter: 'ein halbes Zeichen',
  tooDeep: 'zu viele Ebenen',
  noKey: 'kein Schlüssel',
  keyTwice: 'ein doppelter Schlüssel',
  noColon: 'kein Doppelpunkt',
  noComma: (end) => `weder ein Komma noch ${end}`,
};

const config: Words<typeof english.config> = {
  names: {
    unet: 'Die Konfiguration des UNets',
    autoencoder: 'Die Konfiguration des Autoencoders',
    tinyAutoencoder: 'Die Konfiguration des kleinen Autoencoders',
    vqAutoencoder: 'Die Konfiguration des VQ-Autoencoders',
    transformer: 'Die Konfiguration des MaskGIT-Transformers',
    maskgitScheduler: 'Die Konfiguration des MaskGIT-Schedulers',
    textEncoder: 'Die Konfiguration des Textencoders',
    scheduler: 'Die Konfiguration des Schedulers',
    shardIndex: 'Das Verzeichnis der Teildateien',
    pipeline: 'Die Konfiguration der Pipeline',
    clip: 'Die config.json des CLIP-Modells',
    clipVision: 'Die vision_config des CLIP-Modells',
    openClip: 'open_clip_config.json',
    clipProcessor: 'Die preprocessor_config.json des CLIP-Modells',
  },
  notObject: (config) => `${config} ist kein JSON-Objekt.`,
  noCodeFor: (config, key, value, expected) =>
    `${config} hat „${key}“: ${value}, was diese Version nicht kann (erwartet wurde ` +
    `${expected ?? 'ein anderer Wert'}).`,
  useStableDiffusion:
    'Nimm ein Modell der Art von Stable Diffusion 1.x oder 2.x im diffusers-Format.',
  useClip:
    'Nimm ein CLIPModel im Format von transformers (CLIP, OpenCLIP, PickScore und dergleichen).',
  unevenBlocks: (config, down, up, widths) => [
    `${config} hat ${down} absteigende Blöcke, ${up} aufsteigende Blöcke und ${widths} Breiten.`,
    EQUALLY_MANY,
  ],
  inpainting: (taken, given) => [
    `Das UNet nimmt ${taken} Kanäle und gibt ${given}: Es ist ein Inpainting-Modell und kann ` +
      'hier nicht trainiert werden.',
    'Nimm ein Text-zu-Bild-Modell der Art von Stable Diffusion 1.x oder 2.x.',
  ],
  seesAnotherImage: (taken, given) => [
    `Das UNet nimmt ${taken} Kanäle und gibt ${given}: Es ist ein Modell, das noch ein anderes ` +
      'Bild sieht, und kann hier nicht trainiert werden.',
    'Nimm ein Text-zu-Bild-Modell der Art von Stable Diffusion 1.x oder 2.x.',
  ],
  unevenTiny: (widths, blocks) => [
    `Die Konfiguration des kleinen Autoencoders hat decoder_block_out_channels ${widths} und ` +
      `num_decoder_blocks ${blocks}.`,
    'Lesbar ist eine einzige Breite, so oft wie es Blockzahlen gibt: Nimm TAESD.',
  ],
  doesNotDivide: (whole, value, part, divisor) => [
    `Die Konfiguration des MaskGIT-Transformers hat „${whole}“: ${value}, was durch „${part}“: ` +
      `${divisor} nicht teilbar ist.`,
    CHECK_CONFIG,
  ],
  noMaskToken: (vocabulary, codebook) => [
    `Die Konfiguration des MaskGIT-Transformers hat „vocab_size“: ${vocabulary} bei einem ` +
      `Codebuch von ${codebook}: Für die Maske bleibt kein Token.`,
    'Prüfe die config.json: Das Vokabular ist das Codebuch und mindestens eins mehr.',
  ],
  noScheduler: (name, known) => [
    `Die Konfiguration des Schedulers hat „_class_name“: ${name}, was diese Version nicht kann.`,
    `Nimm ein Modell mit einem von ${known}.`,
  ],
  noWholePatches: (pixels, patch) => [
    `Die Bilder des CLIP-Modells von ${pixels} Pixeln sind keine ganzen Kacheln von ${patch}.`,
    'Prüfe image_size und patch_size in seiner config.json.',
  ],
  noWholeHeads: (part, width, heads) => [
    `Die Breite ${width} des CLIP-Modells (${part === 'text' ? 'Text' : 'Bild'}) ist nicht durch ` +
      `${heads} Köpfe teilbar.`,
    'Prüfe hidden_size und num_attention_heads in seiner config.json.',
  ],
};

const tokenizer: Words<typeof english.tokenizer> = {
  noPair: (line, text) => [
    `Zeile ${line} der merges.txt ist „${text}“, kein Paar von Token.`,
    'Nimm tokenizer/merges.txt aus dem Ordner des Modells.',
  ],
  noRoom: (tokens) => [
    `Der längste Prompt des Tokenizers hat ${tokens} Token.`,
    'Berichtige model_max_length in tokenizer_config.json: mindestens 2.',
  ],
  noSpecialToken: (tokens, token) => [
    `Dem Vokabular von ${tokens} Token fehlt das besondere Token „${token}“.`,
    'Nimm vocab.json und tokenizer_config.json vom selben Modell.',
  ],
};

const lora: Words<typeof english.lora> = {
  refused: (what) => [
    `Keine brauchbare LoRA-Datei: ${what}.`,
    'Exportiere oder lade die Datei noch einmal, oder nimm eine einfache LoRA für dieses ' +
      'Basismodell.',
  ],
  metadataNotJson: (text) => `ihre lora_adapter_metadata sind kein JSON („${text}“)`,
  metadataNoObject: 'ihre lora_adapter_metadata sind kein Objekt',
  badAlpha: (alpha) => `in ihren Metadaten steht das Alpha ${alpha}`,
  noMatrix: (key, shape) =>
    `„${key}“ hat die Form [${shape}]; lineare Schichten und 1×1-Faltungen sind [a, b] oder ` +
    '[a, b, 1, 1]',
  notFinite: (place, key, value) => `Zahl ${place} von „${key}“ ist ${value}`,
  twoComponents: (one, other, module) => `${one} und ${other} haben beide eine Schicht „${module}“`,
  sameMatrix: (one, other) => `„${one}“ und „${other}“ sind dieselbe Matrix`,
  empty: 'sie enthält keinen Adapter',
  noUp: (key) => `zu „${key}“ fehlt die up-Matrix`,
  noDown: (key) => `zu „${key}“ fehlt die down-Matrix`,
  alphaAlone: (key) => `„${key}“ ist ein Alpha ohne Matrizen`,
  otherRank: (down, rank, up, upRank) =>
    `„${down}“ hat den Rang ${rank}, „${up}“ hat den Rang ${upRank}`,
  mixedKinds: (down, up) => `„${down}“ und „${up}“ sind nicht beide Faltungen oder beide linear`,
  alphaNoNumber: (key, shape) => `„${key}“ hat die Form [${shape}], erwartet wurde eine Zahl`,
  madeWith: (option) => [
    `Die LoRA-Datei wurde mit ${option} gemacht.`,
    'Nimm eine einfache LoRA-Datei.',
  ],
  peftMadeWith: (kind) => [
    `Die LoRA wurde mit ${kind} gemacht (adapter_config.json).`,
    'Nimm eine einfache LoRA.',
  ],
  peftConfig: (key, reason) => [
    `adapter_config.json ist nicht brauchbar: „${key ?? 'Datei'}“: ${reason}`,
    'Nimm die adapter_config.json, die PEFT neben die Gewichte geschrieben hat.',
  ],
  sameKohyaName: (one, other, name) => [
    `Die Schichten ${one} und ${other} haben denselben kohya-Namen ${name}.`,
    'Nimm für dieses Modell eine Datei mit den Namen von diffusers oder PEFT.',
  ],
  noLayer: (key) => [
    `„${key}“ aus der LoRA-Datei gehört zu keiner Schicht des geladenen Modells.`,
    'Lade das Basismodell, für das diese LoRA trainiert wurde.',
  ],
  secondTextEncoder: (key) => [
    `Die LoRA-Datei passt einen zweiten Textencoder an („${key}“), wie SDXL ihn hat.`,
    PLAIN_LORA,
  ],
  otherKey: (key) => [
    `Die LoRA-Datei enthält „${key}“, was keine Matrix und kein Alpha einer einfachen LoRA ist.`,
    PLAIN_LORA,
  ],
};

const otherKind: Words<typeof english.otherKind> = {
  lora: [
    'eine LoRA, die eine Basis verändert und selbst keine ist',
    'Öffne die Basis, auf der sie trainiert wurde, danach die LoRA für sich.',
  ],
  sdxl: ['ein Checkpoint von Stable Diffusion XL, das zwei Textencoder hat', WHOLE_CHECKPOINT],
  sd3: ['ein Checkpoint von Stable Diffusion 3, einem Transformer anderer Art', WHOLE_CHECKPOINT],
  flux: ['ein Checkpoint von Flux, einem Transformer anderer Art', WHOLE_CHECKPOINT],
  controlNet: ['ein ControlNet', WHOLE_CHECKPOINT],
  textualInversion: ['eine Textual Inversion (ein Embedding eines Wortes)', WHOLE_CHECKPOINT],
  unet: [
    'nur das UNet, mit den Namen von diffusers',
    'Lege den ganzen Ordner ab, in dem sein unet/ liegt.',
  ],
  autoencoder: ['nur ein Autoencoder (VAE)', WHOLE_CHECKPOINT],
  textEncoder: ['nur ein Textencoder', WHOLE_CHECKPOINT],
};

export const formats: Words<typeof english> = {
  safetensors,
  json,
  config,
  tokenizer,
  lora,
  otherKind,
  notWhole: (parts, tensors, some) => [
    `kein vollständiger Checkpoint: Sie enthält keinen Teil ${parts.join(', ')} unter den Namen ` +
      `von CompVis (sie hat ${tensors} Tensoren, etwa ${some})`,
    WHOLE_CHECKPOINT,
  ],
};
