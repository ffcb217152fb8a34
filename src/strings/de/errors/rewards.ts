// German of en/errors/rewards.ts.

import type { Words } from '../../en/words';
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
