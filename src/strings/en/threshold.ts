// Words about where τ comes from: the scopes, the prompts' own thresholds, proxy sets, and what the
// choice changes.

const images = (count: number): string => (count === 1 ? '1 image' : `${count} images`);

export const threshold = {
  origins: {
    global: 'The whole set',
    batch: 'Each batch',
    proxy: 'A proxy set',
    prompt: 'Each prompt',
    oracle: 'The oracle',
    fixed: 'Set by hand',
  },
  says: {
    global: 'One τ for all images. Right where the image rather than the prompt decides the score.',
    batch:
      'Each step takes the percentile of its own batch: every step has the same share of good ' +
      'images. τ depends on which images were sampled.',
    proxy:
      'The percentile of images sampled from the untouched model. Right where your images are ' +
      'better or worse than what it makes: good then means better than it is.',
    prompt:
      'Every prompt has its own τ, pulled toward the whole set’s where it has few images. Right ' +
      'where the prompt decides much of the score.',
    oracle:
      'TGO’s theorem: τ*(x) = β·log E[e^(s/β)] of a prompt, estimated from its images. Right ' +
      'where each prompt has several images sampled from the untouched model.',
    fixed: 'A score whose meaning you know, such as 4 of 5 stars.',
  },
  advised: 'Advised here',
  advisedBecause: (share: string) => `${share} of the differences in score lie between prompts.`,
  adviseByPrompt: 'Give each prompt its own τ',
  iccHigh: (share: string) =>
    `${share} of the differences in score lie between prompts: the prompt rather than the ` +
    'image decides. One τ for all promotes whole prompts and unlearns others; a τ for each ' +
    'prompt compares its images with each other.',
  iccHighUsed: (share: string) =>
    `${share} of the differences in score lie between prompts. Each prompt has its own τ, so ` +
    'that its images are compared with each other.',
  // histogram
  wholeSet: 'whole set',
  proxyLine: 'proxy',
  legendRaised: (count: string) => `good by its own τ only (${count})`,
  legendLowered: (count: string) => `bad by its own τ only (${count})`,
  legendRaisedProxy: (count: string) => `good by the proxy’s τ only (${count})`,
  legendLoweredProxy: (count: string) => `bad by the proxy’s τ only (${count})`,
  legendWavering: (count: string) => `good or bad, by the batch (${count})`,
  legendGlobal: 'τ of the whole set',
  legendPromptTau: 'τ of a prompt',
  legendBatchTau: 'τ of 9 batches in 10',
  legendCloud: 'weight of an image',
  raised: 'Turned good',
  lowered: 'Turned bad',
  wavering: 'By the batch',
  alwaysGood: 'Good in every batch',
  alwaysBad: 'Bad in every batch',
  batchTaus: 'τ of 9 batches in 10',
  between: (low: string, high: string) => `${low} … ${high}`,
  promptSummary: (count: string, low: string, high: string, raised: string, lowered: string) =>
    `τ goes from ${low} to ${high} over ${count} prompts. Against one τ for all, ${raised} ` +
    `images turn good and ${lowered} turn bad: they are hatched.`,
  proxySummary: (tau: string, global: string, raised: string, lowered: string) =>
    `The proxy’s τ is ${tau}, the whole set’s would be ${global}: ${raised} images turn good ` +
    `and ${lowered} turn bad. They are hatched.`,
  proxyOutside: (tau: string) =>
    `The proxy’s τ, ${tau}, lies outside the scores of this set: all its images are on one side.`,
  batchSummary: (batches: string, low: string, high: string, wavering: string) =>
    `Over ${batches} batches of this run τ mostly lies between ${low} and ${high}; ${wavering} ` +
    'images are good in some and bad in others: they are hatched.',
  // shrinkage
  suggested: (k: string) => `From the scores, about k = ${k} fits best.`,
  suggestedMost: (k: string) =>
    `The prompts hardly differ: a large k (${k}), or one τ for all, fits best.`,
  takeSuggested: 'Use it',
  // prompts
  promptsTitle: 'τ by prompt',
  promptsLede: (prompts: string, median: string) =>
    `${prompts} prompts with ${median} images each in the middle. Open one to see its images.`,
  order: 'Order',
  orders: { changed: 'Most labels changed', high: 'Highest τ', low: 'Lowest τ', name: 'By prompt' },
  prompt: 'Prompt',
  scores: 'Scores and τ',
  count: 'n',
  own: 'Own percentile',
  tau: 'τ',
  good: 'n₊',
  bad: 'n₋',
  changed: 'Changed',
  stripNote:
    'A dot is an image: filled good, hollow bad. The long stroke is the prompt’s τ, the short ' +
    'one its own percentile, the dashed line the whole set’s τ. All prompts share one axis; ' +
    'what lies beyond it stands at its end.',
  open: (prompt: string, count: number) => `${prompt}: ${images(count)}`,
  further: (count: string) => `${count} more with lower scores are not shown.`,
  isGood: 'good',
  isBad: 'bad',
  isDropped: 'left out',
  turned: 'turned',
  // proxy
  proxyTitle: 'Proxy set',
  proxyNone: (model: string, source: string) =>
    `No set sampled from ${model} without a LoRA and scored by “${source}” is stored yet.`,
  proxyHow:
    'Under Data, make a set: sample some images of the same prompts with the untouched model and ' +
    'score them as this set is scored. It is then offered here.',
  proxyItself:
    'This set itself was sampled by the untouched model: the percentile of the whole set is the ' +
    'proxy’s already.',
  proxyPick: 'Choose one: until then τ stays as it was.',
  proxyUse: 'Use',
  proxyUsed: 'in use',
  proxyAgain: 'Read again',
  proxyImages: (count: string) => `${count} scores`,
  proxyLoading: 'Reading its scores…',
  proxyGone: 'Not among the stored sets; the scores it had travel with the settings.',
  proxyOtherSource: (proxy: string, source: string) =>
    `The proxy was scored by “${proxy}”, this set by “${source}”: their scores do not compare.`,
  proxyEmpty: 'None of its images is scored yet.',
  // curves
  changeScope: (origin: string) => `τ by ${origin}`,
  changeNames: {
    global: 'the whole set',
    batch: 'batch',
    proxy: 'proxy set',
    prompt: 'prompt',
    oracle: 'oracle',
  },
  oracleOfPrompt: 'oracle of prompt g',
  oracleWhere:
    'Prompt g has n images with the scores s; q is the same of the whole set, b is β in score ' +
    'units.',
  oracleTitle: 'The oracle and one τ',
  oracleSummary: (agreement: string, images: string, distance: string, spread: string) =>
    `${agreement} of ${images} images have the same label by one τ and by the oracle. The root ` +
    `mean square distance of τ from τ*(x) is ${distance}, ${spread} standard deviations of the ` +
    'scores. Where a prompt lies far above the dashed line, one τ pushes most of its images up; ' +
    'far below, down.',
  oracleAcross: 'mean score of a prompt',
  oracleUp: 'τ*(x)',
  oracleLine: 'one τ for all',
  oraclePrompt: 'a prompt with several images',
  tauOfPrompt: 'τ of prompt g',
  tauOfPromptWhere:
    'Prompt g has n images; its q is the percentile of their scores, the bare q that of the ' +
    'whole set.',
} as const;
