// German of en/guide.ts.

import type { Strings } from '../en';

export const guide: Strings['guide'] = {
  title: 'Führung',
  open: 'Führung beginnen',
  close: 'Führung schließen',
  closed:
    'Neun kurze Seiten über das Lernen aus Wertungen, jede mit etwas zum Ausprobieren in ' +
    'der Ebene.',
  page: (page: string, of: string) => `Seite ${page} von ${of}`,
  previous: 'Vorige Seite',
  next: 'Nächste Seite',
  try: 'Ausprobieren',
  pages: {
    feedback: {
      title: 'Was Rückmeldung ist',
      text: [
        'Das Basismodell erzeugt Punkte auf einem Ring aus sechs Häufungen. Jeder Punkt ' +
          'hat eine Zahl: seine Wertung R = x + 0,3 y. Mehr bekommt eine Trainingsmethode ' +
          'nicht: Punkte der Basis, jeder mit einer Wertung, keine Paare und kein Zielbild.',
        'Punkte rechts haben eine hohe Wertung. Trainiere und sieh, wie die Dichte nach ' +
          'rechts wandert: KL sagt, wie weit sich das Modell von der Basis bewegt hat, der ' +
          'Zuwachs, wie sehr die mittlere Wertung stieg.',
      ],
    },
    oracle: {
      title: 'Das Bestmögliche',
      text: [
        'In der Ebene ist die Antwort bekannt. Unter allen Modellen mit derselben KL hat ' +
          'π* ∝ π_ref · exp(R/β) die höchste mittlere Wertung: die Basis, neu gewichtet mit ' +
          'der Exponentialfunktion der Wertung. Jedes β gibt einen Punkt der Grenzkurve.',
        'Keine Methode kann über der Grenzkurve liegen. Der Anteil ihres Zuwachses, den ' +
          'eine Methode bei ihrer eigenen KL erreicht, ist eine ehrliche Zahl. Vergleiche ' +
          'die trainierte Dichte mit der bestmöglichen daneben.',
      ],
    },
    threshold: {
      title: 'Warum eine Schwelle',
      text: [
        'π* braucht das Verhältnis von exp(R/β) zu seinem Mittel über alle Punkte eines ' +
          'Prompts, das bei Bildern niemand kennt. Die Wertung, bei der dieses Verhältnis 1 ' +
          'ist, ist eine Schwelle τ: Darüber soll ein Punkt wahrscheinlicher werden, ' +
          'darunter weniger. Ein Perzentil der Wertungen schätzt τ.',
        'Bewege das Perzentil. Ein niedriges τ behandelt fast alles als gut und bewegt ' +
          'wenig; ein hohes lässt nur die besten Punkte als gut gelten und schiebt alle ' +
          'anderen weg.',
      ],
    },
    weights: {
      title: 'Warum Gewichte',
      text: [
        'Ein Label sagt nur, auf welcher Seite von τ ein Punkt liegt. Das Gewicht 1 + c·|s ' +
          '− τ| gibt Punkten weit von τ mehr Gewicht als denen dicht daneben, deren Seite ' +
          'Zufall sein mag.',
        'Setze c auf 0, wo alle Punkte gleich zählen, und dann auf den größten Wert. Sieh ' +
          'auf den Anteil an der Grenzkurve statt auf den Zuwachs.',
      ],
    },
    temperature: {
      title: 'Was β und T tun',
      text: [
        'Das Log-Verhältnis eines Punktes ist seine Fehlerdifferenz geteilt durch T, und β ' +
          'skaliert es noch einmal. Der Verlust wird flach, sobald ein Punkt klar auf seiner ' +
          'Seite ist, deshalb bestimmen T und β, wo das Training von selbst aufhört.',
        'Ein kleines T hört früh auf, nahe der Basis. Ein großes T geht weit an der ' +
          'Grenzkurve entlang und bleibt dicht an ihr.',
      ],
    },
    best: {
      title: 'Nur auf den Besten trainieren',
      text: [
        'Überwachtes Feintuning (SFT) auf der besseren Hälfte ahmt alle Punkte über dem ' +
          'Median gleich nach. Es zahlt KL für Punkte, die kaum besser als die Mitte sind: ' +
          'Sein Anteil an der Grenzkurve ist hier der niedrigste.',
        'SFT auf dem besten Zehntel ist fast so sparsam wie eine Schwelle und geht weit. ' +
          'Wo es aufhört, lässt sich nicht wählen: Es hat kein Referenzmodell.',
      ],
    },
    pairs: {
      title: 'Paare, die nicht aufhören',
      text: [
        'DPO lernt aus Paaren: Der bessere von zwei Punkten soll im Verhältnis zum anderen ' +
          'wahrscheinlicher werden. Sein Verlust ist nie zufrieden: Ein größerer Unterschied ' +
          'ist immer besser.',
        'Anfangs ist es sparsam, dann läuft es an der Grenzkurve entlang bis dorthin, wo ' +
          'eine einzige Häufung übrig ist. Die Zahl β bremst es; trainiere doppelt so lang, ' +
          'und es ist weitergegangen.',
      ],
    },
    modes: {
      title: 'Häufungen suchen, Häufungen abdecken',
      text: [
        'DPO minimiert eine umgekehrte KL: Es darf Häufungen fallen lassen, die π* noch ' +
          'hat. DMPO nimmt auch die vorwärts gerichtete KL und soll abdecken, was π* abdeckt.',
        'Vergleiche die drei Dichten: Welche Häufungen sind im trainierten Modell übrig, ' +
          'und welche im bestmöglichen bei derselben KL?',
      ],
    },
    too_far: {
      title: 'Zu weit',
      text: [
        'Ohne die logistische Funktion lässt sich ein schlechter Punkt endlos wegschieben. ' +
          'Die mittlere Wertung steigt, und die Punkte verlassen den Ring zu Orten, an denen ' +
          'die Basis nie war: Belohnung ist nicht Güte. Am Ende erzeugt das Modell Punkte, ' +
          'die gar keine Zahlen sind.',
        'Bei Bildern lösen sich hier die Formen auf, während die Wertung noch steigt. ' +
          'Achte auf KL, nicht auf die Wertung allein; unter Training zeigen LoRA-Stärken ' +
          'über 1 dasselbe.',
      ],
    },
  },
};
