// German of en/memory.ts.

import type { Strings } from '../en';

export const memory: Strings['memory'] = {
  summary: (size: string, edges: readonly string[], samples: string) =>
    `Training braucht ${size} Speicher bei ${edges.join(' × ')} px, ${samples} zugleich:`,
  fits: 'So viel gibt die GPU her.',
  tooMuch: 'mehr, als die GPU jetzt hergibt.',
  binding: (size: string) => `Ein Puffer von ${size} ist mehr, als diese GPU bindet.`,
  wasm: (fits: boolean, limit: string) =>
    fits
      ? `auf dem Prozessor, der ${limit} fassen kann.`
      : `mehr als die ${limit}, die der Prozessor (wasm) fassen kann.`,
  weights: 'Gewichte des Netzes, auf dem trainiert wird',
  activations: (samples: string) => `Aktivierungen von ${samples} zugleich`,
  adapters: 'Adapter, Gradienten und Optimierer',
  encoding: 'Autoencoder, während zuerst die Bilder kodiert werden',
  note:
    'Berechnet aus den Formen genau der Operationen, die ein Lauf ausführt. Browser und ' +
    'Seite brauchen daneben selbst etwas Speicher.',
  ways: 'Weniger brauchen:',
  way: (width: string, height: string, samples: string) =>
    `${width} × ${height} px, ${samples} zugleich`,
};
