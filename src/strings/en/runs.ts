// Words of the Runs screen: the history, its queue, differences, sweeps.

export const runs = {
  open: 'Runs',
  title: 'Runs',
  lede: 'Every run is kept here with its settings, curves, samples and checkpoints.',
  empty: 'No runs yet. Start one under Training.',
  noneMatch: 'No run matches.',
  search: 'Search runs',
  searchHint: 'name, note, tag, set, base, method',
  tags: 'Tags',
  allTags: 'All',
  count: (shown: string, all: string) => `${shown} of ${all}`,
  columns: {
    choose: 'Look at',
    run: 'Run',
    on: 'Base and set',
    settings: 'Method and settings',
    sketch: 'Separation',
    state: 'Steps',
    made: 'Made',
  },
  chooseRun: (name: string) => `Look at “${name}”`,
  sketchOf: (name: string, last: string) => `“${name}”: separation of good and bad, last ${last}`,
  goneModel: (id: string) => `${id} (not here)`,
  goneSet: 'set deleted',
  noSet: 'online, no set',
  views: { curves: 'Curves', diff: 'What differs', samples: 'Samples', sweep: 'Sweep', lab: 'Lab' },
  viewsLabel: 'What is shown of the chosen runs',
  chooseFirst: 'Choose runs in the table to see them here, up to six at a time.',
  // one run
  name: 'Name',
  note: 'Note',
  notePlaceholder: 'What was tried, what came out',
  tagsHint: 'Tags, separated by commas',
  show: 'Open in Training',
  duplicate: 'Use its settings',
  duplicateHint: 'Carries base, set and all settings over to the next run',
  startFrom: 'Start from a checkpoint',
  startFromStep: (step: string) => `from step ${step}`,
  queueCopy: 'Queue a copy',
  queueOn: 'Queue the rest',
  queueOff: 'Take out of the queue',
  sampleNow: 'Sample now',
  close: 'Leave out',
  actions: (name: string) => `“${name}”`,
  copyName: (name: string) => `${name}, again`,
  carried: (name: string) =>
    `Base, set and every setting are those of “${name}”. Change what you want, then start.`,
  carriedNoSet: (name: string) =>
    `Base and every setting are those of “${name}”, whose set is not here; the open set is used. ` +
    'Change what you want, then start.',
  // deleting
  deleted: (name: string) => `“${name}” was deleted.`,
  undo: 'Undo',
  freeRoom: 'Free its room now',
  deletedHint: 'Its room is freed in an hour.',
  // queue
  queueTitle: 'Queue',
  queueTrains: (name: string) => `“${name}” trains`,
  queueWaiting: (count: string) => `${count} waiting`,
  queueGoesOn: 'goes on by itself, after a reload too',
  queueHalted: 'halted',
  queueStart: 'Let it go on',
  queueHalt: 'Halt after this run',
  // differences
  setting: 'Setting',
  same: 'These runs have the same base, set and settings.',
  chooseTwo: 'Choose a second run to see what changed.',
  none: '–',
  base: 'Base',
  set: 'Set',
  stepsDone: 'Steps done',
  executor: 'Executor',
  adapter: 'Device',
  changes: 'Settings changed while it ran',
  // curves
  curve: 'Curve',
  curves: {
    separation: 'Separation of good and bad, nats',
    loss: 'Loss',
    signAccuracy: 'Sign accuracy',
    gradientNorm: 'Gradient norm',
    rewardMean: 'Mean reward of the samples it trains on',
  },
  curveSummary: (parts: string) => `Newest values: ${parts}.`,
  curveOf: (name: string, value: string) => `${name} ${value}`,
  noCurve: 'None of the chosen runs has this curve.',
  withoutCurve: (runs: string) => `Runs without this curve: ${runs}`,
  // samples
  replay: 'Replay',
  replayStop: 'Stop',
  samplesHelp: 'Arrow keys move between prompts and steps.',
  noSamples: 'This run has no samples yet.',
  sampleAt: (prompt: string, seed: number, step: string) => `${prompt}, seed ${seed}, ${step}`,
  untouched: 'untouched model',
  // sweep
  sweepTitle: 'Sweep one setting',
  sweepLede: (name: string) =>
    `Runs like “${name}” with one setting changed: same seed, batches and noises.`,
  sweepSetting: 'Setting',
  sweepValues: 'Values',
  sweepGo: (count: string) => `Queue ${count} runs`,
  sweepName: (name: string, symbol: string, value: string) => `${name}, ${symbol} ${value}`,
  noSweep: 'No sweep yet. Choose one run, then a setting and the values to try.',
  notNumber: (word: string) => `“${word}” is not a number.`,
  outside: (label: string, value: string, min: string, max: string) =>
    `${label} ${value} is not between ${min} and ${max}.`,
  fewValues: 'Give at least two values.',
  manyValues: (most: number) => `At most ${most} values.`,
  sweepOf: (label: string) => `${label}: what each value came to`,
  sweepColumns: {
    separation: 'Separation, nats',
    signAccuracy: 'Sign accuracy',
    loss: 'Loss',
    before: 'Score before',
    after: 'Score after',
    gain: 'Gain, sd [95%]',
    steps: 'Steps',
  },
  sweepNote:
    'Separation, accuracy and loss are means over the last tenth of the steps; scores are those ' +
    'of the run’s own samples. Best in bold. One training seed: evaluate the runs under After ' +
    'before you conclude.',
  // lab
  labTitle: 'Methods against each other',
  labLede: (name: string) =>
    `Runs like “${name}”, one for each method and training seed: same base, set, steps and ` +
    'batch. Its own method keeps its numbers; the others have their defaults for this base.',
  labMethods: 'Methods',
  labSeeds: 'Training seeds',
  labSeedCount: (count: number) => (count === 1 ? '1, about these runs only' : String(count)),
  labGo: (count: string) => `Queue ${count} runs`,
  labName: (method: string, seed: string) => `${method}, seed ${seed}`,
  noLab: 'No lab yet. Choose one run, then the methods and seeds to try.',
  labOf: (count: string) => `Lab of ${count} runs`,
  labColumns: {
    rank: 'Rank',
    method: 'Method',
    gain: 'Gain, sd [95%]',
    p: 'p (Holm)',
    after: 'Score after',
    runs: 'Runs, by seed',
  },
  labUnscored:
    'Nothing scores the samples of these runs: score the set by a reward under Data, then queue ' +
    'the lab again.',
  labBefore: (score: string) => `Score before: ${score}.`,
  labOpen: (method: string, seed: string, status: string) =>
    `Open ${method}, seed ${seed} ${status}`,
  labNote:
    'Scores are those of the runs’ own samples, before the first step and after the last. With ' +
    'several seeds the interval is about the method (random effects of seed and prompt), with ' +
    'one about the run. Ranks are shared by methods that cannot be told apart; p is of no gain, ' +
    'corrected for all methods. Methods at their defaults are not tuned alike: npm run lab tunes ' +
    'each with as many trials.',
};
