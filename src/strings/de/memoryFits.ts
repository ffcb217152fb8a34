// German of en/memoryFits.ts.

import type { Strings } from '../en';
import { bytes as size } from '../format';

export const memoryText: Strings['memoryText'] = {
  planned: (bytes) => `Ein Schritt dieses Laufs braucht insgesamt ${size(bytes)}.`,
  given: (bytes) => `Die GPU gibt jetzt ${size(bytes)} her.`,
  way: ({ resolution: [height, width], microBatch, weightStorage, bytes }) => {
    const count = microBatch === 1 ? '1 Beispiel' : `${microBatch} Beispiele`;
    const kept = weightStorage === 'file' ? '' : ` mit Gewichten in ${weightStorage}`;
    return `${count} zugleich von ${width} × ${height} px${kept} (${size(bytes)})`;
  },
  fits: (ways) => `Das passt: ${ways.join(' oder ')}.`,
  nothingFits:
    'Nicht einmal 1 Beispiel zugleich in halber Größe mit Gewichten in int8 passt: Wähle ein ' +
    'kleineres Basismodell, oder schließe andere Tabs, die die GPU nutzen.',
};
