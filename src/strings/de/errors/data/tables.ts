// German of en/errors/data/tables.ts.

import type { Words } from '../../../en/words';
import type { tables as english } from '../../../en/errors/data/tables';

const HEADER = 'Gib ihr eine erste Zeile file_name,text,score und eine Zeile je Bild.';

export const tables: Words<typeof english> = {
  wide: (name, most) => [
    `${name} hat eine Zeile mit mehr als ${most} Feldern.`,
    'Behalte die Spalten für Dateiname, Prompt und Wertung, oder prüfe, ob dies eine Tabelle ist.',
  ],
  long: (name, rows, fields) => [
    `${name} hat mehr als ${rows} Zeilen oder ${fields} Felder.`,
    'Teile die Datei.',
  ],
  noRecords: (name) => [`${name} enthält keine Liste von Einträgen.`, HEADER],
  empty: (name) => [`${name} ist leer.`, HEADER],
  noRows: (name) => [`${name} enthält keine Zeilen.`, HEADER],
  readAs: (name, encoding) => `${name} wurde als ${encoding} gelesen.`,
  readAsWindows: (name, encoding) =>
    `${name} wurde als ${encoding} gelesen, denn es ist kein gültiges UTF-8: Sieh nach, ob die ` +
    'Buchstaben stimmen.',
  openQuotes: (name) => [
    `${name} hat zu viele Anführungszeichen, die nie geschlossen werden.`,
    'Schreib ein Anführungszeichen in einem Prompt doppelt (""), und setz Prompts mit Kommas in ' +
      'Anführungszeichen.',
  ],
  openQuote: (text) => `das Anführungszeichen vor „${text}“ wird nie geschlossen`,
  sameColumn: (name, column) => [
    `${name} hat zwei Spalten namens „${column}“.`,
    'Benenne in der ersten Zeile eine davon um.',
  ],
  otherLength: (fields, columns) => `sie hat ${fields} Felder, die erste Zeile hat ${columns}`,
  needsQuotes: (fields, columns, delimiter) =>
    `sie hat ${fields} Felder, die erste Zeile hat ${columns}: Ein Prompt, der „${delimiter}“ ` +
    'enthält, braucht Anführungszeichen',
  tab: 'Tabulator',
  allNeedQuotes: (name) =>
    `Jede Zeile von ${name} hat mehr Felder, als die erste Zeile Spalten hat: Prompts mit Kommas ` +
    'brauchen Anführungszeichen.',
  notJson: (name, reason) => [
    `${name} ist kein JSON: ${reason}.`,
    'Speichere die Datei noch einmal, oder nimm .jsonl mit einem Eintrag je Zeile.',
  ],
  listedUnder: (name, key) => `Die Zeilen von ${name} sind die unter „${key}“.`,
  oneList: (name) => `${name} enthält eine einzige JSON-Liste, nicht einen Eintrag je Zeile.`,
  malformed: (why) => `fehlerhafte Zeile: ${why}`,
  comment: 'ein Kommentar, den es in JSON-Zeilen nicht gibt',
  noObject: 'kein JSON-Objekt',
  noList: 'keine Liste wie die erste',
  noFileName: 'kein Dateiname',
  noColumn: (name, columns, wanted, part) => [
    `${name} hat die Spalten ${columns}, aber kein „${wanted}“.`,
    `Wähle, welche Spalte ${
      { fileName: 'den Dateinamen', text: 'den Prompt', score: 'die Wertung' }[part]
    } enthält.`,
  ],
  noFileColumn: (name, columns, call) => [
    `${name} hat die Spalten ${columns}; von keiner ist bekannt, dass sie den Dateinamen enthält.`,
    `Wähle, welche Spalte den Dateinamen enthält, oder nenne sie ${call}.`,
  ],
  safetyClasses: (column) =>
    `Die Spalte „${column}“ enthält Sicherheitsklassen (safe, questionable, explicit), keine ` +
    'Wertungen: Sie wird nicht gelesen.',
  severalScores: (columns) =>
    `Mehrere Spalten können die Wertung enthalten: ` +
    `${columns.map((column) => `„${column}“`).join(', ')}. Wähle eine davon; bis dahin kommen ` +
    'die Bilder ohne Wertung herein.',
  raterColumns: (count) =>
    `${count} Spalten enthalten die Wertungen je einer Person: Die Wertung ist ihr Mittel, und ` +
    'jede Bewertung bleibt erhalten.',
};
