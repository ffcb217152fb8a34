// German of en/models.ts.

import type { models as english, modelPhases as englishPhases } from '../en/models';
import type { Words } from '../en';

export const models: Words<typeof english> = {
  title: 'Eigene Modelle',
  lede:
    'Ein Checkpoint von Stable Diffusion 1.x oder 2.x, wie A1111 und ComfyUI ihn verwenden ' +
    '(eine .safetensors-Datei), oder ein Modellordner im Format von diffusers, auch aMUSEd. ' +
    'Er wird in diesem Browser gelesen und geht nirgendwohin.',
  drop: 'Modellordner oder .safetensors-Checkpoint hier ablegen',
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
  openOwn: 'Eigenes öffnen…',
  homeTitle: 'Eigenes Modell verwenden',
  homeHint: 'Ein Checkpoint oder ein diffusers-Ordner',
  list: 'Behaltene Modelle',
  resolution: 'Auflösung',
  resolutionHint:
    'Bilder werden skaliert, bis sie sie gerade füllen, und auf die Mitte beschnitten. ' +
    'Kleiner braucht weniger Speicher und Zeit; weit von der eigenen Größe der Basis ' +
    'werden ihre Bilder schlechter.',
  ownSize: (edge: string) => `${edge} × ${edge}, die eigene der Basis`,
  size: (width: string, height: string) => `${width} × ${height}`,
};

export const modelPhases: Words<typeof englishPhases> = {
  modelCheck: 'Die Köpfe des Modells werden gelesen',
  modelCopy: 'Die Gewichte werden kopiert',
  modelDelete: 'Wird entfernt',
};
