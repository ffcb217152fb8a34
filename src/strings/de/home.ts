// German of en/home.ts.

import type { Strings } from '../en';

export const home: Strings['home'] = {
  title: 'Bring diesem Modell deinen Geschmack bei',
  lede: (model: string) =>
    `${model} hat diese Bilder erzeugt. Zieh die Linie: Wertungen rechts davon sind gute ` +
    'Beispiele, links davon schlechte. Oder tippe an, was dir gefällt, zweimal, was nicht. Dann ' +
    'trainiere.',
  tapped: { like: 'gefällt dir', dislike: 'gefällt dir nicht' },
  taps: (count: string) => `Von dir angetippt: ${count}`,
  tapsMissing: (count: string) =>
    `${count} weitere, und Trainieren lernt daraus deinen Geschmack (mindestens zweimal ` +
    'gefällt und zweimal gefällt nicht).',
  tapsEnough: 'Trainieren lernt daraus deinen Geschmack und trainiert darauf.',
  clearTaps: 'Angetipptes löschen',
  tapRater: 'Erste Seite',
  tapTaste: (date: string) => `Angetippt am ${date}`,
  wall: 'Bilder des Modells mit ihren Wertungen',
  tile: (prompt: string, score: string, positive: boolean) =>
    `${prompt}: Wertung ${score}, ${positive ? 'gutes' : 'schlechtes'} Beispiel`,
  scores: (count: string) => `Wertungen aller ${count} Bilder`,
  scoreOf: (label: string) => `Wertung: ${label}`,
  likes: 'Die Bilder sollen werden:',
  likeOf: {
    'words:grinning face|crying face': 'fröhlicher',
    warmth: 'wärmer',
    filled_area: 'größer',
    'style:3d': '3D',
    'style:flat': 'flach',
  },
  opposite: 'Gegenteil',
  oppositeOf: (name: string) => `Gegenteil von ${name}`,
  oppositeHint: 'Minus die Wertung: Was am wenigsten gefiel, gefällt nun am meisten',
  twoWords: 'zwei eigene Wörter',
  scoring: 'Der Datensatz wird gewertet',
  lower: 'niedriger',
  higher: 'höher',
  threshold: 'Schwelle τ',
  thresholdValue: (tau: string, positive: string, negative: string) =>
    `τ = ${tau}: ${positive} gute, ${negative} schlechte Beispiele`,
  positive: 'gute Beispiele',
  negative: 'schlechte Beispiele',
  train: 'Trainieren',
  trainHint: 'Öffnet den Demo-Datensatz und startet einen Lauf mit diesen Einstellungen',
  starting: 'Es geht los…',
  more: 'Andere Anfänge',
  ownImages: 'Eigene Bilder',
  ownImagesHint: 'Gewertete Bilder, einen Ordner oder ein Zip ablegen',
  ownRatings: 'Bilder selbst bewerten',
  ownRatingsHint: 'Das Modell erzeugt, du gibst Sterne',
  settings: 'Alle Einstellungen',
  settingsHint: 'Schwelle, Gewichte, Verlust, sofort wirksam',
  noDemo: (model: string) => `${model} hat keinen Demo-Datensatz.`,
  noDemoHint: 'Wähle oben ein anderes Basismodell, oder nimm eigene Bilder.',
};
