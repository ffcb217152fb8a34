// Words of the training screen: the run, its curves and its settings that may change.

export const training = {
  title: 'Training',
  lede: (dataset: string, model: string) => `${model} on ${dataset}`,
  needData: 'Open a data set first. Then one press starts the run.',
  toData: 'Go to Data',
  start: 'Start training',
  pause: 'Pause',
  resume: 'Resume',
  oneStep: 'One step',
  stop: 'Stop',
  newRun: 'New run',
  preparing: 'Preparing the run',
  loading: 'Loading the run',
  runName: (method: string, dataset: string) => `${method} on ${dataset}`,
  statusPreparing: 'preparing',
  statusRunning: 'running',
  statusPaused: 'paused',
  statusFinished: 'finished',
  statusFailed: 'failed',
  statusStopped: 'stopped',
  status: 'Status',
  step: 'Step',
  speed: 'Steps per second',
  stepTime: 'A step takes',
  eta: 'Time left',
  runsOn: 'Runs on',
  saved: (step: string) => `Saved up to step ${step}.`,
  notSaved: 'Nothing was saved yet.',
  failedTitle: 'The run stopped',
  failedRemedy: 'Load its last checkpoint, then try a smaller learning rate or a larger T.',
  loadLast: 'Load the last checkpoint',
  offer: (name: string, step: string) =>
    `“${name}” was not finished. Its last checkpoint is at step ${step}.`,
  continue: 'Go on with it',
  loadPaused: 'Load it paused',
  leave: 'Leave it',
  live: 'Change while it runs',
  hiddenTab: 'Training goes on while this tab is hidden.',
  titleRunning: (share: string, name: string) => `${share} · ${name}`,
  announceStep: (step: string, total: string, loss: string, eta: string) =>
    `Step ${step} of ${total}, loss ${loss}, ${eta} left`,
  announceStatus: (name: string, status: string) => `${name}: ${status}`,
  waitingForSteps: 'Curves appear after the first step.',
  smoothing: 'Smoothing',
  smoothingText: (value: string) => `${value} of the past`,
  axisStep: 'step',
  trainingCurves: 'Curves',
  lossTitle: 'Loss',
  lossTitleSft: 'Mean error of the good samples',
  lossRaw: 'each step',
  lossSmooth: 'smoothed',
  lossReference: (is: string | null) =>
    is === null ? 'untouched model' : `untouched model, ${is}`,
  lossSummary: (last: string, reference: string) =>
    `Smoothed loss ${last}; an untouched model would be at ${reference}.`,
  ratioTitle: 'Mean log-ratio',
  ratioUnit: 'nats',
  ratioGood: 'good samples',
  ratioBad: 'bad samples',
  ratioSummary: (good: string, bad: string) =>
    `Good samples ${good}, bad samples ${bad} nats. The two curves should move apart.`,
  signTitle: 'Sign accuracy',
  signLine: 'share with the right sign',
  signSummary: (value: string) =>
    `${value} of the samples have a log-ratio with the sign of their label; 50% is chance.`,
  gradTitle: 'Gradient norm',
  gradLine: (of: string) => `of ${of}`,
  gradSummary: (value: string, clipped: string) =>
    `Last norm ${value}; ${clipped} of the last steps were clipped.`,
  marks: 'Dashed vertical lines: a setting was changed there.',
  markText: (step: string, changes: string) => `step ${step}: ${changes}`,
  tauByPercentile: 'τ by percentile',
  distributionTitle: 'Log-ratios of the last samples',
  distributionAxis: 'log-ratio a (nats)',
  distributionGood: (count: string) => `good (${count})`,
  distributionBad: (count: string) => `bad (${count})`,
  distributionSummary: (good: string, bad: string) =>
    `Median log-ratio of good samples ${good}, of bad samples ${bad}. Good should stand right ` +
    'of 0, bad left.',
  previewTitle: 'Samples at fixed seeds',
  previewEmpty:
    'Sample images appear here at the start and every few steps (Preview every, under More ' +
    'settings).',
  previewAlt: (prompt: string, seed: number, step: number) =>
    `“${prompt}”, seed ${seed}, after step ${step}`,
  previewBefore: 'untouched',
  previewStep: (step: string) => `step ${step}`,
  seed: (seed: number) => `seed ${seed}`,
  scoreOverTitle: 'Scores of the samples over the run, against τ',
  scoreOverLede:
    'Each dot is one sample image, the bar its middle half, the stroke its median. The line is τ.',
  scoreOverOwn:
    'τ is set per prompt: the colours follow each prompt’s own τ, the line is that of the ' +
    'whole set.',
  scoreOverNone: 'This set has no formula, so new images cannot be scored. The demo set has one.',
  scoreOverSummary: (first: string, last: string, above: string) =>
    `Median score ${first} at the start and ${last} now; ${above} of the newest samples are at ` +
    'or above τ.',
  scoreOverMedian: 'Median',
  scoreOverAbove: 'At or above τ',
  runsTitle: 'Runs',
  runsEmpty: 'Runs are kept here with their curves, checkpoints and settings.',
  runLoad: 'Load',
  runShow: 'Show',
  runLoaded: 'loaded',
  deleteQuestion: (name: string) => `Delete “${name}” with its checkpoints?`,
};
