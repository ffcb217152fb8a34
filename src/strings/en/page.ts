// Every word the page shows, in English. Entries with a part that changes are functions of that
// part. Labels, meanings and sources of the numeric settings live with the settings themselves
// (settings/runSettings.ts), which the command line prints too.

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const page = {
  appName: 'Plumbline',
  skipToContent: 'Skip to the content',
  screens: {
    label: 'Steps',
    data: 'Data',
    objective: 'Scores & objective',
    training: 'Training',
    compare: 'After',
    dataHint: 'Images and their scores',
    objectiveHint: 'Threshold, weights, loss',
    trainingOffer: 'A run can go on',
    trainingHint: 'Run it and watch',
    compareHint: 'Compare and export',
    next: (name: string) => `Go on to ${name}`,
  },
  header: {
    privacy: 'Everything stays in this browser',
    language: 'Language',
    theme: 'Colour scheme',
    themeLight: 'Light',
    themeDark: 'Dark',
    themeSystem: 'System',
    help: 'Keyboard and help',
    starting: 'Looking at this machine…',
    storage: 'Storage',
    storageUse: (used: string, left: string) => `${used} used, ${left} left`,
    persisted: 'The browser has promised to keep it.',
    notPersisted:
      'The browser may clear it when the disk is nearly full; download what you want to keep.',
    model: 'Base model',
    modelLocked:
      'A run is loaded on this base model. Press “New run” under Training to choose another.',
    modelFacts: (size: string, edge: number, label: string, predicts: string) =>
      `${size}, ${edge} × ${edge} px, ${label}: ${predicts}`,
  },
  capability: {
    title: 'How training runs here',
    wgsl: 'WebGPU',
    wasm: 'WebAssembly',
    wasmThreads: (count: number) => `WebAssembly, ${count} ${plural(count, 'thread', 'threads')}`,
    executor: 'Executor',
    adapter: 'Adapter',
    why: 'Why',
    whatToDo: 'What you can do',
    softwareAdapter: 'software adapter',
    isolation: 'Cross-origin isolation',
    isolated: 'on: wasm may use threads',
    notIsolated: 'off: wasm runs on one thread',
    threads: 'Threads',
    buffer: 'Largest GPU buffer',
    nothing: 'No problems found.',
    speed: 'Measured speed',
    noSpeed: 'known after the first step',
  },
  shortcuts: {
    title: 'Keyboard and help',
    enable: 'Keyboard shortcuts',
    enableHint: 'They act on the Training and Rating screens and never while you type.',
    space: 'Space',
    spaceDoes: 'start, pause, resume',
    s: 'S',
    sDoes: 'one step',
    question: '?',
    questionDoes: 'this window',
    arrows: '← →',
    arrowsDoes:
      'move the threshold line (with Shift ten times as far) or a slider that has the focus',
    about:
      'Plumbline aligns a text-to-image model to scored images: images at or above a threshold ' +
      'become more likely, the others less, and each counts more the further its score is from ' +
      'the threshold. Training and images stay on this computer.',
    close: 'Close',
  },
  errors: {
    whatToDo: 'What to do',
    dismiss: 'Dismiss',
    unexpectedRemedy:
      'Try again. If it happens again, reload the page: data sets, runs and checkpoints are ' +
      'stored.',
    workerCrashed: (detail: string) =>
      detail === ''
        ? 'The training worker stopped without a message.'
        : `The training worker stopped: ${detail}`,
    workerCrashedRemedy:
      'Start it again. Data sets, runs and the last checkpoint of the run are stored; steps ' +
      'after that checkpoint are done again.',
    startFailed: 'The studio could not start.',
    restart: 'Start it again',
    notJson: (name: string) => `“${name}” is not a JSON file.`,
    notJsonRemedy: 'Choose a settings file that was exported here.',
  },
  common: {
    cancel: 'Cancel',
    delete: 'Delete',
    confirmDelete: 'Yes, delete',
    keep: 'Keep',
    asTable: 'As a table',
    asChart: 'As a chart',
    stepColumn: 'Step',
    previous: 'Previous',
    next: 'Next',
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
    ofSet: (work: string, set: string) => `${work} of “${set}”`,
    ofTotal: (done: string, total: string) => `${done} of ${total}`,
    reset: (name: string, value: string) => `Reset ${name} to ${value}`,
  },
  /** What the worker calls its work, in words. */
  phases: {
    import: 'Storing images',
    model: 'Opening the base model',
    encode: 'Encoding images',
    embed: 'CLIP looks at the images',
    text: 'Encoding prompts',
    calibrate: 'Calibrating the method',
    compile: 'Building the training step',
    preview: 'Sampling',
    probe: 'Measuring the update',
    benchBase: 'Training a base on your drawing',
    sample: 'Sampling',
    export: 'Making the file',
    merge: 'Folding the LoRA into the weights (MB)',
  } as Readonly<Record<string, string>>,
  data: {
    title: 'Bring scored images',
    lede:
      'A folder, files or a .zip of PNG, JPEG or WebP images with a table of any name (CSV, TSV, ' +
      'JSON, Parquet; save a spreadsheet as CSV): one row an image with its file name, its ' +
      'prompt and its score.',
    drop: 'Drop a folder, files or a .zip here',
    dropHint: 'Nothing is uploaded. Images are copied into this browser’s storage.',
    dropActive: 'Let go to look inside',
    pickFiles: 'Choose files or .zip',
    pickFolder: 'Choose a folder',
    or: 'or',
    demo: 'Open the demo set',
    toData: 'Bring images of your own',
    demoHint: (model: string) => `Images made by ${model} itself, scored by a stated formula.`,
    noDemo: 'This model has no demo set.',
    unnamed: 'My images',
    inspecting: 'Looking through the files…',
    draftTitle: 'Check the table',
    draftFacts: (rows: string, table: string, files: string) =>
      `${rows} ${rows === '1' ? 'row' : 'rows'} in ${table}, ${files} dropped`,
    filesCount: (count: number) => `${count} ${plural(count, 'file', 'files')}`,
    draftName: 'Name of the set',
    mappingGuessed: 'The columns were recognised. Change them if they are not these.',
    mappingNeeded: 'Say which column holds what; the names are not the usual ones.',
    mapFileName: 'File name',
    mapText: 'Prompt',
    mapScore: 'Score',
    mapNone: 'choose a column',
    mapNoText: 'No column: from the images, or one for all',
    promptForAll: 'One prompt for images that have none',
    previewRows: (rows: number, scored: number) =>
      `${rows} ${plural(rows, 'image', 'images')} would come in, ${scored} with a score`,
    previewScores: (low: string, high: string) => `Scores from ${low} to ${high}`,
    previewOneScore: (score: string) => `Every score is ${score}`,
    previewUnread: 'cannot be read',
    previewShown: (shown: number, rows: number) =>
      `${shown} of ${rows} shown. An image that cannot be read is left out by the import, which ` +
      'says why.',
    previewSample: 'The first images',
    previewRejected: (count: number) =>
      `${count} ${plural(count, 'row or file', 'rows or files')} would be left out`,
    noPrompt: 'prompt from the image',
    noScore: 'no score',
    import: 'Import',
    discard: 'Discard',
    importStarting: 'Starting',
    importing: 'Importing',
    rejectedTitle: (count: number) => `${count} ${plural(count, 'row was', 'rows were')} left out`,
    rejectedLede: 'The rest is in. Correct these in the table and import again if you want them.',
    rejectedRow: 'Line or row',
    rejectedFile: 'File',
    rejectedReason: 'Reason',
    noRow: 'none',
    showAll: (count: number) => `Show all ${count}`,
    stored: 'Stored sets',
    unfinished: (count: string, expected: string) =>
      `Its import was interrupted: ${count} of ${expected} images are here. Drop the same files ` +
      'again to go on with it, or keep it as it is.',
    noneStored: 'No set is stored yet.',
    images: (count: string) => `${count} images`,
    scoredBy: (source: string) => `scored by ${source}`,
    open: 'Open',
    opened: 'open',
    deleteQuestion: (name: string) => `Delete “${name}” with its images? Runs trained on it stay.`,
    gridTitle: 'Images',
    gridEmpty: 'Nothing is open. Drop images above or open the demo set.',
    sort: 'Order',
    sortHigh: 'Highest first',
    sortLow: 'Lowest first',
    sortFile: 'By file name',
    filter: 'Filter by prompt',
    filterNone: 'No prompt contains that.',
    loading: 'Loading…',
    imageAlt: (caption: string, score: string) => `${caption}, score ${score}`,
    imageFailed: 'Images could not be read',
  },
  scores: {
    signal: {
      title: 'What this set can teach',
      images: 'Images',
      prompts: (count: string) => `of ${count} prompts`,
      icc: 'ICC',
      iccSays: (share: string) => `${share} of the score comes from the prompt`,
      iccUnknown: 'needs several images per prompt',
      ties: 'Ties',
      tiesSay: (share: string) => `at τ exactly, ${share}`,
      band: 'τ, 90%',
      bandSays: (flips: string, share: string) =>
        `with other images like these; labels that would flip: about ${flips} (${share})`,
      bandNone: 'τ is no percentile of these scores',
      noise: 'Rater noise',
      noiseSays: (near: string) => `per rating; ${near} images lie closer to τ`,
      noiseNone: 'no image was rated twice',
      gain: 'Detectable gain',
      gainSays: (prompts: string) =>
        `by an evaluation of ${prompts} prompts, 4 times in 5; less with shared noises`,
      gainAtMost: (prompts: string) =>
        `by an evaluation of ${prompts} prompts, 4 times in 5; less the larger the ICC is`,
    },
    scopeFold: 'Where τ comes from',
    sourceFold: 'Scores and scorer',
    title: 'Scores and threshold',
    titleAlone: 'Scores',
    ledeAlone: (method: string) =>
      `${method} compares scores with each other and needs no threshold τ.`,
    lede:
      'Images at or above the threshold τ are treated as positive examples, the others as ' +
      'negative. The ' +
      'further a score lies from τ, the more its image counts.',
    empty: 'Open a set first: the histogram shows its scores.',
    mode: 'How τ is set',
    tau: 'Threshold τ',
    tauHandle: 'Threshold τ on the score axis',
    tauValueText: (tau: string, positive: string, negative: string) =>
      `τ at ${tau}: ${positive} good, ${negative} bad`,
    tauOutside: (low: string, high: string) =>
      `τ must lie between ${low} and ${high}, the lowest and highest score.`,
    percentileHint: (low: string, high: string) =>
      `Dragging sets p, which goes from ${low} to ${high}; a fixed τ may lie anywhere.`,
    dragHint: 'Drag the line, or give it the focus and use the arrow keys.',
    positive: 'Good, n₊',
    negative: 'Bad, n₋',
    ties: 'Exactly at τ',
    meanWeight: 'Mean weight',
    maxWeight: 'Largest weight',
    scoreAxis: 'Score',
    countAxis: 'Images',
    weightAxis: 'Weight w(s)',
    legendPositive: 'good, s ≥ τ',
    legendNegative: 'bad, s < τ',
    legendDropped: 'at τ, left out',
    legendWeight: 'weight w(s)',
    legendCumulative: 'cumulative share, 0 to 100 %',
    tiesWarning: (share: string) =>
      `${share} of the scores lie exactly at τ. Choose what happens to them under “Ties”, or ` +
      'move τ between two values.',
    histogramTitle: 'How the scores lie',
    histogramSummary: (
      count: string,
      low: string,
      high: string,
      tau: string,
      positive: string,
      negative: string,
    ) =>
      `Histogram of ${count} scores from ${low} to ${high}. The threshold is at ${tau}, with ` +
      `${positive} images at or above it and ${negative} below.`,
    binColumn: 'Scores',
    cumulativeColumn: 'Up to here',
    examplesTitle: 'On both sides of the line',
    farGood: 'Clearly good',
    nearGood: 'Just good',
    nearBad: 'Just bad',
    farBad: 'Clearly bad',
    weightOf: (weight: string) => `counts ${weight}\u00a0×`,
    iccTitle: 'How much of the score comes from the prompt',
    iccUnknown: 'Every prompt has one image, so prompt and image cannot be told apart here.',
    iccLow: (share: string) =>
      `${share} of the differences in score lie between prompts. Most of what the model can ` +
      'learn is about the images themselves: one threshold for all suits this set.',
    iccMiddle: (share: string) =>
      `${share} of the differences in score lie between prompts. Some prompts are mostly good ` +
      'and some mostly bad; the run will also learn to favour whole prompts.',
  },
  objective: {
    title: 'Objective',
    lede: 'What the run minimises. Terms light up while you move their control.',
    method: 'Method',
    allEquations: 'Every method’s equations, with their sources',
    presets: 'Start from',
    presetModel: (model: string) => `${model}’s own`,
    presetPaper: 'The papers’ values',
    presetOwn: 'Changed by you.',
    presetModelNote: 'Measured on this model; the sweep that chose them is below.',
    presetEstimates: 'Estimates for this model: no sweep was made on it.',
    presetOtherMethods: (method: string) =>
      `Nothing was measured on this model with ${method}: what it shares with other methods is ` +
      'as it was chosen for them.',
    presetCalibrated: (symbol: string) =>
      `${symbol} is calibrated before the first step, whatever stands here.`,
    presetPaperNote:
      'β 1, c 5, T 10⁻³, raw scores, learning rate 10⁻⁵, 78 steps: meant for whole Stable ' +
      'Diffusion networks. A LoRA barely moves with them.',
    sweep: 'The sweep behind the model’s values',
    sweepNone: 'This model has no stored sweep yet; its values are estimates.',
    loadFile: 'Load settings file',
    loaded: 'Settings loaded.',
    numbers: 'Objective',
    training: 'Training',
    advanced: 'More settings',
    advancedHint: 'Ties, scales, schedule, previews, checkpoints',
    from: 'Default from',
    range: (low: string, high: string) => `${low} to ${high}`,
    outOfRange: (low: string, high: string) => `Between ${low} and ${high}, please.`,
    stays: (value: string) => `${value} stays in force.`,
    notNumber: 'This is not a number.',
    notWhole: 'A whole number, please.',
    about: (name: string) => `About ${name}`,
    locked:
      'Locked while a run is loaded: it decides the shape of the network or the order of the ' +
      'random numbers. The button at the top of this screen frees it.',
    lockedShort: 'locked during the run',
    liveNote: 'Changes take effect at the next step and are marked on the curves.',
    lockedBanner: (name: string, step: string) =>
      `“${name}” is loaded at step ${step}. Settings with a slider you can still move act at ` +
      'its next step; the others are locked.',
    overBanner: (name: string, step: string) =>
      `“${name}” is over at step ${step} and still on screen. “New run” frees every setting; ` +
      'this run stays under Runs.',
    otherSet: (open: string, own: string) =>
      `The scores below are those of “${open}”, which is open; the run learns from “${own}”.`,
    endRun: 'End the run',
    scoreScale: 'Score scale for weights',
    scaleStandardized: 'Standard deviations',
    scaleRaw: 'Raw',
    scaleMinmax: 'Range 0–1',
    scaleRank: 'Rank 0–1',
    scoreScaleMeaning:
      'In what unit the distance |s − τ| is measured before c multiplies it. Standard ' +
      'deviations, clipped at 3, make c mean the same for every set.',
    ties: 'Ties at τ',
    tiePositive: 'count as good',
    tieNegative: 'count as bad',
    tieDrop: 'left out',
    tiesMeaning: 'What happens to scores exactly at τ. The papers count them as good.',
    schedule: 'Learning-rate schedule',
    scheduleConstant: 'Constant',
    scheduleWarmup: 'Constant after warm-up',
    scheduleCosine: 'Cosine to zero',
    scheduleMeaning: 'How the learning rate goes over the run. Constant is what was measured.',
    optimizer: 'Optimizer',
    optimizerNames: {
      adamw: 'AdamW',
      adam: 'Adam',
      sgd: 'SGD with momentum 0.9',
      adafactor: 'Adafactor',
    },
    optimizerMeaning:
      'What turns gradients into steps. All defaults were measured with AdamW; SGD wants a far ' +
      'larger learning rate.',
    mseSpace: 'Error measured in',
    msePrediction: 'what the network predicts',
    mseEps: 'noise',
    mseX0: 'clean image',
    maskedReduction: 'Log-probability of an image',
    reduceMean: 'Mean over its masked tokens',
    reduceSum: 'Sum over its masked tokens',
    maskedReductionMeaning:
      'The papers print the mean. The sum counts a heavily masked image more and saturates ' +
      'sooner.',
    calibration: (symbol: string) => `Calibrate ${symbol} before the first step`,
    calibrationOn: 'Calibrate',
    calibrationOff: 'Take it as it is set',
    calibrationMeaning: (symbol: string) =>
      '30 steps of SFT are taken and thrown away; the spread of the log-ratios they leave on ' +
      `fixed images says at which ${symbol} the method learns without saturating. The value ` +
      'found stands under the run, and its control takes another at any time. On by default ' +
      'where no value was measured for this base.',
    mseSpaceMeaning:
      'In which space the squared error is taken. The published values assume a network that ' +
      'predicts noise.',
    weightStorage: 'Weights of the base on a GPU',
    weightsFile: 'As the file has them',
    weightsF16: 'f16',
    weightsInt8: 'int8',
    weightStorageMeaning:
      'int8 halves the memory of f16, with one scale per output channel, and rounds the weights ' +
      'more. Other executors keep f32.',
    targets: 'Adapted layers',
    targetsMeaning:
      'Names of the linear layers that get a low-rank update. diffusers’ usual four are the ' +
      'attention projections.',
    previewPrompts: 'Preview prompts',
    previewPromptsMeaning: 'One per line. Each is sampled at a fixed seed in the run, and scored.',
    previewPromptsOfSet:
      'These are some of the prompts that the run trains on: none of the base’s own is among them.',
    formulaTitle: 'The loss',
    withValues: 'with your values',
    kappa: (of: string) => `κ = ${of}, the gain on the error difference`,
    plotTitle: 'Loss of one sample against its log-ratio',
    plotX: 'log-ratio a (nats)',
    plotY: 'loss, weight 1',
    plotGood: 'good sample',
    plotBad: 'bad sample',
    plotSummary: (at: string) =>
      'Two curves. For a good sample the loss falls as the log-ratio grows, for a bad one it ' +
      `rises. Its gradient has fallen to a tenth at log-ratio ${at}.`,
    noPlot: (method: string) =>
      `${method} has no curve here: its loss is not a function of one sample’s log-ratio alone.`,
    saturated: (share: string) =>
      `${share} of the last samples are so far from 0 that their gradient is below a tenth. A ` +
      'larger T or a smaller β keeps them learning.',
  },
  targets: {
    to_q: 'query (to_q)',
    to_k: 'key (to_k)',
    to_v: 'value (to_v)',
    'to_out.0': 'output (to_out.0)',
    proj_in: 'projection in (proj_in)',
    proj_out: 'projection out (proj_out)',
    'ff.net.0.proj': 'feed-forward in (ff.net.0.proj)',
    'ff.net.2': 'feed-forward out (ff.net.2)',
  } as Readonly<Record<string, string>>,
  sampler: {
    label: 'Sampler',
    ownOf: (name: string) => `Its own: ${name}`,
    names: {
      ddim: 'DDIM',
      ddpm: 'DDPM',
      pndm: 'PNDM',
      euler: 'Euler',
      euler_a: 'Euler a',
      dpmpp_2m: 'DPM++ 2M',
    },
  },
};
