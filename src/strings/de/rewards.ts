// German of en/rewards.ts.

import type { Strings } from '../en';

export const rewards: Strings['rewards'] = {
  opposite: (label) => `Gegenteil von ${label}`,
  minus: (formula) => `Minus: ${formula}`,
  style: (style) => `Stil: ${style}`,
  styleFormula: (style) =>
    `Wahrscheinlichkeit des Stils „${style}“: Softmax von W·e + b über die Stile, e = ` +
    'CLIP-Einbettung des Bildes mit Länge 1.',
  twoWords: (more, less) => `Kosinus von Bild und „${more}“ minus Kosinus von Bild und „${less}“.`,
  by: (label, model) => `${label}, ${model}`,
};
