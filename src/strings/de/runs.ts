// German of en/runs.ts.

import type { Strings } from '../en';

export const runs: Strings['runs'] = {
  open: 'Läufe',
  title: 'Läufe',
  lede: 'Jeder Lauf bleibt hier mit Einstellungen, Kurven, Bildern und Checkpoints.',
  empty: 'Noch keine Läufe. Starte einen unter Training.',
  noneMatch: 'Kein Lauf passt.',
  search: 'Läufe suchen',
  searchHint: 'Name, Notiz, Schlagwort, Datensatz, Basis, Methode',
  tags: 'Schlagwörter',
  allTags: 'Alle',
  count: (shown: string, all: string) => `${shown} von ${all}`,
  columns: {
    choose: 'Ansehen',
    run: 'Lauf',
    on: 'Basis und Datensatz',
    settings: 'Methode und Einstellungen',
    sketch: 'Trennung',
    state: 'Schritte',
    made: 'Erstellt',
  },
  chooseRun: (name: string) => `„${name}“ ansehen`,
  sketchOf: (name: string, last: string) =>
    `„${name}“: Trennung von gut und schlecht, zuletzt ${last}`,
  goneModel: (id: string) => `${id} (nicht hier)`,
  goneSet: 'Datensatz gelöscht',
  noSet: 'online, kein Datensatz',
  views: {
    curves: 'Kurven',
    diff: 'Unterschiede',
    samples: 'Bilder',
    sweep: 'Reihe',
    lab: 'Labor',
  },
  viewsLabel: 'Was von den gewählten Läufen gezeigt wird',
  chooseFirst: 'Wähle in der Tabelle Läufe, um sie hier zu sehen, bis zu sechs zugleich.',
  name: 'Name',
  note: 'Notiz',
  notePlaceholder: 'Was versucht wurde, was herauskam',
  tagsHint: 'Schlagwörter, durch Kommas getrennt',
  show: 'Im Training öffnen',
  duplicate: 'Einstellungen verwenden',
  duplicateHint: 'Übernimmt Basis, Datensatz und alle Einstellungen für den nächsten Lauf',
  startFrom: 'Von einem Checkpoint starten',
  startFromStep: (step: string) => `ab Schritt ${step}`,
  queueCopy: 'Kopie einreihen',
  queueOn: 'Den Rest einreihen',
  queueOff: 'Aus der Warteschlange nehmen',
  sampleNow: 'Jetzt Bilder erzeugen',
  close: 'Weglassen',
  actions: (name: string) => `„${name}“`,
  copyName: (name: string) => `${name}, noch einmal`,
  carried: (name: string) =>
    `Basis, Datensatz und alle Einstellungen sind die von „${name}“. Ändere, was du ` +
    'willst, und starte dann.',
  carriedNoSet: (name: string) =>
    `Basis und alle Einstellungen sind die von „${name}“, dessen Datensatz nicht mehr hier ist; ` +
    'es gilt der offene. Ändere, was du willst, und starte dann.',
  deleted: (name: string) => `„${name}“ wurde gelöscht.`,
  undo: 'Rückgängig',
  freeRoom: 'Platz jetzt freigeben',
  deletedHint: 'Der Platz wird in einer Stunde frei.',
  queueTitle: 'Warteschlange',
  queueTrains: (name: string) => `„${name}“ trainiert`,
  queueWaiting: (count: string) => `${count} warten`,
  queueGoesOn: 'geht von selbst weiter, auch nach einem Neuladen',
  queueHalted: 'angehalten',
  queueStart: 'Weiterlaufen lassen',
  queueHalt: 'Nach diesem Lauf anhalten',
  setting: 'Einstellung',
  same: 'Diese Läufe haben dieselbe Basis, denselben Datensatz und dieselben Einstellungen.',
  chooseTwo: 'Wähle einen zweiten Lauf, um zu sehen, was sich geändert hat.',
  none: '–',
  base: 'Basis',
  set: 'Datensatz',
  stepsDone: 'Schritte getan',
  executor: 'Rechenwerk',
  adapter: 'Gerät',
  changes: 'Während des Laufs geänderte Einstellungen',
  curve: 'Kurve',
  curves: {
    separation: 'Trennung von gut und schlecht, Nats',
    loss: 'Verlust',
    signAccuracy: 'Vorzeichentreue',
    gradientNorm: 'Gradientennorm',
    rewardMean: 'Mittlere Belohnung der Trainingsbilder',
  },
  curveSummary: (parts: string) => `Neueste Werte: ${parts}.`,
  curveOf: (name: string, value: string) => `${name} ${value}`,
  noCurve: 'Keiner der gewählten Läufe hat diese Kurve.',
  withoutCurve: (runs: string) => `Läufe ohne diese Kurve: ${runs}`,
  replay: 'Abspielen',
  replayStop: 'Anhalten',
  samplesHelp: 'Die Pfeiltasten wechseln Prompt und Schritt.',
  noSamples: 'Dieser Lauf hat noch keine Bilder.',
  sampleAt: (prompt: string, seed: number, step: string) => `${prompt}, Seed ${seed}, ${step}`,
  untouched: 'unverändertes Modell',
  sweepTitle: 'Eine Einstellung durchgehen',
  sweepLede: (name: string) =>
    `Läufe wie „${name}“ mit einer geänderten Einstellung: gleicher Seed, gleiche Batches, ` +
    'gleiches Rauschen.',
  sweepSetting: 'Einstellung',
  sweepValues: 'Werte',
  sweepGo: (count: string) => `${count} Läufe einreihen`,
  sweepName: (name: string, symbol: string, value: string) => `${name}, ${symbol} ${value}`,
  noSweep: 'Noch keine Reihe. Wähle einen Lauf, dann eine Einstellung und die Werte.',
  notNumber: (word: string) => `„${word}“ ist keine Zahl.`,
  outside: (label: string, value: string, min: string, max: string) =>
    `${label} ${value} liegt nicht zwischen ${min} und ${max}.`,
  fewValues: 'Gib mindestens zwei Werte an.',
  manyValues: (most: number) => `Höchstens ${most} Werte.`,
  sweepOf: (label: string) => `${label}: was jeder Wert ergab`,
  sweepColumns: {
    separation: 'Trennung, Nats',
    signAccuracy: 'Vorzeichentreue',
    loss: 'Verlust',
    before: 'Wertung vorher',
    after: 'Wertung nachher',
    gain: 'Zuwachs, sd [95\u00a0%]',
    steps: 'Schritte',
  },
  sweepNote:
    'Trennung, Treue und Verlust sind Mittel über das letzte Zehntel der Schritte; die ' +
    'Wertungen sind die der eigenen Bilder des Laufs. Das Beste ist fett. Ein ' +
    'Trainings-Seed: Werte die Läufe unter Danach aus, bevor du schließt.',
  labTitle: 'Methoden gegeneinander',
  labLede: (name: string) =>
    `Läufe wie „${name}“, einer pro Methode und Trainings-Seed: gleiche Basis, gleicher ` +
    'Datensatz, gleiche Schritte und Batchgröße. Die eigene Methode behält ihre Zahlen; ' +
    'die anderen haben ihre Voreinstellungen für diese Basis.',
  labMethods: 'Methoden',
  labSeeds: 'Trainings-Seeds',
  labSeedCount: (count: number) => (count === 1 ? '1, nur über diese Läufe' : String(count)),
  labGo: (count: string) => `${count} Läufe einreihen`,
  labName: (method: string, seed: string) => `${method}, Seed ${seed}`,
  noLab: 'Noch kein Labor. Wähle einen Lauf, dann die Methoden und Seeds.',
  labOf: (count: string) => `Labor aus ${count} Läufen`,
  labColumns: {
    rank: 'Rang',
    method: 'Methode',
    gain: 'Zuwachs, sd [95\u00a0%]',
    p: 'p (Holm)',
    after: 'Wertung nachher',
    runs: 'Läufe, nach Seed',
  },
  labUnscored:
    'Nichts wertet die Bilder dieser Läufe: Werte den Datensatz unter Daten durch eine ' +
    'Belohnung, dann reihe das Labor noch einmal ein.',
  labBefore: (score: string) => `Wertung vorher: ${score}.`,
  labOpen: (method: string, seed: string, status: string) =>
    `${method}, Seed ${seed} öffnen: ${status}`,
  labNote:
    'Die Wertungen sind die der eigenen Bilder der Läufe, vor dem ersten und nach dem ' +
    'letzten Schritt. Mit mehreren Seeds gilt das Intervall der Methode (zufällige Effekte ' +
    'von Seed und Prompt), mit einem dem Lauf. Methoden, die sich nicht unterscheiden ' +
    'lassen, teilen einen Rang; p gilt für keinen Zuwachs, korrigiert für alle Methoden. ' +
    'Voreingestellte Methoden sind nicht gleich gut abgestimmt: npm run lab stimmt jede ' +
    'mit gleich vielen Versuchen ab.',
};
