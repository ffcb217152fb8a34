// German of en/errors/data/sources.ts.

import type { Words } from '../../../en/words';
import type { sources as english } from '../../../en/errors/data/sources';

const sqlite: Words<typeof english.sqlite> = {
  damaged: (name, what) => [
    `${name} ist eine beschädigte SQLite-Datenbank: Sie ${what}.`,
    'Kopiere sie noch einmal, während kein Programm sie geöffnet hat, oder exportiere ihre ' +
      'Bewertungen als CSV.',
  ],
  tooShort: 'ist zu kurz',
  pageSize: (bytes) => `hat Seiten von ${bytes} Bytes`,
  manyRows: (most) => `hat mehr als ${most} Zeilen`,
  pageTwice: (page) => `nennt Seite ${page} zweimal`,
  ends: (page) => `endet vor ihrer Seite ${page}`,
  noTable: (page) => `hat auf Seite ${page} keine Tabelle`,
  brokenPage: (page) => `hat eine defekte Seite ${page}`,
  cutNumber: 'hat eine abgeschnittene Zahl',
  brokenNumber: 'hat eine defekte Zahl',
  sharedRows: 'hat Zeilen, die sich Bytes teilen',
  rowLeavesPage: 'hat eine Zeile, die ihre Seite verlässt',
  largeRow: (bytes) => `hat eine Zeile von ${bytes} Bytes`,
  noValues: 'hat eine Zeile ohne ihre Werte',
  valueLeavesRow: 'hat einen Wert, der seine Zeile verlässt',
};

const parquet: Words<typeof english.parquet> = {
  manyImages: (name, most) => [
    `${name} enthält mehr als ${most} MiB an Bildern.`,
    'Teile die Datei in kleinere, oder exportiere die Bilder als Ordner.',
  ],
  damaged: (name, reason) => [
    `${name} ist als Parquet nicht lesbar: ${reason}.`,
    'Lade die Datei noch einmal herunter; gelesen wird nur Snappy oder ohne Kompression.',
  ],
  twoColumns: 'zwei Spalten haben denselben Namen',
  otherColumns: 'ihre Zeilengruppen passen nicht zu ihren Spalten',
  groupWithoutSize: 'eine Zeilengruppe ohne Größe',
  manyRows: (name, most) => [`${name} hat mehr als ${most} Zeilen.`, 'Teile die Datei.'],
  largeGroup: (name, size, most) => [
    `${name} hat eine Zeilengruppe von ${size} MiB; höchstens ${most} MiB sind möglich.`,
    'Schreib die Datei mit kleineren Zeilengruppen.',
  ],
};

export const sources: Words<typeof english> = {
  sqlite,
  parquet,
  labels: {
    table: 'Tabelle',
    eagle: 'Eagle-Bibliothek',
    imagesBrowser: 'Bewertungen des Images Browser',
    diffusionToolkit: 'Bilder aus Diffusion Toolkit',
    hpdV2: 'HPDv2-Vorlieben',
    imageReward: 'ImageRewardDB-Bewertungen',
    labelStudio: 'Anmerkungen aus Label Studio',
    civitai: 'Civitai-Bilder',
    coco: 'COCO-Beschreibungen',
    huggingFace: 'Zeilen von Hugging Face',
    pairs: 'Bildpaare',
    pickAPic: 'Pick-a-Pic-Paare',
    parquet: 'Parquet-Tabelle',
  },
  unknownDatabase: (name, tables) => [
    `${name} ist eine SQLite-Datenbank mit den Tabellen ` +
      `${tables.map((table) => `„${table}“`).join(', ')}; keine davon enthält Bewertungen, die ` +
      'hier bekannt sind.',
    'Exportiere ihre Bewertungen als CSV mit den Spalten file_name, text, score.',
  ],
  manyTables: (count, most) => [
    `Es sind ${count} Tabellen und JSON-Dateien; höchstens ${most} sind möglich.`,
    'Lege die Bilder mit der einen Tabelle ab, die ihre Wertungen enthält, benannt metadata.csv ' +
      'oder metadata.jsonl.',
  ],
  noRows: (name, label) => `${name} enthält keine Zeilen (${label}).`,
  noRecords: (name) => `${name} enthält keine Liste von Einträgen und wurde nicht gelesen.`,
  notRead: (name, reason) => `${name} wurde nicht gelesen: ${reason}`,
  rows: (count, table, label) =>
    `${count} ${count === 1 ? 'Zeile' : 'Zeilen'} in ` +
    `${table}${label === null ? '' : ` (${label})`}`,
  withoutTable: (images) => `${images} Bilder ohne Tabelle`,
  folderScores: 'Wertungen aus den Namen der Ordner',
  nameScores: 'Wertungen aus den Dateinamen',
  captions: (images) => `Prompts von ${images} Bildern aus der .txt daneben`,
};
