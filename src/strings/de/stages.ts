// German of en/stages.ts.

import type { Strings } from '../en';

export const stages: Strings['stages'] = {
  title: 'Zeitlupe',
  hint: 'Geht Schritt für Schritt und zeigt, was jede Stufe davon gemessen hat',
  hold: 'Diese Stufe festhalten',
  next: 'Nächste Stufe',
  names: {
    noise: 'Rauschen',
    reference: 'Referenz',
    policy: 'Policy',
    errors: 'Fehler',
    labels: 'Labels',
    gradient: 'Gradient',
    update: 'Aktualisierung',
  },
  noise: (images: string, seed: string, step: string) =>
    `${images} Bilder bekommen Rauschen, nach Seed ${seed} und Schritt ${step}.`,
  reference: 'Das eingefrorene Modell sagt vorher, was hinzukam.',
  noReference: 'Diese Methode braucht keine Referenz.',
  policy: 'Das Modell mit seiner LoRA sagt vorher, was hinzukam.',
  errors: (good: string, bad: string) => `Log-Verhältnis guter Bilder ${good}, schlechter ${bad}.`,
  errorsAlone: 'Nur sein Fehler bei jedem Bild zählt.',
  labels: (good: string, of: string, tau: string) =>
    `${good} von ${of} liegen bei τ = ${tau} oder darüber: gut.`,
  noLabels: 'Keine Labels: Die Paare oder Gruppen sagen, was besser ist.',
  gradient: (loss: string, norm: string) => `Verlust ${loss}; Gradient der Länge ${norm}.`,
  update: (optimizer: string, rate: string, time: string, clip: string) =>
    `${optimizer} bewegt die LoRA: Rate ${rate}, gekappt auf ${clip}; ${time}.`,
};
