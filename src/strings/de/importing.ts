// Was ein Import über die Dateien anderer Programme sagt.

import type { Strings } from '../en';

export const importing: Strings['importing'] = {
  unread: {
    workbook: (listed: string) =>
      `${listed}: eine Tabellenkalkulation, die nicht gelesen wird. Speichere ihr Blatt als ` +
      'CSV (UTF-8) und lege diese Datei ab.',
    arrow: (listed: string) =>
      `${listed}: eine Arrow-Datei, die nicht gelesen wird. Speichere den Datensatz als ` +
      'Parquet (to_parquet) oder als Ordner von Bildern mit metadata.jsonl.',
    video: (listed: string) => `${listed}: ein Video, kein Bild, wurde nicht gelesen.`,
    mask: (listed: string) =>
      `${listed}: Maske oder Bedingung eines anderen Bildes, wurde nicht gelesen.`,
    text: (listed: string) => `${listed}: Text, der zu keinem Bild gehört, wurde nicht gelesen.`,
    other: (listed: string) => `${listed} wurde nicht gelesen.`,
  },
  andMore: (listed: string, more: number) => `${listed} und ${more} weitere`,
  beside: 'JSON-Dateien neben Bildern',
  besideUnread: (count: number, why: string) =>
    `${count} JSON-${count === 1 ? 'Datei' : 'Dateien'} neben Bildern nicht gelesen: ${why}`,
  noImages: (table: string, rows: number): readonly [string, string] => [
    `${table} hat ${rows} Zeilen, aber unter dem Abgelegten ist kein Bild.`,
    'Lege die Bilder (Ordner oder Zip) zusammen mit der Tabelle ab. Aus dem Netz wird ' +
      'nichts geholt: Bilder, deren Adressen sie nennt, müssen vorher heruntergeladen werden ' +
      '(etwa mit img2dataset).',
  ],
  nothing: (count: number): readonly [string, string] => [
    count === 0
      ? 'Unter dem Abgelegten ist keine Datei.'
      : count === 1
        ? 'Die Datei ist weder ein Bild noch eine Tabelle.'
        : `Unter den ${count} Dateien ist kein Bild und keine Tabelle.`,
    'Lege einen Ordner oder ein Zip mit Bildern ab, dazu metadata.csv (oder .jsonl) mit den ' +
      'Spalten file_name, text, score.',
  ],
  column: (place: number) => `Spalte ${place}`,
  noHeader: (table: string) =>
    `${table} hat keine Kopfzeile: die erste Zeile wurde als Daten gelesen, die Spalten an ihrem ` +
    'Inhalt erkannt.',
  linesBeforeHeader: (table: string, count: number, first: string) =>
    `Über der Kopfzeile von ${table} nicht gelesen: ` +
    `${count === 1 ? 'eine Zeile' : `${count} Zeilen`} („${first}“).`,
  turk: (table: string) =>
    `${table} enthält Ergebnisse von Mechanical Turk: gelesen wurden die Spalten Input.… und ` +
    'Answer.….',
  pairsUnread: (table: string, count: number, row: number, verdict: string) =>
    `${count} ${count === 1 ? 'Paar' : 'Paare'} von ${table} ` +
    `${count === 1 ? 'wurde' : 'wurden'} ausgelassen, da nicht zu lesen ist, welches Bild besser ` +
    `ist (Zeile ${row}: „${verdict}“).`,
  tables: (names: string) =>
    `Mehrere Tabellen bewerten dieselben Bilder: jede zählt als eine Person (${names}). Ersetzt ` +
    'eine die andere, lege nur die neuere ab.',
  date:
    'ist ein Datum, zu dem Tabellenprogramme verkannte Zahlen machen: Formatiere die Spalte ' +
    'als Text',
};
