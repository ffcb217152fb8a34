// German of en/storage.ts.

import type { Strings } from '../en';

const records = (count: number): string => `${count} ${count === 1 ? 'Eintrag' : 'Einträge'}`;

const kinds: Readonly<Record<string, string>> = {
  datasets: 'Datensatz',
  images: 'Bild',
  runs: 'Lauf',
  metrics: 'Kurve eines Laufs',
  previews: 'erzeugte Bilder',
  checkpoints: 'Checkpoint',
  heads: 'Geschmack',
  scorers: 'CLIP-Modell',
  evaluations: 'Auswertung',
  evaluationImages: 'Bild einer Auswertung',
  votes: 'Stimme',
};

export const storage: Strings['storage'] = {
  title: 'Speicher',
  open: 'Speicher: ansehen, was gespeichert ist, und Platz schaffen',
  lede: 'Was dieser Browser für Plumbline behält. Löschen schafft hier sofort Platz.',
  loading: 'Der Speicher wird durchgesehen…',
  sets: 'Datensätze',
  runs: 'Läufe',
  others: 'Alles andere',
  none: 'Keine.',
  set: (count: string, size: string) => `${count} Bilder, ${size}`,
  partial: (count: string, expected: string) => `unvollständig: ${count} von ${expected} Bildern`,
  run: (count: number, size: string, budget: string) =>
    `${count} ${count === 1 ? 'Checkpoint' : 'Checkpoints'}, etwa ${size} (höchstens ${budget})`,
  thinning: (last: number) =>
    `Von den Checkpoints eines Laufs bleiben die letzten ${last}, davor immer weniger, je ` +
    'älter sie sind. Der den besten Bildern nächste und die von dir markierten bleiben ' +
    'immer.',
  mark: (step: string) => `Schritt ${step} behalten`,
  deleteRun: (name: string) => `„${name}“ mit seinen Checkpoints löschen?`,
  deleteSet: (name: string) => `„${name}“ mit seinen Bildern löschen?`,
  latents: (count: string) => `${count} kodierte Bilder; sie werden bei Bedarf neu berechnet`,
  models: (names: string, size: string) => `Eigene Basismodelle: ${names}, hier ${size}`,
  openModels: 'Ansehen',
  clear: 'Freigeben',
  evaluations: (count: number) => `${count} Auswertungen (unter Danach zu löschen)`,
  scorers: (names: string, size: string) =>
    `CLIP-Modelle: ${names}, ${size} (dort zu löschen, wo Belohnungen gewählt werden)`,
  damagedTitle: 'Beschädigte Einträge',
  damagedLede:
    'Sie sind nicht so, wie sie geschrieben wurden, und werden deshalb überall sonst ' +
    'ausgelassen. Lade einen herunter, wenn sein Inhalt wichtig ist, und lösche ihn dann.',
  damagedNone: 'Kein beschädigter Eintrag in den Listen.',
  damagedChecked: 'Alle Einträge wurden durchgesehen: Keiner ist beschädigt.',
  damaged: (count: number) => `${records(count)} ${count === 1 ? 'ist' : 'sind'} unbrauchbar`,
  kind: (store: string) => kinds[store] ?? store,
  check: 'Alles durchsehen',
  download: 'Als JSON herunterladen',
  deleteRecord: (kind: string) => `${kind} löschen?`,
  cannotRead: 'Das Gespeicherte lässt sich nicht lesen',
  deleteEverything: 'Alles hier Gespeicherte löschen?',
  everything: 'Wenn sonst nichts hilft, fang mit leerem Speicher neu an.',
  toStorage: 'Platz schaffen',
  panelFailed: 'Dieser Teil der Seite ist ausgefallen',
  panelFailedRemedy:
    'Der Rest läuft weiter. Versuche es noch einmal; kommt es wieder, suche unter Speicher ' +
    'nach beschädigten Einträgen.',
  tryAgain: 'Noch einmal versuchen',
  loadEarlier: (step: string) => `Stattdessen Schritt ${step} laden`,
  hung: (seconds: string) => `Der Trainings-Worker antwortet seit ${seconds} s nicht.`,
  hungRemedy: 'Vielleicht arbeitet er lange: Warte. Oder beende ihn und starte neu;',
  hungStep: (step: string) => `der Lauf geht von seinem Checkpoint bei Schritt ${step} weiter.`,
  hungNoRun: 'alles Gespeicherte bleibt.',
  wait: 'Warten',
  restart: 'Neu starten',
  restartFrom: (step: string) => `Ab Schritt ${step} neu starten`,
  elsewhere: 'wird in einem anderen Tab trainiert',
  following:
    'Dieser Lauf ist in einem anderen Tab geladen. Seine Schritte erscheinen hier, sobald ' +
    'sie kommen.',
  takeOver: 'Hier übernehmen',
  taking: 'Der andere Tab wird gefragt…',
  follow: 'Mitverfolgen',
  noAnswer: 'Der andere Tab antwortet nicht.',
  noAnswerRemedy: 'Schließe jenen Tab und lade den Lauf dann hier.',
  handedOver: (name: string) => `„${name}“ wurde von einem anderen Tab übernommen.`,
  handedOverRemedy: 'Er wurde dort zuerst gesichert; seine Schritte erscheinen hier weiterhin.',
};
