// German of en/errors/runs.ts.

import type { Words } from '../../en/words';
import type { runs as english } from '../../en/errors/runs';
import { full } from '../../format';

const EARLIER = 'Lade einen früheren Checkpoint des Laufs, oder starte den Lauf neu.';

export const runs: Words<typeof english> = {
  bucketsOfMethod: (method: string) => [
    `${method} lernt von Bildern, die zusammengehören; mit Seitenverhältnis-Gruppen hat ein ` +
      'Batch nur Bilder einer Form.',
    'Die Gruppen ausschalten oder ein Verfahren wählen, das von einzelnen Bildern lernt.',
  ],
  bucketsOnline: () => [
    'Ein Online-Lauf erzeugt seine Bilder in einer Größe; es gibt nichts nach Seitenverhältnis ' +
      'zu gruppieren.',
    'Die Seitenverhältnis-Gruppen ausschalten.',
  ],
  bucketsProbe: () => [
    'Die Bilder dieses Laufs haben mehrere Größen (Seitenverhältnis-Gruppen); ein Update wird an ' +
      'Bildern einer Größe gemessen.',
    'Einen Lauf ohne Gruppen starten, um seine Updates anzusehen.',
  ],
  gpuLost: (reason) => [
    `Die GPU hat keine Ergebnisse zurückgegeben: ${reason}`,
    'Starte das Studio neu und mache vom letzten Checkpoint an weiter.',
  ],
  mergedType: (tensor, dtype) => [
    `${tensor} ist als ${dtype} gespeichert: darin lässt sich kein Adapter einrechnen.`,
    'Die LoRA exportieren; sie lädt neben der Basis.',
  ],
  mergedRange: (tensor, dtype) => [
    `${tensor} mit der LoRA darin hat Zahlen, die ${dtype} nicht fassen kann.`,
    'Eine kleinere Stärke wählen oder die LoRA exportieren.',
  ],
  checkpoint: {
    unusable: (what) => [`Der Checkpoint ist nicht brauchbar: ${what}.`, EARLIER],
    listedTwice: 'ein Modul steht zweimal darin',
    overlaps: (matrix) => `${matrix} überlappt die Matrix davor`,
    pastEnd: (matrix, end, length) =>
      `${matrix} endet bei ${end}, hinter den ${length} gespeicherten Zahlen`,
    none: 'die Datei enthält keinen Checkpoint',
    notJson: 'seine Beschreibung ist kein JSON',
    description: 'Beschreibung',
    wrong: (where, reason) => `„${where}“ ist falsch: ${reason}`,
    noTensor: (name) => `der Tensor ${name} fehlt`,
    notFlat: (name, dtype, shape) =>
      `der Tensor ${name} ist ${dtype} [${shape}], erwartet war ein flacher in F32`,
    number: (name, at, value) => `${name}[${at}] ist ${full(value)}`,
    tensorCount: (count, wanted) => `er enthält ${count} Tensoren, erwartet waren ${wanted}`,
    momentLengths: (adapters, first, second) =>
      `Adapter und Momente haben ${adapters}, ${first} und ${second} Zahlen`,
    averageLength: (length, adapters) =>
      `der Mittelwert hat ${length} Zahlen, die Adapter haben ${adapters}`,
    referenceLength: (length, adapters) =>
      `die Referenz hat ${length} Zahlen, die Adapter haben ${adapters}`,
    noAverage: 'der Mittelwert der Adapter fehlt',
    unwantedAverage:
      'er enthält einen Mittelwert der Adapter, den seine Einstellungen nicht vorsehen',
    negativeMoment: (at, value) => `das zweite Moment adam.v[${at}] ist negativ (${full(value)})`,
    rank: (rank, set) => `sein Rang ist ${rank}, in seinen Einstellungen steht ${set}`,
    counters: (seed, step, runSeed, runStep) =>
      `seine Zufallszähler (Seed ${seed}, Schritt ${step}) gehören nicht zu Seed ${runSeed}, ` +
      `Schritt ${runStep}`,
  },
  otherBase: (checkpoint, loaded) => [
    `Dieser Checkpoint gehört zum Basismodell ${checkpoint}…, geladen ist ${loaded}….`,
    'Lade das Basismodell, mit dem der Lauf gestartet wurde.',
  ],
  otherScale: (checkpoint, run) => [
    `Die Adapter des Checkpoints haben alpha/Rang = ${full(checkpoint)}, dieser Lauf hat ` +
      `${full(run)}.`,
    'Stelle die LoRA-Skala auf die des Checkpoints.',
  ],
  otherAdapters: (checkpoint, run) => [
    `Der Checkpoint enthält ${checkpoint} Zahlen der Adapter, dieser Lauf hat ${run}.`,
    'Rang und Ziele müssen die sein, mit denen der Lauf gestartet wurde.',
  ],
  ownSamples: {
    unusable: (what) => [
      `Die eigenen Bilder des Checkpoints sind nicht brauchbar: ${what}.`,
      EARLIER,
    ],
    onePart: 'vorhanden ist einer von zwei Teilen',
    others: (names) => `vorhanden ist ${names}`,
    lengths: (examples, numbers, wantedExamples, wanted) =>
      `vorhanden sind ${examples} Beispiele und ${numbers} Zahlen, erwartet waren ` +
      `${wantedExamples} und ${wanted}`,
    round: (round, step, examples) =>
      `die Runde ist ${round} ab Schritt ${step}, die Beispiele sind ${examples}`,
  },
  bank: {
    unusable: (what) => [`Die Speicherbank des Checkpoints ist nicht brauchbar: ${what}.`, EARLIER],
    parts: (names, round) =>
      `sie enthält ${names.join(', ') || 'nichts'}; erwartet waren counters, bank.scores und ` +
      round,
    counters: (counters) => `ihre Zähler sind ${counters}`,
    scores: (count, rounds, batch, wanted) =>
      `sie enthält ${count} Wertungen, nach ${rounds} Runden zu ${batch} sollten es ${wanted} sein`,
    roundStart: (start, step) =>
      `ihre Runde begann bei Schritt ${start}, der Lauf steht bei Schritt ${step}`,
    images: (numbers, batch, each) =>
      `ihre Runde hat ${numbers} Zahlen, erwartet waren ${batch} Bilder zu ${each}`,
    image: (number, invalid) => `Bild ${number} ihrer Runde ${invalid}`,
  },
  notOnline: (method) => [
    `${method} lernt nicht aus Bildern, die während des Laufs erzeugt werden.`,
    'Trainiere es auf einem Datensatz, oder wähle eine andere Methode.',
  ],
  noOnlinePrompts: () => [
    'Ein Online-Lauf hat keine Prompts, zu denen er Bilder erzeugen kann.',
    'Gib ihm mindestens einen Prompt.',
  ],
  smallBank: (bank, batch) => [
    `Die Speicherbank von ${bank} fasst weniger als zwei Batches zu ${batch}.`,
    `Mache die Bank mindestens ${2 * batch} groß, oder den Batch kleiner.`,
  ],
  badScore: (prompt, round, score) => [
    `Das Bild zu „${prompt}“ in Runde ${round} bekam die Wertung ${full(score)}.`,
    'Wähle eine andere Belohnung.',
  ],
  noScorer: () => [
    'Nichts wertet die Bilder dieses Online-Laufs.',
    'Wähle eine Belohnung, oder bewerte sie selbst.',
  ],
  notFinite: {
    stopped: (step, what) => [
      `Schritt ${step} hat den Lauf angehalten: ${what}. Die Adapter wurden nicht geändert.`,
      'Mache vom letzten Checkpoint an weiter, mit kleinerer Lernrate oder größerer Temperatur T.',
    ],
    quantities: {
      error: 'Fehler des Modells',
      reference: 'Fehler der Referenz',
      logRatio: 'Log-Verhältnis',
      loss: 'Verlust',
    },
    sample: (quantity, sample, value) =>
      `${quantity} ist bei Beispiel ${sample} des Batches ${full(value)}`,
    gradient: (norm) => `die Norm des Gradienten ist ${full(norm)}`,
  },
  lora: {
    convolution: (height, width, layer) => [
      `Die LoRA-Datei passt eine ${height}×${width}-Faltung an („${layer}“), wie LoCon es tut.`,
      'Adapter liegen hier auf linearen Schichten und 1×1-Faltungen: Nimm eine einfache LoRA.',
    ],
    otherSize: (layer, [inFeatures, outFeatures], [baseIn, baseOut]) => [
      `Die Schicht „${layer}“ der LoRA führt von ${inFeatures} zu ${outFeatures} Zahlen; die des ` +
        `Basismodells führt von ${baseIn} zu ${baseOut}.`,
      'Wähle das Basismodell, auf dem die LoRA trainiert wurde.',
    ],
    textOnly: (layers, denoiser) => [
      `Die LoRA-Datei passt nur den Textencoder an (${layers} Schichten).`,
      `Adapter liegen hier auf dem Teil ${denoiser}: Nimm eine LoRA, die ihn anpasst.`,
    ],
    rank: (rank, most) => [
      `Die LoRA hat Rang ${rank}; ${most} ist hier der größte.`,
      'Nimm eine LoRA von kleinerem Rang, oder verkleinere sie (resize_lora.py von sd-scripts ' +
        'tut das).',
    ],
  },
  cannotBuild: (reason) => [
    `Das Netz, das config.json beschreibt, lässt sich in dieser Größe nicht bauen: ${reason}.`,
    'Prüfe, ob die Zahlen in config.json zusammengehören, oder wähle eine andere Größe.',
  ],
  noFixedSet: () => [
    'Ein Online-Lauf hat keinen festen Datensatz, an dem ein Schritt gemessen werden kann.',
    'Beobachte stattdessen die Kurven nach der Änderung.',
  ],
  noSpread: (spread) => [
    `Die Kalibrierung fand Log-Verhältnisse, deren Quartilsabstand ${spread} ist.`,
    'Schalte die Kalibrierung ab und setze die Zahl selbst, oder senke die Lernrate.',
  ],
  unequalParts: (batch, part, parts) => [
    `Ein Batch von ${batch} lässt sich nicht zu je ${part} halten: Die Teile müssen gleich groß ` +
      'sein.',
    `Halte ${parts.join(', ')} oder alle ${batch} Beispiele zugleich.`,
  ],
};
