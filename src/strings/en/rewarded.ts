// Words of “What did you reward?”: what ratings go with.

export const rewarded = {
  title: 'What did you reward?',
  lede: 'Guess first. Then see what your ratings go with.',
  show: 'Show it',
  looking: 'Measuring the rated images',
  traits: {
    brightness: 'Brightness',
    warmth: 'Warm hue',
    colourfulness: 'Colourfulness',
    filled_area: 'Size',
    'words:grinning face|crying face': 'Smile',
    'words:3d render|flat drawing': '3-D style',
  } as Readonly<Record<string, string>>,
  trait: 'Trait',
  correlation: 'r [95%]',
  chance: 'cannot be told from chance',
  prompt: (share: string) => `The prompt alone decides ${share} of your ratings’ variance.`,
  count: (count: string) => `${count} rated images. Pearson’s r, interval by Fisher’s z.`,
};
