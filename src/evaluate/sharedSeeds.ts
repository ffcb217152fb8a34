// Which noise an image of an evaluation is drawn from: the same for every model compared, another
// for every prompt and sample, and the same here as on the command line.

/** Samples a prompt may have before seeds would meet. */
export const MOST_SAMPLES = 1000;

/**
 * Seed of sample `sample` of prompt number `prompt`; `first` moves the whole evaluation to other
 * noises.
 */
export function evaluationSeed(prompt: number, sample: number, first = 0): number {
  return first * 1_000_000 + prompt * MOST_SAMPLES + sample;
}
