// German of en/plot.ts.

import type { Strings } from '../en';

export const plot: Strings['plot'] = {
  tools: (title: string) => `Wie „${title}“ gezeigt wird`,
  time: 'Über die Zeit',
  logX: 'x logarithmisch',
  logY: 'y logarithmisch',
  clip: 'Ausreißer kappen',
  table: 'Tabelle',
  csv: 'CSV',
  png: 'PNG',
  newest: 'neuester Wert',
  zoom: 'Über die Kurven ziehen vergrößert, ein Doppelklick zeigt wieder alles.',
  enlargeShort: 'Vergrößern',
  enlarge: (title: string) => `Vergrößern: ${title}`,
};
