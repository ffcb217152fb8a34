// German of en/errors/rewards.ts.

import type { Words } from '../../en';
import type { rewards as english } from '../../en/errors/rewards';

const ratings = {
  stars: 'bewertete Bilder',
  slider: 'bewertete Bilder',
  like: 'Urteile (gefällt oder gefällt nicht)',
  scores: 'Bilder mit einer Wertung',
};

const taste: Words<typeof english.taste> = {
  tooFew: (scale, wanted, count) => {
    const missing = wanted - count;
    return [
      `Ein ${scale === 'scores' ? 'Bewerter' : 'Geschmack'} braucht ${wanted} ${ratings[scale]}, ` +
        `es gibt ${count}: ${missing} ${missing === 1 ? 'fehlt' : 'fehlen'}.`,
      scale === 'scores'
        ? `Importiere ${missing} weitere mit Wertungen.`
        : scale === 'like'
          ? `Urteile über ${missing} weitere.`
          : `Bewerte ${missing} weitere.`,
    ];
  },
  tooFewOfKind: (kind, wanted, count) => [
    `Ein Geschmack braucht mindestens ${wanted} Bilder, die ` +
      `${kind === 'likes' ? 'gefallen' : 'nicht gefallen'}; es ` +
      `${count === 1 ? 'ist' : 'sind'} ${count}: ${wanted - count} ` +
      `${wanted - count === 1 ? 'fehlt' : 'fehlen'}.`,
    `Gib noch ${wanted - count} an.`,
  ],
  allEqual: (scale, count, value) => [
    `Alle ${count} ${scale === 'scores' ? 'Wertungen' : 'Bewertungen'} sind ${value}: Sie ` +
      'unterscheiden nichts.',
    'Bewerte einige Bilder höher oder niedriger als andere.',
  ],
  sameToModel: [
    'Alle bewerteten Bilder sehen für das CLIP-Modell gleich aus.',
    'Bewerte verschiedene Bilder.',
  ],
};

const clip: Words<typeof english.clip> = {
  tooLarge: (what, most) => [
    `${what}; neben dem Basismodell fasst diese Seite höchstens ${most}. Nichts davon wurde ` +
      'gelesen.',
    'Nimm ein kleineres CLIP-Modell, etwa ViT-B/32 (0,6 GB) oder ViT-L/14 in halber Genauigkeit ' +
      '(0,9 GB).',
  ],
  weightsOf: (millions, size) =>
    `Das Modell hat ${millions} Millionen Gewichte, als 32-Bit-Zahlen ${size}`,
  shardsOf: (files, size) => `Die Gewichte sind ${files} Dateien von ${size}`,
  fileOf: (file, size) => `${file} hat ${size}`,
  tensorTooLarge: (tensor, size, most) => [
    `„${tensor}“ braucht ${size}; der größte Puffer dieser GPU fasst ${most}. Nichts davon wurde ` +
      'gelesen.',
    'Nimm ein kleineres CLIP-Modell, oder den Prozessor (?executor=tfjs-wasm in der Adresse).',
  ],
  noConfig: (count, some, parts) => [
    count === 1
      ? `Die eine Datei ist keine config.json (${some}).`
      : `Unter den ${count} Dateien ist keine config.json (${some}).`,
    `Lege den Ordner eines CLIP-Modells im Format von transformers ab: ${parts}.`,
  ],
  severalModels: (count, some) => [
    `Hier sind ${count} Modelle: ${some}.`,
    'Lege nur den Ordner des CLIP-Modells ab.',
  ],
  lacks: (folder, parts) =>
    `${folder === '' ? 'Im Ordner' : `Im Ordner „${folder}“`} fehlt: ${parts}.`,
  onlySafetensors:
    'Gewichte werden nur aus model.safetensors gelesen: Lade das Modell in Python und speichere ' +
    'es mit save_pretrained(folder, safe_serialization=True).',
  onlySlowTokenizer:
    'tokenizer.json wird nicht gelesen: Speichere den langsamen Tokenizer daneben, mit ' +
    'CLIPTokenizer.from_pretrained(…).save_pretrained(folder).',
  wholeFolder: 'Lade den ganzen Ordner des Modells herunter und lege ihn noch einmal ab.',
  noTensor: (file, tensor, count, some) => [
    `${file} hat keinen Tensor „${tensor}“; darin sind ${count} andere (${some}, …).`,
    'Lege ein ganzes CLIPModel ab, mit Bild- und Textencoder und der config.json, die dazu gehört.',
  ],
  otherShape: (tensor, file, shape) => [
    `„${tensor}“ in ${file} hat die Form [${shape}], was nicht zur config.json passt.`,
    'Nimm config.json und model.safetensors vom selben Modell.',
  ],
  noFile: (path) => [
    `${path} ist nicht im Ordner des CLIP-Modells.`,
    'Lege den ganzen Ordner noch einmal ab.',
  ],
  unreadable: (path, size, reason) => [
    `${path} (${size}) ist nicht lesbar: ${reason}`,
    'Schließe andere Tabs, oder nimm ein kleineres CLIP-Modell. Wurde der Ordner verschoben, ' +
      'lege ihn noch einmal ab.',
  ],
  sharded: (count, first) => [
    `Die Gewichte liegen in ${count} Dateien (${first}, …), erwartet wurde eine.`,
    'Lade das Modell in Python und speichere es als eine Datei: save_pretrained(folder, ' +
      'max_shard_size="4GB").',
  ],
  longText: (part, size, most) => [
    `${part} hat ${size}, erwartet wurden höchstens ${most}.`,
    'Lade den Ordner noch einmal herunter.',
  ],
  otherVocabulary: (highest, tokens) => [
    `vocab.json reicht bis zur Nummer ${highest}, das CLIP-Modell hat ${tokens} Token.`,
    'Nimm vocab.json und model.safetensors vom selben Modell.',
  ],
  badLogitScale: (count, first) => [
    `logit_scale des CLIP-Modells enthält ${count} Zahlen (${first}).`,
    'Lade model.safetensors noch einmal herunter.',
  ],
  otherSize: (made, wanted) => [
    made === null
      ? `Nach preprocessor_config.json haben Bilder keine feste Größe, das CLIP-Modell nimmt ` +
        `${wanted}.`
      : `Nach preprocessor_config.json werden Bilder ${made} groß, das CLIP-Modell nimmt ` +
        `${wanted}.`,
    'Nimm beide Dateien vom selben Modell.',
  ],
  notResized: (size, made, wanted) => [
    `Ein Bild von ${size} bleibt ${made}, das CLIP-Modell nimmt ${wanted}.`,
    'Schalte do_resize und do_center_crop in preprocessor_config.json ein.',
  ],
};

