// German of en/errors/objectives.ts.

import type { Words } from '../../en/words';
import type { objectives as english } from '../../en/errors/objectives';

export const objectives: Words<typeof english> = {
  noMethod: (id: string, known: readonly string[]) => [
    `Es gibt keine Trainingsmethode „${id}“.`,
    `Wähle eine von ${known.join(', ')}.`,
  ],
  otherParadigm: (label: string, paradigm: string, known: readonly string[]) => [
    `${label} ist für ein ${paradigm}-Modell nicht definiert.`,
    `Wähle eine von ${known.join(', ')}.`,
  ],
};
