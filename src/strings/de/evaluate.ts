// German of en/evaluate.ts.

import type { Strings } from '../en';
import { whole } from '../format';

const counted = (count: number, one: string, many: string): string =>
  `${whole(count)} ${count === 1 ? one : many}`;
const prompts = (count: number): string => counted(count, 'Prompt', 'Prompts');
const models = (count: number): string => counted(count, 'Modell', 'Modelle');
const samples = (count: number): string => counted(count, 'Bild', 'Bilder');
const points = (count: number): string => counted(count, 'Punkt', 'Punkte');

export const evaluate: Strings['evaluate'] = {
  tabs: 'Arten des Vergleichs',
  tabNames: {
    compare: 'Vergleich',
    evaluate: 'Auswertung',
    frontier: 'Grenzkurve',
    blind: 'Blindvergleich',
    sdedit: 'SDEdit',
  },
  ledes: {
    compare: 'Dieselben Prompts und Seeds mit dem Basismodell und mit deiner LoRA.',
    evaluate:
      'Basis und Läufe erzeugen dieselben Prompts aus demselben Rauschen; jede Zahl kommt ' +
      'mit ihrem Intervall.',
    frontier:
      'Jeder Checkpoint und jede Stärke als Punkt: was gewonnen wurde, gegen den Weg, den ' +
      'das Modell dafür zurücklegte.',
    sdedit:
      'Ein Bild von dir, zum Teil neu gesampelt: vom Basismodell und mit deiner LoRA, aus ' +
      'demselben Rauschen.',
    blind:
      'Zwei Bilder, eine Frage, keine Namen. Was ein Mensch vorzieht, ist das Maß, für das ' +
      'die Belohnungen nur stehen.',
  },
  loading: 'Gespeicherte Auswertungen werden gesucht…',
  evaluationName: (names: readonly string[], count: number) =>
    `${names.length === 0 ? 'Basismodell allein' : names.join(', ')} · ${prompts(count)}`,
  entryLabel: (name: string, step: string, strength: string) =>
    `${name}, Schritt ${step}, × ${strength}`,
  estimate: (time: string, each: string) =>
    `etwa ${time} bei ${each} pro Bild, wie die letzte Auswertung hier`,
  estimateLater: 'wie lange es dauert, steht nach den ersten Bildern hier',
  setupTitle: 'Was ausgewertet wird',
  entries: 'Modelle',
  baseAlways: 'Das Basismodell ist immer dabei: Alles wird mit ihm verglichen.',
  noRuns: (model: string) =>
    `Noch hat kein Lauf auf ${model} einen Checkpoint. Das Basismodell allein lässt sich ` +
    'auswerten.',
  addEntry: 'Modell hinzufügen',
  removeEntry: (name: string) => `${name} entfernen`,
  run: 'Lauf',
  checkpoint: 'Checkpoint',
  strength: 'Stärke',
  prompts: 'Prompts',
  promptsHint: (count: string) =>
    `Einer pro Zeile; jetzt ${count}. Intervalle gehen über Prompts, nicht über Bilder: ` +
    'Nimm mindestens 8; unter 3 gibt es keines.',
  repeated: (count: number) =>
    count === 1
      ? 'Eine Zeile wiederholt einen Prompt: Er zählt einmal.'
      : `${count} Zeilen wiederholen einen Prompt: Jeder Prompt zählt einmal.`,
  promptsFrom: (lists: string) => `Sie stammen aus ${lists}.`,
  fillWith: 'Füllen mit',
  fillPreview: 'den Prompts der Vorschau',
  fillSet: 'denen des offenen Datensatzes',
  fillValidation: 'den Validierungs-Prompts der Basis',
  fillTest: 'den Test-Prompts der Basis (einmal öffnen)',
  heldOutHint:
    'Der Demo-Datensatz lässt beide Listen aus. Wähle Einstellungen nach den ' +
    'Validierungs-Prompts, und öffne die Test-Prompts einmal, am Ende.',
  testOpened: (count: string) =>
    `${count} dieser Prompts sind Test-Prompts: Diese Auswertung öffnet sie, und ihr ` +
    'Bericht sagt es.',
  testWereOpened: (count: string) => `Test-Prompts wurden geöffnet: ${count} der Prompts.`,
  trainedOn: (count: string) =>
    `${count} dieser Prompts sind im Trainingsdatensatz: Bei ihnen kann ein Modell die ` +
    'Bilder auswendig gelernt haben.',
  samples: 'Bilder pro Prompt',
  samplesHint:
    'Mehr Prompts sagen mehr als mehr Bilder von jedem: 128 × 1 schlägt 64 × 2 bei ' +
    'gleichen Kosten. Vielfalt innerhalb der Prompts braucht mindestens 2.',
  seed: 'Seed',
  guidance: 'Guidance',
  samplerSteps: 'Sampler-Schritte',
  rewards: 'Belohnungen',
  rewardsHint:
    'Wähle die, auf die du trainiert hast, und einige andere, um Nebenwirkungen zu sehen.',
  moreSettings: 'Seed, Sampler, Merkmale',
  compareBy: 'Vielfalt und Drift nach',
  featureNames: { clip: 'CLIP-Merkmalen', pixels: 'Pixeln' },
  amount: (entries: number, count: number, each: number, images: string) =>
    `${models(entries)} × ${prompts(count)} × ${samples(each)}: insgesamt ${images}`,
  amountFrontier: (count: number, many: number, each: number, images: string) =>
    `Basis und ${points(count)} × ${prompts(many)} × ${samples(each)}: insgesamt ${images}`,
  start: 'Auswerten',
  startFrontier: 'Grenzkurve erzeugen',
  sharesDevice: 'Der Lauf, der trainiert, geht weiter, aber langsamer.',
  phase: (name: string) => `Erzeugen und werten: ${name}`,
  phaseLeft: (name: string, left: string) => `Erzeugen und werten: ${name}; noch etwa ${left}`,
  storedTitle: 'Gespeicherte Auswertungen',
  storedFrontiers: 'Gespeicherte Grenzkurven',
  storedFacts: (entries: number, count: number, each: number, when: string) =>
    `${models(entries)}, ${prompts(count)} × ${whole(each)}, ${when}`,
  partly: (done: string, total: string) => `${done} von ${total} Bildern erzeugt`,
  goOn: 'Weiter',
  show: 'Zeigen',
  shown: 'wird gezeigt',
  deleteQuestion: (name: string) => `„${name}“ mit Bildern und Stimmen löschen?`,
  emptyEvaluate:
    'Noch ist nichts ausgewertet. Mit einigen Prompts, die nicht im Training waren, sagt ' +
    'eine Auswertung, ob die Belohnung wirklich stieg, was sich sonst änderte und wie ' +
    'sicher das ist.',
  emptyFrontier:
    'Eine Grenzkurve braucht einen Lauf mit Checkpoints. Trainiere einen (Checkpoint alle, ' +
    'unter Weitere Einstellungen), dann werden seine Schritte und Stärken hier zu Punkten.',
  noFrontier:
    'Noch gibt es keine Grenzkurve. Mehr Stärke kauft mehr Belohnung und mehr Drift; nur ' +
    'bei gleicher Drift lassen sich zwei Methoden vergleichen.',
  toTraining: 'Zum Training',
  resultsTitle: 'Ergebnisse',
  unfinished: 'Nicht alle Bilder sind da: Modelle, denen eines fehlt, bleiben draußen.',
  reward: 'Belohnung',
  model: 'Modell',
  mean: 'Mittel',
  median: 'Median',
  spread: 'Mittlere Hälfte',
  differenceColumn: 'Unterschied',
  differenceUnit: 'sd der Basis',
  adjustedP: 'p (Holm)',
  winRate: 'Gewinnrate nach Bild',
  winRateOf: (count: string) => `${count} Paare`,
  promptWinRate: 'Gewinnrate nach Prompt',
  promptWinRateOf: (count: string) => `${count} Mediane`,
  strict: (share: string) => `streng ${share}`,
  againstBase: 'gegen die Basis',
  interval: (low: string, high: string) => `${low} bis ${high}`,
  reference: 'Referenz',
  intervalNote: (count: string) =>
    'In Klammern stehen 95-%-Intervalle. Unterschied: Mittel über Prompts von Modell − Basis bei ' +
    'gleichem Rauschen, in Standardabweichungen der Basis; t-Intervall über Prompts (keines ' +
    'unter 3 Prompts). Es gilt diesem Lauf: Was ein anderer Trainings-Seed gäbe, braucht mehrere ' +
    'Läufe (Labor unter „Läufe“). p (Holm): für keinen Unterschied, korrigiert für alle Modelle ' +
    'der Tabelle. Gewinnrate nach Prompt: Es entscheidet der Median von ' +
    (count === '1' ? '1 Bild' : `${count} Bildern`) +
    ' des Prompts. Beide Raten zählen Gleichstände halb; streng zählt sie als verloren. ' +
    'Intervalle der Gewinnraten sind die von Wilson' +
    (count === '1'
      ? '.'
      : ', die Bilder als unabhängig nehmen: Bilder eines Prompts sind es nicht, das Intervall ' +
        'nach Bild ist also zu schmal.'),
  overviewTitle: 'Alle Belohnungen: Unterschied zur Basis',
  overviewNote:
    'Farbig, wo der Unterschied auf dem 5-%-Niveau echt ist, korrigiert für alle ' +
    'Vergleiche dieser Tabelle (Holm).',
  distributionTitle: (reward: string) => `Wie die Wertungen liegen: ${reward}`,
  distributionSummary:
    'Jeder Punkt ist ein Bild, der Balken die mittlere Hälfte, der Strich der Median; die ' +
    'dünne Linie ist der Median der Basis.',
  images: 'Bilder',
  driftTitle: 'Nebenwirkungen: Vielfalt und Drift',
  driftLede:
    'Eine Belohnung lässt sich auch erreichen, indem immer dasselbe Bild erzeugt oder die ' +
    'Basis weit verlassen wird.',
  diversity: 'Vielfalt innerhalb der Prompts',
  diversityAcross: 'Vielfalt zwischen Prompts',
  frechet: 'Fréchet-Abstand',
  change: 'Änderung pro Bild',
  logRatio: 'KL(ref‖Modell)',
  reverseLogRatio: 'KL(Modell‖ref)',
  negativeKl:
    'Eine KL ist nie kleiner als 0, diese Schätzungen können es sein: Sie stammen aus wenigen ' +
    'Bildern und Rauschen, und mit Guidance erzeugte Bilder folgen nicht ganz der eigenen ' +
    'Verteilung des Modells. Ein Wert unter 0 zeigt kein Abrücken; nimm ihn, um Modelle zu ' +
    'ordnen, nicht als Abstand.',
  features: { clip: 'CLIP-Merkmalen', pixels: 'Pixeln in Blöcken von 8 × 8' },
  driftKinds: {
    frechet: { label: 'Fréchet-Abstand', axis: 'Fréchet-Abstand d² zur Basis' },
    change: { label: 'Änderung pro Bild', axis: 'Änderung pro Bild' },
    logRatio: {
      label: 'KL(ref‖Modell)',
      axis: 'log π_ref − log π_θ auf den Bildern der Basis',
    },
    reverseLogRatio: {
      label: 'KL(Modell‖ref)',
      axis: 'log π_θ − log π_ref auf den Bildern des Modells',
    },
  },
  driftNotes: (features: string, unit: string) =>
    `Verglichen nach ${features}. Vielfalt: mittlerer Abstand (${unit}) zwischen den ` +
    'Bildern eines Prompts (braucht mindestens 2 Bilder pro Prompt) und zwischen Bildern ' +
    'verschiedener Prompts. Fréchet-Abstand: d² der beiden Mengen von Merkmalen, wie bei ' +
    'FID, aber mit diesen Merkmalen; 0 für ein unverändertes Modell, denn das Rauschen ist ' +
    'gemeinsam. Änderung: mittlerer Abstand zwischen dem Bild eines Modells und dem der ' +
    'Basis aus demselben Rauschen.',
  fewForFrechet: (images: string, features: string) =>
    `Mit ${images} Bildern für ${features} Merkmale sieht der Fréchet-Abstand nur die ` +
    'Richtungen, die diese Bilder aufspannen: Nimm ihn, um hier Modelle zu ordnen, nicht ' +
    'als Zahl zum Zitieren.',
  unitClip: '1 − Kosinus',
  unitPixels: 'quadratisches Mittel, Anteil der Spanne',
  imagesTitle: 'Nebeneinander',
  imagesLede: 'Eine Zeile pro Prompt, jedes Modell aus demselben Rauschen.',
  sample: 'Bild',
  sampleOf: (index: string, total: string) => `${index} von ${total}`,
  imageAlt: (model: string, prompt: string) => `${prompt}, ${model}`,
  notSampled: 'nicht erzeugt',
  exportCsv: 'Ergebnisse (CSV)',
  exportMarkdown: 'Ergebnisse (Markdown)',
  exportScores: 'Jede Wertung (CSV)',
  exportPng: 'Bilder (PNG)',
  exportVotes: 'Stimmen (CSV)',
  exportVotesMarkdown: 'Auszählung (Markdown)',
  exportsLabel: 'Ergebnisse mitnehmen',
  frontierTitle: 'Belohnung gegen Drift',
  frontierSetup: 'Was erzeugt wird',
  runs: 'Läufe',
  checkpointsEach: 'Checkpoints pro Lauf',
  allCheckpoints: 'alle',
  strengths: 'Stärken',
  frontierSamplesHint:
    'Viele Punkte brauchen je nur wenige Bilder. Die Hälfte des Rauschens wählt die besten ' +
    'Punkte eines Laufs, die andere Hälfte gibt die Zahlen.',
  drift: 'Drift',
  rewardAxis: (reward: string) => `Mittel: ${reward}`,
  scale: 'Skala der Drift',
  linear: 'Linear',
  logarithmic: 'Logarithmisch',
  exportEqual: 'Bei gleicher Drift (CSV)',
  frontierSummary: (count: number, many: number, base: string, features: string) =>
    `${points(count)} aus ${counted(many, 'Lauf', 'Läufen')}, verglichen nach ${features}; ` +
    `das Mittel der Basis ist ${base}. Linien verbinden den besten Punkt eines Laufs bei ` +
    'jeder Drift. Wähle einen Punkt mit der Maus, durch Antippen oder mit Tab und den ' +
    'Pfeiltasten.',
  baseLine: 'Basismodell',
  pointLabel: (name: string, drift: string, reward: string) =>
    `${name}: Drift ${drift}, Belohnung ${reward}`,
  pointTitle: 'Der Punkt',
  thisPoint: 'dieser Punkt',
  difference: 'Gegen die Basis',
  stepColumn: 'Schritt',
  rewardColumn: 'Mittlere Belohnung',
  equalTitle: 'Bei gleicher Drift',
  equalLede:
    'Die beste Belohnung jedes Laufs im selben Abstand zur Basis, zwischen seinen Punkten ' +
    'interpoliert; nur wo beide gemessen wurden.',
  firstRun: 'Erster',
  secondRun: 'Zweiter',
  equalRange: (low: string, high: string) => `Beide Läufe wurden von ${low} bis ${high} gemessen.`,
  noOverlap: (
    first: string,
    firstLow: string,
    firstHigh: string,
    second: string,
    secondLow: string,
    secondHigh: string,
  ) =>
    `Keine Drift wurde für beide gemessen: ${first} liegt zwischen ${firstLow} und ` +
    `${firstHigh}, ${second} zwischen ${secondLow} und ${secondHigh}. Erzeuge kleinere ` +
    'Stärken des einen oder größere des anderen.',
  secondMinusFirst: 'Zweiter − erster',
  unequalTrials: (first: string, second: string) =>
    `${first} Punkte gegen ${second}: Der Lauf mit mehr Versuchen hat die bessere Aussicht ` +
    'auf einen zufällig guten Punkt.',
  equalOneRun:
    'Mit einem zweiten Lauf auf der Grenzkurve werden hier Methoden bei gleicher Drift verglichen.',
  equalNote:
    'Die besten Punkte jedes Laufs werden auf der einen Hälfte des Rauschens gewählt (der ' +
    'Prompts, wo jeder nur eines hat); Belohnungen und Unterschiede sind die der anderen ' +
    'Hälfte. Die letzte Spalte steht in Standardabweichungen der Basis mit einem ' +
    '95-%-t-Intervall über Prompts und gilt diesen zwei Läufen; sie ist farbig, wo der ' +
    'Unterschied auf dem 5-%-Niveau echt ist, korrigiert für die Zeilen (Holm).',
  blindSetup: 'Wer was beurteilt',
  blindEmpty:
    'Der Blindvergleich nutzt Bilder, die eine Auswertung erzeugt hat. Werte zuerst einen ' +
    'Lauf aus; dann warten hier zwei Modelle, Paar für Paar, ohne ihre Namen.',
  toEvaluate: 'Zur Auswertung',
  evaluation: 'Bilder aus',
  firstModel: 'Das eine Modell',
  secondModel: 'Das andere',
  sameModels: 'Wähle zwei verschiedene Modelle.',
  question: 'Frage',
  questionNames: { preference: 'Vorliebe', appeal: 'Aussehen', alignment: 'Prompt' },
  questions: {
    preference: 'Alles in allem: Welches Bild hättest du für diesen Prompt lieber?',
    appeal: 'Welches Bild sieht besser aus, was immer der Prompt verlangte?',
    alignment: 'Welches Bild zeigt getreuer, was der Prompt verlangt?',
  },
  rater: 'Dein Name',
  raterHint: 'Stimmen werden darunter behalten, nur in diesem Browser.',
  raterNeeded: 'Stimmen brauchen einen Namen.',
  begin: 'Beginnen',
  goOnAt: (done: string, total: string) => `Weiter: ${done} von ${total} beurteilt`,
  allJudged: 'Alle Paare dieser Sitzung sind beurteilt.',
  alreadyRevealed:
    'Die Seiten dieser Sitzung wurden gezeigt: Sie ist nicht mehr blind. Beginne eine neue ' +
    'mit anderem Namen oder anderer Frage.',
  pairCount: (count: string) => `${count} Paare, in zufälliger Reihenfolge auf zufälligen Seiten.`,
  stageTitle: (at: string, total: string) => `Paar ${at} von ${total}`,
  leftImage: 'Linkes Bild',
  rightImage: 'Rechtes Bild',
  chooseLeft: 'Links',
  chooseRight: 'Rechts',
  tie: 'Kein Unterschied',
  undo: 'Rückgängig',
  skip: 'Überspringen',
  stop: 'Hier aufhören',
  keys: { left: '←', right: '→', tie: '↓', undo: 'U', skip: 'S' },
  saved: (done: string, total: string) => `Gesichert. ${done} von ${total} beurteilt.`,
  sittingDone: 'Alle Paare sind beurteilt.',
  reveal: 'Aufdecken',
  revealHint: 'Zeigt, welches Modell wo stand. Danach nimmt diese Sitzung keine Stimmen mehr an.',
  votesTitle: 'Stimmen',
  votesLede: (evaluation: string) =>
    `Zu den Bildern von „${evaluation}“. Die Auszählung bleibt verborgen, bis eine Sitzung ` +
    'aufgedeckt ist.',
  noVotes: 'Noch ist keine Sitzung aufgedeckt.',
  hiddenSitting: (rater: string, question: string, done: string, total: string) =>
    `${rater}, ${question}: ${done} von ${total} beurteilt`,
  raterColumn: 'Wer urteilt',
  everyone: 'alle',
  pairColumn: 'Das eine / das andere',
  votesFirst: 'Für das eine',
  votesTies: 'Gleichstände',
  votesSecond: 'Für das andere',
  shareColumn: 'Anteil für das andere',
  voteNote: 'Gleichstände zählen halb; in Klammern stehen 95-%-Intervalle nach Wilson.',
};
