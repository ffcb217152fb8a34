// German of en/edit.ts.

import type { Strings } from '../en';

export const edit: Strings['edit'] = {
  rename: 'Umbenennen',
  name: 'Name des Datensatzes',
  save: 'Sichern',
  cancel: 'Abbrechen',
  image: (fileName: string) => `Bild ${fileName}`,
  open: (fileName: string) => `${fileName} berichtigen oder entfernen`,
  prompt: 'Prompt',
  score: (source: string) => `Wertung (${source})`,
  scoreRated:
    'Die Wertungen dieses Datensatzes sind Bewertungen: Bewerte das Bild neu, um seine ' +
    'Wertung zu ändern.',
  remove: 'Aus dem Datensatz entfernen',
  removeHint: 'Lässt sich zurückholen. Läufe, die damit gemacht wurden, behalten es.',
  undo: 'Rückgängig',
  changed: (fileName: string) => `${fileName} wurde geändert.`,
  removed: (fileName: string) => `${fileName} wurde entfernt.`,
  removedCount: (count: string) => `Entfernte Bilder: ${count}`,
  restore: 'Alle zurückholen',
  errors: {
    setGone: ['Dieser Datensatz ist nicht mehr da.', 'Importiere ihn noch einmal.'],
    imageGone: ['Dieses Bild ist nicht mehr gespeichert.', 'Lade die Seite neu.'],
    noName: (name: string) => [
      `„${name}“ ist kein Name für einen Datensatz.`,
      'Gib einen mit einem Buchstaben oder einer Ziffer an.',
    ],
    noNumber: (score: string) => [
      `${score} ist keine Wertung.`,
      'Gib eine Zahl an, oder lass das Feld leer für keine.',
    ],
    rated: [
      'Die Wertungen dieses Datensatzes sind Bewertungen.',
      'Bewerte das Bild neu, oder wähle zuerst andere Wertungen für den Datensatz.',
    ],
  },
};
