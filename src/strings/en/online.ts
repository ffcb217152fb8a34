// Words about online runs: where the images come from, what the papers found, the memory bank,
// and rating while a run waits.

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const online = {
  fold: 'Online: sample and score images while training',
  title: 'Where the images come from',
  lede:
    'A run learns from a set that is scored before it begins, or from images it samples ' +
    'and scores as it goes.',
  mode: 'Mode',
  offline: 'A scored set',
  online: 'Sampled while it runs',
  offlineSays: 'The images and scores of the open set, each seen about as often as the others.',
  onlineSays:
    'Each round samples images for a batch of prompts with the reference model, scores them, and ' +
    'trains on them.',
  onlineTau: 'The last M scores are the memory bank whose percentile is τ.',
  papers: 'What the papers found',
  papersSays: [
    'In all three settings of the UPO paper a fixed set beat online training: median HPS .2526 ' +
      'against .2381, .2443 against .2355, .2482 against .2449 (UPO Table 3).',
    'Online stayed below SFT (.2426) in two of them and below the untouched model (.2364) in ' +
      'one, at about ten times the time.',
    'These are single runs of whole Stable Diffusion networks. What online gives you instead: ' +
      'no set is needed, and you can be the judge.',
  ],

  prompts: 'Prompts',
  promptsHint: (count: string, epoch: string) =>
    `One per line. ${count} in all: ${epoch} to sample each once.`,
  promptsNone: 'One per line.',
  rounds: (count: number) => `${count} ${plural(count, 'round', 'rounds')}`,
  fillWith: 'Take',
  fillSet: 'those of the open set',
  fillDemo: 'the demo’s',
  fillModel: 'the model’s examples',

  reward: 'Scored by',
  rewardChoose: 'Choose what scores the images',
  rewardGone: (id: string) => `${id} (not here any more)`,
  rewardMyself: 'Yourself',
  rewardStars: 'My own ratings, 1 to 5 stars',
  rewardLike: 'My own likes and dislikes',
  rewardStarsSays:
    'The run waits for you: each round’s images come up on the Training screen, and keys 1 ' +
    'to 5 rate them.',
  rewardLikeSays:
    'The run waits for you: each round’s images come up on the Training screen, L likes and ' +
    'D dislikes. τ is 0, between the two.',
  rewardLoading: 'Looking up rewards…',

  tau: 'τ comes from',
  tauNames: {
    global: 'the percentile of the bank',
    batch: 'the percentile of each round',
    prompt: 'the percentile of each prompt in the bank',
    oracle: 'the oracle of each prompt in the bank',
    fixed: 'a score set by hand',
  },
  tauSays: {
    global: 'UPO Alg. 2: one τ for all images of a round, from the last M scores.',
    batch:
      'Every round has the same share of good images; the bank then only sets the scale of ' +
      'weights.',
    prompt:
      'Images are compared with those of the same prompt, pulled toward the bank’s percentile ' +
      'where there are few.',
    oracle:
      'Every prompt has τ*(x) = β·log mean e^(s/β) of its images in the bank, which the ' +
      'reference sampled.',
    fixed: 'The same score throughout, whatever is sampled.',
  },
  tauField: 'τ',
  tauBad: 'This is not a number.',

  bankSays: 'A larger bank makes τ steadier and older; the first step waits for half of it.',
  slowDefaults:
    'M and K are set lower than the paper’s 1,024 and 1, because sampling is slow on this machine.',
  paperValues: 'Take the paper’s: M = 1,024, K = 1',
  costTitle: 'What sampling will cost',
  costFirst: 'Images before the first step',
  costAll: (steps: string) => `Images for ${steps} steps`,
  costRate: 'You rate',
  costRatings: (count: string) => `${count} images`,
  costTime: 'Time to sample them',
  costUnknown: 'not timed yet',
  costBoth: (first: string, all: string) => `${first} before the first step, ${all} in all`,
  costCounted: (batch: string, steps: string) =>
    `By count of network passes, sampling a round of ${batch} costs about as much as ${steps} ` +
    'training steps.',
  costTimed: (each: string) =>
    `Timed here: ${each} per image with these sampler steps. Training comes on top.`,
  costTimedByPerson: (each: string) =>
    `Timed here: ${each} per image with these sampler steps. Training and your own rating come ` +
    'on top.',
  costTimedElsewhere: 'Sampler steps, guidance or model have changed since it was timed.',
  costMeasure: 'Time it on this machine',
  costMeasuring: 'Sampling a few images…',

  reference: 'Reference',
  referenceNever: 'stays the untouched model',
  referenceStays: 'stays what the adapters begin at',
  referenceEpoch: 'becomes the trained model each epoch',
  referenceSays: (steps: string) =>
    `What the log-ratio is measured against. An epoch is ${steps} steps here. UPO updates it ` +
    'each epoch, TGO leaves it to you; within one epoch there is no difference.',
  referenceSaysOnline: (steps: string) =>
    `What the log-ratio is measured against, and what samples the images. An epoch is ${steps} ` +
    'steps here. UPO updates it each epoch (Alg. 2), which is the default.',
  referenceSaysOnlineSft: (steps: string) =>
    `What samples the images. An epoch is ${steps} steps here.`,

  problems: {
    noPrompts: 'There is no prompt to sample. Write at least one, one per line.',
    noReward: 'Nothing scores the images yet. Choose a reward, or rate them yourself.',
    goneReward: 'What should score the images is not here any more. Choose another reward.',
    smallBank: (bank: string, least: string) =>
      `A memory bank of ${bank} is too small: it has to hold two rounds, ${least} scores. Make ` +
      'M larger or the batch smaller.',
  },
  problemsTitle: 'Before this run can start',
  samplesUnscored: 'Only you score what this run samples, so its sample images have no scores.',
  problemsRemedy: 'Set it under Scores & objective.',
  toObjective: 'Go to Scores & objective',
  runName: (method: string, by: string) => `${method} online, ${by}`,
  byPerson: { stars: 'my stars', slider: 'my ratings', like: 'my likes' },
  lede2: (model: string, by: string | null) =>
    `${model}, images sampled as it runs, ` +
    (by === null ? 'no reward chosen yet' : `scored by ${by}`),

  bankTitle: 'Memory bank',
  bankLede: (capacity: string) => `The last scores, ${capacity} at most.`,
  bankTau: 'Their percentile is τ.',
  filling: (size: string, needed: string) => `${size} of ${needed} scores before the first step`,
  fillingLabel: 'The memory bank fills',
  fillingSampling: 'Sampling images',
  fillingWaiting: 'Waiting for your ratings',
  fillingNone: 'No images are sampled yet. The bank fills when the run starts.',
  held: (size: string, capacity: string) => `${size} of ${capacity} scores`,
  bankFacts: {
    size: 'In the bank',
    drawn: 'Images sampled',
    mean: 'Mean score of the last round',
    tau: 'τ',
  },
  scoresTitle: 'Scores of the sampled images',
  scoresRound: 'mean of the round',
  scoresTau: 'τ',
  scoresSummary: (mean: string, tau: string | null) =>
    `The last round’s mean score is ${mean}${tau === null ? '' : `, τ is ${tau}`}. As long as ` +
    'the reference stays, what it samples stays as good as it was.',
  scoresSummaryUpdated: (mean: string, tau: string | null) =>
    `The last round’s mean score is ${mean}${tau === null ? '' : `, τ is ${tau}`}. The ` +
    'reference is updated each epoch: what it samples should get better.',
  sizeTitle: 'Scores in the bank',
  sizeLine: 'scores',
  sizeSummary: (size: string, capacity: string) =>
    `${size} of ${capacity} scores. Once the bank is full, the oldest leave first.`,

  rateTitle: (round: string) => `Rate round ${round}`,
  rateLede: 'The run waits for these. It goes on by itself as soon as the last one has its rating.',
  rateProgress: (done: string, total: string) => `${done} of ${total} rated`,
  rateProgressLabel: 'Images rated',
  rateList: 'Images of the round',
  rateAlt: (prompt: string) => prompt,
  rateUndo: 'Undo',
  rateKeys: {
    stars: 'Keys: 1–5 rate, ← → choose, U takes the last one back.',
    slider: 'Move each slider; it is saved when you let go.',
    like: 'Keys: L likes, D dislikes, ← → choose, U takes the last one back.',
  },
  ratePause: 'You may pause at any time: the same images come up again, with the ratings you gave.',
  rateSending: 'The run goes on…',
  rateWaiting: 'waits for ratings',
  ratePaused: (round: string) => `When the run goes on, round ${round} comes up for your ratings.`,
};
