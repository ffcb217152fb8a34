// German of en/share.ts.

import type { Strings } from '../en';

export const share: Strings['share'] = {
  title: 'Teilen und behalten',
  project: 'Alles als eine Datei sichern',
  projectHint:
    'Datensätze, Bewertungen, Läufe, Bilder und Checkpoints; Basismodelle bleiben draußen.',
  projectOfRun: 'Als Projekt sichern',
  projectPhase: 'Das Projekt wird gepackt oder entpackt',
  projectName: 'plumbline-projekt',
  open: 'Projekt oder erzeugtes Bild öffnen',
  openHint: 'Oder hier ablegen. Das PNG eines erzeugten Bildes gibt seine Einstellungen zurück.',
  opened: (sets: string, runs: string) => `Geöffnet: Datensätze ${sets}, Läufe ${runs}.`,
  restored: (name: string) =>
    `Die Einstellungen des Bildes „${name}“ gelten jetzt, mit der Basis und dem Datensatz, die ` +
    'hier gewählt sind.',
  noSettings: (name: string) => `„${name}“ ist ein PNG ohne Einstellungen von Plumbline.`,
  noSettingsRemedy:
    'Öffne ein Bild, das in diesem Studio gesichert wurde; andere Programme verwerfen den ' +
    'Text eines PNG.',
  unknownFile: (name: string) => `„${name}“ ist weder eine Projektdatei noch ein erzeugtes Bild.`,
  unknownFileRemedy:
    'Öffne ein .zip, das hier als Projekt gesichert wurde, oder ein erzeugtes PNG.',
  report: 'Bericht',
  bug: 'Fehler melden',
  bugHint:
    'Ein Zip mit Gerät, Einstellungen und letzten Schritten; ohne Bilder, Prompts und Namen.',
  server: 'Auf einem Server weitermachen',
  serverHint: 'Ein PyTorch-Skript, das die Projektdatei liest.',
  classLink: {
    open: 'Link zu diesen Einstellungen, oder für einen Kurs',
    hint:
      'Basis, Methode und jede eigene Einstellung, auch der Seed; was verborgen ist, größere ' +
      'Schrift',
    screen: 'Bildschirm, der sich öffnet',
    screens: {
      home: 'Erster Bildschirm',
      data: 'Daten',
      rate: 'Bewerten',
      objective: 'Wertung & Ziel',
      training: 'Training',
      compare: 'Danach',
      runs: 'Läufe',
      race: 'Wettlauf',
      bench2d: '2-D-Prüfstand',
      storage: 'Speicher',
    },
    hide: 'Verbergen',
    parts: {
      rail: 'Schritte am Rand',
      privacy: 'Hinweis zur Privatheit',
      rate: 'Bewerten',
      compare: 'Danach',
      runs: 'Läufe',
      race: 'Wettlauf',
      bench: '2-D-Prüfstand',
      files: 'Dateien zum Sichern, Projekte, Links',
    },
    size: 'Größe der Schrift',
    project: 'Projekt, das geöffnet wird',
    projectHint:
      'Der Name einer Projektdatei, die auf dem Server neben dieser Seite liegt. Sie wird einmal ' +
      'geöffnet, und ihr erster Lauf lässt sich unter Läufe noch einmal abspielen.',
    projectExample: 'kurs.zip',
    projectWrong: 'Nur ein .zip unterhalb der Adresse dieser Seite, etwa kurs.zip.',
    settings: 'Mit den Einstellungen, die jetzt gelten',
    address: 'Der Link',
    copy: 'Link kopieren',
    copied: 'Kopiert',
  },
  noProject: (path: string) => [
    `Das Projekt „${path}“, das dieser Link nennt, ließ sich nicht lesen.`,
    'Lege die Datei neben die Seite, oder öffne ein Projekt unter Läufe.',
  ],
  unusable: (parts: string) => `Der Link nennt etwas, das nicht geht: ${parts}.`,
  unusableRemedy: {
    screen: (known: string) => `Bildschirme: ${known}.`,
    hide: (known: string) => `Was sich verbergen lässt: ${known}.`,
    text: (known: string) => `Schriftgrößen: ${known}.`,
    model: (known: string) => `Basen, die hier sind: ${known}.`,
    length: (most: string) => `Von einem Link werden nur ${most} Zeichen gelesen.`,
    project: () =>
      'Ein Link öffnet nur ein .zip unterhalb dieser Seite: Sie fragt keine andere Adresse. ' +
      'Lade das Projekt herunter, und öffne es dann von Hand unter Läufe.',
  },
  carriedByLink:
    'Die Einstellungen sind die des Links; der Datensatz ist der, den du hier öffnest.',
  savePng: 'Dieses Bild sichern',
  reportOf: (name: string) => `Trainingslauf „${name}“`,
  reportFacts: 'Lauf',
  reportCurves: 'Kurven',
  reportSamples: 'Bilder zu festen Seeds',
  reportScores: 'Wertungen vorher und nachher',
  reportSettings: 'Einstellungen',
  reportChanges: 'Während des Laufs geänderte Einstellungen',
  reportLoad: 'Die LoRA laden',
  reportMade: (version: string) =>
    `Erstellt mit Plumbline am ${version}. Diese Seite lädt nichts nach.`,
  base: 'Basismodell',
  method: 'Methode',
  set: 'Datensatz',
  steps: 'Schritte',
  executor: 'Rechenwerk',
  note: 'Notiz',
  tags: 'Schlagwörter',
  key: 'Einstellung',
  value: 'Wert',
  noScores: 'Nichts wertet die Bilder dieses Laufs, oder es gibt nicht von beiden Enden welche.',
  scoresOf: (count: string, step: string) =>
    `${count} Bilder zu gleichen Prompts und gleichem Rauschen, vorher und nach Schritt ${step}.`,
  before: 'Vorher',
  after: 'Nachher',
  gain: 'Nachher − vorher, sd der Basis [95-%-t-Intervall über Prompts]',
  evaluations: 'Auswertungen',
  evaluationOf: (name: string, prompts: string) => `${name}, ${prompts} Prompts`,
  reward: 'Belohnung',
  won: 'Gewonnene Prompts',
  step: (step: string) => `Schritt ${step}`,
  untouched: 'unverändert',
  curveSummary: (first: string, last: string) => `zuerst ${first}, zuletzt ${last}`,
  fileHint: 'Exportiere die .safetensors-Datei im Studio unter Danach; sie heißt wie unten.',
};
