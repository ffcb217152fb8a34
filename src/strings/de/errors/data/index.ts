// German of en/errors/data/.

import type { Words } from '../../../en/words';
import type { data as english } from '../../../en/errors/data';
import { full } from '../../../format';
import { files } from './files';
import { images } from './images';
import { plan } from './plan';
import { scores } from './scores';
import { sources } from './sources';
import { tables } from './tables';

const batches: Words<typeof english.batches> = {
  noTrajectories: (label) => [
    `${label} lernt aus Bildern, die es selbst erzeugt, nicht aus einem Datensatz.`,
    'Erzeuge und bewerte Bilder während des Trainings (online), oder wähle eine andere Methode.',
  ],
  oddBatch: (held) => [
    `Ein Batch von ${held} Bildern lässt sich nicht in Paare teilen.`,
    'Mach den Batch und den Mikro-Batch gerade.',
  ],
  noGroup: (method, size, largest) => [
    `${method} lernt aus Gruppen von ${size} Bildern eines Prompts, und kein Prompt dieses ` +
      `Datensatzes hat so viele (der größte hat ${largest}).`,
    `Nimm Gruppen von höchstens ${largest}, oder erzeuge mehr Bilder je Prompt.`,
  ],
  undividedGroups: (held, size) => [
    `Ein Batch von ${held} Bildern lässt sich nicht in Gruppen von ${size} teilen.`,
    `Mach den Batch und den Mikro-Batch zu Vielfachen von ${size}.`,
  ],
  nothingCompared: (method) => [
    `${method} lernt aus Paaren, und niemand hat Bilder dieses Datensatzes verglichen.`,
    'Bilde Paare aus seinen Wertungen, oder importiere einen Datensatz aus Paaren.',
  ],
  noPairs: (method) => [
    `${method} lernt aus Paaren eines besseren und eines schlechteren Bildes eines Prompts, und ` +
      'kein Prompt dieses Datensatzes hat zwei Bilder mit verschiedenen Wertungen.',
    'Erzeuge mehr Bilder je Prompt, bewerte sie, oder importiere einen Datensatz aus Paaren.',
  ],
  noGood: (method, tau, good, bad) => [
    `Die Schwelle τ = ${full(tau)} lässt kein gutes Beispiel (${good} gute, ${bad} schlechte): ` +
      `${method} lernt aus beiden.`,
    'Senke das Perzentil oder die feste Schwelle.',
  ],
  noBad: (method, tau, good, bad) => [
    `Die Schwelle τ = ${full(tau)} lässt kein schlechtes Beispiel (${good} gute, ${bad} ` +
      `schlechte): ${method} lernt aus beiden.`,
    'Erhöhe das Perzentil oder die feste Schwelle, oder zähle Gleichstand als schlecht.',
  ],
  batchThreshold: (method) => [
    `${method} nimmt seine Beispiele aus dem ganzen Datensatz, und τ soll das eigene jedes ` +
      'Batches sein.',
    'Nimm das τ des ganzen Datensatzes, eines Vergleichssatzes oder jedes Prompts.',
  ],
  nothingToLearn: (tau, method) => [
    `Kein Beispiel erreicht die Schwelle τ = ${full(tau)}: ${method} hat nichts, woraus es ` +
      'lernen kann.',
    'Senke das Perzentil oder die feste Schwelle.',
  ],
};

const exported: Words<typeof english.exported> = {
  noStars: [
    'XMP-Dateien enthalten ein bis fünf Sterne, und diese Wertungen sind keine Sterne.',
    'Exportiere sie als CSV, oder wähle als Wertungen solche mit Sternen oder Gefällt-mir-Urteile.',
  ],
  noScores: [
    'Kein Bild dieses Datensatzes hat eine solche Wertung.',
    'Bewerte erst einige Bilder, oder wähle andere Wertungen.',
  ],
  tooLarge: (images, size, mostEntries, mostSize) => [
    `Der Datensatz hat ${images} Bilder von ${size} MiB; ein Zip fasst ${mostEntries} von ` +
      `${mostSize} MiB.`,
    'Teile den Datensatz dort, wo er herkommt.',
  ],
};

export const data: Words<typeof english> = {
  batches,
  exported,
  files,
  images,
  plan,
  scores,
  sources,
  tables,
};
