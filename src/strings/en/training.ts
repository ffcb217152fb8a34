// Words of the training screen: the run, its curves and its settings that may change.

export const training = {
  title: 'Training',
  lede: (dataset: string, model: string) => `${model} on ${dataset}`,
  plan: (where: string, method: string, steps: string) => `${where}: ${method}, ${steps} steps`,
  needData: 'Open a data set first. Then one press starts the run.',
  start: 'Start training',
  pause: 'Pause',
  resume: 'Resume',
  oneStep: 'One step',
  stop: 'Stop',
  newRun: 'New run',
  preparing: 'Preparing the run',
  loading: 'Loading the run',
  runName: (method: string, dataset: string) => `${method} on ${dataset}`,
  statusQueued: 'queued',
  statusPreparing: 'preparing',
  statusRunning: 'running',
  statusPaused: 'paused',
  statusFinished: 'finished',
  statusFailed: 'failed',
  statusStopped: 'stopped',
  step: 'Step',
  left: (time: string) => `${time} left`,
  perStep: (time: string) => `${time} per step`,
  lastSamples: 'sampling the last images',
  runsOn: 'Runs on',
  saved: (step: string) => `Saved up to step ${step}.`,
  notSaved: 'Nothing was saved yet.',
  failedTitle: 'The run stopped',
  loadLast: 'Load the last checkpoint',
  offer: (name: string, step: string) =>
    `“${name}” was not finished. Its last checkpoint is at step ${step}.`,
  offerFromStart: (name: string) =>
    `“${name}” was not finished, and no checkpoint was saved. It starts again from step 0 ` +
    'with the same settings.',
  continue: 'Continue training',
  loadPaused: 'Open paused',
  leave: 'Not now',
  live: 'Change while it runs',
  hiddenTab: 'Training goes on while this tab is hidden. While it is seen, the screen stays on.',
  titleRunning: (share: string, name: string) => `${share} · ${name}`,
  announceStep: (step: string, total: string, loss: string, eta: string) =>
    `Step ${step} of ${total}, loss ${loss}, ${eta} left`,
  announceStatus: (name: string, status: string) => `${name}: ${status}`,
  waitingForSteps: 'Curves appear after the first step.',
  smoothing: 'Smoothing',
  smoothingText: (value: string) => `${value} of the past`,
  lossTitle: 'Loss',
  lossTitleSft: 'Mean error of the good samples',
  lossReference: (is: string | null) =>
    is === null ? 'untouched model' : `untouched model, ${is}`,
  lossSummary: (last: string, reference: string) =>
    `Smoothed loss ${last}; an untouched model would be at ${reference}.`,
  ratioGood: 'good samples',
  ratioBad: 'bad samples',
  ratioSummary: (good: string, bad: string) =>
    `Good samples ${good}, bad samples ${bad} nats. The two curves should move apart.`,
  signTitle: 'Sign accuracy',
  signLine: 'share with the right sign',
  signSummary: (value: string) =>
    `${value} of the samples have a log-ratio with the sign of their label; 50% is chance.`,
  /** Charts of numbers that only one method has, by their id. */
  ownMetrics: {
    clippedShare: {
      title: 'Clipped samples',
      says: (value: string) =>
        `${value} of the samples are clipped: their ratio has left its bounds, and they add ` +
        'nothing to the step.',
    },
    loserShare: {
      title: 'Losers’ share λ',
      says: (value: string) =>
        `The safeguard keeps ${value} of the losers’ gradient, so that the step does not raise ` +
        'the winners’ error.',
    },
  } as Readonly<Record<string, { title: string; says: (value: string) => string }>>,
  errorsTitle: 'Errors of good and bad samples',
  errorsShort: 'Error of bad samples',
  errorsReference: (of: string) => `${of}, reference`,
  errorsSummary: (good: string, bad: string, share: string) =>
    `Error of good samples ${good}, of bad samples ${bad}: ${share} of the reference’s. Pushing ` +
    `bad ` +
    'samples away has no bound of its own; far above 100% the model forgets.',
  gradTitle: 'Gradient norm',
  gradLine: (of: string) => `of ${of}`,
  gradSummary: (value: string, clipped: string) =>
    `Last norm ${value}; ${clipped} of the last steps were clipped.`,
  marks: 'Dashed vertical lines: a setting was changed there.',
  calibrated: (change: string) => `calibrated before step 1: ${change}`,
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
  previewSome: (shown: string, all: string) =>
    `Shown are the samples of ${shown} of ${all} steps, spread evenly; the others are stored too.`,
  previewEmpty:
    'Sample images appear here at the start and every few steps (Preview every, under More ' +
    'settings).',
  previewAlt: (prompt: string, seed: number, step: number) =>
    `“${prompt}”, seed ${seed}, after step ${step}`,
  previewBefore: 'untouched',
  wallBy: {
    tiny: 'by the base’s small decoder',
    linear: 'rough colours from the latents; the images follow',
  },
  previewStep: (step: string) => `step ${step}`,
  seed: (seed: number) => `seed ${seed}`,
  scoreOverTitle: 'Scores of the samples over the run, against τ',
  scoreOverOwn:
    'τ is set per prompt: the colours follow each prompt’s own τ, the line is that of the ' +
    'whole set.',
  scoreOverSummary: (first: string, last: string, above: string) =>
    `Median score ${first} at the start and ${last} now; ${above} of the newest samples are at ` +
    'or above τ.',
  scoreOverMedian: 'Median',
  scoreOverAbove: 'At or above τ',
  update: {
    title: 'What would change',
    says:
      'Measures the next update on 64 images at 4 fixed noises each. Then every move of a slider ' +
      'shows at once which labels flip and how the update turns.',
    online: 'An online run has no fixed set on which an update could be measured.',
    singleSamples:
      'The preview of an update is there for methods that judge each sample alone; this one ' +
      'looks at pairs, groups or places within a prompt.',
    measure: 'Measure the update',
    again: 'Measure again',
    flips: 'Labels that flip',
    cosine: 'Cosine, old and new',
    length: 'Update length',
    good: 'good',
    bad: 'bad',
    before: 'as it is',
    share: (caption: string, score: string, now: string, then: string) =>
      `${caption}, score ${score}: ${now} of the update, ${then} then`,
    result: (flips: string, of: string, cosine: string, ratio: string) =>
      `${flips} of ${of} labels flip; cosine between the old and the new update ${cosine}; its ` +
      `length times ${ratio}.`,
    measuredAt: (step: string, images: string) =>
      'Each bar is an image’s part of the update, lowest score first. Measured after step ' +
      `${step} on ${images} images; outlined: its label flips.`,
  },
  pausing: 'Pausing after this step…',
  stopping: 'Stopping after this step…',
  moreSteps: (count: string) => `+${count} steps`,
  moreStepsHint: (count: string) =>
    `Lets the run go on for ${count} steps more than it has, also after it has finished.`,
  settingsOpen: 'Settings',
  settingsClose: 'Close the settings',
  present: 'Present',
  presentHint: 'P: only the wall, the line and the chart, in large type',
  presentEnd: 'End the presentation',
  separateTitle: 'Good and bad apart',
  upperQuarter: (name: string) => `${name}, upper quarter`,
  lowerQuarter: (name: string) => `${name}, lower quarter`,
  separateSays: 'Good images should rise above 0, bad ones fall below it. Bands: middle 50%.',
  lossSummaryAlone: (last: string) => `Newest loss ${last}.`,
  rewardTitle: 'Mean score of the samples',
  rewardShort: 'Reward',
  rewardSamples: 'samples at fixed seeds',
  rewardRounds: 'images it trains on',
  rewardSummary: (last: string) => `Mean score of the newest samples ${last}.`,
  wallTitle: 'Samples at fixed seeds',
  wallEmpty: 'The samples appear here as soon as there are any.',
  wallReach: (now: string, of: string) => `Images that reach τ: ${now} of ${of}.`,
  wallSummary: (now: string, of: string, before: string) =>
    `${now} of ${of} images reach τ instead of ${before}.`,
  wallScoredBy: (name: string) => `Scored by ${name}.`,
  wallGain: (gain: string) => `Mean score ${gain} sd of the set’s scores.`,
  wallWorse: (worse: string, of: string) => `Lower than before: ${worse} of ${of}.`,
  strength: 'LoRA strength',
  strengthHint:
    '0 is the untouched model, 1 the model as trained. Beyond 1 the change is exaggerated: what ' +
    'training too far, or too small a β, would look like.',
  strengthAt: (strength: string) => `strength ${strength}`,
  strengthSampling: 'Sampling the wall at that strength',
  flicker: 'Before',
  flickerHint: 'Hold it, or hold F: the untouched model’s images, in place',
  ribbon: 'Step the wall is shown after',
  tileTitle: (prompt: string, before: string, after: string) =>
    before === '–' ? prompt : `${prompt}: ${before} before, ${after} now`,
  runsTitle: 'Runs',
  runsEmpty: 'Runs are kept here with their curves, checkpoints and settings.',
  runLoad: 'Load',
  runShow: 'Show',
  runLoaded: 'loaded',
  deleteQuestion: (name: string) => `Delete “${name}” with its checkpoints?`,
};
