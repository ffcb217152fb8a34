// German of en/errors/executors.ts.

import type { Words } from '../../en/words';
import type { executors as english } from '../../en/errors/executors';

const REPORT = 'Wähle beim Gerät das Rechenwerk wasm, und melde den Text mit GPU und Browser.';

export const executors: Words<typeof english> = {
  tfjsCpu: 'tfjs cpu (reines JavaScript)',
  noTensor: (source, tensor) => [
    `${source} hat keinen Tensor „${tensor}“.`,
    'Prüfe, ob die Gewichte zur config.json daneben gehören.',
  ],
  noWeights: (model, given) => [
    `Der Graph braucht Gewichte von „${model}“, aber es wurden keine gegeben (gegeben: ` +
      `${given.join(', ') || 'keine'}).`,
    'Lade das ganze Modell, mit jedem Teil, den seine Konfiguration nennt.',
  ],
  otherWeight: (weight, numbers, shape, wanted) => [
    `Das Gewicht ${weight} hat ${numbers} Zahlen ([${shape}] in der Datei), das Netz braucht ` +
      `[${wanted}].`,
    'Prüfe, ob die Konfiguration zu diesem Checkpoint gehört.',
  ],
  wasmFull: (shape) => [
    `Im wasm-Speicher ist kein Platz für einen Tensor der Form [${shape}].`,
    'Nimm einen kleineren Batch oder eine kleinere Auflösung und lade das Modell neu.',
  ],
  tfjsFull: (reason) => [
    `TensorFlow.js hat keinen Speicher mehr: ${reason}`,
    'Nimm einen kleineren Batch oder eine kleinere Auflösung, schließe andere Tabs und lade das ' +
      'Modell neu.',
  ],
  stateGiven: (state, wanted, given) => [
    `Der Zustand ${state} soll ${wanted} Zahlen enthalten, gegeben wurden ${given}.`,
    'Lade einen Checkpoint, der zu diesem Modell und Rang gehört.',
  ],
  otherState: (state, held, wanted) => [
    `Der Zustand ${state} enthält ${held} Zahlen, dieser Graph braucht ${wanted}.`,
    'Beginne einen neuen Lauf, oder lade einen Checkpoint desselben Rangs.',
  ],
  noState: (state) => [
    `Es gibt keinen Zustand namens ${state}.`,
    'Starte oder lade den Lauf noch einmal.',
  ],
  noBackend: (backend, reason) => [
    `TensorFlow.js konnte sein Backend ${backend} nicht starten: ${reason}`,
    backend === 'wasm'
      ? 'Lade die Seite neu; geschieht es wieder, prüfe, ob die .wasm-Dateien von dieser Adresse ' +
        'kommen.'
      : 'Wähle ein anderes Backend.',
  ],
  backendAbsent: 'hier gibt es es nicht',
  gpuFull: (reason) => [
    `Die GPU hat nicht genug Speicher für diesen Graphen: ${reason}`,
    'Verkleinere den Batch oder die Auflösung, oder schließe andere Tabs, die die GPU benutzen.',
  ],
  gpuRefused: (reason) => [
    `Die GPU hat einen Puffer oder eine Bindung abgelehnt: ${reason}`,
    REPORT,
  ],
  kernelFailed: (kernel, reason) => [
    `Der GPU-Kernel „${kernel}“ lässt sich auf diesem Gerät nicht übersetzen:\n${reason}`,
    REPORT,
  ],
  line: (line, message) => `Zeile ${line}: ${message}`,
  gpuLost: (reason) => [
    `Die GPU ging verloren: ${reason}.`,
    'Setz vom letzten Checkpoint fort; geschieht es wieder, verkleinere den Batch oder wähle das ' +
      'Rechenwerk wasm.',
  ],
  bufferTooLarge: (what, megabytes, most) =>
    `${what} braucht einen Puffer von ${megabytes} MiB; diese GPU erlaubt ${most} MiB.`,
  weight: (name) => `Das Gewicht ${name}`,
  scratch: 'Der Zwischenspeicher eines Kernels',
  storeAs: (storage) => `Bewahre die Gewichte als ${storage} auf.`,
  smallerBatch: 'Verkleinere den Batch oder die Auflösung.',
};
