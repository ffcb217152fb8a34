// German of en/bench2d.ts.

import type { Strings } from '../en';

export const bench2d: Strings['bench2d'] = {
  open: '2-D-Prüfstand',
  title: '2-D-Prüfstand',
  homeHint: 'Jede Methode gegen das Bestmögliche',
  lede:
    'Ein Diffusionsmodell für Punkte der Ebene, hier trainiert mit demselben Code wie die ' +
    'Bildmodelle. Alles darüber ist bekannt, deshalb lässt sich das bestmögliche Ergebnis ' +
    'berechnen: die Grenzkurve. Bewege einen Regler, und das Modell wird sofort neu ' +
    'trainiert.',
  opening: 'Das Modell der Ebene wird geladen…',
  setup: 'Was trainiert wird',
  method: 'Methode',
  percentile: 'Perzentil der Schwelle',
  percentileSymbol: 'p',
  stop: 'Anhalten',
  race: 'Alle Methoden vergleichen',
  again: 'Neu trainieren',
  steps: (step: string, steps: string) => `Schritt ${step} von ${steps}`,
  answered: (seconds: string) => `erste Dichte ${seconds} s nach der Änderung`,
  planeTitle: 'Die Verteilung',
  planeLede: 'Wertung R = x + 0,3 y: Rechts ist besser, oben ein wenig. Die Punkte sind erzeugt.',
  ownScore: 'Wertung: wie du sie gezeichnet hast. Die Punkte sind erzeugt.',
  base: 'Basismodell',
  ownBase: 'Basismodell deiner Zeichnung',
  ownBaseAlt: 'Dichte des Basismodells, das auf deiner Zeichnung trainiert wurde.',
  best: 'Bestmöglich bei dieser KL',
  baseAlt: 'Dichte des Basismodells: sechs Häufungen auf einem Ring.',
  policyAlt: (kl: string, gain: string) =>
    `Dichte des trainierten Modells: KL ${kl} Nats zur Basis, mittlere Wertung ${gain} ` +
    'Standardabweichungen der Basis höher.',
  bestAlt: 'Dichte der Verteilung mit der höchsten mittleren Wertung bei derselben KL.',
  frontierTitle: 'Zuwachs gegen KL',
  frontierLede:
    'Die Linie ist die Grenzkurve: Für jedes β hat π* ∝ π_ref·exp(R/β) die höchste ' +
    'mittlere Wertung bei seiner KL zur Basis. Eine Methode liegt darunter; ihr Anteil am ' +
    'Zuwachs der Grenzkurve sagt, wie nah sie herankam.',
  frontierAlt: (kl: string, gain: string, share: string) =>
    `Der Lauf liegt bei KL ${kl} Nats mit einem Zuwachs von ${gain} Standardabweichungen ` +
    `der Basis, ${share} des Zuwachses der Grenzkurve bei dieser KL.`,
  klAxis: 'KL(Policy‖Basis), Nats',
  gainAxis: 'Zuwachs, sd der Basis',
  now: (label: string, kl: string, gain: string, share: string) =>
    `${label}: KL ${kl}, Zuwachs ${gain} sd, ${share} der Grenzkurve`,
  waiting: 'Warten auf die ersten Schritte…',
  resultsTitle: 'Erprobte Methoden',
  resultsHint:
    'Jeder Lauf kommt an seinem Ende hinzu; „Alle Methoden vergleichen“ trainiert sie alle.',
  share: 'Anteil an der Grenzkurve',
  kl: 'KL',
  gain: 'Zuwachs',
  stepsColumn: 'Schritte',
  note:
    'Ein Trainings-Seed. KL wird auf einem geglätteten Gitter von 64 × 64 Zellen mit 2.000 ' +
    'Punkten gemessen. Mehrere Seeds und 20.000 Punkte: npm run bench2d.',
  draw: {
    open: 'Selbst zeichnen',
    close: 'Zeichnung schließen',
    what: 'Zeichne',
    sheets: { score: 'Wertung', distribution: 'Verteilung' },
    sheetOf: {
      score: 'Die Ebene: Zeichne, was besser und was schlechter ist',
      distribution: 'Die Ebene: Zeichne, wo Punkte liegen',
    },
    help: {
      score:
        'Zeichne, was besser und was schlechter ist. Je näher an einem Strich, desto mehr zählt ' +
        'er; nach jedem Strich wird das Modell neu trainiert.',
      distribution:
        'Zeichne, wo Punkte liegen, und trainiere dann ein Basismodell darauf. Das dauert einige ' +
        'Sekunden; danach lässt sich jede Methode darauf vergleichen.',
    },
    keys:
      'Zeichne mit Maus, Stift oder Finger; oder bewege den Pinsel mit den Pfeiltasten ' +
      '(Umschalt: weiter) und drücke die Leertaste.',
    brushAt: (x: string, y: string) => `Pinsel bei x ${x}, y ${y}`,
    brush: 'Pinsel',
    brushes: {
      score: { '1': 'Besser', '-1': 'Schlechter' },
      distribution: { '1': 'Punkte', '-1': 'Radieren' },
    },
    size: 'Größe des Pinsels',
    sizes: ['Klein', 'Mittel', 'Groß'],
    undo: 'Rückgängig',
    clear: 'Leeren',
    train: 'Basismodell darauf trainieren',
    ring: 'Wieder den Ring nehmen',
  },
};
