// Errors of worker/, and what it says of itself.

import { full } from '../../format';
import type { Said } from './said';

const SOME_STEP = 'Train at least one step first.';
const NEW_RUN = 'Choose another run, or start a new one.';
const oneOf = (names: readonly string[]) => `Choose one of ${names.join(', ')}.`;
const TRY_AGAIN = 'Correct it and try again.';
const ENABLE_GPU =
  'Use a recent Chrome, Edge, Firefox or Safari with hardware acceleration switched on, on a ' +
  'machine with a graphics driver.';
const FOLDER_AGAIN = 'Add its folder again.';

export const worker = {
  cancelled: 'Cancelled.',
  unexpectedRemedy:
    'Reload the page: everything up to the last checkpoint is kept. If it comes back, report ' +
    'it with this text.',

  // Data sets.
  setGone: (): Said => ['This data set is gone.', 'Import it again.'],
  imageGone: (): Said => ['The image is no longer in the set.', 'Choose another one.'],
  noDemo: (model: string): Said => [
    `“${model}” has no demo set.`,
    'Drop scored images of your own, or choose another base model.',
  ],
  demoName: (model: string) => `${model} demo`,
  noScores: (set: string, source: string): Said => [
    `No image of “${set}” has a score of “${source}”.`,
    'Rate them, score them by a reward, or choose another source of scores for this set.',
  ],
  noSuchScores: (source: string, known: readonly string[]): Said => [
    `No image of this set has a score of “${source}”.`,
    oneOf(known),
  ],
  otherHead: (given: string, stored: string): Said => [
    `“${given}” in the zip is another head than “${stored}”, which is stored here under the same ` +
      'id.',
    'Delete the one here first, or remove “heads” from plumbline.json.',
  ],

  // Sets that are made here.
  notMadeHere: (set: string) => `“${set}” was not generated here.`,
  generatedGone: 'This data set is gone.',
  makeSet: 'Make a new one.',
  setUnnamed: (): Said => ['The set has no name.', 'Give it one.'],
  noPrompt: (): Said => ['There is no prompt to sample.', 'Write at least one, one per line.'],
  setSamples: (count: number): Said => [
    `${count} samples per prompt cannot be generated.`,
    'Choose a whole number from 1 on.',
  ],
  tooManyImages: (prompts: number, samples: number, images: number, most: number): Said => [
    `${prompts} prompts with ${samples} samples are ${images} images; ${most} is the most for ` +
      'one set.',
    'Take fewer prompts or samples.',
  ],
  strength: (value: number, most: number): Said => [
    `Strength ${full(value)} is not between 0 and ${most}.`,
    TRY_AGAIN,
  ],
  outOfBounds: (label: string, value: number, min: number, max: number): Said => [
    `${label} ${full(value)} is not between ${full(min)} and ${full(max)}.`,
    TRY_AGAIN,
  ],
  notWhole: (label: string, value: number, min: number, max: number): Said => [
    `${label} ${value} is not a whole number between ${min} and ${max}.`,
    TRY_AGAIN,
  ],
  noSampler: (sampler: string, known: readonly string[]): Said => [
    `There is no sampler called “${sampler}”.`,
    oneOf(known),
  ],
  setRunGone: (): Said => [
    'The run this set is sampled with is gone.',
    'Take the set as it is, or make a new one.',
  ],
  noCheckpointAt: (run: string, step: number | null): Said => [
    step === null
      ? `“${run}” has no checkpoint yet.`
      : `“${run}” has no checkpoint at step ${step}.`,
    'Train at least one step first, or choose another checkpoint.',
  ],
  noSuchCheckpoint: (run: string): Said => [
    `“${run}” has no such checkpoint yet.`,
    'Train at least one step first, or choose another.',
  ],
  runGoneOrBase: (): Said => ['This run is gone.', 'Choose another run, or the base model.'],
  otherBase: (run: string, model: string): Said => [
    `“${run}” was trained on another base model than ${model}.`,
    'Choose the base model it belongs to.',
  ],
  sampledAlready: (name: string, evaluation: boolean): Said => [
    evaluation
      ? `The evaluation “${name}” is being sampled already.`
      : `The set “${name}” is being sampled already.`,
    evaluation
      ? 'Cancel it under After, or wait until it is done; then go on with this one.'
      : 'Pause it under Data, or wait until it is done; then go on with this one.',
  ],
  sampledElsewhere: (name: string, evaluation: boolean): Said => [
    evaluation
      ? `The evaluation “${name}” is being sampled in another tab.`
      : `The set “${name}” is being sampled in another tab.`,
    'Let it finish there, or stop it there and go on here.',
  ],

  // Ratings and rewards.
  noReward: (): Said => ['No reward was named to score by.', 'Choose at least one.'],
  fewRated: (rated: number, needed: number): Said => [
    `${rated} images are rated; ${needed} are needed to see a pattern.`,
    'Rate a few more.',
  ],
  offScale: (value: number, scale: string): Said => [
    `The rating ${full(value)} is not on the scale (${scale}).`,
    'Give another one.',
  ],
  featuresGone: (): Said => [
    'The CLIP model to read features with is gone.',
    'Add its folder again, or choose another.',
  ],
  rewardModelGone: (hash: string): Said => [
    `The CLIP model ${hash}… that this reward asks is not stored here.`,
    'Add its folder again, or choose another reward.',
  ],
  noScorer: (): Said => [
    'This app comes without a CLIP scorer.',
    'Choose a reward of the pixels alone, or add a CLIP folder of your own.',
  ],
  clipFailed: (reason: string): Said => [
    `The CLIP model could not be run here: ${reason}`,
    'Close other tabs, or use a smaller CLIP model.',
  ],
  headNotSafetensors: (file: string): Said => [
    `“${file}” is not a safetensors file.`,
    'In Python: safetensors.torch.save_file(torch.load("head.pth"), "head.safetensors"); ' +
      'then drop that.',
  ],
  largeHead: (file: string, megabytes: number, most: number): Said => [
    `“${file}” has ${megabytes} MB; a head has ${most} MiB at most.`,
    'Drop the head alone: a CLIP model belongs in its folder.',
  ],
  headModelGone: (): Said => ['The CLIP model this head was dropped on is gone.', FOLDER_AGAIN],

  // Runs.
  runGone: (): Said => ['This run is gone.', NEW_RUN],
  chosenRunGone: (): Said => ['This run is gone.', 'Choose another run.'],
  labelTooLong: (what: 'name' | 'note' | 'tags', length: number, most: number): Said => [
    `The ${what} of a run may have ${most} characters; ${length} were given, nothing was saved.`,
    'Shorten it: what you typed is still there.',
  ],
  tooManyTags: (count: number, most: number): Said => [
    `A run may have ${most} tags; ${count} were given, nothing was saved.`,
    'Take some out: what you typed is still there.',
  ],
  runUnnamed: (): Said => ['A run needs a name.', 'Type at least one letter.'],
  noCheckpoint: (): Said => ['This run has no checkpoint yet.', SOME_STEP],
  notLoaded: (): Said => [
    'This run is not loaded.',
    'Load it first: it then goes on from its last checkpoint.',
  ],
  loadedElsewhere: (): Said => [
    'This run is loaded in another tab.',
    'Go on with it there, or close that tab and load it here.',
  ],
  runSetGone: (run: string): Said => [
    `The data set of the run “${run}” was deleted.`,
    'Its adapters can still be sampled and exported; to train on, import the set again and ' +
      'start a new run.',
  ],
  openedLora: (name: string): Said => [
    `“${name}” is a LoRA that was opened from a file: there is no run to go on with.`,
    'Start a new run from it: under Objective, “Adapters begin at”.',
  ],
  baseChanged: (): Said => [
    'The base model has changed since this run was started.',
    'Start a new run on the present base.',
  ],
  startGone: (step: number, run: string): Said => [
    `The checkpoint of step ${step} of “${run}” is gone.`,
    'Start from another run, or from the base.',
  ],
  pageClosed: 'The page was closed while it ran.',

  // Online runs.
  nothingScores: (): Said => [
    'Nothing scores the images of this online run.',
    'Choose a reward, or rate them yourself.',
  ],
  roundRunGone: (): Said => [
    'The run that asked for these ratings is not loaded any more.',
    'Load it: it asks again for the same images.',
  ],
  notOnline: (): Said => [
    'This run is not an online run: it asks for no ratings.',
    'Rate images of a set instead.',
  ],
  otherRound: (round: number): Said => [
    `Round ${round} is not waiting for ratings.`,
    'Rate the images that are shown now.',
  ],
  roundUnrated: (rated: number, asked: number): Said => [
    `${rated} of ${asked} images are rated.`,
    'Rate every image of the round.',
  ],
  noRating: (value: number, scale: string): Said => [
    `${full(value)} is no rating on the scale “${scale}”.`,
    'Rate on the scale the run was started with.',
  ],

  // Evaluations.
  evaluation: {
    gone: (): Said => ['This evaluation is gone.', 'Make a new one.'],
    firstIsBase: (): Said => [
      'The first entry of an evaluation must be the base model.',
      'Put the base first: everything is compared with it.',
    ],
    sameEntries: (): Said => [
      'Two entries of the evaluation are the same.',
      'Change the checkpoint or the strength of one of them.',
    ],
    noPrompts: (): Said => ['The evaluation has no prompts.', 'Give one prompt per line.'],
    noReward: (): Said => ['The evaluation has no reward.', 'Choose at least one.'],
    samples: (count: number, most: number): Said => [
      `${count} samples per prompt cannot be generated.`,
      `Choose 1 to ${most}.`,
    ],
    sampling: (guidance: number, steps: number, seed: number): Said => [
      `The sampler cannot work with guidance ${full(guidance)}, ${steps} steps and seed ${seed}.`,
      'Give a number for guidance, and whole numbers for steps and seed.',
    ],
    runGone: (run: string): Said => [`The run “${run}” is gone.`, 'Leave it out.'],
    otherBase: (run: string, base: string, wanted: string): Said => [
      `“${run}” was trained on ${base}, not on ${wanted}.`,
      'Compare runs of one base model.',
    ],
    strength: (run: string): Said => [`“${run}” has no usable strength.`, 'Give a number.'],
    baseChanged: (): Said => [
      'The base model has changed since this evaluation was started.',
      'Make a new evaluation with the present base.',
    ],
    noScorer: (): Said => [
      'This evaluation compares images by CLIP features, and this app comes without a CLIP ' +
        'scorer.',
      'Make a new evaluation by pixels.',
    ],
    checkpointGone: (step: number, run: string): Said => [
      `The checkpoint of step ${step} of “${run}” is gone.`,
      'Make a new evaluation without it; what is sampled of this one can still be read.',
    ],
  },

  // Base models and LoRA files.
  modelInUse: (): Said => [
    'A run on this model is loaded.',
    'End the run first; it keeps its checkpoints.',
  ],
  ownModelGone: (): Said => [
    'Your own base model that this was made with is no longer stored here.',
    'Open the same model again (folder or file), then try again.',
  ],
  noModel: (id: string, known: readonly string[]): Said => [
    `There is no base model called “${id}” here.`,
    oneOf(known),
  ],
  offline: (path: string, host: string): Said => [
    `${path} could not be read: there is no connection to ${host}.`,
    'Without a network only models and demo sets that were opened here before can be used.',
  ],
  notServed: (path: string, status: number): Said => [
    `${path} could not be read (HTTP ${status}).`,
    'Reload the page; if it comes back, the app was not built whole: run npm start again.',
  ],
  eightBits: (path: string, tensor: string, dtype: string): Said => [
    `${path} stores “${tensor}” in 8 bits (${dtype}).`,
    'Use the model in F16, BF16 or F32: its weights can be held in 8 bits while it is trained on.',
  ],
  tooLargeForWasm: (millions: number, gigabytes: string, room: string, most: number): Said => [
    `The model has ${millions} million numbers, which take ${gigabytes} GB on the processor ` +
      `(wasm); it can hold ${room} GB. Nothing of it was read.`,
    `Use a browser with WebGPU on a machine with a GPU, or a base of at most ${most} million ` +
      'numbers, such as those that come with the studio.',
  ],
  configNotJson: (): Said => [
    'adapter_config.json beside the LoRA is not JSON.',
    'Open the folder as PEFT wrote it.',
  ],
  loraMoved: (): Said => ['The LoRA file is no longer where it was.', 'Choose it again.'],

  // Project files.
  project: {
    unusable: (what: string): Said => [
      `The project file cannot be opened: ${what}`,
      'Save the project again where it came from, and open that file. A set of images is opened ' +
        'under Data.',
    ],
    missing: (path: string) => `${path} is missing.`,
    notJson: (path: string) => `${path} is not JSON.`,
    whole: 'whole',
    wrong: (path: string, where: string, reason: string) => `${path}, “${where}”: ${reason}`,
    wrongChanges: (path: string, where: string, reason: string) =>
      `${path}, changes “${where}”: ${reason}`,
    notPng: (path: string) => `${path} is no PNG.`,
  },

  // The machine, and other tabs.
  device: {
    enable: ENABLE_GPU,
    wasmAsked: 'wasm was asked for in the address (?executor=tfjs-wasm).',
    softwareAsked:
      'WebGPU on a software adapter was asked for in the address (?executor=wgsl): ' +
      'correct, and slow.',
    leaveOutWgsl: 'Leave ?executor=wgsl out of the address to use wasm, which is faster here.',
    gpu: 'A GPU with WebGPU is here: training runs on it.',
    noWebgpu: (reason: string): Said => [
      `WebGPU was asked for, but there is none: ${reason}`,
      `Leave ?executor=wgsl out of the address. ${ENABLE_GPU}`,
    ],
    noAdapter: 'no adapter',
    softwareOnly: (adapter: string) =>
      `The only GPU adapter is software (${adapter}); wasm is about ten times faster than that.`,
    leaveOutExecutor: 'Leave ?executor= out of the address to let the studio choose.',
    oneThread:
      'This address is not cross-origin isolated, so wasm has one thread; serve it with ' +
      'npm start to get more.',
  },
  noGpu: (): Said => [
    'There is no GPU to measure: training runs on the processor (wasm) here.',
    'Use a browser with WebGPU on a machine with a GPU.',
  ],
  gpuInUse: (): Said => [
    'A run trains on this GPU; what is measured beside it would be too low.',
    'Pause the run first.',
  ],
  gpuError: (reason: string): Said => [
    `The GPU reported an error: ${reason}`,
    'Results after this may be wrong. Reload the page; if it comes back, add ' +
      '?executor=tfjs-wasm to the address.',
  ],
  gpuLost: (reason: string): Said => [
    `The GPU was lost: ${reason}`,
    'Start the studio again and load the run: it goes on from its last checkpoint.',
  ],
  olderTab: (): Said => [
    'Another tab holds an older version of the studio’s data open.',
    'Close the other tab; this one then goes on by itself.',
  ],
  newerTab: (): Said => [
    'A newer version of the studio was opened in another tab; nothing can be saved here any more.',
    'Reload this page.',
  ],
  storageGone: (): Said => [
    'The studio’s storage was cleared or closed: sets, runs and checkpoints that were ' +
      'stored may be gone, and nothing can be saved any more.',
    'A run that is loaded is still on the device: download its LoRA under After now. ' +
      'Then reload the page.',
  ],
};
