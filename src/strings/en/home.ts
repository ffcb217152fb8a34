// Words of the first screen.

export const home = {
  title: 'Teach this model your taste',
  lede: (model: string) =>
    `${model} generated these images. Drag the line: what scores to its right becomes a positive ` +
    'example, to its left a negative one. Or tap what you like, twice what you dislike. Then ' +
    'train.',
  wall: 'Images by the model, with their scores',
  tile: (prompt: string, score: string, positive: boolean) =>
    `${prompt}: score ${score}, ${positive ? 'positive' : 'negative'} example`,
  tapped: { like: 'you like it', dislike: 'you dislike it' },
  taps: (count: string) => `Your taps: ${count}`,
  tapsMissing: (count: string) =>
    `${count} more, and Train learns your taste from them (at least two likes and two dislikes).`,
  tapsEnough: 'Train learns your taste from them and trains on that.',
  clearTaps: 'Clear taps',
  tapRater: 'First screen',
  tapTaste: (date: string) => `Taps of ${date}`,
  scores: (count: string) => `Scores of all ${count} images`,
  scoreOf: (label: string) => `Score: ${label}`,
  likes: 'Make the images',
  likeOf: {
    'words:grinning face|crying face': 'happier',
    warmth: 'warmer',
    filled_area: 'bigger',
    'style:3d': '3D',
    'style:flat': 'flat',
  },
  opposite: 'Opposite',
  oppositeOf: (name: string) => `opposite of ${name}`,
  oppositeHint: 'Minus the score: what was liked least becomes what is liked most',
  twoWords: 'two words of your own',
  scoring: 'Scoring the set',
  lower: 'lower',
  higher: 'higher',
  threshold: 'Threshold τ',
  thresholdValue: (tau: string, positive: string, negative: string) =>
    `τ = ${tau}: ${positive} positive, ${negative} negative examples`,
  positive: 'positive examples',
  negative: 'negative examples',
  train: 'Train',
  trainHint: 'Opens the demo set and starts a run with these settings',
  starting: 'Starting…',
  more: 'More ways to begin',
  ownImages: 'Use your own images',
  ownImagesHint: 'Drop scored images, a folder or a zip',
  ownRatings: 'Rate images yourself',
  ownRatingsHint: 'The model generates, you give stars',
  settings: 'See every setting',
  settingsHint: 'Threshold, weights, loss, live',
  noDemo: (model: string) => `${model} has no demo set.`,
  noDemoHint: 'Choose another base model at the top, or use your own images.',
};
