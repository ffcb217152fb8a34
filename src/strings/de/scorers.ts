// German of en/scorers.ts.

import type { scorers as english, scorerPhases as englishPhases } from '../en/scorers';
import type { Words } from '../en';

export const scorers: Words<typeof english> = {
  title: 'Eigene CLIP-Modelle und Köpfe',
  count: (own: number) => `${own}`,
  lede:
    'Ein CLIP-Modell wertet, wie gut Bild und Prompt zusammenpassen, und seine Merkmale ' +
    'tragen Geschmäcker und ästhetische Köpfe. Es bleibt in diesem Browser.',
  drop:
    'Ordner eines CLIP-Modells ablegen: config.json, model.safetensors, ' +
    'preprocessor_config.json, tokenizer_config.json, vocab.json, merges.txt.',
  pick: 'Ordner wählen',
  beside: (size: string) => `gehört zum Studio, ${size}`,
  facts: (size: string, date: string) => `${size}, ${date},`,
  hash: (start: string) => `${start}…`,
  head: (name: string) => `Kopf: ${name}`,
  addHead: 'Kopf hinzufügen…',
  addHeadTo: (name: string) => `Kopf zu ${name} hinzufügen`,
  deleteQuestion: (name: string) =>
    `„${name}“ und die Köpfe darauf löschen? Vergebene Wertungen bleiben.`,
  deleteHead: (name: string) => `Den Kopf „${name}“ löschen? Vergebene Wertungen bleiben.`,
  features: 'Liest Merkmale von',
  gone: 'Prompt-Treue nach einem CLIP-Modell, das hier nicht gespeichert ist',
};

export const scorerPhases: Words<typeof englishPhases> = {
  scorerCheck: 'Der Ordner wird geprüft',
  scorerOpen: 'Die Gewichte werden gelesen',
  scorerTry: 'Probe an einem Bild',
  scorerHead: 'Probe des Kopfes',
  scorerDelete: 'Wird entfernt',
};
