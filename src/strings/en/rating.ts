// Words about making sets, rating by hand, whose scores a set trains on, and a person's own taste.

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const rating = {
  railLabel: 'Rating',
  railHint: 'Give scores of your own',
  railSampling: (done: string, total: string) => `Sampling ${done} of ${total}`,
  title: 'Rate by hand',
  lede: (name: string) =>
    `What you like in “${name}”. Each rating is saved as you give it, in this browser.`,
  noSet: 'Open a set, or make one; then its images come up here one by one.',
  noImages: 'This set has no image yet.',
  toScores: 'Go on to Scores & objective',
  defaultRater: 'me',
  rater: 'Rater',
  raterHint: 'Several people may rate one set.',
  scale: 'Scale',
  scales: { stars: 'Stars 1–5', slider: 'Slider −5…5', like: 'Like or not' },
  scaleNames: { stars: 'stars', slider: 'slider', like: 'likes', scores: 'scores' },
  view: 'View',
  viewOne: 'One by one',
  viewGrid: 'Grid',
  stage: 'The image to rate',
  starsLabel: 'Stars',
  star: (count: number) => `${count} ${plural(count, 'star', 'stars')}`,
  like: 'Like',
  dislike: 'Dislike',
  sliderLabel: 'Score',
  sliderSave: 'Rate',
  sliderEnds: ['−5 worst', '0', '5 best'],
  previous: 'Previous',
  next: 'Next',
  skip: 'Skip',
  undo: 'Undo',
  rated: (value: string) => `Saved: ${value}`,
  skipped: 'Skipped; it comes up again at the end.',
  undone: 'Taken back.',
  already: (value: string) => `You gave this ${value}. Another rating replaces it.`,
  progress: (done: string, total: string, repeats: string) =>
    `${done} of ${total}, ${repeats} of them asked again`,
  progressLabel: 'Ratings given',
  progressHint: (repeats: string) =>
    `Including ${repeats} that come a second time, to measure your own noise.`,
  doneTitle: 'All rated',
  doneText:
    'Every image of this set has your rating. Use the ratings as the set’s scores, or fit your ' +
    'taste and let it score more images.',
  keys: { stars: '1–5', slider: '↑ ↓ to move, Enter to rate', like: 'L or D' },
  keysHint: (rate: string) => `Keys: ${rate}, S skip, U undo, ← → look back and forth.`,
  help: [
    ['1–5', 'rate with so many stars'],
    ['L, D', 'like, dislike'],
    ['U', 'undo the last rating'],
    ['S', 'on Rating: skip the image'],
  ] as const,
  keysOff: 'Keyboard shortcuts are switched off (under ?).',
  gridHint: {
    stars: 'Click the stars, or move with the arrow keys and press 1–5.',
    slider: 'Move each slider; it is saved when you let go.',
    like: 'Click, or move with the arrow keys and press L or D.',
  },
  gridLabel: 'Images to rate',
  value: {
    stars: (value: string) => `${value} ★`,
    slider: (value: string) => value,
    like: (liked: boolean) => (liked ? 'liked' : 'disliked'),
  },
  notRated: 'not rated',

  noiseTitle: 'How steady the ratings are',
  noiseLede:
    'Ten images come up twice. How far the two ratings lie apart is the noise of one rating ' +
    '(its standard deviation).',
  noiseNone: (pairs: number) =>
    `Noise is known after the first image has come up twice; ${pairs} will.`,
  noiseColumns: {
    rater: 'Rater',
    images: 'Images',
    pairs: 'Twice',
    deviation: 'Noise',
    equal: 'Same',
    icc: 'ICC',
  },
  noiseSays: (deviation: string, spread: string, unit: string) =>
    `One rating is uncertain by about ±${deviation} ${unit}; your ratings spread by ±${spread}.`,
  noiseUnit: { stars: 'stars', slider: 'points', like: '' },
  noiseLikes: (share: string) =>
    `Shown again, ${share} of your likes and dislikes stayed the same.`,
  agreementTitle: 'Between raters',
  agreement: (one: string, other: string, r: string, shared: string) =>
    `${one} and ${other}: r = ${r} over ${shared} shared images`,
  agreementFew: (one: string, other: string, shared: string) =>
    `${one} and ${other}: ${shared} shared images, too few to compare`,

  learn: {
    offer: 'This set has scores but no scorer: new images cannot be scored like them.',
    go: 'Learn a scorer from these scores',
    again: 'Learn it again',
    nameOf: (set: string) => `Learned from ${set}`,
    result: (r: string, low: string, high: string, count: string) =>
      `Learned scorer: r = ${r} [${low}, ${high}] over ${count} images, each judged by a head ` +
      'fitted without it.',
    quality: {
      chance:
        'This cannot be told from chance: do not rely on it. More images, or scores of something ' +
        'that CLIP sees, may help.',
      weak: 'It is right in the mean of many images, not of a single one.',
      good: 'Images it scores high are mostly those your scores are high for.',
    },
  },

  tasteTitle: 'Your own taste',
  tasteLede:
    'A small head on the image features of a CLIP model, fitted to your ratings here. It can ' +
    'then score any set, like every other reward.',
  tasteNeeds: {
    rated: (done: string, wanted: string) => `${done} of ${wanted} rated images`,
    liked: (done: string, wanted: string) => `${done} of ${wanted} likes and dislikes`,
  },
  tasteEnough: {
    rated: (done: string, wanted: string) =>
      `${done} rated images; ${wanted} are enough, more are better`,
    liked: (done: string, wanted: string) =>
      `${done} likes and dislikes; ${wanted} are enough, more are better`,
  },
  tasteFrom: 'Fitted to',
  tasteFromAll: 'the mean over raters',
  tasteName: 'Name',
  tasteNameOf: (rater: string) => `Taste of ${rater}`,
  tasteFit: 'Fit the taste',
  tasteFitAgain: 'Fit again',
  tasteResult: (r: string, low: string, high: string, count: string) =>
    `r = ${r} [${low}, ${high}] over ${count} images`,
  tasteQuality: {
    none:
      'This cannot be told from chance: your ratings show no pattern it can learn yet. More ' +
      'ratings, or a clearer rule, may help.',
    weak: 'A weak match: it will find your taste in the mean of many images, not in a single one.',
    good: 'A good match: images it scores high are mostly those you would.',
  },
  tasteResultSays:
    'Each image was judged by a head fitted without it, so this is what to expect of new ' +
    'images of this kind.',
  tasteAuc: (share: string) =>
    `Liked images are judged above disliked ones in ${share} of the pairs.`,
  tasteChart: 'Your rating against what the taste says without it',
  tasteChartX: 'your rating',
  tasteChartY: 'taste, leave-one-out',
  tasteChartDot: 'an image',
  tasteChartLine: 'both agree',
  tasteChartSummary: (count: string, r: string) => `${count} rated images; Pearson’s r = ${r}.`,
  tasteScore: (set: string) => `Score “${set}” by it`,
  tasteFitted: (date: string, count: string, scale: string) => `${count} images, ${scale}, ${date}`,
  tasteDelete: (name: string) => `Delete “${name}”? Scores it gave stay.`,
  tasteList: 'Fitted tastes',

  sources: {
    label: 'Scores to train on',
    hint: 'An image may carry scores of several sources; a run uses one.',
    ratings: (scale: string) => `Ratings (${scale})`,
    ratingsOf: (rater: string, scale: string) => `Ratings by ${rater} (${scale})`,
    byChance: (name: string) => `${name} (no better than chance)`,
    gone: 'a taste that is not stored here',
    covers: (name: string, count: string, total: string) => `${name}: ${count} of ${total}`,
    partial: (missing: string, total: string) =>
      `${missing} of ${total} images have no score of this source: a run leaves them out.`,
    none: 'No image has a score of this source yet.',
    rate: 'Rate by hand',
    scoreBy: 'Score by a reward',
    exportZip: 'Export as zip',
    exportRatings: 'Scores as',
    exportHint:
      'The zip holds the images, every score and every rating, and the tastes that gave ' +
      'scores; it imports back identically.',
    adopt: 'Use these ratings as the set’s scores',
    inUse: 'The set trains on these ratings.',
    empty:
      'The images of this set have no score of the chosen source. Rate them, score them by a ' +
      'reward, or choose another source.',
  },
  scoreBy: {
    title: 'Score the set by',
    lede: (size: string) =>
      `Every image is brought to the model’s size (${size}) and scored as it would be trained on.`,
    go: (count: number) => (count > 1 ? `Score by ${count} rewards` : 'Score'),
    first: 'The first one chosen becomes what the set trains on.',
    close: 'Close',
  },
  rewards: {
    label: 'Rewards',
    loading: 'Looking up rewards…',
    own: 'Your tastes',
    ofPrompt: 'Of image and prompt',
    ofPixels: 'Of the pixels alone',
    main: 'trains on this',
    fittedTo: (count: string, r: string) => `Fitted to ${count} images, leave-one-out r = ${r}.`,
    worse: (name: string, r: string, low: string, high: string) =>
      `“${name}” is worse than chance: r = ${r}, 95% interval ${low} to ${high}.`,
    chance: (name: string, r: string, low: string, high: string) =>
      `“${name}” cannot be told from chance: r = ${r}, 95% interval ${low} to ${high}.`,
  },
  twoWords: {
    more: 'More like',
    morePlaceholder: 'grinning face',
    less: 'less like',
    lessPlaceholder: 'crying face',
    add: 'Add this reward',
  },
  make: {
    open: 'Make a set',
    openHint: (model: string) =>
      `${model} samples it here; score it by a reward, or rate it yourself.`,
    title: 'Make a set',
    lede:
      'The model samples every prompt several times. The same form and seed give the same ' +
      'images again.',
    nameOf: (name: string) => `Sampled by ${name}`,
    numbered: (name: string, count: number) => (count === 1 ? name : `${name}, ${count}`),
    unfinished: (done: string, total: string) => `${done} of ${total} sampled`,
    name: 'Name of the set',
    from: 'Sampled by',
    base: (model: string) => `${model}, untouched`,
    checkpoint: 'Checkpoint',
    lastCheckpoint: 'last',
    atStep: (step: string) => `step ${step}`,
    strength: 'LoRA strength',
    prompts: 'Prompts, one per line',
    fillWith: 'Fill with',
    modelPrompts: 'Model’s own',
    setPrompts: 'Those of the open set',
    negativePrompt: 'Negative prompt',
    negativeHint: 'May stay empty.',
    samples: 'Samples per prompt',
    seed: 'Seed',
    guidance: 'Guidance',
    steps: 'Sampler steps',
    scoring: 'Scored by',
    scoringHint:
      'None chosen: you rate the images yourself. With several, the first is what the set ' +
      'trains on.',
    count: (prompts: string, samples: string, total: string) =>
      `${prompts} × ${samples} = ${total} images`,
    go: 'Sample the set',
    discard: 'Discard',
    noPrompts: 'Write at least one prompt.',
    sharesDevice: (name: string) =>
      `“${name}” is training. It goes on while the set is sampled; both take longer.`,
    drawing: (name: string) => `Sampling “${name}”`,
    goesOn:
      'It goes on while you look at other screens or train; a reload takes it up where it was.',
    left: (time: string) => `about ${time} left`,
    pause: 'Pause',
    pausedTitle: (name: string, done: string, total: string) =>
      `“${name}” is not finished: ${done} of ${total} images are sampled.`,
    pausedText: 'Going on gives the same images as if it had never been interrupted.',
    goOn: 'Go on',
    keep: 'Keep it as it is',
    badNumber: 'This is not a number.',
  },
  export: { packing: 'Packing the zip' },
  importing: {
    none: 'No scores: I rate them here',
    exported: 'This set was exported here: names, scores and ratings come back as they were.',
  },
};

/** What the worker calls its work on sets, in words. */
export const ratingPhases = {
  generate: 'Sampling images',
  score: 'Scoring images',
  features: 'Reading image features',
  export: 'Packing the zip',
};
