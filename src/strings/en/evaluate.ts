// Words of the evaluation tabs under After: comparison of runs, the frontier, blind comparison.

import { whole } from '../format';

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);
const counted = (count: number, one: string, many: string): string =>
  `${whole(count)} ${plural(count, one, many)}`;

export const evaluate = {
  tabs: 'Ways to compare',
  tabNames: {
    compare: 'Compare',
    evaluate: 'Evaluate',
    frontier: 'Frontier',
    blind: 'Blind A/B',
    sdedit: 'SDEdit',
  },
  ledes: {
    compare: 'The same prompts and seeds with the base model and with your LoRA.',
    evaluate:
      'Base and runs sample the same prompts from the same noises; every number comes with its ' +
      'interval.',
    frontier:
      'Every checkpoint and strength as a point: what was gained, against how far the model ' +
      'moved for it.',
    sdedit:
      'An image of yours, partly sampled anew: by the base model and by your LoRA, from the same ' +
      'noise.',
    blind:
      'Two images, one question, no names. What a person prefers is the measure that the ' +
      'rewards stand in for.',
  },
  loading: 'Looking up stored evaluations…',
  evaluationName: (names: readonly string[], prompts: number) =>
    `${names.length === 0 ? 'Base model alone' : names.join(', ')} · ` +
    `${counted(prompts, 'prompt', 'prompts')}`,
  entryLabel: (name: string, step: string, strength: string) =>
    `${name}, step ${step}, × ${strength}`,

  estimate: (time: string, each: string) =>
    `about ${time} at the ${each} per image of the last evaluation here`,
  estimateLater: 'how long it takes is told after the first images',

  // set-up
  setupTitle: 'What to evaluate',
  entries: 'Models',
  baseAlways: 'The base model is always included: everything is compared with it.',
  noRuns: (model: string) =>
    `No run on ${model} has a checkpoint yet. The base model alone can be evaluated.`,
  addEntry: 'Add a model',
  removeEntry: (name: string) => `Remove ${name}`,
  run: 'Run',
  checkpoint: 'Checkpoint',
  strength: 'Strength',
  prompts: 'Prompts',
  promptsHint: (count: string) =>
    `One per line; ${count} now. Intervals are over prompts, not images: use at least 8; there ` +
    'is none with fewer than 3.',
  repeated: (count: number) =>
    count === 1
      ? 'One line repeats a prompt: it counts once.'
      : `${count} lines repeat a prompt: each prompt counts once.`,
  promptsFrom: (lists: string) => `They come from ${lists}.`,
  fillWith: 'Fill with',
  fillPreview: 'the base’s preview prompts',
  fillSet: 'the open set’s',
  fillValidation: 'the base’s validation prompts',
  fillTest: 'the base’s test prompts (open once)',
  heldOutHint:
    'The demo set leaves both lists out. Choose settings by the validation prompts, and open the ' +
    'test prompts once, at the end.',
  testOpened: (count: string) =>
    `${count} of these prompts are test prompts: this evaluation opens them, and its report says ` +
    'so.',
  testWereOpened: (count: string) => `Test prompts were opened: ${count} of the prompts.`,
  trainedOn: (count: string) =>
    `${count} of these prompts are in the training set: on them a model may have learned the ` +
    'images by heart.',
  samples: 'Samples per prompt',
  samplesHint:
    'More prompts tell more than more samples of each: 128 × 1 beats 64 × 2 at the same cost. ' +
    'Diversity within prompts needs at least 2.',
  seed: 'Seed',
  guidance: 'Guidance',
  samplerSteps: 'Sampler steps',
  rewards: 'Rewards',
  rewardsHint: 'Choose the reward you trained for, and a few others to see side effects.',
  moreSettings: 'Seed, sampler, features',
  compareBy: 'Diversity and drift by',
  featureNames: { clip: 'CLIP features', pixels: 'Pixels' },
  amount: (models: number, prompts: number, samples: number, images: string) =>
    `${counted(models, 'model', 'models')} × ${counted(prompts, 'prompt', 'prompts')} × ` +
    `${counted(samples, 'sample', 'samples')}: ${images} images`,
  amountFrontier: (points: number, prompts: number, samples: number, images: string) =>
    `base and ${counted(points, 'point', 'points')} × ${counted(prompts, 'prompt', 'prompts')} ` +
    `× ${counted(samples, 'sample', 'samples')}: ${images} images`,
  start: 'Evaluate',
  startFrontier: 'Sample the frontier',
  sharesDevice: 'The run that is training goes on, more slowly.',
  phase: (name: string) => `Sampling and scoring: ${name}`,
  phaseLeft: (name: string, left: string) => `Sampling and scoring: ${name}; about ${left} left`,

  // stored
  storedTitle: 'Stored evaluations',
  storedFrontiers: 'Stored frontiers',
  storedFacts: (models: number, prompts: number, samples: number, when: string) =>
    `${counted(models, 'model', 'models')}, ${counted(prompts, 'prompt', 'prompts')} × ` +
    `${whole(samples)}, ${when}`,
  partly: (done: string, total: string) => `${done} of ${total} images sampled`,
  goOn: 'Go on',
  show: 'Show',
  shown: 'on screen',
  deleteQuestion: (name: string) => `Delete “${name}” with its images and votes?`,
  emptyEvaluate:
    'Nothing is evaluated yet. With some prompts held out of training, an evaluation says ' +
    'whether the reward really rose, what else changed, and how sure that is.',
  emptyFrontier:
    'A frontier needs a run with checkpoints. Train one (Checkpoint every, under More ' +
    'settings), then its steps and strengths become points here.',
  noFrontier:
    'There is no frontier yet. More strength buys more reward and more drift; only at equal ' +
    'drift can two methods be compared.',
  toTraining: 'Go to Training',

  // results
  resultsTitle: 'Results',
  unfinished: 'Not all images are there: models that lack one are left out.',
  reward: 'Reward',
  model: 'Model',
  mean: 'Mean',
  median: 'Median',
  spread: 'Middle half',
  differenceColumn: 'Difference',
  differenceUnit: 'base sd',
  adjustedP: 'p (Holm)',
  winRate: 'Win rate by image',
  winRateOf: (count: string) => `${count} pairs`,
  promptWinRate: 'Win rate by prompt',
  promptWinRateOf: (count: string) => `${count} medians`,
  strict: (share: string) => `strict ${share}`,
  againstBase: 'against the base',
  interval: (low: string, high: string) => `${low} to ${high}`,
  reference: 'reference',
  intervalNote: (samples: string) =>
    'Brackets hold 95% intervals. Difference: mean over prompts of model − base on the same ' +
    'noise, in standard deviations of the base; t interval over prompts (none under 3 ' +
    'prompts). It ' +
    'is about this run: what another training seed would give needs several runs (Lab ' +
    'under Runs). p (Holm): of no difference, corrected for all models of the table. Win rate by ' +
    `prompt: the median of a prompt’s ${samples} ${samples === '1' ? 'sample' : 'samples'} ` +
    'decides. Both rates count ties half; strict counts them as lost. Intervals of win rates are ' +
    'Wilson’s' +
    (samples === '1'
      ? '.'
      : ', which take images as independent: images of one prompt are not, so the interval by ' +
        'image is too narrow.'),
  overviewTitle: 'All rewards: difference from the base',
  overviewNote:
    'Coloured where the difference is real at 5%, corrected for all comparisons of this table ' +
    '(Holm).',
  distributionTitle: (reward: string) => `How the scores lie: ${reward}`,
  distributionSummary:
    'Each dot is one image, the bar the middle half, the stroke the median; the thin line is ' +
    'the base’s median.',
  images: 'Images',
  driftTitle: 'Side effects: diversity and drift',
  driftLede:
    'A reward can be reached by sampling one image over and over, or by leaving the base behind.',
  diversity: 'Diversity within prompts',
  diversityAcross: 'Diversity between prompts',
  frechet: 'Fréchet distance',
  change: 'Change per image',
  logRatio: 'KL(ref‖model)',
  reverseLogRatio: 'KL(model‖ref)',
  negativeKl:
    'A KL is never below 0, but these estimates may be: they come from few images and noises, ' +
    'and images sampled with guidance are not quite the model’s own distribution. A value ' +
    'below 0 shows no drift; use it to rank models, not as a distance.',
  features: { clip: 'CLIP features', pixels: 'pixels in 8 × 8 blocks' },
  driftKinds: {
    frechet: { label: 'Fréchet distance', axis: 'Fréchet distance d² from the base' },
    change: { label: 'Change per image', axis: 'change per image' },
    logRatio: { label: 'KL(ref‖model)', axis: 'log π_ref − log π_θ on the base’s images' },
    reverseLogRatio: { label: 'KL(model‖ref)', axis: 'log π_θ − log π_ref on the model’s images' },
  },
  driftNotes: (features: string, unit: string) =>
    `Compared by ${features}. Diversity: mean distance (${unit}) between the images of one ` +
    'prompt (needs at least 2 samples per prompt), and between images of different prompts. ' +
    'Fréchet distance: d² of the two sets of features, as in FID but with these features; 0 for ' +
    'an unchanged model, since the noises are shared. Change: mean distance ' +
    'between a model’s image and the base’s from the same noise.',
  fewForFrechet: (images: string, features: string) =>
    `With ${images} images for ${features} features the Fréchet distance sees only the ` +
    'directions these images span: use it to rank models here, not as a figure to quote.',
  unitClip: '1 − cosine',
  unitPixels: 'root mean square, share of the range',
  imagesTitle: 'Side by side',
  imagesLede: 'One row per prompt, every model from the same noise.',
  sample: 'Sample',
  sampleOf: (index: string, total: string) => `${index} of ${total}`,
  imageAlt: (model: string, prompt: string) => `${prompt}, ${model}`,
  notSampled: 'not sampled',
  exportCsv: 'Results (CSV)',
  exportMarkdown: 'Results (Markdown)',
  exportScores: 'Every score (CSV)',
  exportPng: 'Images (PNG)',
  exportVotes: 'Votes (CSV)',
  exportVotesMarkdown: 'Counts (Markdown)',
  exportsLabel: 'Take the results with you',

  // frontier
  frontierTitle: 'Reward against drift',
  frontierSetup: 'What to sample',
  runs: 'Runs',
  checkpointsEach: 'Checkpoints per run',
  allCheckpoints: 'all',
  strengths: 'Strengths',
  frontierSamplesHint:
    'Many points need few samples each. Half of the noises choose a run’s best points, the other ' +
    'half gives the numbers.',
  drift: 'Drift',
  rewardAxis: (reward: string) => `mean ${reward}`,
  scale: 'Scale of drift',
  linear: 'Linear',
  logarithmic: 'Logarithmic',
  exportEqual: 'At equal drift (CSV)',
  frontierSummary: (points: number, runs: number, base: string, features: string) =>
    `${counted(points, 'point', 'points')} of ${counted(runs, 'run', 'runs')}, compared by ` +
    `${features}; the base’s mean is ${base}. Lines join the best point of a run at each ` +
    'drift. Choose a point with the mouse, a tap, or Tab and the arrow keys.',
  baseLine: 'base model',
  pointLabel: (name: string, drift: string, reward: string) =>
    `${name}: drift ${drift}, reward ${reward}`,
  pointTitle: 'The point',
  thisPoint: 'this point',
  difference: 'Against the base',
  stepColumn: 'Step',
  rewardColumn: 'Mean reward',
  equalTitle: 'At equal drift',
  equalLede:
    'The best reward of each run at the same distance from the base, interpolated between its ' +
    'points; only where both were measured.',
  firstRun: 'First',
  secondRun: 'Second',
  equalRange: (low: string, high: string) => `Both runs were measured from ${low} to ${high}.`,
  noOverlap: (
    first: string,
    firstLow: string,
    firstHigh: string,
    second: string,
    secondLow: string,
    secondHigh: string,
  ) =>
    `No drift was measured for both: ${first} lies between ${firstLow} and ${firstHigh}, ` +
    `${second} between ${secondLow} and ${secondHigh}. Sample smaller strengths of the one or ` +
    'larger of the other.',
  secondMinusFirst: 'Second − first',
  unequalTrials: (first: string, second: string) =>
    `${first} points against ${second}: the run with more tries has the better chance of a ` +
    'lucky best point.',
  equalOneRun: 'With a second run in the frontier, methods are compared here at equal drift.',
  equalNote:
    'The best points of each run are chosen on one half of the noises (of the prompts, where ' +
    'each ' +
    'has one); rewards and differences are those of the other half. The last column is in ' +
    'standard deviations of the base with a 95% t interval over prompts, about these two ' +
    'runs; it ' +
    'is coloured where the difference is real at 5%, corrected for the rows (Holm).',

  // blind
  blindSetup: 'Who judges what',
  blindEmpty:
    'Blind comparison uses images that an evaluation has sampled. Evaluate a run first; then ' +
    'two models, pair by pair, wait here without their names.',
  toEvaluate: 'Go to Evaluate',
  evaluation: 'Images of',
  firstModel: 'One model',
  secondModel: 'The other',
  sameModels: 'Choose two different models.',
  question: 'Question',
  questionNames: { preference: 'Preference', appeal: 'Appeal', alignment: 'Prompt' },
  questions: {
    preference: 'All in all, which image would you rather have for this prompt?',
    appeal: 'Which image looks better, whatever the prompt asked for?',
    alignment: 'Which image shows more faithfully what the prompt asks for?',
  },
  rater: 'Your name',
  raterHint: 'Votes are kept under it, in this browser only.',
  raterNeeded: 'Votes need a name.',
  begin: 'Begin',
  goOnAt: (done: string, total: string) => `Go on: ${done} of ${total} judged`,
  allJudged: 'All pairs of this sitting are judged.',
  alreadyRevealed:
    'The sides of this session were shown: it is no longer blind. Start a new one with another ' +
    'name or question.',
  pairCount: (count: string) => `${count} pairs, in random order on random sides.`,
  stageTitle: (at: string, total: string) => `Pair ${at} of ${total}`,
  leftImage: 'Left image',
  rightImage: 'Right image',
  chooseLeft: 'Left',
  chooseRight: 'Right',
  tie: 'No difference',
  undo: 'Undo',
  skip: 'Skip',
  stop: 'Stop here',
  keys: { left: '←', right: '→', tie: '↓', undo: 'U', skip: 'S' },
  saved: (done: string, total: string) => `Saved. ${done} of ${total} judged.`,
  sittingDone: 'All pairs are judged.',
  reveal: 'Reveal',
  revealHint: 'Shows which model stood where. After that this sitting takes no more votes.',
  votesTitle: 'Votes',
  votesLede: (evaluation: string) =>
    `On the images of “${evaluation}”. Counts stay hidden until a sitting is revealed.`,
  noVotes: 'No sitting is revealed yet.',
  hiddenSitting: (rater: string, question: string, done: string, total: string) =>
    `${rater}, ${question}: ${done} of ${total} judged`,
  raterColumn: 'Judge',
  everyone: 'all judges',
  pairColumn: 'One / the other',
  votesFirst: 'For one',
  votesTies: 'Ties',
  votesSecond: 'For the other',
  shareColumn: 'Share for the other',
  voteNote: 'Ties count half; brackets hold Wilson’s 95% interval.',
};
