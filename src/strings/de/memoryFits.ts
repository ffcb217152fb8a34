// German of en/memoryFits.ts.

import type { Strings } from '../en';
import { bytes as size } from '../format';

export const memoryText: Strings['memoryText'] = {
  planned: (bytes: number) => `Ein Schritt dieses Laufs braucht insgesamt ${size(bytes)}.`,
  given: (bytes: number) => `Die GPU gibt jetzt ${size(bytes)} her.`,
  sizes: (samples: number, weights: string, bytes: number) =>
    `${samples} ${samples === 1 ? 'Beispiel' : 'Beispiele'} ` +
    `zugleich${weights === 'file' ? '' : ` mit Gewichten in ${weights}`} (${size(bytes)})`,
  fits: (sizes: readonly string[]) =>
    `Das passt: ${sizes.join(' oder ')}. Auch eine kleinere Bildgröße braucht weniger.`,
  nothingFits:
    'Nicht einmal 1 Beispiel zugleich mit Gewichten in int8 passt: Wähle eine kleinere ' +
    'Bildgröße oder ein kleineres Basismodell, oder schließe andere Tabs, die die GPU ' +
    'nutzen.',
};