export const rewards: Words<typeof english> = {
  unknown: (id, known) => [`Es gibt keine Belohnung namens „${id}“.`, `Nimm eine von ${known}.`],
  notOfPixels: (label, known) => [`„${label}“ braucht ein CLIP-Modell.`, `Nimm eine von ${known}.`],
  noScorer: (label) => [
    `„${label}“ braucht ein CLIP-Modell, und keines ist geöffnet.`,
    'Öffne das mitgelieferte CLIP-Modell oder einen eigenen CLIP-Ordner, oder wähle eine ' +
      'Belohnung, die nur die Pixel braucht.',
  ],
  otherStyle: (styles, style) => [
    `Der Stilkopf dieses CLIP-Modells kennt ${styles}, nicht „${style}“.`,
    'Nimm das mitgelieferte CLIP-Modell, oder einen Stil, den der Kopf kennt.',
  ],
  noStyleHead: [
    'Dieses CLIP-Modell hat keinen Stilkopf (style_head.safetensors).',
    'Nimm das mitgelieferte CLIP-Modell, oder einen Stil, den der Kopf kennt.',
  ],
  severalOutputs: (head, outputs) => [
    `${head} gibt ${outputs} Zahlen je Bild, nicht eine Wertung.`,
    'Nimm einen Kopf mit einer Ausgabe.',
  ],
  otherModel: (name, wanted, seen) => [
    `„${name}“ wurde an die Merkmale eines anderen CLIP-Modells angepasst (${wanted}…, dieses ` +
      `ist ${seen}…).`,
    'Füge den Ordner des CLIP-Modells hinzu, an das er angepasst wurde, oder passe ihn neu an.',
  ],
  otherWidth: (name, wanted, seen) => [
    `„${name}“ liest Embeddings von ${wanted} Zahlen, dieses CLIP-Modell gibt ${seen}.`,
    'Öffne das Modell, zu dem er gehört.',
  ],
  head: (name) => `Der Kopf „${name}“`,
  alignmentOfOther: (name, wanted, seen) => [
    `Die Prompt-Treue nach „${name}“ (${wanted}…) wurde von einem anderen CLIP-Modell verlangt ` +
      `(${seen}…).`,
    `Füge den Ordner von „${name}“ noch einmal hinzu.`,
  ],
  twoWords: (separator, more, less) => [
    `Nötig sind zwei verschiedene Wörter, ohne „${separator}“; hier stehen „${more}“ und ` +
      `„${less}“.`,
    'Schreib, was mehr werden soll, und was weniger werden soll, z. B. „grinning face“ und ' +
      '„crying face“.',
  ],
  taste,
  clip,
};
