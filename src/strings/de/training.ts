// German of en/training.ts.

import type { Strings } from '../en';

export const training: Strings['training'] = {
  title: 'Training',
  lede: (dataset: string, model: string) => `${model} auf ${dataset}`,
  plan: (where: string, method: string, steps: string) => `${where}: ${method}, ${steps} Schritte`,
  needData: 'Öffne zuerst einen Datensatz. Dann startet ein Druck den Lauf.',
  start: 'Training starten',
  pause: 'Pause',
  resume: 'Weiter',
  oneStep: 'Ein Schritt',
  stop: 'Anhalten',
  newRun: 'Neuer Lauf',
  preparing: 'Der Lauf wird vorbereitet',
  loading: 'Der Lauf wird geladen',
  runName: (method: string, dataset: string) => `${method} auf ${dataset}`,
  statusQueued: 'in der Warteschlange',
  statusPreparing: 'wird vorbereitet',
  statusRunning: 'läuft',
  statusPaused: 'pausiert',
  statusFinished: 'fertig',
  statusFailed: 'fehlgeschlagen',
  statusStopped: 'angehalten',
  step: 'Schritt',
  left: (time: string) => `noch ${time}`,
  perStep: (time: string) => `${time} pro Schritt`,
  lastSamples: 'letzte Bilder entstehen',
  runsOn: 'Läuft auf',
  saved: (step: string) => `Gesichert bis Schritt ${step}.`,
  notSaved: 'Noch nichts wurde gesichert.',
  failedTitle: 'Der Lauf ist stehen geblieben',
  loadLast: 'Den letzten Checkpoint laden',
  offer: (name: string, step: string) =>
    `„${name}“ wurde nicht beendet. Der letzte Checkpoint ist bei Schritt ${step}.`,
  offerFromStart: (name: string) =>
    `„${name}“ wurde nicht beendet, und kein Checkpoint wurde gesichert. Der Lauf beginnt mit ` +
    'denselben Einstellungen wieder bei Schritt 0.',
  continue: 'Weiter trainieren',
  loadPaused: 'Pausiert öffnen',
  leave: 'Nicht jetzt',
  live: 'Während des Laufs ändern',
  hiddenTab:
    'Das Training geht weiter, während dieser Tab verborgen ist. Ist er zu sehen, bleibt der ' +
    'Bildschirm an.',
  titleRunning: (share: string, name: string) => `${share} · ${name}`,
  announceStep: (step: string, total: string, loss: string, eta: string) =>
    `Schritt ${step} von ${total}, Verlust ${loss}, noch ${eta}`,
  announceStatus: (name: string, status: string) => `${name}: ${status}`,
  waitingForSteps: 'Kurven erscheinen nach dem ersten Schritt.',
  smoothing: 'Glättung',
  smoothingText: (value: string) => `${value} des Vorigen`,
  lossTitle: 'Verlust',
  lossTitleSft: 'Mittlerer Fehler der guten Beispiele',
  lossReference: (is: string | null) =>
    is === null ? 'unverändertes Modell' : `unverändertes Modell, ${is}`,
  lossSummary: (last: string, reference: string) =>
    `Geglätteter Verlust ${last}; ein unverändertes Modell läge bei ${reference}.`,
  ratioGood: 'gute Beispiele',
  ratioBad: 'schlechte Beispiele',
  ratioSummary: (good: string, bad: string) =>
    `Gute Beispiele ${good}, schlechte Beispiele ${bad} Nats. Die beiden Kurven sollen ` +
    'sich trennen.',
  signTitle: 'Vorzeichentreue',
  signLine: 'Anteil mit dem richtigen Vorzeichen',
  signSummary: (value: string) =>
    `${value} der Beispiele haben ein Log-Verhältnis mit dem Vorzeichen ihres Labels; 50\u00a0% ` +
    'ist Zufall.',
  ownMetrics: {
    clippedShare: {
      title: 'Abgeschnittene Bilder',
      says: (value) =>
        `${value} der Bilder sind abgeschnitten: Ihr Verhältnis hat seine Grenzen verlassen, und ` +
        'sie tragen zum Schritt nichts bei.',
    },
    loserShare: {
      title: 'Anteil λ der Verlierer',
      says: (value) =>
        `Der Schutz behält ${value} des Gradienten der Verlierer, damit der Schritt den Fehler ` +
        'der Gewinner nicht erhöht.',
    },
  },
  errorsTitle: 'Fehler der guten und schlechten Beispiele',
  errorsShort: 'Fehler der schlechten Beispiele',
  errorsReference: (of: string) => `${of}, Referenz`,
  errorsSummary: (good: string, bad: string, share: string) =>
    `Fehler der guten Beispiele ${good}, der schlechten ${bad}: ${share} von dem der ` +
    'Referenz. Schlechte Beispiele wegzuschieben hat von sich aus keine Grenze; weit über ' +
    '100\u00a0% vergisst das Modell.',
  gradTitle: 'Gradientennorm',
  gradLine: (of: string) => `von ${of}`,
  gradSummary: (value: string, clipped: string) =>
    `Letzte Norm ${value}; ${clipped} der letzten Schritte wurden gekappt.`,
  marks: 'Gestrichelte senkrechte Linien: Dort wurde eine Einstellung geändert.',
  calibrated: (change: string) => `vor Schritt 1 kalibriert: ${change}`,
  markText: (step: string, changes: string) => `Schritt ${step}: ${changes}`,
  tauByPercentile: 'τ nach Perzentil',
  distributionTitle: 'Log-Verhältnisse der letzten Beispiele',
  distributionAxis: 'Log-Verhältnis a (Nats)',
  distributionGood: (count: string) => `gut (${count})`,
  distributionBad: (count: string) => `schlecht (${count})`,
  distributionSummary: (good: string, bad: string) =>
    `Median des Log-Verhältnisses guter Beispiele ${good}, schlechter ${bad}. Gute sollen ` +
    'rechts von 0 liegen, schlechte links.',
  previewTitle: 'Bilder zu festen Seeds',
  previewSome: (shown: string, all: string) =>
    `Gezeigt sind die Bilder von ${shown} der ${all} Schritte, gleichmäßig verteilt; die anderen ` +
    'sind ebenfalls gespeichert.',
  previewEmpty:
    'Hier erscheinen Bilder am Anfang und alle paar Schritte (Vorschau alle, unter Weitere ' +
    'Einstellungen).',
  previewAlt: (prompt: string, seed: number, step: number) =>
    `„${prompt}“, Seed ${seed}, nach Schritt ${step}`,
  previewBefore: 'unverändert',
  wallBy: {
    tiny: 'vom kleinen Decoder des Basismodells',
    linear: 'grobe Farben aus den Latents; die Bilder folgen',
  },
  previewStep: (step: string) => `Schritt ${step}`,
  seed: (seed: number) => `Seed ${seed}`,
  scoreOverTitle: 'Wertungen der Bilder über den Lauf, gegen τ',
  scoreOverOwn:
    'τ gilt pro Prompt: Die Farben folgen dem eigenen τ jedes Prompts, die Linie ist das ' +
    'des ganzen Datensatzes.',
  scoreOverSummary: (first: string, last: string, above: string) =>
    `Median der Wertung am Anfang ${first}, jetzt ${last}; ${above} der neuesten Bilder ` +
    'liegen bei τ oder darüber.',
  scoreOverMedian: 'Median',
  scoreOverAbove: 'Bei τ oder darüber',
  update: {
    title: 'Was sich ändern würde',
    says:
      'Misst die nächste Aktualisierung an 64 Bildern mit je 4 festen Rauschen. Danach zeigt ' +
      'jede Bewegung eines Reglers sofort, welche Labels umschlagen und wie sich die ' +
      'Aktualisierung dreht.',
    online:
      'Ein Online-Lauf hat keinen festen Datensatz, an dem sich eine Aktualisierung messen ließe.',
    singleSamples:
      'Die Vorschau einer Aktualisierung gibt es für Methoden, die jedes Beispiel für sich ' +
      'beurteilen; diese sieht auf Paare, Gruppen oder Plätze innerhalb eines Prompts.',
    measure: 'Aktualisierung messen',
    again: 'Noch einmal messen',
    flips: 'Umschlagende Labels',
    cosine: 'Kosinus, alt und neu',
    length: 'Länge der Aktualisierung',
    good: 'gut',
    bad: 'schlecht',
    before: 'wie sie ist',
    share: (caption: string, score: string, now: string, then: string) =>
      `${caption}, Wertung ${score}: ${now} der Aktualisierung, dann ${then}`,
    result: (flips: string, of: string, cosine: string, ratio: string) =>
      `${flips} von ${of} Labels schlagen um; Kosinus zwischen alter und neuer ` +
      `Aktualisierung ${cosine}; ihre Länge mal ${ratio}.`,
    measuredAt: (step: string, images: string) =>
      'Jeder Balken ist der Anteil eines Bildes an der Aktualisierung, niedrigste Wertung ' +
      `zuerst. Gemessen nach Schritt ${step} an ${images} Bildern; umrandet: Das Label ` +
      'schlägt um.',
  },
  pausing: 'Pause nach diesem Schritt…',
  stopping: 'Hält nach diesem Schritt an…',
  moreSteps: (count: string) => `+${count} Schritte`,
  moreStepsHint: (count: string) =>
    `Lässt den Lauf ${count} Schritte weiter gehen als bisher, auch nachdem er fertig ist.`,
  settingsOpen: 'Einstellungen',
  settingsClose: 'Einstellungen schließen',
  present: 'Vorführen',
  presentHint: 'P: nur Bilderwand, Linie und Kurve, in großer Schrift',
  presentEnd: 'Vorführung beenden',
  separateTitle: 'Trennung von gut und schlecht',
  upperQuarter: (name: string) => `${name}, oberes Viertel`,
  lowerQuarter: (name: string) => `${name}, unteres Viertel`,
  separateSays:
    'Gute Bilder sollen über 0 steigen, schlechte darunter fallen. Bänder: mittlere 50\u00a0%.',
  lossSummaryAlone: (last: string) => `Neuester Verlust ${last}.`,
  rewardTitle: 'Mittlere Wertung der Bilder',
  rewardShort: 'Belohnung',
  rewardSamples: 'Bilder zu festen Seeds',
  rewardRounds: 'Bilder, auf denen trainiert wird',
  rewardSummary: (last: string) => `Mittlere Wertung der neuesten Bilder ${last}.`,
  wallTitle: 'Bilder zu festen Seeds',
  wallEmpty: 'Die Bilder erscheinen, sobald die ersten erzeugt sind.',
  wallReach: (now: string, of: string) => `Bilder, die τ erreichen: ${now} von ${of}.`,
  wallSummary: (now: string, of: string, before: string) =>
    `${now} von ${of} Bildern erreichen τ statt ${before}.`,
  wallScoredBy: (name: string) => `Gewertet durch ${name}.`,
  wallGain: (gain: string) => `Mittlere Wertung ${gain} sd der Wertungen des Datensatzes.`,
  wallWorse: (worse: string, of: string) => `Niedriger als vorher: ${worse} von ${of}.`,
  strength: 'LoRA-Stärke',
  strengthHint:
    '0 ist das unveränderte Modell, 1 das Modell wie trainiert. Über 1 wird die Änderung ' +
    'übertrieben: wie zu langes Training oder ein zu kleines β aussähe.',
  strengthAt: (strength: string) => `Stärke ${strength}`,
  strengthSampling: 'Die Bilderwand wird in dieser Stärke erzeugt',
  flicker: 'Vorher',
  flickerHint:
    'Gedrückt halten, oder F halten: die Bilder des unveränderten Modells am selben Platz',
  ribbon: 'Schritt, nach dem die Bilderwand gezeigt wird',
  tileTitle: (prompt: string, before: string, after: string) =>
    before === '–' ? prompt : `${prompt}: vorher ${before}, jetzt ${after}`,
  runsTitle: 'Läufe',
  runsEmpty: 'Hier bleiben Läufe mit Kurven, Checkpoints und Einstellungen.',
  runLoad: 'Laden',
  runShow: 'Zeigen',
  runLoaded: 'geladen',
  deleteQuestion: (name: string) => `„${name}“ mit seinen Checkpoints löschen?`,
};
