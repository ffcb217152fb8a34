// German of en/rewarded.ts.

import type { Strings } from '../en';

export const rewarded: Strings['rewarded'] = {
  title: 'Was hast du belohnt?',
  lede: 'Rate erst. Dann sieh, womit deine Bewertungen zusammenhängen.',
  show: 'Zeigen',
  looking: 'Die bewerteten Bilder werden gemessen',
  traits: {
    brightness: 'Helligkeit',
    warmth: 'Warmer Farbton',
    colourfulness: 'Buntheit',
    filled_area: 'Größe',
    'words:grinning face|crying face': 'Lächeln',
    'words:3d render|flat drawing': '3-D-Stil',
  },
  trait: 'Merkmal',
  correlation: 'r [95\u00a0%]',
  chance: 'vom Zufall nicht zu unterscheiden',
  prompt: (share: string) => `Der Prompt allein bestimmt ${share} der Varianz deiner Bewertungen.`,
  count: (count: string) => `${count} bewertete Bilder. Pearsons r, Intervall nach Fishers z.`,
};
