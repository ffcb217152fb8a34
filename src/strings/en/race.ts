// Words of the race of methods.

export const race = {
  open: 'Race',
  title: 'Race of methods',
  lede:
    'Methods train side by side from the same base, seed, batches and noises. The class votes on ' +
    'the walls before it learns which is which.',
  ground: (base: string, set: string) => `Base: ${base}. Set: ${set}.`,
  needData: 'Open a data set first.',
  methods: 'Methods in the race',
  twoOrThree: 'Choose two or three.',
  steps: 'Steps',
  start: 'Start the race',
  again: 'New race',
  preparing: 'Preparing the lanes',
  lane: (letter: string) => `Lane ${letter}`,
  runName: (letter: string, dataset: string) => `Race, lane ${letter}, ${dataset}`,
  at: (step: string, total: string) => `step ${step} of ${total}`,
  wallAt: (step: string) => `wall of step ${step}`,
  noWall: 'The wall appears when its images are sampled; the lanes take turns.',
  deleted: 'The run of this lane was deleted.',
  waiting: (waiting: string, lanes: string) =>
    `${waiting} of ${lanes} lanes stand still. They go on from their last checkpoints.`,
  goOn: 'Continue the race',
  image: (letter: string, prompt: string) => `Lane ${letter}: ${prompt}`,
  meanScore: 'Mean score',
  gain: 'gain, sd of the base [95%]',
  vote: 'Which wall do you like best? Count raised hands.',
  tie: 'Tie',
  add: (name: string) => `One vote for ${name}`,
  remove: (name: string) => `Take one vote from ${name}`,
  share: (name: string, share: string, low: string, high: string) =>
    `${name}: ${share} [${low}, ${high}]`,
  ties: (count: string) =>
    `Ties: ${count}; they count equally for every lane. Wilson intervals, 95%.`,
  noVotes: 'No votes yet.',
  noWallYet: 'Votes open when every lane has a wall after its first steps.',
  reveal: 'Show the names',
  hiddenRun: (letter: string) => `Lane ${letter} of a race, named after the vote`,
  revealHint: 'Names stay hidden until somebody has voted.',
  unequalSteps: (steps: string) =>
    `The walls are of different steps (${steps}): compare them when all lanes have the same.`,
  scoreDifference: (one: string, other: string, value: string) => `${one} − ${other}: ${value}`,
  ofScores: 'Score of the same noises, sd of the base [95% t interval over prompts]:',
  noInterval: (prompts: string, fewest: string) =>
    `no interval from ${prompts} prompts, only from ${fewest} on`,
  batches:
    'SFT and weighted SFT sample the good images alone; the others from all. Noises and ' +
    'timesteps are the same for every lane.',
};
