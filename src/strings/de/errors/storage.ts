// German of en/errors/storage.ts.

import type { Words } from '../../en/words';
import type { storage as english } from '../../en/errors/storage';

export const storage: Words<typeof english> = {
  written: {
    dataset: (name) => `der Datensatz „${name}“`,
    datasetDescription: 'die Beschreibung eines Datensatzes',
    datasetDeletion: 'das Löschen eines Datensatzes',
    image: (file) => `das Bild ${file}`,
    imageChange: 'eine Änderung eines Bildes',
    latents: 'zwischengespeicherte Latents',
    latentsDeletion: 'das Löschen zwischengespeicherter Latents',
    scores: 'Wertungen',
    run: (name) => `der Lauf „${name}“`,
    runState: 'der Stand eines Laufs',
    runDeletion: 'das Löschen eines Laufs',
    metrics: 'Kurven des Trainings',
    previews: 'Probebilder',
    checkpoint: (step) => `der Checkpoint von Schritt ${step}`,
    checkpointDeletion: 'das Löschen eines Checkpoints',
    taste: (name) => `der Geschmack „${name}“`,
    tasteDeletion: 'das Löschen eines Geschmacks',
    scorer: (name) => `das CLIP-Modell „${name}“`,
    scorerDeletion: 'das Löschen eines CLIP-Modells',
    model: (name) => `das Modell „${name}“`,
    modelDeletion: 'das Löschen eines Modells',
    evaluation: 'eine Auswertung',
    evaluationImages: 'die Bilder einer Auswertung',
    evaluationDeletion: 'das Löschen einer Auswertung',
    vote: 'eine Stimme',
    voteDeletion: 'das Löschen einer Stimme',
    recordDeletion: 'das Löschen eines Eintrags',
  },
  full: (what) => [
    `Im Speicher des Browsers ist kein Platz mehr. Nichts gespeichert wurde hiervon: ${what}.`,
    'Lösche Datensätze oder Läufe, die du nicht mehr brauchst, oder mach Platz auf der Platte; ' +
      'versuch es dann noch einmal.',
  ],
  gone: (what) => [
    `Der Speicher des Studios wurde geleert oder geschlossen. Nicht gespeichert wurde: ${what}.`,
    'Ein geladener Lauf ist noch auf dem Gerät: Lade jetzt unter „Danach“ seine LoRA herunter. ' +
      'Lade dann die Seite neu.',
  ],
  newer: (known) => [
    'Die gespeicherten Daten hat eine neuere Version von Plumbline geschrieben, als diese Seite ' +
      `ist (sie kennt Version ${known}).`,
    'Lade die Seite neu, um die neuere Version zu erhalten.',
  ],
  closed: (reason) => [
    `Der Speicher des Browsers lässt sich nicht öffnen: ${reason}`,
    'Erlaube dieser Seite, Daten zu speichern, verlass den privaten Modus, oder mach Platz auf ' +
      'der Platte; lade dann die Seite neu.',
  ],
  noRoomForModel: (gigabytes) => [
    `Der Speicher des Browsers hat keinen Platz für das Modell: ${gigabytes} GB.`,
    'Mach Platz auf der Platte, entferne hier Modelle oder Datensätze, oder nimm einen Browser, ' +
      'der das Modell lesen kann, wo es liegt (Chrome oder Edge: wähle es mit dem Knopf).',
  ],
  copyGone: (name, reason) => [
    `Die Kopie von „${name}“ ist nicht mehr im Speicher des Browsers: ${reason}`,
    'Entferne sie aus der Liste und öffne das Modell noch einmal.',
  ],
  notAllowed: (name) => [
    `Der Browser fragt noch einmal, bevor „${name}“ von der Platte gelesen werden darf.`,
    'Drück beim Modell auf „Lesen erlauben“, unter „Eigene Modelle“.',
  ],
  moved: (path, name, reason) => [
    `${path} von „${name}“ ist nicht mehr, wo es war: ${reason}`,
    'Leg es zurück, oder entferne das Modell aus der Liste und öffne es von seinem neuen Ort.',
  ],
  badRunId: (id) => [
    `„${id}“ kann nicht die Kennung eines Laufs sein.`,
    'Nimm Buchstaben, Ziffern, „.“, „-“ und „_“.',
  ],
  diskFull: (step, folder) => [
    `Die Platte ist voll: Der Checkpoint von Schritt ${step} wurde nicht in ${folder} gespeichert.`,
    'Mach Platz auf der Platte und setz dann vom Checkpoint davor fort.',
  ],
  otherCheckpoint: (path, step, run) => [
    `${path} enthält Schritt ${step} des Laufs ${run}.`,
    'Die Datei wurde umbenannt oder dorthin kopiert: Gib ihr ihren eigenen Namen zurück.',
  ],
  damagedCheckpoint: (fault) => [
    `Der gespeicherte Checkpoint ist nicht brauchbar: ${fault}.`,
    'Lade einen früheren Checkpoint des Laufs.',
  ],
  setGone: (file) => [
    `Der Datensatz wurde gelöscht, während er gefüllt wurde, vor dem Bild ${file}.`,
    'Importiere oder mache ihn noch einmal.',
  ],
  evaluationGone: () => [
    'Diese Auswertung wurde in einem anderen Tab gelöscht, während sie gezeichnet wurde: Ihre ' +
      'Bilder werden nicht aufgehoben.',
    'Beginne sie noch einmal.',
  ],
  recordGone: ['Diesen Eintrag gibt es nicht mehr.', 'Es ist nichts mehr da zum Herunterladen.'],
  wrongPart: (path, reason) => `„${path}“ ist falsch: ${reason}`,
  badHead: 'die Gewichte sind nicht lesbar',
  badSettings: 'seine Einstellungen sind nicht brauchbar',
};
