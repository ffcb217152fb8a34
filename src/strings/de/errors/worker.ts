// German of en/errors/worker.ts.

import type { Words } from '../../en/words';
import type { worker as english } from '../../en/errors/worker';
import { full } from '../../format';

const SOME_STEP = 'Trainiere zuerst mindestens einen Schritt.';
const oneOf = (names: readonly string[]) => `Wähle eines von ${names.join(', ')}.`;
const TRY_AGAIN = 'Berichtige das, und versuche es noch einmal.';
const ENABLE_GPU =
  'Nimm ein neues Chrome, Edge, Firefox oder Safari mit eingeschalteter ' +
  'Hardwarebeschleunigung, auf einem Rechner mit Grafiktreiber.';
const FOLDER_AGAIN = 'Füge seinen Ordner wieder hinzu.';
const RUN_GONE = 'Diesen Lauf gibt es nicht mehr.';
const SET_GONE = 'Diesen Datensatz gibt es nicht mehr.';

export const worker: Words<typeof english> = {
  cancelled: 'Abgebrochen.',
  unexpectedRemedy:
    'Lade die Seite neu: Alles bis zum letzten Checkpoint bleibt. Wenn es wieder vorkommt, melde ' +
    'es mit diesem Text.',

  setGone: () => [SET_GONE, 'Importiere ihn noch einmal.'],
  imageGone: () => ['Das Bild ist nicht mehr im Datensatz.', 'Wähle ein anderes.'],
  noDemo: (model) => [
    `„${model}“ hat keinen Demo-Datensatz.`,
    'Lege eigene gewertete Bilder ab, oder wähle ein anderes Basismodell.',
  ],
  demoName: (model) => `${model}, Demo`,
  noScores: (set, source) => [
    `Kein Bild von „${set}“ hat eine Wertung durch „${source}“.`,
    'Bewerte sie, werte sie durch eine Belohnung, oder wähle für diesen Datensatz eine andere ' +
      'Quelle der Wertungen.',
  ],
  noSuchScores: (source, known) => [
    `Kein Bild dieses Datensatzes hat eine Wertung durch „${source}“.`,
    oneOf(known),
  ],
  otherHead: (given, stored) => [
    `„${given}“ im Zip ist ein anderer Kopf als „${stored}“, der hier unter derselben Id ` +
      'gespeichert ist.',
    'Lösche zuerst den hiesigen, oder entferne „heads“ aus plumbline.json.',
  ],

  notMadeHere: (set) => `„${set}“ wurde nicht hier erzeugt.`,
  generatedGone: SET_GONE,
  makeSet: 'Erzeuge einen neuen.',
  setUnnamed: () => ['Der Datensatz hat keinen Namen.', 'Gib ihm einen.'],
  noPrompt: () => [
    'Es gibt keinen Prompt, zu dem Bilder entstehen könnten.',
    'Schreibe mindestens einen, einen pro Zeile.',
  ],
  setSamples: (count) => [
    `${count} Bilder pro Prompt lassen sich nicht erzeugen.`,
    'Wähle eine ganze Zahl ab 1.',
  ],
  tooManyImages: (prompts, samples, images, most) => [
    `${prompts} Prompts mit ${samples} Bildern sind ${images} Bilder; ein Datensatz hat ` +
      `höchstens ${most}.`,
    'Nimm weniger Prompts oder weniger Bilder.',
  ],
  strength: (value, most) => [
    `Die Stärke ${full(value)} liegt nicht zwischen 0 und ${most}.`,
    TRY_AGAIN,
  ],
  outOfBounds: (label, value, min, max) => [
    `${label} ${full(value)} liegt nicht zwischen ${full(min)} und ${full(max)}.`,
    TRY_AGAIN,
  ],
  notWhole: (label, value, min, max) => [
    `${label} ${value} ist keine ganze Zahl zwischen ${min} und ${max}.`,
    TRY_AGAIN,
  ],
  noSampler: (sampler, known) => [`Es gibt keinen Sampler „${sampler}“.`, oneOf(known)],
  setRunGone: () => [
    'Den Lauf, mit dem dieser Datensatz erzeugt wird, gibt es nicht mehr.',
    'Nimm den Datensatz, wie er ist, oder erzeuge einen neuen.',
  ],
  noCheckpointAt: (run, step) => [
    step === null
      ? `„${run}“ hat noch keinen Checkpoint.`
      : `„${run}“ hat bei Schritt ${step} keinen Checkpoint.`,
    'Trainiere zuerst mindestens einen Schritt, oder wähle einen anderen Checkpoint.',
  ],
  noSuchCheckpoint: (run) => [
    `„${run}“ hat diesen Checkpoint noch nicht.`,
    'Trainiere zuerst mindestens einen Schritt, oder wähle einen anderen.',
  ],
  runGoneOrBase: () => [RUN_GONE, 'Wähle einen anderen Lauf, oder das Basismodell.'],
  otherBase: (run, model) => [
    `„${run}“ wurde auf einem anderen Basismodell als ${model} trainiert.`,
    'Wähle das Basismodell, zu dem er gehört.',
  ],
  sampledAlready: (name, evaluation) => [
    evaluation
      ? `Die Bilder der Auswertung „${name}“ werden schon erzeugt.`
      : `Die Bilder des Datensatzes „${name}“ werden schon erzeugt.`,
    evaluation
      ? 'Brich sie unter Danach ab, oder warte, bis sie fertig ist; dann mache hier weiter.'
      : 'Halte ihn unter Daten an, oder warte, bis er fertig ist; dann mache hier weiter.',
  ],
  sampledElsewhere: (name, evaluation) => [
    evaluation
      ? `Die Bilder der Auswertung „${name}“ werden in einem anderen Tab erzeugt.`
      : `Die Bilder des Datensatzes „${name}“ werden in einem anderen Tab erzeugt.`,
    'Lass es dort zu Ende laufen, oder halte es dort an und mache hier weiter.',
  ],

  noReward: () => [
    'Es wurde keine Belohnung genannt, durch die gewertet werden soll.',
    'Wähle mindestens eine.',
  ],
  fewRated: (rated, needed) => [
    `${rated} Bilder sind bewertet; um ein Muster zu sehen, braucht es ${needed}.`,
    'Bewerte noch einige.',
  ],
  offScale: (value, scale) => [
    `Die Bewertung ${full(value)} liegt nicht auf der Skala (${scale}).`,
    'Gib eine andere.',
  ],
  featuresGone: () => [
    'Das CLIP-Modell, das Merkmale lesen sollte, gibt es nicht mehr.',
    'Füge seinen Ordner wieder hinzu, oder wähle ein anderes.',
  ],
  rewardModelGone: (hash) => [
    `Das CLIP-Modell ${hash}…, das diese Belohnung fragt, ist hier nicht gespeichert.`,
    'Füge seinen Ordner wieder hinzu, oder wähle eine andere Belohnung.',
  ],
  noScorer: () => [
    'Diese App bringt kein CLIP-Modell mit.',
    'Wähle eine Belohnung, die nur Pixel liest, oder füge einen eigenen CLIP-Ordner hinzu.',
  ],
  clipFailed: (reason) => [
    `Das CLIP-Modell ließ sich hier nicht ausführen: ${reason}`,
    'Schließe andere Tabs, oder nimm ein kleineres CLIP-Modell.',
  ],
  headNotSafetensors: (file) => [
    `„${file}“ ist keine safetensors-Datei.`,
    'In Python: safetensors.torch.save_file(torch.load("head.pth"), "head.safetensors"); ' +
      'dann lege diese ab.',
  ],
  largeHead: (file, megabytes, most) => [
    `„${file}“ hat ${megabytes} MB; ein Kopf hat höchstens ${most} MiB.`,
    'Lege nur den Kopf ab: Ein CLIP-Modell gehört in seinen Ordner.',
  ],
  headModelGone: () => [
    'Das CLIP-Modell, auf dem dieser Kopf abgelegt wurde, gibt es nicht mehr.',
    FOLDER_AGAIN,
  ],

  runGone: () => [RUN_GONE, 'Wähle einen anderen Lauf, oder starte einen neuen.'],
  chosenRunGone: () => [RUN_GONE, 'Wähle einen anderen Lauf.'],
  labelTooLong: (what, length, most) => [
    `${{ name: 'Der Name', note: 'Die Notiz', tags: 'Die Liste der Stichwörter' }[what]} eines ` +
      `Laufs darf ${most} Zeichen haben; es sind ${length}, nichts wurde gespeichert.`,
    'Kürze den Text: Was du geschrieben hast, steht noch da.',
  ],
  tooManyTags: (count, most) => [
    `Ein Lauf darf ${most} Stichwörter haben; es sind ${count}, nichts wurde gespeichert.`,
    'Nimm einige heraus: Was du geschrieben hast, steht noch da.',
  ],
  runUnnamed: () => ['Ein Lauf braucht einen Namen.', 'Schreibe mindestens einen Buchstaben.'],
  noCheckpoint: () => ['Dieser Lauf hat noch keinen Checkpoint.', SOME_STEP],
  notLoaded: () => [
    'Dieser Lauf ist nicht geladen.',
    'Lade ihn zuerst: Er macht dann bei seinem letzten Checkpoint weiter.',
  ],
  loadedElsewhere: () => [
    'Dieser Lauf ist in einem anderen Tab geladen.',
    'Mache dort mit ihm weiter, oder schließe jenen Tab und lade ihn hier.',
  ],
  runSetGone: (run) => [
    `Der Datensatz des Laufs „${run}“ wurde gelöscht.`,
    'Mit seinen Adaptern lassen sich noch Bilder erzeugen, und sie lassen sich exportieren; um ' +
      'weiter zu trainieren, importiere den Datensatz neu und starte einen neuen Lauf.',
  ],
  openedLora: (name) => [
    `„${name}“ ist eine LoRA, die aus einer Datei geöffnet wurde: Es gibt keinen Lauf, der ` +
      'weitergehen könnte.',
    'Starte von ihr aus einen neuen Lauf: unter Wertung & Ziel, „Adapter beginnen bei“.',
  ],
  baseChanged: () => [
    'Das Basismodell hat sich geändert, seit dieser Lauf gestartet wurde.',
    'Starte einen neuen Lauf auf dem jetzigen Basismodell.',
  ],
  startGone: (step, run) => [
    `Den Checkpoint von „${run}“ bei Schritt ${step} gibt es nicht mehr.`,
    'Beginne bei einem anderen Lauf, oder beim Basismodell.',
  ],
  pageClosed: 'Die Seite wurde geschlossen, während er lief.',

  nothingScores: () => [
    'Nichts wertet die Bilder dieses Online-Laufs.',
    'Wähle eine Belohnung, oder bewerte sie selbst.',
  ],
  roundRunGone: () => [
    'Der Lauf, der um diese Bewertungen bat, ist nicht mehr geladen.',
    'Lade ihn: Er fragt wieder nach denselben Bildern.',
  ],
  notOnline: () => [
    'Dieser Lauf ist kein Online-Lauf: Er bittet um keine Bewertungen.',
    'Bewerte stattdessen die Bilder eines Datensatzes.',
  ],
  otherRound: (round) => [
    `Runde ${round} wartet nicht auf Bewertungen.`,
    'Bewerte die Bilder, die jetzt gezeigt werden.',
  ],
  roundUnrated: (rated, asked) => [
    `${rated} von ${asked} Bildern sind bewertet.`,
    'Bewerte jedes Bild der Runde.',
  ],
  noRating: (value, scale) => [
    `${full(value)} ist keine Bewertung auf der Skala „${scale}“.`,
    'Bewerte auf der Skala, mit der der Lauf gestartet wurde.',
  ],

  evaluation: {
    gone: () => ['Diese Auswertung gibt es nicht mehr.', 'Mache eine neue.'],
    firstIsBase: () => [
      'Der erste Eintrag einer Auswertung muss das Basismodell sein.',
      'Stelle die Basis an den Anfang: Mit ihr wird alles verglichen.',
    ],
    sameEntries: () => [
      'Zwei Einträge der Auswertung sind gleich.',
      'Ändere bei einem davon den Checkpoint oder die Stärke.',
    ],
    noPrompts: () => ['Die Auswertung hat keine Prompts.', 'Gib einen Prompt pro Zeile.'],
    noReward: () => ['Die Auswertung hat keine Belohnung.', 'Wähle mindestens eine.'],
    samples: (count, most) => [
      `${count} Bilder pro Prompt lassen sich nicht erzeugen.`,
      `Wähle 1 bis ${most}.`,
    ],
    sampling: (guidance, steps, seed) => [
      `Mit Guidance ${full(guidance)}, ${steps} Schritten und Seed ${seed} kann der Sampler ` +
        'nicht arbeiten.',
      'Gib für Guidance eine Zahl, für Schritte und Seed ganze Zahlen.',
    ],
    runGone: (run) => [`Den Lauf „${run}“ gibt es nicht mehr.`, 'Lass ihn weg.'],
    otherBase: (run, base, wanted) => [
      `„${run}“ wurde auf ${base} trainiert, nicht auf ${wanted}.`,
      'Vergleiche Läufe eines einzigen Basismodells.',
    ],
    strength: (run) => [`„${run}“ hat keine brauchbare Stärke.`, 'Gib eine Zahl.'],
    baseChanged: () => [
      'Das Basismodell hat sich geändert, seit diese Auswertung begonnen wurde.',
      'Mache eine neue Auswertung mit dem jetzigen Basismodell.',
    ],
    noScorer: () => [
      'Diese Auswertung vergleicht Bilder nach CLIP-Merkmalen, und diese App bringt ' +
        'kein CLIP-Modell mit.',
      'Mache eine neue Auswertung nach Pixeln.',
    ],
    checkpointGone: (step, run) => [
      `Den Checkpoint von „${run}“ bei Schritt ${step} gibt es nicht mehr.`,
      'Mache eine neue Auswertung ohne ihn; was von dieser erzeugt ist, bleibt lesbar.',
    ],
  },

  modelInUse: () => [
    'Ein Lauf auf diesem Modell ist geladen.',
    'Beende zuerst den Lauf; er behält seine Checkpoints.',
  ],
  ownModelGone: () => [
    'Das eigene Basismodell, mit dem dies gemacht wurde, ist hier nicht mehr gespeichert.',
    'Öffne dasselbe Modell wieder (Ordner oder Datei), und versuche es dann noch einmal.',
  ],
  noModel: (id, known) => [`Hier gibt es kein Basismodell „${id}“.`, oneOf(known)],
  offline: (path, host) => [
    `${path} ließ sich nicht lesen: Es gibt keine Verbindung zu ${host}.`,
    'Ohne Netz gehen nur Modelle und Demo-Datensätze, die hier schon einmal geöffnet waren.',
  ],
  notServed: (path, status) => [
    `${path} ließ sich nicht lesen (HTTP ${status}).`,
    'Lade die Seite neu; wenn es wieder vorkommt, wurde die App nicht vollständig gebaut: ' +
      'Starte npm start noch einmal.',
  ],
  eightBits: (path, tensor, dtype) => [
    `${path} speichert „${tensor}“ in 8 Bit (${dtype}).`,
    'Nimm das Modell in F16, BF16 oder F32: Beim Training lassen sich seine Gewichte in 8 Bit ' +
      'halten.',
  ],
  tooLargeForWasm: (millions, gigabytes, room, most) => [
    `Das Modell hat ${millions} Millionen Zahlen, die auf dem Prozessor (wasm) ${gigabytes} GB ` +
      `brauchen; er kann ${room} GB fassen. Nichts davon wurde gelesen.`,
    'Nimm einen Browser mit WebGPU auf einem Rechner mit GPU, oder ein Basismodell von höchstens ' +
      `${most} Millionen Zahlen, wie die mitgelieferten.`,
  ],
  configNotJson: () => [
    'adapter_config.json neben der LoRA ist kein JSON.',
    'Öffne den Ordner so, wie PEFT ihn geschrieben hat.',
  ],
  loraMoved: () => ['Die LoRA-Datei ist nicht mehr, wo sie war.', 'Wähle sie noch einmal.'],

  project: {
    unusable: (what) => [
      `Die Projektdatei lässt sich nicht öffnen: ${what}`,
      'Sichere das Projekt dort, woher es kommt, noch einmal, und öffne jene Datei. ' +
        'Bilder werden unter Daten geöffnet.',
    ],
    missing: (path) => `${path} fehlt.`,
    notJson: (path) => `${path} ist kein JSON.`,
    whole: 'das Ganze',
    wrong: (path, where, reason) => `${path}, „${where}“: ${reason}`,
    wrongChanges: (path, where, reason) => `${path}, Änderungen „${where}“: ${reason}`,
    notPng: (path) => `${path} ist kein PNG.`,
  },

  device: {
    enable: ENABLE_GPU,
    wasmAsked: 'In der Adresse ist wasm verlangt (?executor=tfjs-wasm).',
    softwareAsked:
      'In der Adresse ist WebGPU auf einem Software-Adapter verlangt (?executor=wgsl): richtig, ' +
      'aber langsam.',
    leaveOutWgsl:
      'Lass ?executor=wgsl in der Adresse weg; dann läuft wasm, das hier schneller ist.',
    gpu: 'Hier ist eine GPU mit WebGPU: Das Training läuft auf ihr.',
    noWebgpu: (reason) => [
      `WebGPU wurde verlangt, ist aber nicht da: ${reason}`,
      `Lass ?executor=wgsl in der Adresse weg. ${ENABLE_GPU}`,
    ],
    noAdapter: 'kein Adapter',
    softwareOnly: (adapter) =>
      `Der einzige GPU-Adapter ist Software (${adapter}); wasm ist etwa zehnmal so schnell.`,
    leaveOutExecutor: 'Lass ?executor= in der Adresse weg; dann wählt das Studio.',
    oneThread:
      'Diese Adresse ist nicht cross-origin-isoliert, darum hat wasm nur einen Thread; mehr ' +
      'gibt es, wenn npm start die Seite ausliefert.',
  },
  noGpu: () => [
    'Es gibt keine GPU zu messen: Das Training läuft hier auf dem Prozessor (wasm).',
    'Nimm einen Browser mit WebGPU auf einem Rechner mit GPU.',
  ],
  gpuInUse: () => [
    'Auf dieser GPU trainiert ein Lauf; was daneben gemessen würde, wäre zu niedrig.',
    'Halte zuerst den Lauf an.',
  ],
  gpuError: (reason) => [
    `Die GPU hat einen Fehler gemeldet: ${reason}`,
    'Ergebnisse danach können falsch sein. Lade die Seite neu; wenn es wieder vorkommt, füge der ' +
      'Adresse ?executor=tfjs-wasm hinzu.',
  ],
  gpuLost: (reason) => [
    `Die GPU ging verloren: ${reason}`,
    'Starte das Studio neu und lade den Lauf: Er macht bei seinem letzten Checkpoint weiter.',
  ],
  olderTab: () => [
    'Ein anderer Tab hält eine ältere Fassung der Daten des Studios offen.',
    'Schließe den anderen Tab; dieser macht dann von selbst weiter.',
  ],
  newerTab: () => [
    'In einem anderen Tab wurde eine neuere Fassung des Studios geöffnet; hier lässt sich nichts ' +
      'mehr speichern.',
    'Lade diese Seite neu.',
  ],
  storageGone: () => [
    'Der Speicher des Studios wurde geleert oder geschlossen: Gespeicherte Datensätze, Läufe und ' +
      'Checkpoints können weg sein, und nichts lässt sich mehr speichern.',
    'Ein geladener Lauf ist noch auf dem Gerät: Lade seine LoRA jetzt unter Danach herunter. ' +
      'Lade dann die Seite neu.',
  ],
};
