// German of en/methods.ts.

import type { Strings } from '../en';
import { whole } from '../format';

export const methods: Strings['methods'] = {
  kinds: {
    scored: 'Gewertete Bilder',
    positives: 'Nur gute Bilder',
    pairs: 'Paare',
    advantages: 'Wertungen gegen das Mittel ihres Prompts',
    groups: 'Gruppen von Bildern eines Prompts',
    demonstrations: 'Vorbilder gegen eigene Bilder',
    trajectories: 'Eigene Bilder, beim Training bewertet',
  },
  pairs: (label: string) =>
    `${label} lernt aus Paaren eines besseren und eines schlechteren Bildes desselben ` +
    'Prompts; beide sehen dasselbe Rauschen, und τ spielt keine Rolle.',
  ownPairs: (count: number) =>
    `Der Datensatz hat ${whole(count)} eigene ${count === 1 ? 'Vergleich' : 'Vergleiche'}.`,
  madePairs: (count: number) =>
    `${whole(count)} ${count === 1 ? 'Paar entsteht' : 'Paare entstehen'} aus den ` +
    'Wertungen: Bilder eines Prompts, ohne Gleichstände.',
  pairSource: 'Paare aus',
  comparisons: (count: string) => `Vergleichen des Datensatzes (${count})`,
  fromScores: (count: string) => `seinen Wertungen (${count})`,
  noComparisons:
    'Niemand hat Bilder dieses Datensatzes verglichen: Bilde die Paare aus den Wertungen.',
  noPairs: (label: string) =>
    `${label} hat nichts zu lernen: Kein Prompt hat zwei Bilder mit verschiedenen ` +
    'Wertungen. Erzeuge mehr Bilder pro Prompt, bewerte sie, oder importiere einen ' +
    'Datensatz aus Paaren.',
  oddBatch: (batch: string) =>
    `Ein Batch von ${batch} Bildern lässt sich nicht in Paare teilen: Wähle eine gerade ` +
    'Batchgröße.',
  groups: (label: string, size: number, enough: number, prompts: number) =>
    `${label} lernt aus Gruppen von ${size} Bildern eines Prompts, die dasselbe Rauschen ` +
    `sehen; τ spielt keine Rolle. ${whole(enough)} von ${whole(prompts)} Prompts haben ` +
    `mindestens ${size} Bilder.`,
  noGroups: (largest: number) =>
    `Kein Prompt hat so viele Bilder; der größte hat ${largest}. Nimm kleinere Gruppen, ` +
    'oder erzeuge mehr Bilder pro Prompt.',
  unevenBatch: (batch: string, size: number) =>
    `Ein Batch von ${batch} Bildern lässt sich nicht in Gruppen von ${size} teilen.`,
  demonstrations: (label: string, good: number) =>
    `${label} lernt aus ${good === 1 ? 'dem einen Bild' : `den ${whole(good)} Bildern`} ` +
    'bei τ oder darüber, ',
  opponents: {
    trajectories:
      'jedes gegen das, was das Modell in seinem jetzigen Stand zum selben Prompt erzeugt.',
    images: 'jedes gegen ein Bild, das die Referenz zum selben Prompt erzeugt hat.',
  },
  trajectories: (label: string) =>
    `${label} lernt aus keinem Datensatz: Es erzeugt Bilder, bewertet sie und trainiert an den ` +
    'Schritten, in denen sie entstanden.',
  toOnline: 'Beim Training erzeugen und bewerten',
  ownSamples: (images: number, inferenceSteps: number, stepsPerRound: number) =>
    `Eine Runde von ${whole(images)} eigenen Bildern mit ${whole(inferenceSteps)} Schritten ` +
    `dient ${stepsPerRound === 1 ? 'einem Schritt' : `${whole(stepsPerRound)} Schritten`} des ` +
    'Optimierers.',
  start: 'Adapter beginnen bei',
  startBase: 'der Basis',
  startRun: (name: string, step: string) => `${name}, Schritt ${step}`,
  startLora: (name: string) => `${name}, eine LoRA-Datei`,
  startSays:
    'Die Basis oder der letzte Checkpoint eines anderen Laufs: Dessen Adapter werden ' +
    'weitertrainiert, und Log-Verhältnisse beziehen sich darauf. Rang und Ziele werden die ' +
    'jenes Laufs.',
};
