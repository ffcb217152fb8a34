// Errors of runs/.

import { full } from '../../format';
import type { Said } from './said';

const EARLIER = 'Load an earlier checkpoint of the run, or start the run again.';

export const runs = {
  bucketsOfMethod: (method: string): Said => [
    `${method} learns from images that belong together, and a batch of aspect ratio buckets has ` +
      'images of one shape.',
    'Switch aspect ratio buckets off, or choose a method that learns from single images.',
  ],
  bucketsOnline: (): Said => [
    'An online run samples its images in one size; there is nothing to put into aspect ratio ' +
      'buckets.',
    'Switch aspect ratio buckets off.',
  ],
  bucketsProbe: (): Said => [
    'The images of this run have several sizes (aspect ratio buckets); an update is measured on ' +
      'images of one.',
    'Start a run without buckets to look at its updates.',
  ],
  gpuLost: (reason: string): Said => [
    `The GPU gave no results back: ${reason}`,
    'Start the studio again and go on from the last checkpoint.',
  ],
  mergedType: (tensor: string, dtype: string): Said => [
    `${tensor} is stored as ${dtype}: no adapter can be folded into it.`,
    'Export the LoRA, which loads beside the base.',
  ],
  mergedRange: (tensor: string, dtype: string): Said => [
    `${tensor} with the LoRA in it has numbers that ${dtype} cannot hold.`,
    'Choose a smaller strength, or export the LoRA.',
  ],
  /** Why a checkpoint cannot be used; `checkpoint` says the whole. */
  checkpoint: {
    unusable: (what: string): Said => [`The checkpoint cannot be used: ${what}.`, EARLIER],
    listedTwice: 'a module is listed twice',
    overlaps: (matrix: string) => `${matrix} overlaps the matrix before it`,
    pastEnd: (matrix: string, end: number, length: number) =>
      `${matrix} ends at ${end}, past the ${length} numbers stored`,
    none: 'the file holds no checkpoint',
    notJson: 'its description is not JSON',
    description: 'description',
    wrong: (where: string, reason: string) => `“${where}” is wrong: ${reason}`,
    noTensor: (name: string) => `the tensor ${name} is missing`,
    notFlat: (name: string, dtype: string, shape: string) =>
      `the tensor ${name} is ${dtype} [${shape}], a flat F32 was wanted`,
    number: (name: string, at: number, value: number) => `${name}[${at}] is ${full(value)}`,
    tensorCount: (count: number, wanted: number) =>
      `it holds ${count} tensors, ${wanted} were wanted`,
    momentLengths: (adapters: number, first: number, second: number) =>
      `adapters and moments hold ${adapters}, ${first} and ${second} numbers`,
    averageLength: (length: number, adapters: number) =>
      `the average holds ${length} numbers, the adapters ${adapters}`,
    referenceLength: (length: number, adapters: number) =>
      `the reference holds ${length} numbers, the adapters ${adapters}`,
    noAverage: 'the average of the adapters is missing',
    unwantedAverage: 'it holds an average of the adapters, which its settings do not keep',
    negativeMoment: (at: number, value: number) =>
      `the second moment adam.v[${at}] is negative (${full(value)})`,
    rank: (rank: number, set: number) => `its rank is ${rank}, its settings say ${set}`,
    counters: (seed: number, step: number, runSeed: number, runStep: number) =>
      `its random counters (seed ${seed}, step ${step}) do not belong to seed ${runSeed}, ` +
      `step ${runStep}`,
  },
  /** Whether a checkpoint is of this run. */
  otherBase: (checkpoint: string, loaded: string): Said => [
    `This checkpoint belongs to the base ${checkpoint}…, loaded is ${loaded}….`,
    'Load the base model the run was started with.',
  ],
  otherScale: (checkpoint: number, run: number): Said => [
    `The checkpoint’s adapters have alpha/rank = ${full(checkpoint)}, this run has ${full(run)}.`,
    'Set the LoRA scale to that of the checkpoint.',
  ],
  otherAdapters: (checkpoint: number, run: number): Said => [
    `The checkpoint holds ${checkpoint} adapter numbers, this run has ${run}.`,
    'Rank and targets must be those the run was started with.',
  ],
  /** Why the model's own samples in a checkpoint cannot be used. */
  ownSamples: {
    unusable: (what: string): Said => [
      `The own samples of the checkpoint cannot be used: ${what}.`,
      EARLIER,
    ],
    onePart: 'it holds one part of two',
    others: (names: string) => `it holds ${names}`,
    lengths: (examples: number, numbers: number, wantedExamples: number, wanted: number) =>
      `it has ${examples} examples and ${numbers} numbers, ${wantedExamples} and ` +
      `${wanted} were wanted`,
    round: (round: number, step: number, examples: string) =>
      `its round is ${round} from step ${step}, its examples are ${examples}`,
  },
  /** Why the memory bank in a checkpoint cannot be used. */
  bank: {
    unusable: (what: string): Said => [
      `The memory bank of the checkpoint cannot be used: ${what}.`,
      EARLIER,
    ],
    parts: (names: readonly string[], round: string) =>
      `it holds ${names.join(', ') || 'nothing'}; counters, bank.scores and ${round} were wanted`,
    counters: (counters: string) => `its counters are ${counters}`,
    scores: (count: number, rounds: number, batch: number, wanted: number) =>
      `it holds ${count} scores, after ${rounds} rounds of ${batch} it should be ${wanted}`,
    roundStart: (start: number, step: number) =>
      `its round began at step ${start}, the run stands at step ${step}`,
    images: (numbers: number, batch: number, each: number) =>
      `its round has ${numbers} numbers, ${batch} images of ${each} were wanted`,
    image: (number: number, invalid: string) => `its round’s image ${number} ${invalid}`,
  },
  notOnline: (method: string): Said => [
    `${method} does not learn from images that are sampled while it runs.`,
    'Train it on a set, or choose another method.',
  ],
  noOnlinePrompts: (): Said => [
    'An online run has no prompts to sample images of.',
    'Give it at least one prompt.',
  ],
  smallBank: (bank: number, batch: number): Said => [
    `The memory bank of ${bank} holds less than two batches of ${batch}.`,
    `Make the bank at least ${2 * batch}, or the batch smaller.`,
  ],
  badScore: (prompt: string, round: number, score: number): Said => [
    `The image of “${prompt}” in round ${round} was scored ${full(score)}.`,
    'Choose another reward.',
  ],
  noScorer: (): Said => [
    'Nothing scores the images of this online run.',
    'Choose a reward, or rate them yourself.',
  ],
  notFinite: {
    stopped: (step: number, what: string): Said => [
      `Step ${step} stopped the run: ${what}. The adapters were not updated.`,
      'Continue from the last checkpoint with a lower learning rate or a larger temperature T.',
    ],
    quantities: {
      error: 'policy error',
      reference: 'reference error',
      logRatio: 'log-ratio',
      loss: 'loss',
    },
    sample: (quantity: string, sample: number, value: number) =>
      `the ${quantity} of sample ${sample} of the batch is ${full(value)}`,
    gradient: (norm: number) => `the gradient norm is ${full(norm)}`,
  },
  lora: {
    convolution: (height: number, width: number, layer: string): Said => [
      `The LoRA file adapts a ${height}×${width} convolution (“${layer}”), as LoCon does.`,
      'Adapters lie on linear layers and 1×1 convolutions here: use a plain LoRA.',
    ],
    otherSize: (
      layer: string,
      [inFeatures, outFeatures]: readonly [number, number],
      [baseIn, baseOut]: readonly [number, number],
    ): Said => [
      `The LoRA’s layer “${layer}” leads from ${inFeatures} to ${outFeatures} numbers; that of ` +
        `the base leads from ${baseIn} to ${baseOut}.`,
      'Choose the base model that the LoRA was trained on.',
    ],
    textOnly: (layers: number, denoiser: string): Said => [
      `The LoRA file adapts the text encoder alone (${layers} layers).`,
      `Adapters lie on the ${denoiser} here: use a LoRA that adapts it.`,
    ],
    rank: (rank: number, most: number): Said => [
      `The LoRA has rank ${rank}; ${most} is the largest here.`,
      'Use a LoRA of lower rank, or resize it (sd-scripts’ resize_lora.py does).',
    ],
  },
  cannotBuild: (reason: string): Said => [
    `The network that config.json describes cannot be built at this size: ${reason}.`,
    'Check that the numbers in config.json belong together, or choose another size.',
  ],
  noFixedSet: (): Said => [
    'An online run has no fixed set to measure an update on.',
    'Watch the curves after the change instead.',
  ],
  noSpread: (spread: number): Said => [
    `Calibration found log-ratios whose interquartile range is ${spread}.`,
    'Switch calibration off and set the number yourself, or lower the learning rate.',
  ],
  unequalParts: (batch: number, part: number, parts: readonly number[]): Said => [
    `A batch of ${batch} cannot be held ${part} at a time: the parts must be equal.`,
    `Hold ${parts.join(', ')} or all ${batch} samples at a time.`,
  ],
};
