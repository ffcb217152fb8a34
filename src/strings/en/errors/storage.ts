// Errors of storage/.

import type { Said } from './said';

const ALLOW_STORAGE =
  'Allow this site to store data, leave private browsing, or free disk space; then reload the ' +
  'page.';

export const storage = {
  /** What was being written, as the two errors below name it. */
  written: {
    dataset: (name: string) => `the data set “${name}”`,
    datasetDescription: 'a data set’s description',
    datasetDeletion: 'the deletion of a data set',
    image: (file: string) => `the image ${file}`,
    imageChange: 'a change of an image',
    latents: 'cached latents',
    latentsDeletion: 'the deletion of cached latents',
    scores: 'scores',
    run: (name: string) => `the run “${name}”`,
    runState: 'a run’s state',
    runDeletion: 'the deletion of a run',
    metrics: 'training metrics',
    previews: 'sample images',
    checkpoint: (step: number) => `the checkpoint of step ${step}`,
    checkpointDeletion: 'the deletion of a checkpoint',
    taste: (name: string) => `the taste “${name}”`,
    tasteDeletion: 'the deletion of a taste',
    scorer: (name: string) => `the CLIP model “${name}”`,
    scorerDeletion: 'the deletion of a CLIP model',
    model: (name: string) => `the model “${name}”`,
    modelDeletion: 'the deletion of a model',
    evaluation: 'an evaluation',
    evaluationImages: 'the images of an evaluation',
    evaluationDeletion: 'the deletion of an evaluation',
    vote: 'a vote',
    voteDeletion: 'the deletion of a vote',
    recordDeletion: 'the deletion of a record',
  },
  full: (what: string): Said => [
    `There is no room left in the browser’s storage for ${what}; nothing of it was saved.`,
    'Delete data sets or runs you no longer need, or free disk space; then try again.',
  ],
  gone: (what: string): Said => [
    `The studio’s storage was cleared or closed: ${what} was not saved.`,
    'A run that is loaded is still on the device: download its LoRA under After now. Then reload ' +
      'the page.',
  ],
  newer: (known: number): Said => [
    'The saved data were written by a newer version of Plumbline than this page (which knows ' +
      `version ${known}).`,
    'Reload the page to get the newer version.',
  ],
  closed: (reason: string): Said => [
    `The browser’s storage cannot be opened: ${reason}`,
    ALLOW_STORAGE,
  ],
  noRoomForModel: (gigabytes: string): Said => [
    `The browser’s storage has no room for the model: ${gigabytes} GB.`,
    'Free disk space, remove models or sets here, or use a browser that can read the model where ' +
      'it lies (Chrome or Edge: choose it with the button).',
  ],
  copyGone: (name: string, reason: string): Said => [
    `The copy of “${name}” is gone from the browser’s storage: ${reason}`,
    'Remove it from the list and open the model again.',
  ],
  notAllowed: (name: string): Said => [
    `The browser asks again before “${name}” may be read from the disk.`,
    'Press “Allow reading” at the model, under “Models of your own”.',
  ],
  moved: (path: string, name: string, reason: string): Said => [
    `${path} of “${name}” is no longer where it was: ${reason}`,
    'Put it back, or remove the model from the list and open it from its new place.',
  ],
  badRunId: (id: string): Said => [
    `“${id}” cannot be a run’s id.`,
    'Use letters, digits, “.”, “-” and “_”.',
  ],
  diskFull: (step: number, folder: string): Said => [
    `The disk is full: the checkpoint of step ${step} was not saved in ${folder}.`,
    'Free disk space, then resume from the checkpoint before it.',
  ],
  otherCheckpoint: (path: string, step: number, run: string): Said => [
    `${path} holds step ${step} of run ${run}.`,
    'It was renamed or copied there: put it back under its own name.',
  ],
  damagedCheckpoint: (fault: string): Said => [
    `The stored checkpoint cannot be used: ${fault}.`,
    'Load an earlier checkpoint of the run.',
  ],
  setGone: (file: string): Said => [
    `The data set was deleted while it was filled, before the image ${file}.`,
    'Import or make it again.',
  ],
  evaluationGone: (): Said => [
    'This evaluation was deleted in another tab while it was drawn: its images are not kept.',
    'Start it again.',
  ],
  recordGone: ['This record is gone.', 'There is nothing left to download.'] as Said,
  wrongPart: (path: string, reason: string) => `“${path}” is wrong: ${reason}`,
  badHead: 'its weights cannot be read',
  badSettings: 'its settings cannot be used',
};
