// German of en/race.ts.

import type { Strings } from '../en';

export const race: Strings['race'] = {
  open: 'Wettlauf',
  title: 'Wettlauf der Methoden',
  lede:
    'Methoden trainieren nebeneinander von derselben Basis, mit demselben Seed, denselben ' +
    'Batches und demselben Rauschen. Die Klasse stimmt über die Bilderwände ab, bevor sie ' +
    'erfährt, welche welche ist.',
  ground: (base: string, set: string) => `Basis: ${base}. Datensatz: ${set}.`,
  needData: 'Öffne zuerst einen Datensatz.',
  methods: 'Methoden im Wettlauf',
  twoOrThree: 'Wähle zwei oder drei.',
  steps: 'Schritte',
  start: 'Wettlauf starten',
  again: 'Neuer Wettlauf',
  preparing: 'Die Bahnen werden vorbereitet',
  lane: (letter: string) => `Bahn ${letter}`,
  runName: (letter: string, dataset: string) => `Wettlauf, Bahn ${letter}, ${dataset}`,
  at: (step: string, total: string) => `Schritt ${step} von ${total}`,
  wallAt: (step: string) => `Wand von Schritt ${step}`,
  noWall: 'Die Bilderwand erscheint, sobald ihre Bilder erzeugt sind; die Bahnen wechseln sich ab.',
  deleted: 'Der Lauf dieser Bahn wurde gelöscht.',
  waiting: (waiting: string, lanes: string) =>
    `${waiting} von ${lanes} Bahnen stehen still. Sie gehen von ihren letzten Checkpoints weiter.`,
  goOn: 'Wettlauf fortsetzen',
  image: (letter: string, prompt: string) => `Bahn ${letter}: ${prompt}`,
  meanScore: 'Mittlere Wertung',
  gain: 'Zuwachs, sd der Basis [95\u00a0%]',
  vote: 'Welche Bilderwand gefällt euch am besten? Zählt die Hände.',
  tie: 'Gleichstand',
  add: (name: string) => `Eine Stimme für ${name}`,
  remove: (name: string) => `Eine Stimme von ${name} wegnehmen`,
  share: (name: string, share: string, low: string, high: string) =>
    `${name}: ${share} [${low}, ${high}]`,
  ties: (count: string) =>
    `Gleichstände: ${count}; sie zählen für jede Bahn gleich. Wilson-Intervalle, 95\u00a0%.`,
  noVotes: 'Noch keine Stimmen.',
  noWallYet: 'Abgestimmt wird, sobald jede Bahn eine Wand nach ihren ersten Schritten hat.',
  reveal: 'Namen zeigen',
  hiddenRun: (letter: string) => `Bahn ${letter} eines Wettlaufs, benannt nach der Abstimmung`,
  revealHint: 'Die Namen bleiben verborgen, bis jemand abgestimmt hat.',
  unequalSteps: (steps: string) =>
    `Die Wände sind von verschiedenen Schritten (${steps}): Vergleicht sie, wenn alle Bahnen ` +
    'beim selben sind.',
  scoreDifference: (one: string, other: string, value: string) => `${one} − ${other}: ${value}`,
  ofScores: 'Wertung bei gleichem Rauschen, sd der Basis [95-%-t-Intervall über Prompts]:',
  noInterval: (prompts: string, fewest: string) =>
    `kein Intervall aus ${prompts} Prompts, erst ab ${fewest}`,
  batches:
    'SFT und gewichtetes SFT nehmen nur die guten Bilder, die anderen alle. Rauschen und ' +
    'Zeitschritte sind für jede Bahn gleich.',
};
