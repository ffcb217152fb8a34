// German of en/models.ts.

import type { models as english, modelPhases as englishPhases } from '../en/models';
import type { Words } from '../en/words';

export const models: Words<typeof english> = {
  title: 'Eigene Modelle',
  lede:
    'Ein Checkpoint von Stable Diffusion 1.x oder 2.x, wie A1111 und ComfyUI ihn verwenden ' +
    '(eine .safetensors-Datei), ein Modellordner im Format von diffusers, auch aMUSEd, oder ' +
    'eine LoRA für eines der Modelle hier. Er wird in diesem Browser gelesen und geht ' +
    'nirgendwohin.',
  drop: 'Modellordner, .safetensors-Checkpoint oder LoRA hier ablegen',
  pickFolder: 'Ordner wählen',
  pickFile: 'Datei wählen',
  keep: 'Dieses Modell verwenden',
  dismiss: 'Nicht dieses',
  name: 'Name',
  rename: 'Umbenennen',
  save: 'Sichern',
  linkNote: 'Es wird gelesen, wo es auf deiner Festplatte liegt; nichts wird kopiert.',
  copyNote: (size: string) =>
    `${size} werden in den Speicher des Browsers kopiert, damit das Modell nach einem ` +
    'Neuladen da ist.',
  keptAs: (name: string) => `Dieses Modell ist schon hier, als „${name}“.`,
  known: (parameters: string, all: string, dtype: string) =>
    `Auf ${parameters} Parametern wird trainiert (${all} insgesamt), gespeichert als ${dtype}`,
  facts: (edge: string, predicts: string, sampler: string | null, size: string) =>
    [`${edge} × ${edge} px`, predicts, sampler && `Sampler ${sampler}`, size]
      .filter(Boolean)
      .join(', '),
  prediction:
    'Die Datei sagt nicht, was ihr Netz vorhersagt. Üblich bei 768 px: Geschwindigkeit; ' +
    'bei 512 px: Rauschen.',
  predictionLabel: 'Das Netz sagt vorher:',
  noise: 'Rauschen (ε)',
  velocity: 'Geschwindigkeit (v)',
  places: {
    copied: (size: string) => `${size}, in diesen Browser kopiert`,
    linked: (size: string) => `${size}, von deiner Festplatte gelesen`,
    asks: (size: string) =>
      `${size} auf deiner Festplatte; der Browser fragt vor dem Lesen noch einmal`,
  },
  allow: 'Lesen erlauben',
  refused: (name: string) => `Das Lesen von „${name}“ wurde nicht erlaubt.`,
  refusedRemedy:
    'Drücke noch einmal „Lesen erlauben“ und wähle Zulassen, oder öffne das Modell neu.',
  deleteQuestion: (name: string) =>
    `„${name}“ aus dem Studio entfernen? Läufe darauf bleiben, können aber ohne das Modell ` +
    'nicht weitergehen. Eine Datei auf deiner Festplatte bleibt unberührt.',
  homeTitle: 'Eigenes Modell',
  homeHint: 'Ein Checkpoint oder ein diffusers-Ordner',
  list: 'Behaltene Modelle',
  resolution: 'Auflösung',
  resolutionHint:
    'Bilder werden skaliert, bis sie sie gerade füllen, und auf die Mitte beschnitten. ' +
    'Kleiner braucht weniger Speicher und Zeit; weit von der eigenen Größe der Basis ' +
    'werden ihre Bilder schlechter.',
  buckets: 'Formen',
  oneShape: 'Eine: Bilder werden auf sie zugeschnitten',
  severalShapes: 'Gruppen nach Seitenverhältnis',
  bucketsHint:
    'Mit Gruppen wird ein Bild in der nächsten von mehreren Größen etwa dieser Fläche trainiert, ' +
    'von 1:2 bis 2:1; ein Batch hat Bilder einer Größe. Für Verfahren, die von einzelnen Bildern ' +
    'lernen; die Vorschau behält die Auflösung.',
  ownSize: (edge: string) => `${edge} × ${edge}, die eigene der Basis`,
  lora: {
    is: (base: string) => `Eine LoRA, die zu ${base} passt`,
    facts: (layers: string, rank: string, names: string, dtype: string, size: string) =>
      `${layers} Schichten, Rang ${rank}, Namen von ${names}, ${dtype}, ${size}`,
    ranks: (least: string, most: string) => (least === most ? most : `${least} bis ${most}`),
    mixed: (most: string) =>
      'Ihre Ränge sind verschieden. Ein Lauf, der von ihr ausgeht, hat in allen ihren ' +
      `Schichten Rang ${most}; vor dem ersten Schritt erzeugt er dieselben Bilder wie die ` +
      'Datei.',
    noText: (layers: string) =>
      `${layers} Schichten des Text-Encoders bleiben draußen: Nur der Entrauscher hat hier ` +
      'Adapter, seine Bilder weichen also von denen der ganzen Datei ab.',
    noAlpha:
      'Die Datei nennt kein alpha, deshalb gilt alpha = Rang. Wurde sie mit einem anderen ' +
      'alpha trainiert, öffne den Ordner mit ihrer adapter_config.json, oder ändere die ' +
      'Stärke.',
    base: 'Basismodell',
    keep: 'Diese LoRA verwenden',
    use:
      'Starte einen Lauf von ihr aus, der sie dann als Referenz hat, oder vergleiche sie mit ' +
      'Läufen dieser Basis.',
    list: 'Geöffnete LoRAs',
    start: 'Von ihr ausgehen',
    compare: 'Vergleichen',
    words: (layers: string, rank: string) => `LoRA-Datei, ${layers} Schichten, Rang ${rank}`,
    of: (base: string) => `für ${base}`,
    deleteQuestion: (name: string) =>
      `„${name}“ aus dem Studio entfernen? Die Datei auf deiner Festplatte bleibt unberührt.`,
  },
  size: (width: string, height: string) => `${width} × ${height}`,
};

export const modelPhases: Words<typeof englishPhases> = {
  modelCheck: 'Die Köpfe des Modells werden gelesen',
  modelCopy: 'Die Gewichte werden kopiert (MB)',
  modelDelete: 'Wird entfernt',
};
