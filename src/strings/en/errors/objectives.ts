// Errors of objectives/.

import type { Said } from './said';

export const objectives = {
  noMethod: (id: string, known: readonly string[]): Said => [
    `There is no training method “${id}”.`,
    `Choose one of ${known.join(', ')}.`,
  ],
  otherParadigm: (label: string, paradigm: string, known: readonly string[]): Said => [
    `${label} is not defined for a ${paradigm} model.`,
    `Choose one of ${known.join(', ')}.`,
  ],
};
