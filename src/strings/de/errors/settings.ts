// German of en/errors/settings.ts.

import type { Words } from '../../en/words';
import type { settings as english } from '../../en/errors/settings';
import { full } from '../../format';

export const settings: Words<typeof english> = {
  notUsable: (key: string, what: string) => [
    `Die Einstellung „${key}“ ist nicht brauchbar: ${what}`,
    'Berichtige den Wert in der Datei oder im Link, oder setze die Einstellungen auf ihre ' +
      'Voreinstellungen zurück.',
  ],
  noSuchNumber: (method: string) => `${method} hat keine solche Zahl.`,
  notBetween: (value: number, min: number, max: number) =>
    `${full(value)} liegt nicht zwischen ${full(min)} und ${full(max)}.`,
  noProxySet: () => [
    'τ soll aus einem Vergleichssatz kommen, aber es ist keiner angegeben.',
    'Wähle einen Vergleichssatz oder eine andere Herkunft für τ.',
  ],
  notJson: (reason: string) => [
    `Die Einstellungsdatei ist kein JSON: ${reason}`,
    'Öffne eine Datei, die „Einstellungen sichern“ geschrieben hat.',
  ],
};
