// German of en/errors/data/plan.ts.

import type { Words } from '../../../en/words';
import type { plan as english } from '../../../en/errors/data/plan';

const HEADS_REMEDY =
  'Exportiere den Datensatz noch einmal, oder entferne „heads“ aus plumbline.json: Dann wird er ' +
  'nur mit seinen Wertungen importiert.';

const heads: Words<typeof english.heads> = {
  remedy: HEADS_REMEDY,
  missing: (head, path) => [`Der Kopf „${head}“ ist nicht im Zip: ${path} fehlt.`, HEADS_REMEDY],
  otherSize: (path, bytes, told) => [
    `${path} hat ${bytes} Bytes, in plumbline.json stehen ${told}.`,
    HEADS_REMEDY,
  ],
  otherContent: (path, seen, told) => [
    `${path} ist nicht die exportierte Datei: Ihr SHA-256 beginnt mit ${seen}, in plumbline.json ` +
      `steht ${told}.`,
    HEADS_REMEDY,
  ],
  hash: '64 hexadezimale Ziffern erwartet',
  leaveOneOut: 'ebenso viele Bewertungen wie Leave-one-out-Urteile erwartet',
};

const filesWere = (files: number): string => `${files} ${files === 1 ? 'Datei' : 'Dateien'}`;

export const plan: Words<typeof english> = {
  heads,
  factsNotJson: (path, reason) => [
    `${path} ist kein JSON: ${reason}`,
    'Exportiere den Datensatz noch einmal, oder entferne diese Datei: Dann wird die Tabelle wie ' +
      'eine gewöhnliche importiert.',
  ],
  unknownFacts: (path, key, reason) => [
    `${path} ist keine Beschreibung eines Datensatzes, die dieses Studio kennt: ` +
      `${key ?? 'die Datei'}: ${reason}`,
    'Öffne sie mit dem Studio, das sie geschrieben hat, oder entferne diese Datei: Dann wird die ' +
      'Tabelle wie eine gewöhnliche importiert.',
  ],
  namedTwice: (row) => `zweimal genannt: Verwendet wird Zeile ${row}`,
  otherPrompt: (row) => `hat einen anderen Prompt als Zeile ${row}, die dasselbe Bild nennt`,
  severalFiles: 'mehrere Dateien heißen so: Gib auch ihren Ordner an',
  noFile: 'keine solche Datei im Abgelegten',
  noFileButNear: (name) => `keine solche Datei im Abgelegten; der ähnlichste Name ist „${name}“`,
  noScore: 'keine Tabelle hat dafür eine Wertung',
  inNoRow: 'in keiner Zeile der Tabelle',
  emptyPrompt: 'leerer Prompt',
  sameImage: (row) => `dasselbe Bild mit demselben Prompt wie Zeile ${row}`,
  comparisons: (kept) => `${kept} Vergleiche wurden gelesen: Paare für DPO und Verwandte.`,
  lostComparisons: (lost) => ` ${lost} weitere nennen ein Bild, das nicht im Datensatz ist.`,
  notNeeded: (table) => `${table} wurde nicht gebraucht und nicht gelesen.`,
  completed: (rows, tables) => `${rows} Zeilen wurden über den Dateinamen aus ${tables} ergänzt.`,
  severalRatings: (images) =>
    `${images} Bilder haben mehrere Bewertungen: Ihre Wertung ist das Mittel über die Personen, ` +
    'und jede Bewertung bleibt erhalten.',
  splits: (splits) =>
    `Alle Teile wurden gelesen: ` +
    `${splits.map(({ name, rows }) => `${name} (${rows} Zeilen)`).join(', ')}. Der Teil bleibt ` +
    'in den Dateinamen stehen.',
  matched: {
    case: (files) => `${filesWere(files)} ohne Rücksicht auf Groß- und Kleinschreibung gefunden.`,
    path: (files) =>
      `${filesWere(files)} nur am Namen gefunden (am Ende des Pfads): Die Tabelle nennt andere ` +
      'Ordner.',
    extension: (files) =>
      `${filesWere(files)} ohne die Endung oder mit einer anderen Bild-Endung gefunden.`,
  },
  notAllRead: (checked, rows) =>
    `Für diese Liste wurden die ersten ${checked} von ${rows} Bildern gelesen; die übrigen liest ` +
    'der Import.',
  tags: (count, tag) =>
    `${count} ${count === 1 ? 'Prompt enthält' : 'Prompts enthalten'} Marken von A1111 wie ` +
    `„${tag}“. Sie bleiben als Text stehen, und das Modell liest sie als Wörter: Eine LoRA wird ` +
    'dadurch nicht geladen.',
  longPrompts: (count, model, longest, limit) =>
    `${count} ${count === 1 ? 'Prompt ist' : 'Prompts sind'} länger, als „${model}“ liest (bis ` +
    `${longest} von ${limit} Token): Der Rest wird nicht beachtet.`,
  samePrompts: (count, left) =>
    ` ${count} Prompts werden dadurch gleich einem anderen (von ihnen ` +
    `${left === 1 ? 'bleibt 1' : `bleiben ${left}`}).`,
  origin: (images, what) => `${images} ${images === 1 ? 'Bild hat' : 'Bilder haben'} ${what}.`,
  origins: {
    promptBeside: 'einen Prompt aus der .txt daneben',
    promptXmp: 'einen Prompt aus der XMP-Datei daneben',
    promptIn: (place) => `einen Prompt aus ${place}`,
    promptForAll: 'den einen Prompt für alle',
    noPrompt: 'keinen Prompt: Gib einen für alle ein, oder füge eine Spalte „text“ hinzu',
    scoreXmp: 'eine Wertung aus der XMP-Datei daneben',
    scoreIn: (place) => `eine Wertung aus ${place}`,
    noScore: 'keine Wertung: Bewerte oder werte sie hier',
  },
  row: (row, file) => `Zeile ${row} (${file || 'kein Dateiname'})`,
  because: (named, reason) => `${named}: ${reason}`,
  moreReasons: (more) => `; ${more} weitere Gründe`,
  nothingUsable: (rows, reasons) => [
    `Keine der ${rows} Zeilen war brauchbar. ${reasons}.`,
    'Berichtige diese Zeilen oder Dateien und importiere noch einmal.',
  ],
};
