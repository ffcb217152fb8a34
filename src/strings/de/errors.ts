// German of en/errors.ts.

import type { Words } from '../en';
import type { errors as english } from '../en/errors';

export const errors: Words<typeof english> = {
  settings: {
    notUsable: (key: string, what: string) => [
      `Die Einstellung „${key}“ ist nicht brauchbar: ${what}`,
      'Berichtige den Wert in der Datei, oder setze die Einstellungen auf ihre ' +
        'Voreinstellungen zurück.',
    ],
    noSuchNumber: (method: string) => `${method} hat keine solche Zahl.`,
    notBetween: (value: number, min: number, max: number) =>
      `${value} liegt nicht zwischen ${min} und ${max}.`,
    noProxySet: () => [
      'τ soll aus einem Vergleichssatz kommen, aber es ist keiner angegeben.',
      'Wähle einen Vergleichssatz oder eine andere Herkunft für τ.',
    ],
    notJson: (reason: string) => [
      `Die Einstellungsdatei ist kein JSON: ${reason}`,
      'Öffne eine Datei, die „Einstellungen sichern“ geschrieben hat.',
    ],
  },
  objectives: {
    noMethod: (id: string, known: readonly string[]) => [
      `Es gibt keine Trainingsmethode „${id}“.`,
      `Wähle eine von ${known.join(', ')}.`,
    ],
    otherParadigm: (label: string, paradigm: string, known: readonly string[]) => [
      `${label} ist für ein ${paradigm}-Modell nicht definiert.`,
      `Wähle eine von ${known.join(', ')}.`,
    ],
  },
  bench2d: {
    noTensor: (name: string) => [
      `Dem Modell des Prüfstands fehlt der Tensor ${name}.`,
      'Lade die Seite neu.',
    ],
    oneSided: (tau: number, good: number, bad: number) => [
      `τ = ${tau} lässt ${good} gute und ${bad} schlechte Punkte.`,
      'Bewege die Schwelle.',
    ],
    diverged: (step: number) => [
      `Nach ${step} Schritten erzeugt das Modell Punkte, die keine Zahlen sind: Es ist divergiert.`,
      'Wähle ein kleineres Gewicht, oder eine Methode, die von selbst aufhört.',
    ],
  },
};
