// German of en/errors/data/scores.ts.

import type { Words } from '../../../en/words';
import type { scores as english } from '../../../en/errors/data/scores';

export const scores: Words<typeof english> = {
  record: 'ist ein Objekt, keine Zahl',
  listWithoutNumbers: 'ist eine Liste ohne Zahlen',
  noNumber: 'ist keine Zahl',
  ambiguous:
    'kann eine Tausenderzahl oder eine Dezimalzahl sein: Schreib sie ohne das Komma, oder mit ' +
    'Punkt',
  notFinite: 'ist keine endliche Zahl',
  emptyCell: 'ist keine endliche Zahl: Die Zelle ist leer',
  noPercent: 'hat kein %-Zeichen, die meisten anderen haben eins',
  withPercent: 'hat ein %-Zeichen, die meisten anderen haben keins',
  score: (written, source, what) =>
    `die Wertung „${written}“ ${source === null ? '' : `von ${source} `}${what}`,
  tooLarge: (row, table, score, most) => [
    `Zeile ${row} von ${table} hat die Wertung ${score}; mit Wertungen jenseits von ±${most} ` +
      'kann nicht trainiert werden.',
    'Teile alle Wertungen durch dieselbe Zahl und importiere noch einmal.',
  ],
  spellings: {
    'decimal comma': 'Dezimalkommas wurden als Punkte gelesen (0,5 ist 0.5).',
    thousands: 'Tausendertrennzeichen wurden weggelassen (1,005.5 ist 1005.5).',
    percent: 'Das %-Zeichen wurde weggelassen (60\u00a0% ist 60).',
    'minus sign': 'Das typografische Minus wurde als Minus gelesen.',
    boolean: 'Wörter wurden als Zahlen gelesen: true, yes, like = 1; false, no, dislike = 0.',
    fraction:
      'Brüche wurden als ihre erste Zahl gelesen (4/5 ist 4), denn alle haben dieselbe Skala.',
    stars: 'Sterne wurden gezählt (★★★ ist 3).',
    list: 'Wertungen, die Listen sind, zählen als ihr Mittel.',
  },
  mixedFractions:
    'Brüche wurden als Zahlen zwischen 0 und 1 gelesen (4/5 ist 0.8), denn ihre Skalen sind ' +
    'verschieden.',
  badRatings: (key, reason) => `ihre Bewertungen sind nicht lesbar: ${key}: ${reason}`,
  offScale: (value, scale) => `die Bewertung ${value} gehört nicht zur Skala ${scale}`,
  notOfRatings: (score, made) =>
    `ihre Wertung ${score === null ? 'fehlt und ' : `ist ${score} und `}entspricht nicht ihren ` +
    `Bewertungen (${made ?? 'keine'}): Ändere auch die Bewertungen, oder entferne plumbline.json`,
  allEqual: (count, score) =>
    `Alle ${count} Wertungen sind gleich (${score}), nichts trennt also gute von schlechten: ` +
    'Kein τ hilft. Werte die Bilder anders, oder trainiere auf allen als Vorbildern (SFT).',
  twoScores: (low, high, good, bad) =>
    `Zwei Wertungen, ${low} und ${high}: τ liegt dazwischen, also ` +
    `${good === 1 ? 'ist 1 Bild' : `sind ${good} Bilder`} gut und ${bad} schlecht.`,
  twoScoresTied: (tau, count) =>
    ` (Beim Median, ${tau}, wären durch Gleichstände bei τ alle ${count} gut; zählten ` +
    'Gleichstände als schlecht, nicht.)',
  ties: (tau, good, bad, ties) =>
    `Bei τ = ${tau} (dem Median) sind ${good} Bilder gut und ${bad} schlecht, denn ${ties} ` +
    `Wertungen sind gleich τ. Zählen Gleichstände als schlecht, sind ${good - ties} gut und ` +
    `${bad + ties} schlecht.`,
  farOut: (count, first, low, high) =>
    `${count === 1 ? 'Eine Wertung liegt' : `${count} Wertungen liegen`} weit von allen anderen ` +
    `(${first}; die mittlere Hälfte ist ${low} bis ${high}): Ist das ein Versehen, berichtige ` +
    'es. So zählen alle anderen Bilder fast gleich; die Skala „Rang 0–1“ bewegt es nicht.',
};
