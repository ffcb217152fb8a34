// German of en/memory.ts.

import type { Strings } from '../en';

export const memory: Strings['memory'] = {
  summary: (size: string, edges: readonly string[], samples: string) =>
    `Training braucht ${size} Speicher bei ${edges.join(' × ')} px, ${samples} zugleich:`,
  fits: 'So viel gibt die GPU her.',
  fitsRecomputed:
    'So viel gibt die GPU her. Teile des Netzes werden zweimal berechnet, um Speicher zu ' +
    'sparen: dieselben Zahlen, etwa ein Fünftel langsamer.',
  tooMuch: 'mehr, als die GPU jetzt hergibt.',
  binding: (size: string) => `Ein Puffer von ${size} ist mehr, als diese GPU bindet.`,
  wasm: (fits: boolean, limit: string) =>
    fits
      ? `auf dem Prozessor, der ${limit} fassen kann.`
      : `mehr als die ${limit}, die der Prozessor (wasm) fassen kann.`,
  weights: 'Gewichte des Netzes, auf dem trainiert wird',
  activations: (samples: string) => `Aktivierungen von ${samples} zugleich`,
  adapters: 'Adapter, Gradienten und Optimierer',
  encoding: (first) =>
    first
      ? 'Autoencoder, während zuerst die Bilder kodiert werden'
      : 'Autoencoder, neben den Schritten',
  note:
    'Berechnet aus den Formen genau der Operationen, die ein Lauf ausführt. Browser und ' +
    'Seite brauchen daneben selbst etwas Speicher.',
  int8:
    'int8 rundet die Gewichte: Auf dem mitgelieferten Modell mit 64 px änderte sich der Fehler ' +
    'einzelner Bilder um 0,6\u00a0%, ihr Mittel um 0,2\u00a0% (docs/full-size.md).',
  ways: 'Weniger brauchen, und das passt:',
  noWays:
    'Nicht einmal 1 Beispiel zugleich in halber Größe mit Gewichten in int8 passt: Wähle ' +
    'ein kleineres Basismodell, oder schließe andere Tabs, die die GPU nutzen.',
  way: (width, height, samples, weights) =>
    `${width} × ${height} px, ${samples} zugleich` +
    (weights === 'file' ? '' : `, Gewichte in ${weights}`),
};
