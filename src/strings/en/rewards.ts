// What is said of rewards that are made of others, of words, or of a model's own. The fixed ones
// hold their words in their records (rewards/), with `records` for other languages.

export const rewards = {
  opposite: (label: string) => `Opposite of ${label.toLowerCase()}`,
  minus: (formula: string) => `Minus: ${formula}`,
  style: (style: string) => `Style: ${style}`,
  styleFormula: (style: string) =>
    `Probability of the style “${style}”: softmax of W·e + b over the styles, e = ` +
    'unit CLIP embedding of the image.',
  twoWords: (more: string, less: string) =>
    `Cosine of image and “${more}” minus cosine of image and “${less}”.`,
  by: (label: string, model: string) => `${label}, ${model}`,
};
