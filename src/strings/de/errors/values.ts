import type { Words } from '../../en/words';
import type { values as english } from '../../en/errors/values';

export const values: Words<typeof english> = {
  quoted: (text) => `„${text}“`,
  list: (count) => `eine Liste von ${count}`,
  object: 'ein Objekt',
  other: (type) => `ein Wert der Art ${type}`,
  characters: (count) => `(${count} Zeichen)`,
  more: (count) => `und ${count} weitere`,

  kinds: {
    string: 'Text',
    number: 'eine Zahl',
    boolean: 'true oder false',
    Object: 'ein Objekt',
    Array: 'eine Liste',
    null: 'null',
    undefined: 'nichts',
  },
  or: ' oder ',
  missing: 'es fehlt',
  unknown: 'es ist hier unbekannt',
  expected: (wanted, seen) => `erwartet wird ${wanted}, nicht ${seen}`,
  finite: 'eine endliche Zahl',
  whole: 'eine ganze Zahl',
  atLeast: (bound) => `mindestens ${bound}`,
  above: (bound) => `mehr als ${bound}`,
  atMost: (bound) => `höchstens ${bound}`,
  length: (bound) => `eine Länge von ${bound}`,
  shortest: (bound) => `eine Länge von mindestens ${bound}`,
  longest: (bound) => `eine Länge von höchstens ${bound}`,
  pattern: (pattern) => `Text der Form ${pattern}`,
  notUsable: (seen) => `${seen} ist nicht zu gebrauchen`,
};
