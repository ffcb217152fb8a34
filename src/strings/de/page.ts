// German of en/page.ts.

import type { Words } from '../en/words';
import type { page as english } from '../en/page';

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const page: Words<typeof english> = {
  appName: 'Plumbline',
  skipToContent: 'Zum Inhalt springen',
  screens: {
    label: 'Schritte',
    data: 'Daten',
    objective: 'Wertung & Ziel',
    training: 'Training',
    compare: 'Danach',
    dataHint: 'Bilder und ihre Wertungen',
    objectiveHint: 'Schwelle, Gewichte, Verlust',
    trainingOffer: 'Ein Lauf kann weitergehen',
    trainingHint: 'Starten und zusehen',
    compareHint: 'Vergleichen und exportieren',
    next: (name: string) => `Weiter zu ${name}`,
  },
  header: {
    privacy: 'Alles bleibt in diesem Browser',
    language: 'Sprache',
    theme: 'Farbschema',
    themeLight: 'Hell',
    themeDark: 'Dunkel',
    themeSystem: 'System',
    help: 'Tastatur und Hilfe',
    starting: 'Dieses Gerät wird untersucht…',
    storage: 'Speicher',
    storageUse: (used: string, left: string) => `${used} belegt, ${left} frei`,
    persisted: 'Der Browser hat versprochen, ihn zu behalten.',
    notPersisted:
      'Der Browser darf ihn leeren, wenn die Festplatte fast voll ist; lade herunter, was ' +
      'du behalten willst.',
    model: 'Basismodell',
    modelLocked:
      'Auf diesem Basismodell ist ein Lauf geladen. Drücke unter Training „Neuer Lauf“, um ' +
      'ein anderes zu wählen.',
    modelFacts: (size: string, edge: number, label: string, predicts: string) =>
      `${size}, ${edge} × ${edge} px, ${label}: ${predicts}`,
  },
  capability: {
    title: 'Wie hier trainiert wird',
    wgsl: 'WebGPU',
    wasm: 'WebAssembly',
    wasmThreads: (count: number) => `WebAssembly, ${count} ${plural(count, 'Thread', 'Threads')}`,
    executor: 'Rechenwerk',
    adapter: 'Adapter',
    why: 'Warum',
    whatToDo: 'Was du tun kannst',
    softwareAdapter: 'Software-Adapter',
    isolation: 'Cross-Origin-Isolation',
    isolated: 'an: wasm darf Threads nutzen',
    notIsolated: 'aus: wasm läuft in einem Thread',
    threads: 'Threads',
    buffer: 'Größter GPU-Puffer',
    nothing: 'Keine Probleme gefunden.',
    speed: 'Gemessene Geschwindigkeit',
    noSpeed: 'nach dem ersten Schritt bekannt',
  },
  shortcuts: {
    title: 'Tastatur und Hilfe',
    enable: 'Tastenkürzel',
    enableHint: 'Sie wirken auf den Seiten Training und Bewerten und nie beim Schreiben.',
    space: 'Leertaste',
    spaceDoes: 'starten, pausieren, weiter',
    s: 'S',
    sDoes: 'ein Schritt',
    question: '?',
    questionDoes: 'dieses Fenster',
    arrows: '← →',
    arrowsDoes:
      'die Schwelle bewegen (mit Umschalt zehnmal so weit) oder den Regler, der den Fokus hat',
    about:
      'Plumbline richtet ein Text-zu-Bild-Modell an gewerteten Bildern aus: Bilder ab ' +
      'einer Schwelle werden wahrscheinlicher, die anderen weniger, und jedes zählt umso ' +
      'mehr, je weiter seine Wertung von der Schwelle liegt. Training und Bilder bleiben ' +
      'auf diesem Computer.',
    close: 'Schließen',
  },
  errors: {
    whatToDo: 'Was zu tun ist',
    dismiss: 'Schließen',
    unexpectedRemedy:
      'Versuche es noch einmal. Geschieht es wieder, lade die Seite neu: Datensätze, Läufe ' +
      'und Checkpoints sind gespeichert.',
    workerCrashed: (detail: string) =>
      detail === ''
        ? 'Der Trainings-Worker ist ohne Meldung stehen geblieben.'
        : `Der Trainings-Worker ist stehen geblieben: ${detail}`,
    workerCrashedRemedy:
      'Starte ihn neu. Datensätze, Läufe und der letzte Checkpoint des Laufs sind ' +
      'gespeichert; Schritte nach diesem Checkpoint werden wiederholt.',
    startFailed: 'Das Studio konnte nicht starten.',
    restart: 'Neu starten',
    notJson: (name: string) => `„${name}“ ist keine JSON-Datei.`,
    notJsonRemedy: 'Wähle eine Einstellungsdatei, die hier exportiert wurde.',
  },
  common: {
    cancel: 'Abbrechen',
    delete: 'Löschen',
    confirmDelete: 'Ja, löschen',
    keep: 'Behalten',
    asTable: 'Als Tabelle',
    asChart: 'Als Diagramm',
    stepColumn: 'Schritt',
    previous: 'Zurück',
    next: 'Vor',
    page: (page: number, pages: number) => `Seite ${page} von ${pages}`,
    ofSet: (work: string, set: string) => `${work}, Datensatz „${set}“`,
    ofTotal: (done: string, total: string) => `${done} von ${total}`,
    reset: (name: string, value: string) => `${name} auf ${value} zurücksetzen`,
  },
  phases: {
    import: 'Bilder werden gespeichert',
    model: 'Das Basismodell wird geöffnet',
    encode: 'Bilder werden kodiert',
    embed: 'CLIP sieht die Bilder an',
    text: 'Prompts werden kodiert',
    calibrate: 'Die Methode wird kalibriert',
    compile: 'Der Trainingsschritt wird gebaut',
    preview: 'Bilder werden erzeugt',
    probe: 'Die Aktualisierung wird gemessen',
    benchBase: 'Ein Basismodell wird auf deiner Zeichnung trainiert',
    sample: 'Bilder werden erzeugt',
    export: 'Die Datei entsteht',
    merge: 'Die LoRA wird in die Gewichte eingerechnet (MB)',
  },
  data: {
    title: 'Gewertete Bilder mitbringen',
    lede:
      'Ein Ordner, Dateien oder ein .zip mit PNG-, JPEG- oder WebP-Bildern und einer Tabelle mit ' +
      'beliebigem Namen (CSV, TSV, JSON, Parquet; aus einer Kalkulation als CSV gespeichert): ' +
      'pro Bild eine Zeile mit Dateiname, Prompt und Wertung.',
    drop: 'Ordner, Dateien oder ein .zip hier ablegen',
    dropHint: 'Nichts wird hochgeladen. Bilder werden in den Speicher dieses Browsers kopiert.',
    dropActive: 'Loslassen, um hineinzusehen',
    pickFiles: 'Dateien oder .zip wählen',
    pickFolder: 'Ordner wählen',
    or: 'oder',
    demo: 'Demo-Datensatz öffnen',
    toData: 'Eigene Bilder bringen',
    demoHint: (model: string) =>
      `Bilder, die ${model} selbst erzeugt hat, nach einer angegebenen Formel gewertet.`,
    noDemo: 'Dieses Modell hat keinen Demo-Datensatz.',
    unnamed: 'Meine Bilder',
    inspecting: 'Die Dateien werden durchgesehen…',
    draftTitle: 'Tabelle prüfen',
    draftFacts: (rows: string, table: string, files: string) =>
      `${rows} ${rows === '1' ? 'Zeile' : 'Zeilen'} in ${table}, ${files} abgelegt`,
    filesCount: (count: number) => `${count} ${plural(count, 'Datei', 'Dateien')}`,
    draftName: 'Name des Datensatzes',
    mappingGuessed: 'Die Spalten wurden erkannt. Ändere sie, wenn es andere sind.',
    mappingNeeded: 'Sag, welche Spalte was enthält; die Namen sind nicht die üblichen.',
    mapFileName: 'Dateiname',
    mapText: 'Prompt',
    mapScore: 'Wertung',
    mapNone: 'Spalte wählen',
    mapNoText: 'Keine Spalte: aus den Bildern oder einer für alle',
    promptForAll: 'Ein Prompt für Bilder, die keinen haben',
    previewRows: (rows: number, scored: number) =>
      `${rows} ${plural(rows, 'Bild käme', 'Bilder kämen')} herein, ${scored} mit Wertung`,
    previewScores: (low: string, high: string) => `Wertungen von ${low} bis ${high}`,
    previewOneScore: (score: string) => `Jede Wertung ist ${score}`,
    previewUnread: 'nicht lesbar',
    previewShown: (shown: number, rows: number) =>
      `${shown} von ${rows} gezeigt. Ein Bild, das nicht lesbar ist, lässt der Import weg und ` +
      'sagt, warum.',
    previewSample: 'Die ersten Bilder',
    previewRejected: (count: number) =>
      `${count} ${plural(count, 'Zeile oder Datei bliebe', 'Zeilen oder Dateien blieben')} draußen`,
    noPrompt: 'Prompt aus dem Bild',
    noScore: 'keine Wertung',
    import: 'Importieren',
    discard: 'Verwerfen',
    importStarting: 'Es geht los',
    importing: 'Import läuft',
    rejectedTitle: (count: number) =>
      `${count} ${plural(count, 'Zeile wurde', 'Zeilen wurden')} ausgelassen`,
    rejectedLede:
      'Der Rest ist da. Berichtige diese in der Tabelle und importiere noch einmal, wenn ' +
      'du sie willst.',
    rejectedRow: 'Zeile',
    rejectedFile: 'Datei',
    rejectedReason: 'Grund',
    noRow: 'keine',
    showAll: (count: number) => `Alle ${count} zeigen`,
    stored: 'Gespeicherte Datensätze',
    unfinished: (count: string, expected: string) =>
      `Der Import wurde unterbrochen: ${count} von ${expected} Bildern sind hier. Lege die ` +
      'Dateien noch einmal ab, oder behalte ihn, wie er ist.',
    noneStored: 'Noch ist kein Datensatz gespeichert.',
    images: (count: string) => `${count} Bilder`,
    scoredBy: (source: string) => `gewertet durch ${source}`,
    open: 'Öffnen',
    opened: 'offen',
    deleteQuestion: (name: string) =>
      `„${name}“ mit seinen Bildern löschen? Läufe, die darauf trainiert wurden, bleiben.`,
    gridTitle: 'Bilder',
    gridEmpty: 'Nichts ist offen. Lege oben Bilder ab, oder öffne den Demo-Datensatz.',
    sort: 'Reihenfolge',
    sortHigh: 'Höchste zuerst',
    sortLow: 'Niedrigste zuerst',
    sortFile: 'Nach Dateiname',
    filter: 'Nach Prompt filtern',
    filterNone: 'Kein Prompt enthält das.',
    loading: 'Wird geladen…',
    imageAlt: (caption: string, score: string) => `${caption}, Wertung ${score}`,
    imageFailed: 'Bilder konnten nicht gelesen werden',
  },
  scores: {
    signal: {
      title: 'Was dieser Datensatz lehren kann',
      images: 'Bilder',
      prompts: (count: string) => `von ${count} Prompts`,
      icc: 'ICC',
      iccSays: (share: string) => `${share} der Wertung kommen vom Prompt`,
      iccUnknown: 'braucht mehrere Bilder pro Prompt',
      ties: 'Gleichstände',
      tiesSay: (share: string) => `genau bei τ, ${share}`,
      band: 'τ, 90\u00a0%',
      bandSays: (flips: string, share: string) =>
        `mit anderen Bildern wie diesen; etwa ${flips} Labels (${share}) würden umschlagen`,
      bandNone: 'τ ist kein Perzentil dieser Wertungen',
      noise: 'Rauschen der Bewertung',
      noiseSays: (near: string) => `pro Bewertung; ${near} Bilder liegen näher an τ`,
      noiseNone: 'kein Bild wurde zweimal bewertet',
      gain: 'Erkennbarer Zuwachs',
      gainSays: (prompts: string) =>
        `durch eine Auswertung mit ${prompts} Prompts, in 4 von 5 Fällen; weniger mit ` +
        'gemeinsamem Rauschen',
      gainAtMost: (prompts: string) =>
        `durch eine Auswertung mit ${prompts} Prompts, in 4 von 5 Fällen; weniger, je größer ` +
        'die ICC ist',
    },
    scopeFold: 'Woher τ kommt',
    sourceFold: 'Wertungen und was wertet',
    title: 'Wertungen und Schwelle',
    titleAlone: 'Wertungen',
    ledeAlone: (method) =>
      `${method} vergleicht Wertungen miteinander und braucht keine Schwelle τ.`,
    lede:
      'Bilder bei der Schwelle τ oder darüber gelten als gute Beispiele, die anderen als ' +
      'schlechte. Je weiter eine Wertung von τ liegt, desto mehr zählt ihr Bild.',
    empty: 'Öffne zuerst einen Datensatz: Das Histogramm zeigt seine Wertungen.',
    mode: 'Wie τ gesetzt wird',
    tau: 'Schwelle τ',
    tauHandle: 'Schwelle τ auf der Wertungsachse',
    tauValueText: (tau: string, positive: string, negative: string) =>
      `τ bei ${tau}: ${positive} gut, ${negative} schlecht`,
    tauOutside: (low: string, high: string) =>
      `τ muss zwischen ${low} und ${high} liegen, der niedrigsten und der höchsten Wertung.`,
    percentileHint: (low: string, high: string) =>
      `Ziehen setzt p, das von ${low} bis ${high} reicht; ein festes τ darf überall liegen.`,
    dragHint: 'Zieh die Linie, oder gib ihr den Fokus und nimm die Pfeiltasten.',
    positive: 'Gut, n₊',
    negative: 'Schlecht, n₋',
    ties: 'Genau bei τ',
    meanWeight: 'Mittleres Gewicht',
    maxWeight: 'Größtes Gewicht',
    scoreAxis: 'Wertung',
    countAxis: 'Bilder',
    weightAxis: 'Gewicht w(s)',
    legendPositive: 'gut, s ≥ τ',
    legendNegative: 'schlecht, s < τ',
    legendDropped: 'bei τ, ausgelassen',
    legendWeight: 'Gewicht w(s)',
    legendCumulative: 'Anteil bis hierher, 0 bis 100 %',
    tiesWarning: (share: string) =>
      `${share} der Wertungen liegen genau bei τ. Wähle unter „Gleichstände bei τ“, was ` +
      'mit ihnen geschieht, oder schiebe τ zwischen zwei Werte.',
    histogramTitle: 'Wie die Wertungen liegen',
    histogramSummary: (
      count: string,
      low: string,
      high: string,
      tau: string,
      positive: string,
      negative: string,
    ) =>
      `Histogramm von ${count} Wertungen von ${low} bis ${high}. Die Schwelle liegt bei ` +
      `${tau}, mit ${positive} Bildern dort oder darüber und ${negative} darunter.`,
    binColumn: 'Wertungen',
    cumulativeColumn: 'Bis hierher',
    examplesTitle: 'Auf beiden Seiten der Linie',
    farGood: 'Klar gut',
    nearGood: 'Gerade noch gut',
    nearBad: 'Gerade schon schlecht',
    farBad: 'Klar schlecht',
    weightOf: (weight: string) => `zählt ${weight}\u00a0×`,
    iccTitle: 'Wie viel der Wertung vom Prompt kommt',
    iccUnknown:
      'Jeder Prompt hat ein Bild, deshalb lassen sich Prompt und Bild hier nicht trennen.',
    iccLow: (share: string) =>
      `${share} der Unterschiede in den Wertungen liegen zwischen Prompts. Das meiste, was ` +
      'das Modell lernen kann, betrifft die Bilder selbst: Eine Schwelle für alle passt zu ' +
      'diesem Datensatz.',
    iccMiddle: (share: string) =>
      `${share} der Unterschiede in den Wertungen liegen zwischen Prompts. Manche Prompts ` +
      'sind meist gut und manche meist schlecht; der Lauf wird auch lernen, ganze Prompts ' +
      'zu bevorzugen.',
  },
  objective: {
    title: 'Zielfunktion',
    lede: 'Was der Lauf minimiert. Terme leuchten auf, während du ihren Regler bewegst.',
    method: 'Methode',
    allEquations: 'Die Gleichungen aller Methoden mit ihren Quellen',
    presets: 'Beginnen mit',
    presetModel: (model: string) => `den eigenen von ${model}`,
    presetPaper: 'den Werten der Arbeiten',
    presetOwn: 'Von dir geändert.',
    presetModelNote: 'Auf diesem Modell gemessen; die Reihe, die sie auswählte, steht unten.',
    presetEstimates: 'Schätzungen für dieses Modell: Auf ihm wurde keine Reihe gemessen.',
    presetOtherMethods: (method: string) =>
      `Mit ${method} wurde auf diesem Modell nichts gemessen: Was es mit anderen Methoden teilt, ` +
      'ist so, wie es für diese gewählt wurde.',
    presetCalibrated: (symbol: string) =>
      `${symbol} wird vor dem ersten Schritt kalibriert, was auch immer hier steht.`,
    presetPaperNote:
      'β 1, c 5, T 10⁻³, rohe Wertungen, Lernrate 10⁻⁵, 78 Schritte: gedacht für ganze ' +
      'Stable-Diffusion-Netze. Eine LoRA bewegt sich damit kaum.',
    sweep: 'Die Reihe hinter den Werten des Modells',
    sweepNone: 'Dieses Modell hat noch keine gespeicherte Reihe; seine Werte sind Schätzungen.',
    loadFile: 'Einstellungsdatei laden',
    loaded: 'Einstellungen geladen.',
    numbers: 'Zielfunktion',
    training: 'Training',
    advanced: 'Weitere Einstellungen',
    advancedHint: 'Gleichstände, Skalen, Zeitplan, Vorschau, Checkpoints',
    from: 'Voreinstellung nach',
    range: (low: string, high: string) => `${low} bis ${high}`,
    outOfRange: (low: string, high: string) => `Bitte zwischen ${low} und ${high}.`,
    stays: (value: string) => `${value} gilt weiter.`,
    notNumber: 'Das ist keine Zahl.',
    notWhole: 'Bitte eine ganze Zahl.',
    about: (name: string) => `Über ${name}`,
    locked:
      'Gesperrt, solange ein Lauf geladen ist: Es bestimmt die Form des Netzes oder die ' +
      'Reihenfolge der Zufallszahlen. Der Knopf oben auf dieser Seite gibt es frei.',
    lockedShort: 'gesperrt während des Laufs',
    liveNote: 'Änderungen wirken ab dem nächsten Schritt und sind auf den Kurven markiert.',
    lockedBanner: (name: string, step: string) =>
      `„${name}“ ist bei Schritt ${step} geladen. Einstellungen, deren Regler sich bewegen ` +
      'lässt, wirken ab dem nächsten Schritt; die anderen sind gesperrt.',
    overBanner: (name: string, step: string) =>
      `„${name}“ ist bei Schritt ${step} zu Ende und noch zu sehen. „Neuer Lauf“ gibt alle ` +
      'Einstellungen frei; dieser Lauf bleibt unter Läufe.',
    otherSet: (open: string, own: string) =>
      `Die Wertungen unten sind die von „${open}“, der offen ist; der Lauf lernt aus „${own}“.`,
    endRun: 'Lauf beenden',
    scoreScale: 'Skala der Wertungen für Gewichte',
    scaleStandardized: 'Standardabweichungen',
    scaleRaw: 'Roh',
    scaleMinmax: 'Spanne 0–1',
    scaleRank: 'Rang 0–1',
    scoreScaleMeaning:
      'In welcher Einheit der Abstand |s − τ| gemessen wird, bevor c ihn vervielfacht. Mit ' +
      'Standardabweichungen, bei 3 gekappt, bedeutet c für jeden Datensatz dasselbe.',
    ties: 'Gleichstände bei τ',
    tiePositive: 'zählen als gut',
    tieNegative: 'zählen als schlecht',
    tieDrop: 'ausgelassen',
    tiesMeaning: 'Was mit Wertungen genau bei τ geschieht. Die Arbeiten zählen sie als gut.',
    schedule: 'Verlauf der Lernrate',
    scheduleConstant: 'Konstant',
    scheduleWarmup: 'Konstant nach Aufwärmen',
    scheduleCosine: 'Kosinus bis null',
    scheduleMeaning: 'Wie die Lernrate über den Lauf geht. Gemessen wurde konstant.',
    optimizer: 'Optimierer',
    optimizerNames: {
      adamw: 'AdamW',
      adam: 'Adam',
      sgd: 'SGD mit Impuls 0,9',
      adafactor: 'Adafactor',
    },
    optimizerMeaning:
      'Was aus Gradienten Schritte macht. Alle Voreinstellungen wurden mit AdamW gemessen; ' +
      'SGD braucht eine weit größere Lernrate.',
    mseSpace: 'Fehler gemessen an',
    msePrediction: 'dem, was das Netz vorhersagt',
    mseEps: 'Rauschen',
    mseX0: 'sauberem Bild',
    maskedReduction: 'Log-Wahrscheinlichkeit eines Bildes',
    reduceMean: 'Mittel über seine maskierten Tokens',
    reduceSum: 'Summe über seine maskierten Tokens',
    maskedReductionMeaning:
      'Die Arbeiten drucken das Mittel. Die Summe zählt ein stark maskiertes Bild mehr und ' +
      'sättigt früher.',
    calibration: (symbol: string) => `${symbol} vor dem ersten Schritt kalibrieren`,
    calibrationOn: 'Kalibrieren',
    calibrationOff: 'Nehmen, wie es eingestellt ist',
    calibrationMeaning: (symbol: string) =>
      '30 Schritte SFT werden gemacht und verworfen; wie weit die Log-Verhältnisse fester Bilder ' +
      `danach streuen, sagt, bei welchem ${symbol} die Methode lernt, ohne zu sättigen. Der ` +
      'gefundene Wert steht unter dem Lauf, und sein Regler nimmt jederzeit einen anderen. ' +
      'Voreingestellt an, wo für diese Basis kein Wert gemessen wurde.',
    mseSpaceMeaning:
      'In welchem Raum der quadratische Fehler genommen wird. Die veröffentlichten Werte ' +
      'setzen ein Netz voraus, das Rauschen vorhersagt.',
    weightStorage: 'Gewichte der Basis auf einer GPU',
    weightsFile: 'Wie in der Datei',
    weightsF16: 'f16',
    weightsInt8: 'int8',
    weightStorageMeaning:
      'int8 halbiert den Speicher von f16, mit einer Skala pro Ausgabekanal, und rundet ' +
      'die Gewichte stärker. Andere Rechenwerke behalten f32.',
    targets: 'Angepasste Schichten',
    targetsMeaning:
      'Namen der linearen Schichten, die eine niedrigrangige Anpassung bekommen. Die ' +
      'üblichen vier von diffusers sind die Projektionen der Attention.',
    previewPrompts: 'Prompts der Vorschau',
    previewPromptsMeaning:
      'Einer pro Zeile. Jeder wird im Lauf zu einem festen Seed erzeugt und gewertet.',
    previewPromptsOfSet:
      'Diese sind einige der Prompts, auf denen der Lauf lernt: Von denen der Basis ist keiner ' +
      'darunter.',
    formulaTitle: 'Der Verlust',
    withValues: 'mit deinen Werten',
    kappa: (of: string) => `κ = ${of}, der Faktor auf der Fehlerdifferenz`,
    plotTitle: 'Verlust eines Beispiels gegen sein Log-Verhältnis',
    plotX: 'Log-Verhältnis a (Nats)',
    plotY: 'Verlust, Gewicht 1',
    plotGood: 'gutes Beispiel',
    plotBad: 'schlechtes Beispiel',
    plotSummary: (at: string) =>
      'Zwei Kurven. Für ein gutes Beispiel fällt der Verlust mit dem Log-Verhältnis, für ' +
      `ein schlechtes steigt er. Der Gradient ist bei Log-Verhältnis ${at} auf ein Zehntel ` +
      'gefallen.',
    noPlot: (method: string) =>
      `${method} hat hier keine Kurve: Der Verlust hängt nicht vom Log-Verhältnis eines ` +
      'Beispiels allein ab.',
    saturated: (share: string) =>
      `${share} der letzten Beispiele sind so weit von 0, dass ihr Gradient unter einem ` +
      'Zehntel liegt. Ein größeres T oder ein kleineres β hält sie am Lernen.',
  },
  targets: {
    to_q: 'Query (to_q)',
    to_k: 'Key (to_k)',
    to_v: 'Value (to_v)',
    'to_out.0': 'Ausgabe (to_out.0)',
    proj_in: 'Projektion hinein (proj_in)',
    proj_out: 'Projektion hinaus (proj_out)',
    'ff.net.0.proj': 'Feed-forward hinein (ff.net.0.proj)',
    'ff.net.2': 'Feed-forward hinaus (ff.net.2)',
  },
  sampler: {
    label: 'Sampler',
    ownOf: (name: string) => `Der eigene: ${name}`,
    names: {
      ddim: 'DDIM',
      ddpm: 'DDPM',
      pndm: 'PNDM',
      euler: 'Euler',
      euler_a: 'Euler a',
      dpmpp_2m: 'DPM++ 2M',
    },
  },
};
