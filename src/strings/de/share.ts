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
  opened: (sets: string, runs: string) => `${sets} Datensätze und ${runs} Läufe geöffnet.`,
  restored: (name: string) => `Die Einstellungen des Bildes „${name}“ gelten jetzt.`,
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
  link: 'Link zu diesen Einstellungen kopieren',
  linkHint: 'Basis, Methode und alle eigenen Einstellungen, auch der Seed',
  linkCopied: 'Kopiert',
  linkName: 'der Link',
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
