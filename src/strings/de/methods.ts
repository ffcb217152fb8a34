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
  groups: (label: string, size: number, enough: number, prompts: number) =>
    `${label} lernt aus Gruppen von ${size} Bildern eines Prompts, die dasselbe Rauschen ` +
    `sehen; τ spielt keine Rolle. ${whole(enough)} von ${whole(prompts)} Prompts haben ` +
    `mindestens ${size} Bilder.`,
  demonstrations: (label: string, good: number) =>
    `${label} lernt aus ${good === 1 ? 'dem einen Bild' : `den ${whole(good)} Bildern`} ` +
    'bei τ oder darüber, ',
  opponents: {
    trajectories:
      'jedes gegen das, was das Modell in seinem jetzigen Stand zum selben Prompt erzeugt.',
    images: 'jedes gegen ein Bild, das die Referenz zum selben Prompt erzeugt hat.',
  },
  fixes: {
    online: 'Beim Training erzeugen und bewerten',
    offline: 'Auf einem Datensatz trainieren',
    wholeBatch: 'Den ganzen Batch auf einmal rechnen',
    batch: (size: string) => `Batchgröße ${size}`,
    pairsFromScores: 'Paare aus den Wertungen bilden',
    groups: (size: string, batch: string) => `Gruppen von ${size}, Batchgröße ${batch}`,
    median: 'τ auf den Median des Datensatzes',
    noBuckets: 'Ohne Gruppen nach Seitenverhältnis',
    bank: (size: string) => `Speicherbank von ${size}`,
    method: (label: string) => `Mit ${label} trainieren`,
  },
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
