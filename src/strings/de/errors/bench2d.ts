// German of en/errors/bench2d.ts.

import type { Words } from '../../en/words';
import type { bench2d as english } from '../../en/errors/bench2d';
import { full } from '../../format';

export const bench2d: Words<typeof english> = {
  noTensor: (name: string) => [
    `Dem Modell des Prüfstands fehlt der Tensor ${name}.`,
    'Lade die Seite neu.',
  ],
  noInk: () => [
    'Es ist nichts gezeichnet, worauf ein Basismodell trainiert werden könnte.',
    'Zeichne, wo Punkte liegen sollen.',
  ],
  sameScore: () => [
    'Die Bewertung ist überall gleich, wo das Basismodell Punkte hat: Es gibt nichts zu lernen.',
    'Zeichne die Bewertung dort, wo Punkte liegen, oder nimm wieder die Formel.',
  ],
  oneSided: (tau: number, good: number, bad: number) => [
    `τ = ${full(tau)} lässt ${good} gute und ${bad} schlechte Punkte.`,
    'Bewege die Schwelle.',
  ],
  openAgain: 'Öffne den Prüfstand noch einmal.',
  diverged: (step: number) => [
    `Nach ${step} Schritten erzeugt das Modell Punkte, die keine Zahlen sind: Es ist divergiert.`,
    'Wähle ein kleineres Gewicht, oder eine Methode, die von selbst aufhört.',
  ],
};
