// German of en/rating.ts.

import type { Words } from '../en/words';
import type { rating as english, ratingPhases as englishPhases } from '../en/rating';

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const rating: Words<typeof english> = {
  railLabel: 'Bewerten',
  railHint: 'Eigene Wertungen geben',
  railSampling: (done: string, total: string) => `${done} von ${total} werden erzeugt`,
  title: 'Von Hand bewerten',
  lede: (name: string) =>
    `Was dir an „${name}“ gefällt. Jede Bewertung wird sofort in diesem Browser gesichert.`,
  noSet:
    'Öffne einen Datensatz, oder erzeuge einen; dann erscheinen seine Bilder hier eines ' +
    'nach dem anderen.',
  noImages: 'Dieser Datensatz hat noch kein Bild.',
  toScores: 'Weiter zu Wertung & Ziel',
  defaultRater: 'ich',
  rater: 'Wer bewertet',
  raterHint: 'Mehrere Personen dürfen einen Datensatz bewerten.',
  scale: 'Skala',
  scales: { stars: 'Sterne 1–\u20605', slider: 'Regler −5…\u20605', like: 'Gefällt oder nicht' },
  scaleNames: { stars: 'Sterne', slider: 'Regler', like: 'Gefallen', scores: 'Wertungen' },
  view: 'Ansicht',
  viewOne: 'Einzeln',
  viewGrid: 'Raster',
  stage: 'Das zu bewertende Bild',
  starsLabel: 'Sterne',
  star: (count: number) => `${count} ${plural(count, 'Stern', 'Sterne')}`,
  like: 'Gefällt',
  dislike: 'Gefällt nicht',
  sliderLabel: 'Wertung',
  sliderSave: 'Bewerten',
  sliderEnds: ['−5 am schlechtesten', '0', '5 am besten'],
  previous: 'Zurück',
  next: 'Vor',
  skip: 'Überspringen',
  undo: 'Rückgängig',
  rated: (value: string) => `Gesichert: ${value}`,
  skipped: 'Übersprungen; es kommt am Ende wieder.',
  undone: 'Zurückgenommen.',
  already: (value: string) => `Du hast ${value} gegeben. Eine neue Bewertung ersetzt es.`,
  progress: (done: string, total: string, repeats: string) =>
    `${done} von ${total}, davon ${repeats} erneut gefragt`,
  progressLabel: 'Gegebene Bewertungen',
  progressHint: (repeats: string) =>
    `Darunter ${repeats}, die zweimal kommen, um dein eigenes Rauschen zu messen.`,
  doneTitle: 'Alles bewertet',
  doneText:
    'Jedes Bild dieses Datensatzes hat deine Bewertung. Nimm die Bewertungen als Wertungen ' +
    'des Datensatzes, oder passe deinen Geschmack an und lass ihn weitere Bilder werten.',
  keys: { stars: '1–5', slider: '↑ ↓ bewegt, Eingabe bewertet', like: 'L oder D' },
  keysHint: (rate: string) => `Tasten: ${rate}, S überspringt, U nimmt zurück, ← → blättern.`,
  help: [
    ['1–5', 'mit so vielen Sternen bewerten'],
    ['L, D', 'gefällt, gefällt nicht'],
    ['U', 'die letzte Bewertung zurücknehmen'],
    ['S', 'unter Bewerten: das Bild überspringen'],
  ],
  keysOff: 'Tastenkürzel sind ausgeschaltet (unter ?).',
  gridHint: {
    stars: 'Klicke auf die Sterne, oder gehe mit den Pfeiltasten und drücke 1–5.',
    slider: 'Bewege jeden Regler; beim Loslassen wird gesichert.',
    like: 'Klicke, oder gehe mit den Pfeiltasten und drücke L oder D.',
  },
  gridLabel: 'Zu bewertende Bilder',
  value: {
    stars: (value: string) => `${value} ★`,
    slider: (value: string) => value,
    like: (liked: boolean) => (liked ? 'gefällt' : 'gefällt nicht'),
  },
  notRated: 'nicht bewertet',
  noiseTitle: 'Wie beständig die Bewertungen sind',
  noiseLede:
    'Zehn Bilder kommen zweimal. Wie weit die beiden Bewertungen auseinanderliegen, ist ' +
    'das Rauschen einer Bewertung (ihre Standardabweichung).',
  noiseNone: (pairs: number) =>
    `Das Rauschen ist bekannt, sobald das erste Bild zweimal kam; ${pairs} kommen zweimal.`,
  noiseColumns: {
    rater: 'Wer bewertet',
    images: 'Bilder',
    pairs: 'Zweimal',
    deviation: 'Rauschen',
    equal: 'Gleich',
    icc: 'ICC',
  },
  noiseSays: (deviation: string, spread: string, unit: string) =>
    `Eine Bewertung ist um etwa ±${deviation} ${unit} unsicher; deine Bewertungen streuen ` +
    `um ±${spread}.`,
  noiseUnit: { stars: 'Sterne', slider: 'Punkte', like: '' },
  noiseLikes: (share: string) => `Beim zweiten Zeigen blieben ${share} deiner Urteile gleich.`,
  agreementTitle: 'Zwischen Personen',
  agreement: (one: string, other: string, r: string, shared: string) =>
    `${one} und ${other}: r = ${r} über ${shared} gemeinsame Bilder`,
  agreementFew: (one: string, other: string, shared: string) =>
    `${one} und ${other}: ${shared} gemeinsame Bilder, zu wenige zum Vergleichen`,
  learn: {
    offer:
      'Dieser Datensatz hat Wertungen, aber nichts, das wertet: Neue Bilder lassen sich ' +
      'nicht ebenso werten.',
    go: 'Aus diesen Wertungen werten lernen',
    again: 'Noch einmal lernen',
    nameOf: (set: string) => `Gelernt aus ${set}`,
    result: (r: string, low: string, high: string, count: string) =>
      `Gelernt: r = ${r} [${low}, ${high}] über ${count} Bilder, jedes von einem Kopf ` +
      'beurteilt, der ohne es angepasst wurde.',
    quality: {
      chance:
        'Das lässt sich vom Zufall nicht unterscheiden: Verlass dich nicht darauf. Mehr ' +
        'Bilder oder Wertungen von etwas, das CLIP sieht, können helfen.',
      weak: 'Es stimmt im Mittel vieler Bilder, nicht bei einem einzelnen.',
      good: 'Bilder, die es hoch wertet, sind meist die mit deinen hohen Wertungen.',
    },
  },
  tasteTitle: 'Dein eigener Geschmack',
  tasteLede:
    'Ein kleiner Kopf auf den Bildmerkmalen eines CLIP-Modells, hier an deine Bewertungen ' +
    'angepasst. Er kann dann jeden Datensatz werten, wie jede andere Belohnung.',
  tasteNeeds: {
    rated: (done: string, wanted: string) => `${done} von ${wanted} bewerteten Bildern`,
    liked: (done: string, wanted: string) => `${done} von ${wanted} Urteilen`,
  },
  tasteEnough: {
    rated: (done: string, wanted: string) =>
      `${done} bewertete Bilder; ${wanted} genügen, mehr sind besser`,
    liked: (done: string, wanted: string) => `${done} Urteile; ${wanted} genügen, mehr sind besser`,
  },
  tasteFrom: 'Angepasst an',
  tasteFromAll: 'das Mittel aller Personen',
  tasteName: 'Name',
  tasteNameOf: (rater: string) => `Geschmack von ${rater}`,
  tasteFit: 'Geschmack anpassen',
  tasteFitAgain: 'Neu anpassen',
  tasteResult: (r: string, low: string, high: string, count: string) =>
    `r = ${r} [${low}, ${high}] über ${count} Bilder`,
  tasteQuality: {
    none:
      'Das lässt sich vom Zufall nicht unterscheiden: Deine Bewertungen zeigen noch kein ' +
      'Muster, das er lernen kann. Mehr Bewertungen oder eine klarere Regel können helfen.',
    weak:
      'Eine schwache Übereinstimmung: Er findet deinen Geschmack im Mittel vieler Bilder, ' +
      'nicht in einem einzelnen.',
    good:
      'Eine gute Übereinstimmung: Bilder, die er hoch wertet, würdest du meist auch hoch ' +
      'bewerten.',
  },
  tasteResultSays:
    'Jedes Bild wurde von einem Kopf beurteilt, der ohne es angepasst wurde; das ist also ' +
    'bei neuen Bildern dieser Art zu erwarten.',
  tasteAuc: (share: string) =>
    `In ${share} der Paare steht ein Bild, das gefällt, über einem, das nicht gefällt.`,
  tasteChart: 'Deine Bewertung gegen das, was der Geschmack ohne sie sagt',
  tasteChartX: 'deine Bewertung',
  tasteChartY: 'Geschmack, leave-one-out',
  tasteChartDot: 'ein Bild',
  tasteChartLine: 'beide gleich',
  tasteChartSummary: (count: string, r: string) => `${count} bewertete Bilder; Pearsons r = ${r}.`,
  tasteScore: (set: string) => `„${set}“ danach werten`,
  tasteFitted: (date: string, count: string, scale: string) => `${count} Bilder, ${scale}, ${date}`,
  tasteDelete: (name: string) => `„${name}“ löschen? Vergebene Wertungen bleiben.`,
  tasteList: 'Angepasste Geschmäcker',
  sources: {
    label: 'Wertungen fürs Training',
    hint: 'Ein Bild kann Wertungen mehrerer Quellen haben; ein Lauf nimmt eine.',
    ratings: (scale: string) => `Bewertungen (${scale})`,
    ratingsOf: (rater: string, scale: string) => `Bewertungen von ${rater} (${scale})`,
    byChance: (name: string) => `${name} (nicht besser als Zufall)`,
    gone: 'ein Geschmack, der hier nicht gespeichert ist',
    covers: (name: string, count: string, total: string) => `${name}: ${count} von ${total}`,
    partial: (missing: string, total: string) =>
      `${missing} von ${total} Bildern haben keine Wertung dieser Quelle: Ein Lauf lässt sie aus.`,
    none: 'Noch hat kein Bild eine Wertung dieser Quelle.',
    rate: 'Von Hand bewerten',
    scoreBy: 'Durch eine Belohnung werten',
    exportZip: 'Als Zip exportieren',
    exportRatings: 'Wertungen als',
    exportHint:
      'Das Zip enthält die Bilder, jede Wertung und jede Bewertung und die Geschmäcker, ' +
      'die gewertet haben; es lässt sich unverändert wieder importieren.',
    adopt: 'Diese Bewertungen als Wertungen des Datensatzes nehmen',
    inUse: 'Der Datensatz trainiert auf diesen Bewertungen.',
    empty:
      'Die Bilder dieses Datensatzes haben keine Wertung der gewählten Quelle. Bewerte ' +
      'sie, werte sie durch eine Belohnung, oder wähle eine andere Quelle.',
  },
  scoreBy: {
    title: 'Den Datensatz werten durch',
    lede: (size: string) =>
      `Jedes Bild wird auf die Größe des Modells (${size}) gebracht und so gewertet, wie ` +
      'darauf trainiert würde.',
    go: (count: number) => (count > 1 ? `Durch ${count} Belohnungen werten` : 'Werten'),
    first: 'Auf der zuerst gewählten trainiert der Datensatz.',
    close: 'Schließen',
  },
  rewards: {
    label: 'Belohnungen',
    loading: 'Belohnungen werden gesucht…',
    own: 'Deine Geschmäcker',
    ofPrompt: 'Aus Bild und Prompt',
    ofPixels: 'Aus den Pixeln allein',
    main: 'darauf wird trainiert',
    fittedTo: (count: string, r: string) => `Angepasst an ${count} Bilder, leave-one-out r = ${r}.`,
    worse: (name: string, r: string, low: string, high: string) =>
      `„${name}“ ist schlechter als Zufall: r = ${r}, 95-%-Intervall ${low} bis ${high}.`,
    chance: (name: string, r: string, low: string, high: string) =>
      `„${name}“ ist vom Zufall nicht zu unterscheiden: r = ${r}, 95-%-Intervall ${low} bis ` +
      `${high}.`,
  },
  twoWords: {
    more: 'Mehr wie',
    morePlaceholder: 'grinning face',
    less: 'weniger wie',
    lessPlaceholder: 'crying face',
    add: 'Diese Belohnung hinzufügen',
  },
  make: {
    open: 'Datensatz erzeugen',
    openHint: (model: string) =>
      `${model} erzeugt ihn hier; werte ihn durch eine Belohnung, oder bewerte ihn selbst.`,
    title: 'Datensatz erzeugen',
    lede:
      'Das Modell erzeugt jeden Prompt mehrmals. Dasselbe Formular und derselbe Seed geben ' +
      'wieder dieselben Bilder.',
    nameOf: (name: string) => `Erzeugt von ${name}`,
    numbered: (name: string, count: number) => (count === 1 ? name : `${name}, ${count}`),
    unfinished: (done: string, total: string) => `${done} von ${total} erzeugt`,
    name: 'Name des Datensatzes',
    from: 'Erzeugt von',
    base: (model: string) => `${model}, unverändert`,
    checkpoint: 'Checkpoint',
    lastCheckpoint: 'letzter',
    atStep: (step: string) => `Schritt ${step}`,
    strength: 'LoRA-Stärke',
    prompts: 'Prompts, einer pro Zeile',
    fillWith: 'Füllen mit',
    modelPrompts: 'denen des Modells',
    setPrompts: 'denen des offenen Datensatzes',
    negativePrompt: 'Negativer Prompt',
    negativeHint: 'Darf leer bleiben.',
    samples: 'Bilder pro Prompt',
    seed: 'Seed',
    guidance: 'Guidance',
    steps: 'Sampler-Schritte',
    scoring: 'Gewertet durch',
    scoringHint:
      'Keine gewählt: Du bewertest die Bilder selbst. Bei mehreren trainiert der Datensatz ' +
      'auf der ersten.',
    count: (prompts: string, samples: string, total: string) =>
      `${prompts} × ${samples} = ${total} Bilder`,
    go: 'Datensatz erzeugen',
    discard: 'Verwerfen',
    noPrompts: 'Schreibe mindestens einen Prompt.',
    sharesDevice: (name: string) =>
      `„${name}“ trainiert. Das geht weiter, während der Datensatz erzeugt wird; beides ` +
      'dauert länger.',
    drawing: (name: string) => `„${name}“ wird erzeugt`,
    goesOn:
      'Es geht weiter, während du andere Seiten ansiehst oder trainierst; nach einem ' +
      'Neuladen ebenso.',
    left: (time: string) => `noch etwa ${time}`,
    pause: 'Pause',
    pausedTitle: (name: string, done: string, total: string) =>
      `„${name}“ ist nicht fertig: ${done} von ${total} Bildern sind erzeugt.`,
    pausedText: 'Weitermachen gibt dieselben Bilder, als wäre nie unterbrochen worden.',
    goOn: 'Weiter',
    keep: 'Behalten, wie er ist',
    badNumber: 'Das ist keine Zahl.',
  },
  export: { packing: 'Das Zip wird gepackt' },
  importing: {
    none: 'Keine Wertungen: Ich bewerte hier',
    exported:
      'Dieser Datensatz wurde hier exportiert: Namen, Wertungen und Bewertungen kommen ' +
      'zurück, wie sie waren.',
  },
};

export const ratingPhases: Words<typeof englishPhases> = {
  generate: 'Bilder werden erzeugt',
  score: 'Bilder werden gewertet',
  features: 'Bildmerkmale werden gelesen',
  export: 'Das Zip wird gepackt',
};
