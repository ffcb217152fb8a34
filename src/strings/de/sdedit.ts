// German of en/sdedit.ts.

import type { Strings } from '../en';
import { fixed } from '../format';

export const sdedit: Strings['sdedit'] = {
  questionTitle: 'Was bearbeitet wird',
  image: 'Ausgangsbild',
  file: 'Datei wählen',
  ofFile: (name) => `Aus der Datei ${name}`,
  ofSet: (caption) => `Ein Bild des offenen Satzes: ${caption}`,
  noImage: 'Wähle ein Bild des offenen Satzes oder eine Datei.',
  notAnImage: (file) => [
    `${file} ist kein Bild, das dieser Browser lesen kann.`,
    'Wähle ein Bild als PNG, JPEG oder WebP.',
  ],
  prompt: 'Prompt',
  promptHint: 'Was aus dem Bild werden soll.',
  strength: 'Stärke der Bearbeitung',
  strengthSays:
    'Der Anteil des Weges, der neu gesampelt wird: Diffusion fügt das Rauschen dieser Stelle ' +
    'hinzu und geht von dort mit DDIM weiter, MaskGIT maskiert so viele Token, wie dort ' +
    'maskiert sind. Klein behält das Bild, 1 beginnt ohne es.',
  strengthValue: (value) => `${fixed(value, 2)} des Weges`,
  seeds: 'Rauschmuster',
  draw: 'Bearbeitungen sampeln',
  drawing: 'Bearbeitungen werden gesampelt',
  result: 'Basis und LoRA',
  base: 'Basismodell',
  aligned: 'mit der LoRA',
  start: 'das Bild',
  noRun: 'Trainiere zuerst einen Lauf: Seine LoRA wird hier mit dem Basismodell verglichen.',
};
